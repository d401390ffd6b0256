"""Flag a fault: how soon it must be mended, and what it is."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine

PRIORITIES = (
    (MaintenancePriority.LOW, "1", "low", "when there is time"),
    (MaintenancePriority.MED, "2", "medium", "today"),
    (MaintenancePriority.HIGH, "3", "high", "before the next guest"),
)
"""Each priority with its digit, its word and what it asks for."""


class MaintenanceDialog(Dialog[tuple[MaintenancePriority, str] | None]):
    """Gives priority and note of a fault, or None. A digit chooses, and goes on to the note.

    A room that is already flagged shows what it is flagged with, to be changed.
    """

    AUTO_FOCUS = "#priority"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "to_priority", "Priority", show=False, id="maintenance.priority"),
    ]

    def __init__(self, rooms: Sequence[Room]) -> None:
        super().__init__(f"Maintenance for {named_rooms(rooms)}", on_leaving=None)
        only = rooms[0] if len(rooms) == 1 else None
        self._priority = (only and only.maintenance_priority) or MaintenancePriority.MED
        self._note = only.maintenance_notes if only else ""

    def compose_body(self) -> ComposeResult:
        """The priorities, and the note's line."""
        yield RowList(
            [
                Row(
                    priority.value,
                    Content.assemble(
                        (f"{digit} ", "bold $primary"),
                        f"{word:<8}",
                        (asks, MUTED),
                    ),
                )
                for priority, digit, word, asks in PRIORITIES
            ],
            id="priority",
        )
        yield field("Fault", TextLine(self._note, placeholder="what is broken", id="note"))

    def compose_buttons(self) -> Iterable[Button]:
        """Flag the fault."""
        yield button("Flag", "enter", "screen.flag", "flag")

    def on_mount(self) -> None:
        """Stand on the present priority."""
        self.query_one("#priority", RowList).go_to(self._priority.value)

    def on_key(self, event: events.Key) -> None:
        """A priority's digit chooses it, unless the note is being typed; letters begin the note."""
        if isinstance(self.focused, Input):
            return
        for priority, digit, _, _ in PRIORITIES:
            if event.character == digit:
                event.stop()
                event.prevent_default()
                self.query_one("#priority", RowList).go_to(priority.value)
                self.query_one("#note", TextLine).focus()

    def action_to_priority(self) -> None:
        """Go back to the priorities."""
        self.query_one("#priority", RowList).focus()

    @on(RowList.Chosen)
    def to_note(self) -> None:
        """Go on to the note."""
        self.query_one("#note", TextLine).focus()

    @on(Input.Submitted)
    def action_flag(self) -> None:
        """Answer with what is chosen and typed."""
        priority = self.query_one("#priority", RowList).key or self._priority.value
        note = self.query_one("#note", TextLine).value.strip()
        self.dismiss((MaintenancePriority(priority), note))
