"""The one-time codes of new people, shown once."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.core.staff.one_time_code import VALID_FOR
from housekeeper.screens.widgets.dialog import Dialog


class OneTimeCodesDialog(Dialog[None]):
    """Shows who signs in the first time with which code.

    They are shown this once, so nothing has the focus: an Enter too many does not close it.
    """

    DEFAULT_CSS = """
    OneTimeCodesDialog #codes { height: auto; max-height: 12; margin-bottom: 1; }
    """
    AUTO_FOCUS = ""

    def __init__(self, codes: Mapping[str, str]) -> None:
        super().__init__("Codes for the first sign-in", on_leaving=None)
        self._codes = codes

    def compose_body(self) -> ComposeResult:
        """A line for each person."""
        width = max(map(len, self._codes), default=0)
        lines = [f"{plain(code):<{width}}   {digits}" for code, digits in self._codes.items()]
        with VerticalScroll(id="codes"):
            yield Static(Content("\n".join(lines)))
        words = (
            f"Shown this once; write them down. Each is good for {VALID_FOR.days} days: it is "
            "typed in place of a PIN at the first sign-in, where everybody chooses a PIN."
        )
        yield Static(Content(words), classes="hint quiet")
