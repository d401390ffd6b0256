"""A form of several lines, walked through with Enter, which may have been refused once."""

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.widgets import Input

from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.text_input import TextLine

Answer = TypeVar("Answer")


class FormDialog(Dialog[Answer | None], Generic[Answer]):
    """Gives what the form comes to, or None. Enter goes on to the next line, and adds at the last.

    `fault` is what the hotel had against the last try. A form names its `LINES` by their ids, in
    order, and says in `action_add` what they come to.
    """

    LINES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, heading: str, fault: str) -> None:
        super().__init__(heading, on_leaving=None)
        self._fault = fault

    def on_mount(self) -> None:
        """Say what the hotel had against the last try."""
        self.say(self._fault)

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Go on to the next line, or add after the last."""
        place = self.LINES.index(event.input.id or self.LINES[0]) + 1
        if place < len(self.LINES):
            self.query_one(f"#{self.LINES[place]}", TextLine).focus()
        else:
            self.action_add()

    def action_add(self) -> None:
        """Answer, or say what cannot be read; what is typed stays."""
        raise NotImplementedError
