"""A manager sets a room's status by hand, and says why."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine

OVERRIDES = (
    RoomStatus.CHECKOUT_DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS,
    RoomStatus.CLEANED_UNINSPECTED,
    RoomStatus.READY_FOR_GUEST,
    RoomStatus.AVAILABLE,
    RoomStatus.MAINTENANCE_REQUIRED,
    RoomStatus.OUT_OF_ORDER,
)
"""Every status that a hand may set, on the digits from 1 on; nobody is made a guest by hand."""


class OverrideDialog(Dialog[tuple[RoomStatus, str] | None]):
    """Gives the status to set and the reason, or None. A digit goes on to the reason."""

    AUTO_FOCUS = "#status"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "to_status", "Status", show=False, id="override.status"),
    ]

    def __init__(self, rooms: Sequence[Room]) -> None:
        super().__init__(f"Override the status of {named_rooms(rooms)}", on_leaving=None)
        standing = {room.status for room in rooms}
        self._present = next(iter(standing)) if len(standing) == 1 else None

    def compose_body(self) -> ComposeResult:
        """The statuses, and the reason's line."""
        yield RowList(
            [
                Row(
                    status.value,
                    Content.assemble(
                        (f"{digit} ", "bold $primary"),
                        status.label,
                        ("  as it is now" if status is self._present else "", MUTED),
                    ),
                )
                for digit, status in enumerate(OVERRIDES, 1)
            ],
            id="status",
        )
        yield field("Reason", TextLine(placeholder="why, for the history", id="reason"))
        words = "Goes past inspection; the history keeps who did it and why."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Set the status."""
        yield button("Override", "enter", "screen.override", "override")

    def on_key(self, event: events.Key) -> None:
        """A status's digit chooses it, unless the reason is being typed."""
        if isinstance(self.focused, Input) or event.character is None:
            return
        if event.character.isdecimal():
            event.stop()
            event.prevent_default()
            index = int(event.character) - 1
            if 0 <= index < len(OVERRIDES):
                self.query_one("#status", RowList).go_to(OVERRIDES[index].value)
                self.query_one("#reason", TextLine).focus()

    def action_to_status(self) -> None:
        """Go back to the statuses."""
        self.query_one("#status", RowList).focus()

    @on(RowList.Chosen)
    def to_reason(self) -> None:
        """Go on to the reason."""
        self.query_one("#reason", TextLine).focus()

    @on(Input.Submitted)
    def action_override(self) -> None:
        """Answer, once there is a reason."""
        line = self.query_one("#reason", TextLine)
        status = self.query_one("#status", RowList).key
        if status is None:
            return
        if not line.value.strip():
            self.say("An override needs a reason.")
            line.focus()
            return
        self.dismiss((RoomStatus(status), line.value.strip()))
