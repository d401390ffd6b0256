"""Undo takes back one's own last act within a minute, and nothing else."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from housekeeper.core.acts import REVERSIBLE, EventKind, Verb
from housekeeper.core.errors import NotPossible, RoomMoved
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest, perform
from housekeeper.core.rooms.undo import Undone, undo
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import (
    ANA,
    DESK,
    MANAGER,
    MARIA,
    TODAY,
    House,
    a_booking,
    act_of,
)


async def take_back(house: House, staff: Staff, act: Act | None = None) -> Undone:
    given = act or act_of(staff)
    return await house.store.write(lambda work: undo(work, given))


async def do_together(house: House, staff: Staff, verb: Verb, *numbers: str, **more: Any) -> None:
    """One act on several rooms, each in a unit of work of its own, as a terminal does it."""
    act = act_of(staff)
    for number in numbers:
        request = TurnRequest(verb, number, **more)
        await house.store.write(partial(perform, act=act, request=request))


async def last_event(house: House) -> RoomEvent:
    seq = await house.store.read(lambda work: work.events.last_seq())
    found = await house.store.read(lambda work: work.events.get(seq))
    assert found is not None
    return found


async def bring(house: House, number: str, status: RoomStatus) -> None:
    """Let a manager set a room's status, and two minutes go by."""
    await house.do(MANAGER, Verb.OVERRIDE, number, status=status, note="to begin with")
    house.clock.pass_time(minutes=2)


def but_for_version(room: Room) -> dict[str, object]:
    facts = {name: getattr(room, name) for name in Room.__dataclass_fields__}
    del facts["version"]
    return facts


HIGH = {"priority": MaintenancePriority.HIGH, "note": "drips"}
ACTS: list[tuple[Verb, RoomStatus, dict[str, Any]]] = [
    (Verb.START, RoomStatus.CHECKOUT_DIRTY, {}),
    (Verb.CLEAN, RoomStatus.CHECKOUT_DIRTY, {}),
    (Verb.CLEAN, RoomStatus.CLEANING_IN_PROGRESS, {}),
    (Verb.DIRTY, RoomStatus.READY_FOR_GUEST, {}),
    (Verb.PASS, RoomStatus.CLEANED_UNINSPECTED, {}),
    (Verb.FAIL, RoomStatus.CLEANED_UNINSPECTED, {"note": "hair in the bath"}),
    (Verb.MAINTENANCE, RoomStatus.READY_FOR_GUEST, HIGH),
    (Verb.MAINTENANCE, RoomStatus.MAINTENANCE_REQUIRED, HIGH),
    (Verb.FIXED, RoomStatus.MAINTENANCE_REQUIRED, {}),
    (Verb.OUT_OF_ORDER, RoomStatus.CHECKOUT_DIRTY, {"note": "flood"}),
    (Verb.OUT_OF_ORDER, RoomStatus.OUT_OF_ORDER, {"note": "flood", "until": date(2026, 12, 1)}),
    (Verb.RETURN, RoomStatus.OUT_OF_ORDER, {}),
]


@pytest.mark.parametrize(("verb", "status", "more"), ACTS)
async def test_the_room_is_again_what_it_was_before_the_act(
    house: House, verb: Verb, status: RoomStatus, more: dict[str, Any]
) -> None:
    await bring(house, "101", status)
    before = await house.room("101")
    await house.do(MANAGER, verb, "101", **more)
    house.clock.pass_time(seconds=59)
    done = await take_back(house, MANAGER)
    after = await house.room("101")
    assert but_for_version(after) == but_for_version(before)
    assert after.version == before.version + 2
    [event] = done.events
    assert event.room == after
    assert event.to_status is status
    assert done.kind in REVERSIBLE


async def test_the_history_shows_both_and_says_which_was_undone(house: House) -> None:
    await bring(house, "101", RoomStatus.CLEANED_UNINSPECTED)
    await house.do(MARIA, Verb.PASS, "101")
    passed = await last_event(house)
    assert (passed.undone_by, passed.counts) == (None, True)
    await take_back(house, MARIA)
    undone = await last_event(house)
    assert (undone.kind, undone.undoes_seq) == (EventKind.UNDONE, passed.seq)
    again = await house.store.read(lambda work: work.events.get(passed.seq))
    assert again is not None
    assert (again.undone_by, again.kind) == (undone.seq, EventKind.INSPECTION_PASSED)
    assert not again.counts
    assert not undone.counts


async def test_undone_acts_are_left_out_of_the_figures(house: House) -> None:
    await bring(house, "101", RoomStatus.CLEANED_UNINSPECTED)
    await house.do(MARIA, Verb.PASS, "101")
    await take_back(house, MARIA)
    await house.do(MARIA, Verb.FAIL, "101", note="dust")
    start = house.clock.now() - timedelta(hours=1)
    steps = await house.store.read(lambda work: work.events.steps(start))
    assert [step.kind for step in steps] == [EventKind.OVERRIDDEN, EventKind.INSPECTION_FAILED]


async def test_after_a_minute_nothing_is_undone(house: House) -> None:
    await bring(house, "101", RoomStatus.CHECKOUT_DIRTY)
    await house.do(ANA, Verb.START, "101")
    house.clock.pass_time(seconds=61)
    with pytest.raises(
        NotPossible, match="Ana Reis did nothing in the last 60 seconds that can be undone"
    ):
        await take_back(house, ANA)
    assert (await house.room("101")).status is RoomStatus.CLEANING_IN_PROGRESS


async def test_nobody_undoes_what_someone_else_did(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    with pytest.raises(NotPossible, match="Maria Keller did nothing"):
        await take_back(house, MARIA)
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_a_room_that_someone_moved_on_is_left_to_them_by_name(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(MARIA, Verb.START, "101")
    done = await take_back(house, ANA)
    assert done.events == ()
    [(number, refusal)] = done.refused
    assert number == "101"
    assert "Maria Keller changed room 101" in str(refusal)
    assert (await house.room("101")).attendant == "maria"


async def test_an_act_on_many_rooms_is_undone_room_by_room(house: House) -> None:
    await do_together(house, ANA, Verb.DIRTY, "101", "102", "103")
    await house.do(MARIA, Verb.START, "102")
    done = await take_back(house, ANA)
    assert [event.room_number for event in done.events] == ["101", "103"]
    assert [number for number, _ in done.refused] == ["102"]
    statuses = [(await house.room(number)).status.value for number in ("101", "102", "103")]
    assert statuses == ["AVAILABLE", "CLEANING_IN_PROGRESS", "AVAILABLE"]


async def test_all_rooms_of_an_act_are_found_by_the_act(house: House) -> None:
    act = act_of(ANA)
    for number in ("101", "102"):
        request = TurnRequest(Verb.DIRTY, number)
        await house.store.write(partial(perform, act=act, request=request))
    await house.do(ANA, Verb.DIRTY, "103")
    events = await house.store.read(lambda work: work.events.of_act(act.id))
    assert [(event.room_number, event.act_id) for event in events] == [
        ("101", act.id),
        ("102", act.id),
    ]
    assert await house.store.read(lambda work: work.events.of_act(UUID(int=7))) == []


async def test_a_note_written_since_does_not_stand_in_the_way_and_stays(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(MARIA, Verb.NOTE, "101", note="two pillows")
    noted = (await house.room("101")).housekeeping_notes
    [event] = (await take_back(house, ANA)).events
    assert (event.room.status, event.room.housekeeping_notes) == (RoomStatus.AVAILABLE, noted)
    assert "two pillows" in noted


async def test_a_note_taken_back_since_does_not_stand_in_the_way(house: House) -> None:
    await house.do(MARIA, Verb.NOTE, "101", note="two pillows")
    await house.do(ANA, Verb.DIRTY, "101")
    await take_back(house, MARIA)
    [event] = (await take_back(house, ANA)).events
    assert (event.room.status, event.room.housekeeping_notes) == (RoomStatus.AVAILABLE, "")


async def test_undoing_again_takes_back_the_act_before(house: House) -> None:
    await bring(house, "101", RoomStatus.CHECKOUT_DIRTY)
    await house.do(ANA, Verb.START, "101")
    await house.do(ANA, Verb.CLEAN, "101")
    assert (await take_back(house, ANA)).kind is EventKind.CLEANED
    await house.do(ANA, Verb.CLEAN, "101")
    assert (await take_back(house, ANA)).kind is EventKind.CLEANED
    assert (await take_back(house, ANA)).kind is EventKind.CLEANING_STARTED
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_an_undo_is_not_undone(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await take_back(house, ANA)
    with pytest.raises(NotPossible, match="that is not undone already"):
        await take_back(house, ANA)
    assert (await house.room("101")).status is RoomStatus.AVAILABLE


async def test_a_retry_of_an_undo_whose_answer_was_lost_undoes_once(house: House) -> None:
    await do_together(house, ANA, Verb.DIRTY, "101", "102")
    await do_together(house, ANA, Verb.START, "101", "102")
    act = act_of(ANA)
    first = await take_back(house, ANA, act)
    again = await take_back(house, ANA, act)
    assert (again.kind, again.events) == (EventKind.CLEANING_STARTED, first.events)
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_a_check_out_is_never_undone_and_says_so(house: House) -> None:
    await house.book(a_booking("B1", room_number="101"))
    act = act_of(DESK)
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "B1"))
    await house.store.write(lambda work: check_out(work, act, ["101"]))
    with pytest.raises(NotPossible, match="A check-out is never undone"):
        await take_back(house, DESK)
    assert not (await house.room("101")).is_occupied


FLAG = (Verb.MAINTENANCE, RoomStatus.AVAILABLE, {"priority": MaintenancePriority.HIGH})
OUT = (Verb.OUT_OF_ORDER, RoomStatus.AVAILABLE, {"until": TODAY + timedelta(days=6)})


@pytest.mark.parametrize(("verb", "status", "more"), [FLAG, OUT])
async def test_who_did_the_same_again_keeps_it_when_the_first_takes_it_back(
    house: House, verb: Verb, status: RoomStatus, more: dict[str, Any]
) -> None:
    await house.do(MANAGER, verb, "101", note="drips", **more)
    first = await house.room("101")
    await house.do(MARIA, verb, "101", note="drips", **more)
    assert await house.room("101") == first
    nights = await house.store.read(nights_out)
    done = await take_back(house, MANAGER)
    assert done.events == ()
    [(number, refusal)] = done.refused
    assert number == "101"
    assert "Maria Keller changed room 101" in str(refusal)
    assert await house.room("101") == first
    assert await house.store.read(nights_out) == nights

    # The second takes theirs back, then the first can.
    assert (await take_back(house, MARIA)).refused == ()
    assert await house.room("101") == first
    assert await house.store.read(nights_out) == nights
    assert (await take_back(house, MANAGER)).refused == ()
    assert (await house.room("101")).status is status
    assert await house.store.read(nights_out) == []


async def test_an_override_that_left_all_as_it_was_stands_in_the_way(house: House) -> None:
    await house.do(MARIA, Verb.DIRTY, "101")
    dirty = {"status": RoomStatus.CHECKOUT_DIRTY, "note": "seen"}
    await house.do(MANAGER, Verb.OVERRIDE, "101", **dirty)
    [(_, refusal)] = (await take_back(house, MARIA)).refused
    assert "Max Braun changed room 101" in str(refusal)
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        (Verb.OVERRIDE, {"status": RoomStatus.READY_FOR_GUEST, "note": "seen"}),
    ],
)
async def test_what_is_never_undone_is_passed_over_and_told(
    house: House, verb: Verb, more: dict[str, Any]
) -> None:
    await house.do(MANAGER, Verb.DIRTY, "102")
    await house.do(MANAGER, verb, "101", **more)
    noted = await house.room("101")
    done = await take_back(house, MANAGER)
    assert [event.room_number for event in done.events] == ["102"]
    assert (await house.room("102")).status is RoomStatus.AVAILABLE
    assert [event.room_number for event in done.passed_over] == ["101"]
    assert await house.room("101") == noted
    with pytest.raises(NotPossible, match="in room 101, is of a kind that is never undone"):
        await take_back(house, MANAGER)


async def agree(house: House, hour: int | None, staff: Staff = DESK) -> None:
    at = None if hour is None else time(hour)
    await house.store.write(
        lambda work: front_desk.set_late_checkout(work, act_of(staff), "C1", at)
    )


async def late_of(house: House) -> tuple[time | None, time | None]:
    """The late check-out of the booking, and of the room its guest is in."""
    booking = await house.store.read(lambda work: work.bookings.get("C1"))
    return booking.late_checkout, (await house.room("101")).late_checkout


async def test_a_late_check_out_is_taken_back_before_the_check_in(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "C1", "101"))
    await agree(house, 14)
    await agree(house, 16)
    await agree(house, None)
    for hour in (time(16), time(14), None):
        act = act_of(DESK)
        done = await take_back(house, DESK, act)
        assert (done.kind, done.passed_over) == (EventKind.LATE_CHECKOUT_SET, ())
        assert await take_back(house, DESK, act) == done
        assert await late_of(house) == (hour, hour)
        assert (await house.room("101")).is_occupied
    assert (await take_back(house, DESK)).kind is EventKind.CHECKED_IN
    assert not (await house.room("101")).is_occupied


async def test_an_hour_that_another_agreed_since_stays(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "C1", "101"))
    await agree(house, 14)
    await agree(house, 16, MANAGER)
    with pytest.raises(RoomMoved, match=f"{MANAGER.name} changed room 101"):
        await take_back(house, DESK)
    assert await late_of(house) == (time(16), time(16))
    await take_back(house, MANAGER)
    await take_back(house, DESK)
    assert await late_of(house) == (None, None)


async def test_a_late_check_out_of_who_left_or_moved_is_not_taken_back(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await house.store.write(lambda work: front_desk.check_in(work, act_of(MANAGER), "C1", "101"))
    await agree(house, 14)
    await house.store.write(lambda work: front_desk.move(work, act_of(MANAGER), "C1", "102"))
    with pytest.raises(NotPossible, match="has left room 101"):
        await take_back(house, DESK)
    assert (await house.room("102")).late_checkout == time(14)


async def test_a_flag_is_taken_back_though_a_late_check_out_was_agreed_since(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "C1", "101"))
    await house.do(ANA, Verb.MAINTENANCE, "101", **HIGH)
    await agree(house, 14)
    await take_back(house, ANA)
    assert not (await house.room("101")).maintenance_required


async def test_a_note_is_taken_back_before_the_act_before_it(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.NOTE, "101", note="two pillows")
    [event] = (await take_back(house, ANA)).events
    assert (event.room.status, event.room.housekeeping_notes) == (RoomStatus.CHECKOUT_DIRTY, "")
    [event] = (await take_back(house, ANA)).events
    assert event.room.status is RoomStatus.AVAILABLE


def nights_out(work: UnitOfWork) -> list[tuple[str, date, date | None]]:
    """The ranges that touch the coming month."""
    ranges = work.inventory.out_of_order(TODAY, TODAY + timedelta(days=30))
    return [(one.room_number, one.starts, one.ends) for one in ranges]


async def test_the_nights_out_of_order_follow_the_undo(house: House) -> None:
    friday, monday = TODAY + timedelta(days=6), TODAY + timedelta(days=9)
    await house.do(MANAGER, Verb.OUT_OF_ORDER, "101", note="flood", until=friday)
    await take_back(house, MANAGER)
    assert await house.store.read(nights_out) == []

    await house.do(MANAGER, Verb.OUT_OF_ORDER, "101", note="flood", until=friday)
    await house.do(MANAGER, Verb.OUT_OF_ORDER, "101", note="flood", until=monday)
    await take_back(house, MANAGER)
    assert await house.store.read(nights_out) == [("101", TODAY, friday)]

    house.clock.pass_time(days=2)
    await house.do(MANAGER, Verb.RETURN, "101")
    await take_back(house, MANAGER)
    assert await house.store.read(nights_out) == [("101", TODAY, friday)]
    await house.do(MANAGER, Verb.RETURN, "101")
    back = TODAY + timedelta(days=2)
    assert await house.store.read(nights_out) == [("101", TODAY, back)]


@pytest.mark.parametrize("seed", range(4))
async def test_any_string_of_acts_is_taken_back_step_by_step(house: House, seed: int) -> None:
    random = Random(seed)
    undoable: list[dict[str, Room]] = []
    verbs = [verb for verb in TURN_VERBS if verb not in {Verb.NOTE, Verb.OVERRIDE}]
    for _ in range(120):
        house.clock.pass_time(milliseconds=100)
        numbers = random.sample(("101", "102", "201"), random.choice((1, 1, 2)))
        before = {number: await house.room(number) for number in numbers}
        verb = random.choice(verbs)
        step = random.random()
        if step < 0.35:
            if not undoable:
                with pytest.raises(NotPossible):
                    await take_back(house, MANAGER)
                continue
            wanted = undoable.pop()
            done = await take_back(house, MANAGER)
            assert {event.room_number for event in done.events} == set(wanted)
            for number, room in wanted.items():
                assert but_for_version(await house.room(number)) == but_for_version(room)
        elif step < 0.45:
            await house.do(MARIA, Verb.NOTE, numbers[0], note=f"note {step}")
            notes = (await house.room(numbers[0])).housekeeping_notes
            for rooms in undoable:
                if numbers[0] in rooms:
                    noted = replace(rooms[numbers[0]], housekeeping_notes=notes)
                    rooms[numbers[0]] = noted
        elif all(is_possible(room, verb) for room in before.values()):
            await do_together(house, MANAGER, verb, *numbers, note="a reason")
            undoable.append(before)
