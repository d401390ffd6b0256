"""Imports are whole or nothing; availability is told night by night; the history can forget."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput, NotPossible, UnknownName
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.whole_file import FileRefused
from housekeeper.core.rooms.event import REDACTED, HistoryQuery
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import set_active
from housekeeper.core.stays.availability import Availability, availability, set_inventory
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in, move
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of


async def sellable(house: House, nights: int = 1, room_type: str = "STD") -> Availability:
    until = TODAY + timedelta(days=nights)
    return await house.store.read(lambda work: availability(work, room_type, TODAY, until))


async def test_dirt_does_not_cut_what_can_be_sold_but_is_told_for_tonight(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    answer = await sellable(house)
    assert answer.available == 4
    assert answer.tonight is not None
    assert (answer.tonight.ready_now, answer.tonight.to_turn) == (3, 1)


async def test_each_night_is_counted_and_the_least_decides(house: House) -> None:
    tomorrow = TODAY + timedelta(days=1)
    await house.book(
        a_booking("C1", 1),
        a_booking("C2", 0),
        a_booking("C3", 2, arrival=tomorrow, departure=tomorrow + timedelta(days=2)),
        a_booking("C4", 3, status=BookingStatus.CANCELLED),
    )
    answer = await sellable(house, nights=2)
    assert [night.booked for night in answer.nights] == [2, 1]
    assert [night.available for night in answer.nights] == [2, 3]
    assert answer.available == 2


async def test_a_guest_in_a_room_of_another_type_holds_that_type(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "201", "upgrade"))
    assert (await sellable(house)).available == 4
    assert (await sellable(house, room_type="DLX")).available == 1


async def test_a_guest_who_comes_early_has_the_room_from_the_night_of_coming(house: House) -> None:
    tomorrow = TODAY + timedelta(days=1)
    await house.book(a_booking("C1", arrival=tomorrow, departure=tomorrow + timedelta(days=2)))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101", anyway=True))
    assert [night.available for night in (await sellable(house, 4)).nights] == [3, 3, 3, 4]


async def test_a_guest_who_does_not_leave_has_the_coming_night(house: House) -> None:
    await house.book(a_booking("C1", nights=1))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    house.clock.pass_time(days=3)
    today = TODAY + timedelta(days=3)
    found = await house.store.read(
        lambda work: availability(work, "STD", today, today + timedelta(days=2))
    )
    assert [night.available for night in found.nights] == [3, 4]
    assert found.tonight is not None
    assert found.tonight.due_out == 1
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    later = await house.store.read(lambda work: availability(work, "STD", today, today))
    assert later.available == 4


async def test_a_guest_of_whom_the_books_know_nothing_has_the_coming_night(house: House) -> None:
    def sleep_in(work: UnitOfWork) -> None:
        room = work.rooms.get("101")
        work.rooms.save([(room, replace(room, is_occupied=True))])

    await house.store.write(sleep_in)
    assert [night.available for night in (await sellable(house, 2)).nights] == [3, 4]


async def test_a_flagged_room_is_not_sold_tonight_and_is_from_tomorrow(house: House) -> None:
    await house.do(ANA, Verb.MAINTENANCE, "101", note="broken lamp")
    found = await sellable(house, 2)
    assert [(night.flagged, night.available) for night in found.nights] == [(1, 3), (0, 4)]
    assert found.tonight is not None
    assert (found.tonight.ready_now, found.tonight.flagged) == (3, 1)


async def test_a_guest_who_moved_to_another_type_holds_that_type(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await house.store.write(lambda work: move(work, act_of(DESK), "C1", "201", "upgrade"))
    assert (await sellable(house)).available == 4
    assert (await sellable(house, room_type="DLX")).available == 1


async def test_out_of_order_cuts_the_nights_until_the_expected_end(house: House) -> None:
    until = TODAY + timedelta(days=2)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="flood", until=until)
    assert [night.available for night in (await sellable(house, 3)).nights] == [3, 3, 4]
    house.clock.pass_time(days=2)
    later = await house.store.read(
        lambda work: availability(work, "STD", until, until + timedelta(days=2))
    )
    assert [night.available for night in later.nights] == [3, 4], "it is still not back tonight"
    await house.do(MARIA, Verb.RETURN, "101")
    assert (await house.room("101")).status == "CLEANED_UNINSPECTED"


async def test_out_of_order_without_an_end_cuts_every_night_until_it_is_back(house: House) -> None:
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="flood")
    assert {night.available for night in (await sellable(house, 30)).nights} == {3}
    await house.do(MARIA, Verb.RETURN, "101")
    assert {night.available for night in (await sellable(house, 30)).nights} == {4}


async def test_stop_sell_and_a_total_rule_one_date_each(house: House) -> None:
    tomorrow = TODAY + timedelta(days=1)

    def rule(work: UnitOfWork) -> None:
        set_inventory(work, act_of(DESK), "STD", TODAY, total=2)
        set_inventory(work, act_of(DESK), "STD", tomorrow, stop_sell=True)

    await house.store.write(rule)
    assert [night.available for night in (await sellable(house, 3)).nights] == [2, 0, 4]
    await house.store.write(lambda work: set_inventory(work, act_of(DESK), "STD", tomorrow))
    assert [night.available for night in (await sellable(house, 3)).nights] == [2, 4, 4]


async def test_a_room_that_is_not_in_use_is_neither_sold_nor_on_the_board(house: House) -> None:
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", active=False))
    assert (await sellable(house)).available == 3
    assert "101" not in [room.number for room in await house.store.read(lambda w: w.rooms.all())]
    with pytest.raises(NotPossible, match="not in use"):
        await house.do(ANA, Verb.DIRTY, "101")
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", active=True))
    assert (await sellable(house)).available == 4


async def test_a_room_back_in_use_is_inspected_before_a_guest_gets_it(house: House) -> None:
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", active=False))
    event = await house.store.write(
        lambda work: set_active(work, act_of(MANAGER), "101", active=True)
    )
    assert event.from_status is RoomStatus.AVAILABLE
    assert event.to_status is RoomStatus.CLEANED_UNINSPECTED
    assert not (await house.room("101")).is_bookable
    await house.do(MARIA, Verb.PASS, "101")
    assert (await house.room("101")).is_bookable


async def test_reversed_dates_and_unknown_types_are_refused(house: House) -> None:
    with pytest.raises(InvalidInput, match="before arrival"):
        await sellable(house, nights=-1)
    with pytest.raises(UnknownName, match="DLX, STD"):
        await sellable(house, room_type="SUITE")


async def test_a_file_with_one_fault_imports_nothing_and_names_every_fault(house: House) -> None:
    rows = [
        BookingRow(2, a_booking("C1")),
        BookingRow(3, a_booking("C1")),
        BookingRow(4, a_booking("C2", room_type="SUITE")),
        BookingRow(5, a_booking("C3", status=BookingStatus.CHECKED_IN)),
        BookingRow(6, a_booking("C4", room_number="999")),
        BookingRow(7, a_booking("C5", departure=TODAY - timedelta(days=1))),
        BookingRow(8, a_booking("C6", status=BookingStatus.CHECKED_IN, room_number="101")),
        BookingRow(9, a_booking("C7", status=BookingStatus.CHECKED_IN, room_number="101")),
    ]
    with pytest.raises(FileRefused) as refused:
        await house.store.write(lambda work: import_bookings(work, rows))
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [
        (3, "reference"),
        (4, "room_type"),
        (5, "room"),
        (6, "room"),
        (7, "departure"),
        (9, "room"),
    ]
    with pytest.raises(UnknownName):
        await house.store.read(lambda work: work.bookings.get("C1"))


async def test_a_hotel_that_is_running_already_is_imported_with_its_guests(house: House) -> None:
    before = await house.quiet_changes()
    await house.book(
        a_booking("C1", status=BookingStatus.CHECKED_IN, room_number="101", guest_name="Rosa")
    )
    room = await house.room("101")
    assert (room.is_occupied, room.departure) == (True, TODAY + timedelta(days=2))
    assert await house.store.read(lambda work: work.guests.names("101")) == ["Rosa"]
    assert await house.quiet_changes() == before + 1


async def test_a_second_import_updates_but_leaves_guests_in_the_house_alone(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    rows = [BookingRow(2, a_booking("C1", 9)), BookingRow(3, a_booking("C2", 9))]
    done = await house.store.write(lambda work: import_bookings(work, rows))
    assert (done.added, done.updated, done.left_alone) == (0, 1, ("C1",))
    kept = await house.store.read(lambda work: work.bookings.get("C1"))
    assert kept.departure == TODAY + timedelta(days=2)
    again = await house.store.write(lambda work: import_bookings(work, rows[1:]))
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)


async def test_rooms_keep_their_status_when_their_file_comes_again(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    rows = [RoomRow(2, "101", "DLX", 7, "West"), RoomRow(3, "301", "DLX", 3, "West")]
    done = await house.store.write(lambda work: import_rooms(work, rows))
    assert (done.added, done.updated) == (1, 1)
    room = await house.room("101")
    assert (room.room_type, room.floor, room.status) == ("DLX", 7, "CHECKOUT_DIRTY")
    assert (await house.room("301")).status == "AVAILABLE"


async def test_a_redacted_note_is_nowhere_any_more(house: House) -> None:
    words = "guest of 101 is in hospital"
    await house.do(ANA, Verb.NOTE, "101", note=words)
    await house.do(ANA, Verb.DIRTY, "101")
    await house.store.write(lambda work: redact(work, act_of(MANAGER), 1))
    events = await house.store.read(lambda work: work.events.after(0, 100))
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[0].note == REDACTED
    assert words not in repr(events)
    assert words not in json.dumps([dict(event.before) for event in events])
    assert (await house.room("101")).housekeeping_notes.startswith(f"{REDACTED} (Ana")
    with pytest.raises(NotPossible, match="no note"):
        await house.store.write(lambda work: redact(work, act_of(MANAGER), 2))
    with pytest.raises(UnknownName, match="no event 77"):
        await house.store.write(lambda work: redact(work, act_of(MANAGER), 77))


async def test_a_redaction_spares_what_only_looks_alike(house: House) -> None:
    await house.do(ANA, Verb.NOTE, "101", note="East")
    await house.store.write(lambda work: redact(work, act_of(MANAGER), 1))
    [event, *_] = await house.store.read(lambda work: work.events.after(0, 100))
    assert event.room.section == "East"


async def test_an_event_says_who_and_what_for_ever(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.CLEAN, "101")
    await house.do(MARIA, Verb.FAIL, "101", note="hair in the bath")
    newest, *_ = await house.store.read(lambda work: work.events.history(HistoryQuery("101")))
    assert (newest.staff_name, newest.note, newest.via) == (
        "Maria Keller",
        "hair in the bath",
        "BOARD",
    )
    assert (newest.from_status, newest.to_status) == ("CLEANED_UNINSPECTED", "CHECKOUT_DIRTY")
    assert newest.room.fail_reason == "hair in the bath"
    assert newest.at == house.clock.at
    assert newest.at.date() == date(2026, 11, 21)
