"""Ask before something that is better asked about."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button

from housekeeper.screens.widgets.dialog import Dialog, button
from housekeeper.screens.widgets.key_hints import key_hint


class ConfirmDialog(Dialog[bool]):
    """One question, answered yes or no; no has the focus, and Escape means no.

    `yes` is the word on the button that goes ahead, `no` on the one that does not, such as
    "Leave" and "Stay".
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "Yes", id="confirm.yes", tooltip="Go ahead"),
        Binding("n", "leave", "No", id="confirm.no", tooltip="Leave, changing nothing"),
        Binding("left,up", "app.focus_previous", show=False, id="confirm.previous"),
        Binding("right,down", "app.focus_next", show=False, id="confirm.next"),
    ]
    AUTO_FOCUS = "#leave"

    def __init__(self, question: str, yes: str, no: str = "Leave") -> None:
        super().__init__(question, on_leaving=False)
        self._yes, self.leave_label = yes, no

    def compose_buttons(self) -> Iterable[Button]:
        """The way ahead."""
        yield button(self._yes, key_hint(ConfirmDialog, "confirm.yes"), "screen.agree", "agree")

    def action_agree(self) -> None:
        """Answer yes."""
        self.dismiss(True)


class GoAheadDialog(ConfirmDialog):
    """A question whose answer is mostly yes: Enter goes ahead."""

    AUTO_FOCUS = "#agree"
