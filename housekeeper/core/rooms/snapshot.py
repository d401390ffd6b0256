"""The public snapshot of a room: what events, files and other programs see of it.

Plain JSON values: ISO 8601 texts for dates and times (times in UTC), status values as
everywhere. Nothing of a guest and no PIN is in it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Union

from housekeeper.core.rooms.room import MaintenancePriority, Room, TurnStatus

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]  # noqa: UP007


NOTE_FACTS = ("housekeeping_notes", "maintenance_notes", "out_of_order_reason", "fail_reason")
"""The facts that are the staff's own words, by their public names."""


@lru_cache(maxsize=4096)
def utc_text(at: datetime) -> str:
    """An aware datetime as ISO 8601 in UTC, to the microsecond, always of one length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: date | time | datetime | None) -> str | None:
    if value is None:
        return None
    return utc_text(value) if isinstance(value, datetime) else value.isoformat()


def encode(room: Room) -> dict[str, Json]:
    """The room as plain JSON values, `room_status` (derived) among them."""
    return {
        "room_number": room.number,
        "room_type": room.room_type,
        "floor": room.floor,
        "section": room.section,
        "room_status": room.status.value,
        "turn_status": room.turn_status.value,
        "status_since": _text(room.status_since),
        "is_active": room.is_active,
        "is_occupied": room.is_occupied,
        "is_bookable": room.is_bookable,
        "maintenance_required": room.maintenance_required,
        "maintenance_priority": room.maintenance_priority and room.maintenance_priority.value,
        "maintenance_notes": room.maintenance_notes,
        "is_out_of_order": room.is_out_of_order,
        "out_of_order_reason": room.out_of_order_reason,
        "out_of_order_until": _text(room.out_of_order_until),
        "housekeeping_notes": room.housekeeping_notes,
        "fail_reason": room.fail_reason,
        "attendant": room.attendant,
        "last_cleaned_at": _text(room.last_cleaned_at),
        "cleaned_by": room.cleaned_by,
        "last_inspected_at": _text(room.last_inspected_at),
        "inspected_by": room.inspected_by,
        "arrival": _text(room.arrival),
        "departure": _text(room.departure),
        "late_checkout": _text(room.late_checkout),
        "next_arrival": _text(room.next_arrival),
        "version": room.version,
    }


def decode(value: Mapping[str, Json]) -> Room:
    """The room that `encode` wrote. The values are this program's own, so none is checked."""

    def text(name: str) -> str | None:
        found = value[name]
        return None if found is None else str(found)

    def moment(name: str) -> datetime | None:
        found = value[name]
        return None if found is None else datetime.fromisoformat(str(found))

    def day(name: str) -> date | None:
        found = value[name]
        return None if found is None else date.fromisoformat(str(found))

    priority, late = text("maintenance_priority"), text("late_checkout")
    return Room(
        number=str(value["room_number"]),
        room_type=str(value["room_type"]),
        floor=int(str(value["floor"])),
        section=str(value["section"]),
        turn_status=TurnStatus(str(value["turn_status"])),
        status_since=datetime.fromisoformat(str(value["status_since"])),
        version=int(str(value["version"])),
        is_active=value["is_active"] is True,
        is_occupied=value["is_occupied"] is True,
        maintenance_required=value["maintenance_required"] is True,
        maintenance_priority=None if priority is None else MaintenancePriority(priority),
        maintenance_notes=str(value["maintenance_notes"]),
        is_out_of_order=value["is_out_of_order"] is True,
        out_of_order_reason=str(value["out_of_order_reason"]),
        out_of_order_until=day("out_of_order_until"),
        housekeeping_notes=str(value["housekeeping_notes"]),
        fail_reason=str(value["fail_reason"]),
        attendant=text("attendant"),
        last_cleaned_at=moment("last_cleaned_at"),
        cleaned_by=text("cleaned_by"),
        last_inspected_at=moment("last_inspected_at"),
        inspected_by=text("inspected_by"),
        arrival=day("arrival"),
        departure=day("departure"),
        late_checkout=None if late is None else time.fromisoformat(late),
        next_arrival=day("next_arrival"),
    )


def changed_from(before: Room, after: Room) -> dict[str, Json]:
    """The public facts in which two states of a room differ, with their earlier values."""
    return differences(encode(before), encode(after))


def differences(old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    """The facts in which two snapshots of a room differ, with their earlier values."""
    return {name: fact for name, fact in old.items() if fact != new[name]}
