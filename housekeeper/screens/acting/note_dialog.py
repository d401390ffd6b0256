"""Write the housekeeping note of one room, or of several at once."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.room import Room
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.text_input import TextLine


class NoteDialog(Dialog[str | None]):
    """Gives the note's new text, "" to clear it, or None where it stays.

    The present note stands in the line where all the rooms have the same one.
    """

    AUTO_FOCUS = "#note"

    def __init__(self, rooms: Sequence[Room]) -> None:
        super().__init__(f"Note for {named_rooms(rooms)}", on_leaving=None)
        notes = {room.housekeeping_notes for room in rooms}
        self._present = next(iter(notes)) if len(notes) == 1 else ""
        self._differ = len(notes) > 1

    def compose_body(self) -> ComposeResult:
        """The note's line."""
        yield field("Note", TextLine(self._present, id="note"))
        if self._differ:
            words = "These rooms have different notes; this one replaces them all."
        else:
            words = "An empty line clears the note."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Keep what is typed."""
        yield button("Keep", "enter", "screen.keep", "keep")

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Answer with the line as it stands."""
        typed = self.query_one("#note", TextLine).value
        # The line shows odd characters spelled out; a note left alone stays as it was written.
        self.dismiss(self._present if typed == plain(self._present) else typed.strip())
