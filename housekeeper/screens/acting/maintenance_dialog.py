"""Flag a fault: how soon it must be mended, and what it is."""

from collections.abc import Iterable, Sequence

from textual.widgets import Button

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.screens.widgets.choice_dialog import (
    ENTER,
    ChoiceDialog,
    numbered,
    ways_to_choose,
)
from housekeeper.screens.widgets.choice_line import ChoiceLine
from housekeeper.screens.widgets.dialog import button, named_rooms
from housekeeper.screens.widgets.row_list import MUTED, RowList

PRIORITIES = (
    (MaintenancePriority.LOW, "1", "low", "when there is time"),
    (MaintenancePriority.MED, "2", "medium", "today"),
    (MaintenancePriority.HIGH, "3", "high", "before the next guest"),
)
"""Each priority with its digit, its word and what it asks for."""


class MaintenanceDialog(ChoiceDialog[tuple[MaintenancePriority, str] | None]):
    """Gives priority and note of a fault, or None. A priority taken goes on to the note.

    A room that is already flagged shows what it is flagged with, to be changed: then a digit
    is part of the note, and arrows choose the priority.
    """

    def __init__(self, rooms: Sequence[Room]) -> None:
        only = rooms[0] if len(rooms) == 1 else None
        note = only.maintenance_notes if only else ""
        choices = RowList(
            numbered(
                (digit, priority.value, (f"{word:<8}", (asks, MUTED)))
                for priority, digit, word, asks in PRIORITIES
            ),
            id="priority",
        )
        present = only.maintenance_priority if only else None
        choices.go_to((present or MaintenancePriority.MED).value)
        line = ChoiceLine(choices, note, placeholder="what is broken", id="note")
        super().__init__(f"Maintenance for {named_rooms(rooms)}", None, choices, "Fault", line)
        self._has_priority = bool(note)

    def compose_buttons(self) -> Iterable[Button]:
        """Flag the fault."""
        yield button("Flag", ENTER, "screen.flag", "flag")

    def choice_taken(self, key: str) -> None:  # noqa: ARG002 - the list stands on it
        """Go on to the note."""
        self._has_priority = True

    def entered(self) -> None:
        """Flag what is typed; where nothing is yet, go on to the note."""
        if self._has_priority or self.text:
            self.action_flag()
        else:
            self.line.end_choosing()
            self._has_priority = True

    def action_flag(self) -> None:
        """Answer with what is chosen and typed."""
        if self.line.named is not None:
            self.line.take()
        elif self.choices.key is not None:
            self.dismiss((MaintenancePriority(self.choices.key), self.text))

    def meaning(self) -> str:
        """With which priority Enter flags the room."""
        word = next(word for one, _, word, _ in PRIORITIES if one.value == self.choices.key)
        if self.text:
            return f"{ENTER}: flag it, {word}"
        if self._has_priority:
            return f"Type what is broken. {ENTER}: flag it, {word}"
        return f"Type what is broken, or choose how soon: {ways_to_choose()}."
