"""Rooms, people and moments that the tests of core are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.due import HouseTime

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 21)
YESTERDAY = date(2026, 11, 20)
TOMORROW = date(2026, 11, 22)
WHEN = HouseTime.of(Hotel("grand", "Grand Hotel", "Europe/Lisbon"), NOW)

STAFF = {role: Staff(role.value, role.label.title(), role) for role in Role}

FACTS_OF_STATUS: dict[RoomStatus, dict[str, Any]] = {
    RoomStatus.OUT_OF_ORDER: {"is_out_of_order": True, "out_of_order_reason": "flood"},
    RoomStatus.MAINTENANCE_REQUIRED: {
        "maintenance_required": True,
        "maintenance_priority": MaintenancePriority.HIGH,
        "maintenance_notes": "broken lamp",
    },
    RoomStatus.OCCUPIED: {"is_occupied": True, "departure": TOMORROW},
    **{RoomStatus(turn.value): {"turn_status": turn} for turn in TurnStatus},
}


def a_room(number: str = "412", **facts: Any) -> Room:
    """A room in use, vacant and available, but for the facts given."""
    plain = Room(number, "STD", 4, "East", TurnStatus.AVAILABLE, NOW)
    return replace(plain, **facts)


def a_room_that_is(status: RoomStatus, number: str = "412", **facts: Any) -> Room:
    """A room that everyone sees in this status."""
    return a_room(number, **{**FACTS_OF_STATUS[status], **facts})


def an_event(seq: int, before: Room, after: Room) -> RoomEvent:
    """The event that takes a room from one state to the next."""
    return RoomEvent(
        seq=seq,
        event_id=uuid4(),
        act_id=uuid4(),
        kind=EventKind.OVERRIDDEN,
        from_status=before.status,
        to_status=after.status,
        staff_code="max",
        staff_name="Max",
        source=Source.MANAGER_OVERRIDE,
        via=Via.BOARD,
        note="",
        at=NOW,
        real_at=NOW,
        room=after,
        before={},
    )


def any_room(number: str | None = None) -> st.SearchStrategy[Room]:
    """Every room that the rules let exist, and some that they do not."""
    moments = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
    days = st.one_of(st.none(), st.sampled_from((YESTERDAY, TODAY, TOMORROW)))
    people = st.one_of(st.none(), st.sampled_from(("ana", "rui")))
    words = st.one_of(st.just(""), st.text(max_size=30))
    return st.builds(
        Room,
        number=st.just(number)
        if number
        else st.from_regex(r"[A-Za-z0-9_.@=]{1,8}", fullmatch=True),
        room_type=st.sampled_from(("STD", "DLX", "SUI")),
        floor=st.integers(-2, 40),
        section=st.sampled_from(("", "East", "West")),
        turn_status=st.sampled_from(TurnStatus),
        status_since=st.datetimes(timezones=st.just(UTC)),
        version=st.integers(1, 10**9),
        is_active=st.booleans(),
        is_occupied=st.booleans(),
        maintenance_required=st.booleans(),
        maintenance_priority=st.one_of(st.none(), st.sampled_from(MaintenancePriority)),
        maintenance_notes=words,
        is_out_of_order=st.booleans(),
        out_of_order_reason=words,
        out_of_order_until=days,
        housekeeping_notes=words,
        fail_reason=words,
        attendant=people,
        last_cleaned_at=moments,
        cleaned_by=people,
        last_inspected_at=moments,
        inspected_by=people,
        messages_waiting=st.integers(0, 3),
        orders_open=st.integers(0, 2),
        messages_waiting_since=moments,
        orders_open_since=moments,
        departure=days,
        late_checkout=st.one_of(st.none(), st.times()),
        next_arrival=days,
    )
