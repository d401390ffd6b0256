"""The demonstration hotel: the same busy morning every time, with something of everything."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from housekeeper.core.clock import RealMoment
from housekeeper.core.errors import Refused
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import checkout
from housekeeper.core.stays.checkout import DueOut
from housekeeper.core.stays.due import Due
from housekeeper.core.stays.guest_records import Message, Order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo.hotel import HOTEL, make_demonstration, mid_morning
from housekeeper.store.database import Database

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StandingClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at

    def real_moment(self) -> RealMoment:
        return RealMoment(self.at)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a supervisor could learn of the house."""

    rooms: list[Room]
    due: list[DueOut]
    staff: list[Staff]
    open_orders: list[Order]
    messages: list[list[Message]]
    events: list[RoomEvent]


def look(work: UnitOfWork) -> Seen:
    rooms = work.rooms.all()
    return Seen(
        rooms=rooms,
        due=checkout.due_outs(work),
        staff=work.staff.all(),
        open_orders=work.orders.open(),
        messages=[work.guests.messages(room.number) for room in rooms if room.is_occupied],
        events=work.events.after(0, 10_000),
    )


async def made(folder: Path) -> Seen:
    database = await Database.open(str(folder / "demonstration.db"))
    try:
        hotel = await make_demonstration(database, StandingClock())
        return await database.hotel(hotel, StandingClock()).read(look)
    finally:
        await database.close()


@pytest.fixture
async def seen(tmp_path: Path) -> Seen:
    return await made(tmp_path)


async def test_the_house_shows_something_of_everything(seen: Seen) -> None:
    assert len(seen.rooms) == 120
    assert {room.status for room in seen.rooms} == set(RoomStatus)
    assert {room.room_type for room in seen.rooms} == {"STD", "DLX", "SUI", "FAM"}
    assert {room.floor for room in seen.rooms} == {1, 2, 3, 4, 5, 6}
    flagged = {room.maintenance_priority for room in seen.rooms if room.maintenance_required}
    assert flagged == set(MaintenancePriority)
    failed = [room for room in seen.rooms if room.fail_reason]
    assert {room.status for room in failed} == {RoomStatus.CHECKOUT_DIRTY}
    assert {due.due for due in seen.due} == {Due.OVERDUE, Due.TODAY}
    assert any(due.late_checkout for due in seen.due)
    assert any(room.next_arrival == NOW.date() for room in seen.rooms)
    assert any(room.housekeeping_notes for room in seen.rooms)
    assert all(room.out_of_order_until for room in seen.rooms if room.is_out_of_order)
    assert {order.id.is_breakfast for order in seen.open_orders} == {True, False}
    assert sum(bool(talk) for talk in seen.messages) >= 10


async def test_anyone_can_sign_in(seen: Seen) -> None:
    roles = {person.code: person.role for person in seen.staff}
    assert set(roles.values()) == set(Role)
    assert (roles["ana"], roles["maria"]) == (Role.ATTENDANT, Role.SUPERVISOR)
    assert (roles["desk"], roles["max"]) == (Role.FRONT_DESK, Role.MANAGER)


async def test_the_morning_lies_in_the_past_and_in_order(seen: Seen) -> None:
    stamps = [event.at for event in seen.events]
    assert stamps == sorted(stamps)
    assert stamps[-1] <= NOW
    assert [event.seq for event in seen.events] == list(range(1, len(stamps) + 1))
    turning = {RoomStatus.CHECKOUT_DIRTY, RoomStatus.CLEANING_IN_PROGRESS}
    ages = [NOW - room.status_since for room in seen.rooms if room.status in turning]
    assert all(timedelta(minutes=1) < age < timedelta(hours=4) for age in ages)
    assert len(set(ages)) > 8


async def test_the_house_is_the_same_every_time(seen: Seen, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    again = await made(tmp_path / "again")
    assert again.rooms == seen.rooms
    assert [event.note for event in again.events] == [event.note for event in seen.events]


async def test_a_second_demonstration_in_the_same_database_is_refused(tmp_path: Path) -> None:
    database = await Database.open(str(tmp_path / "twice.db"))
    try:
        await make_demonstration(database, StandingClock(), rooms=5)
        with pytest.raises(Refused):
            await make_demonstration(database, StandingClock(), rooms=5)
    finally:
        await database.close()


def test_the_demonstration_clock_starts_mid_morning_today() -> None:
    shown = HOTEL.local(mid_morning(StandingClock(NOW.replace(hour=23))).now())
    assert (shown.date(), shown.hour, shown.minute) == (NOW.date(), 10, 42)
