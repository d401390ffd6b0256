"""Write a note for the next shift."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import NOTE_LIMIT
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.text_input import TextLine


class HandoverNoteDialog(Dialog[str | None]):
    """Gives the note's words, or None."""

    AUTO_FOCUS = "#note"

    def __init__(self) -> None:
        super().__init__("A note for the next shift", on_leaving=None)

    def compose_body(self) -> ComposeResult:
        """The note's line."""
        yield field("Note", TextLine(id="note", max_length=NOTE_LIMIT))
        yield Static(Content("It stays until someone ticks it."), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Leave the note."""
        yield button("Keep", "enter", "screen.keep", "keep")

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Answer with what is typed."""
        text = self.query_one("#note", TextLine).value.strip()
        if text:
            self.dismiss(text)
        else:
            self.say("A note for the next shift needs words.")
