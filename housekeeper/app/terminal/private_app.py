"""An app that leaves nothing of a guest behind: not on a clipboard, not in a report of a fault."""

import sys

from rich.text import Text
from textual.app import App

from housekeeper.fault_report import fault_report


class PrivateApp(App[None]):
    """Textual's app, but for what would carry words out of it.

    Text is not selected with the mouse here: the terminal's own selection (with Shift held)
    is the business of whoever sits there. What is cut in a line of text stays in the program.
    """

    ALLOW_SELECT = False

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting here; the terminal's clipboard does not learn of it."""
        self._clipboard = text

    def forget_clipboard(self) -> None:
        """What was cut here is not for whoever signs in next."""
        self._clipboard = ""

    def _fatal_error(self) -> None:
        """End after a fault. Textual's own report would print the variables of every frame."""
        fault = sys.exc_info()[1] or self._exception
        self.bell()
        if fault is not None:
            self._exit_renderables.append(Text(fault_report(fault)))
        self._close_messages_no_wait()
