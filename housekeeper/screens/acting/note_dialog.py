"""Write a housekeeping note for one room, or for several at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import NOTE_LIMIT, plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.room_notes import require_space
from housekeeper.core.rooms.room import Room
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.widgets.time_text import note_lines

LINES_SHOWN = 6
"""How many of a room's notes the dialog shows, the newest of them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was written, and whether it takes the place of the notes that are there."""

    words: str
    replaces: bool = False


class NoteDialog(Dialog[Note | None]):
    """Gives the note, or None where none was written.

    Above the line stand the notes that the room has; of rooms whose notes differ, that they do.
    `words` and `fault` are of a note that was refused.
    """

    DEFAULT_CSS = """
    NoteDialog #present { height: auto; max-height: 16; margin-bottom: 1; }
    NoteDialog #present.-several { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r",
            "replace",
            "Replace",
            id="note.replace",
            tooltip="Put the note in the place of all that are there",
        ),
    ]
    AUTO_FOCUS = "#note"

    def __init__(
        self, rooms: Sequence[Room], today: date, words: str = "", fault: str = ""
    ) -> None:
        super().__init__(f"Note for {named_rooms(rooms)}", on_leaving=None)
        self._typed, self._fault = words, fault
        self._rooms = rooms
        self._today = today
        self._may_clear = False

    def compose_body(self) -> ComposeResult:
        """The notes that are there, and the line for one more."""
        if any(room.housekeeping_notes for room in self._rooms):
            text = self._present_text()
            several = " -several" if "\n" in text else ""
            yield Static(Content(text), id="present", classes=f"hint{several}")
        yield field("Note", TextLine(self._typed, id="note", max_length=NOTE_LIMIT))

    def _present_text(self) -> str:
        if len({room.housekeeping_notes for room in self._rooms}) > 1:
            return "These rooms have different notes, and keep them."
        lines = note_lines(self._rooms[0].housekeeping_notes, self._today)
        earlier = len(lines) - LINES_SHOWN
        more = [f"… {earlier} earlier, on the room's screen"] if earlier > 0 else []
        return "\n".join([*more, *map(plain, lines[-LINES_SHOWN:])])

    def compose_buttons(self) -> Iterable[Button]:
        """Add what is typed, or let it replace what is there."""
        yield button("Add", "enter", "screen.add", "add")
        if any(room.housekeeping_notes for room in self._rooms):
            key = key_hint(NoteDialog, "note.replace")
            yield button("Replace", key, "screen.replace", "replace")

    def on_mount(self) -> None:
        """Say why the note before was refused."""
        self.say(self._fault)

    @property
    def _words(self) -> str:
        return self.query_one("#note", TextLine).value.strip()

    @on(Input.Changed)
    def forget_clearing(self, event: Input.Changed) -> None:
        """What is typed now is meant as a note, and what was said is done with."""
        if event.value != self._typed:
            self._may_clear, self._typed = False, event.value
            self.say("")

    @on(Input.Submitted)
    def action_add(self) -> None:
        """Answer with a note that is added to those that are there, where it has words."""
        if not self._words:
            self.say(f"Write the note. {self._clearing_text()}".strip())
            return
        try:
            for room in self._rooms:
                require_space(room.number, room.housekeeping_notes, self._words)
        except InvalidInput as full:
            self.say(f"{full} {key_hint(NoteDialog, 'note.replace')} replaces them.")
            return
        self.dismiss(Note(self._words))

    def action_replace(self) -> None:
        """Answer with a note for all that are there; with an empty one at the second press."""
        if self._words or self._may_clear:
            self.dismiss(Note(self._words, replaces=True))
        elif self._clearing_text():
            self._may_clear = True
            key = key_hint(NoteDialog, "note.replace")
            self.say(f"Nothing is written: {key} again takes all notes away.")
        else:
            self.say("Write the note.")

    def _clearing_text(self) -> str:
        """How the notes are taken away, where there are any."""
        if not any(room.housekeeping_notes for room in self._rooms):
            return ""
        return f"To take the notes away, press {key_hint(NoteDialog, 'note.replace')}."
