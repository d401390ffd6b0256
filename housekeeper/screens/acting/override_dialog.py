"""A manager sets a room's status by hand, and says why."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.widgets.choice_dialog import (
    ENTER,
    ChoiceDialog,
    numbered,
    ways_to_choose,
)
from housekeeper.screens.widgets.choice_line import ChoiceLine
from housekeeper.screens.widgets.dialog import button, named_rooms
from housekeeper.screens.widgets.row_list import MUTED, RowList

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


class OverrideDialog(ChoiceDialog[tuple[RoomStatus, str] | None]):
    """Gives the status to set and the reason, or None. A status taken goes on to the reason.

    No status is chosen to begin with: each goes past the house's own order.
    """

    def __init__(self, rooms: Sequence[Room]) -> None:
        standing = {room.status for room in rooms}
        present = next(iter(standing)) if len(standing) == 1 else None
        choices = RowList(
            numbered(
                (
                    str(digit),
                    status.value,
                    (status.label, ("  as it is now" if status is present else "", MUTED)),
                )
                for digit, status in enumerate(OVERRIDES, 1)
            ),
            begins_nowhere=True,
            id="status",
        )
        line = ChoiceLine(choices, placeholder="why, for the history", id="reason")
        heading = f"Override the status of {named_rooms(rooms)}"
        super().__init__(heading, None, choices, "Reason", line)
        self._has_status = False

    def compose_body(self) -> ComposeResult:
        """The statuses, the reason's line, and what it comes to."""
        yield from super().compose_body()
        words = "Goes past inspection; the history keeps who did it and why."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Set the status."""
        yield button("Override", ENTER, "screen.override", "override")

    def choice_taken(self, key: str) -> None:  # noqa: ARG002 - the list stands on it
        """Go on to the reason."""
        self._has_status = True

    def entered(self) -> None:
        """Answer, once there are a status and a reason."""
        status = self.choices.key
        if status is None:
            self.say(f"Choose the status first: {ways_to_choose()}.")
        elif self.text:
            self.dismiss((RoomStatus(status), self.text))
        elif self._has_status:
            self.say("An override needs a reason.")
        else:
            self.line.end_choosing()
            self._has_status = True

    def action_override(self) -> None:
        """Answer with what is chosen and typed."""
        if self.line.named is not None:
            self.line.take()
        else:
            self.entered()

    def meaning(self) -> str:
        """Which status Enter sets."""
        if self.choices.key is None:
            return f"Choose the status: {ways_to_choose()}. Then type why."
        label = RoomStatus(self.choices.key).label
        return f"{ENTER}: {label}" if self.text else f"Type why it is {label} now."
