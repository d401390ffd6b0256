"""Where a room stands when its hotel comes to this program, in the middle of a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from housekeeper.core.rooms.room import Room, changed_room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus

_FACTS_OF_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "status": ("turn_status",),
        "maintenance": ("maintenance_required", "maintenance_priority"),
        "maintenance_note": ("maintenance_notes",),
        "out_of_order": ("is_out_of_order", "out_of_order_reason"),
        "out_of_order_until": ("out_of_order_until",),
    }
)
STANDING_COLUMNS = tuple(_FACTS_OF_COLUMNS)
"""The columns of a rooms file that say where a room stands."""

WHY_NO_STATUS: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.OCCUPIED: "comes with a booking that is CHECKED_IN, from the bookings' file",
        RoomStatus.MAINTENANCE_REQUIRED: "is told by the column maintenance: LOW, MED or HIGH",
        RoomStatus.OUT_OF_ORDER: "is told by the column out_of_order: its reason",
    }
)
"""What no file sets as a status, and what does."""


@dataclass(frozen=True, slots=True)
class FileStanding:
    """Where a room stands as its file says; by itself, one that was never slept in.

    A note without a priority is a flag of usual priority. `out_of_order` is the reason; "" for
    a room that is in order.
    """

    turn_status: TurnStatus = TurnStatus.AVAILABLE
    maintenance: MaintenancePriority | None = None
    maintenance_note: str = ""
    out_of_order: str = ""
    out_of_order_until: date | None = None

    def begun(self, room: Room) -> Room:
        """The room as it begins here."""
        priority = self.maintenance
        if priority is None and self.maintenance_note:
            priority = MaintenancePriority.MED
        return changed_room(
            room,
            turn_status=self.turn_status,
            maintenance_required=priority is not None,
            maintenance_priority=priority,
            maintenance_notes=self.maintenance_note,
            is_out_of_order=bool(self.out_of_order),
            out_of_order_reason=self.out_of_order,
            out_of_order_until=self.out_of_order_until,
        )

    def contradicts(self, room: Room, columns: Collection[str]) -> bool:
        """Whether a room stands otherwise than these columns of its file say."""
        begun = self.begun(room)
        told = [_FACTS_OF_COLUMNS[one] for one in STANDING_COLUMNS if one in columns]
        return any(getattr(begun, fact) != getattr(room, fact) for facts in told for fact in facts)

    def wrong_end(self, today: date) -> str:
        """What is wrong with the end of a room's time out of order; "" for nothing."""
        if self.out_of_order_until is None:
            return ""
        if not self.out_of_order:
            return "needs the reason in the column out_of_order"
        if self.out_of_order_until < today:
            return f"{self.out_of_order_until} has already passed; give today or a later day"
        return ""
