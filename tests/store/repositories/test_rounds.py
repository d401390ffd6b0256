"""An inspection round on a real file: it is shared, survives its terminal, and misses no room."""

import asyncio
from collections import Counter
from dataclasses import replace
from functools import partial
from random import Random

import pytest

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import Refused, UnknownName
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.inspection import round_acts
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore
from tests.grand_hotel import ANA, GRAND, MANAGER, MARIA, SetClock, act_of
from tests.inspector import BEN, Inspector, clean_four_rooms
from tests.stored_house import StoredHouse


@pytest.fixture
async def cleaned(house: StoredHouse) -> StoredHouse:
    """The Grand Hotel with 101 to 104 cleaned and to inspect."""
    await clean_four_rooms(house)
    return house


@pytest.fixture
def maria(cleaned: StoredHouse) -> Inspector:
    return Inspector(MARIA, cleaned.store)


async def test_a_round_survives_its_terminal_and_is_resumed_where_it_was(
    cleaned: StoredHouse, maria: Inspector
) -> None:
    view = await maria.start()
    await maria.pass_room(view.round.id, "101")
    await cleaned.store.database.close()
    database = await Database.open(cleaned.target)
    store = database.hotel(GRAND, cleaned.clock)
    found = await store.read(lambda work: round_acts.open_round_of(work, "maria"))
    assert found is not None
    assert (found.progress.done, found.progress.total) == (1, 4)
    again = await Inspector(MARIA, store).resume(found.round.id)
    assert again.current == "102"
    assert await store.read(lambda work: round_acts.open_round_of(work, "ana")) is None
    await database.close()


async def test_a_round_of_another_hotel_is_not_seen(cleaned: StoredHouse, maria: Inspector) -> None:
    round_id = (await maria.start()).round.id
    other = replace(GRAND, slug="annex")
    await cleaned.store.database.create_hotel(other)
    store = cleaned.store.database.hotel(other, cleaned.clock)
    with pytest.raises(UnknownName):
        await store.read(lambda work: round_acts.look(work, "maria", round_id))
    assert await store.read(round_acts.open_rounds) == ()


RUNS = 200


SHARED = [f"{floor}{door:02d}" for floor in (1, 2) for door in range(1, 4)]


def _furnish_shared(work: UnitOfWork) -> None:
    rows = [RoomRow(n, number, "STD", int(number[0]), "") for n, number in enumerate(SHARED, 2)]
    import_rooms(work, rows)
    import_staff(work, [StaffRow(n, one) for n, one in enumerate((ANA, MARIA, BEN, MANAGER), 2)])


def _make_ready_to_inspect(work: UnitOfWork, numbers: list[str]) -> None:
    act = act_of(MANAGER)
    for number in numbers:
        override = TurnRequest(
            Verb.OVERRIDE, number, note="a new day", status=RoomStatus.CLEANED_UNINSPECTED
        )
        perform(work, act, override)


async def _walk_to_the_end(
    inspector: Inspector, round_id: int, random: Random, still_cleaning: list[str]
) -> None:
    """Walks on and on; what someone else did first is only a reason to look again."""
    view = await inspector.resume(round_id)
    while True:
        for _ in range(random.randrange(4)):
            await asyncio.sleep(0)
        is_last_look = not still_cleaning
        try:
            here = view.room(view.current)
            if here is not None and random.random() < 0.2:
                view = await inspector.skip(round_id, here.room.number)
            elif here is not None:
                version = here.room.version if random.random() < 0.8 else None
                done = await inspector.pass_room(round_id, here.room.number, version=version)
                view = done.view
            else:
                view = await inspector.look(round_id)
                if view.progress.waiting or view.progress.skipped:
                    view = await inspector.walk_skipped(round_id)
                elif is_last_look:
                    return
        except Refused:
            view = await inspector.resume(round_id)


async def _clean_late(store: HotelStore, numbers: list[str], random: Random) -> None:
    while numbers:
        for _ in range(random.randrange(12)):
            await asyncio.sleep(0)
        await store.write(partial(_make_ready_to_inspect, numbers=numbers[-1:]))
        numbers.pop()


async def test_of_two_at_two_terminals_in_one_round_no_room_is_inspected_twice_and_none_missed(
    database: Database, clock: SetClock, house: StoredHouse
) -> None:
    other = await Database.open(house.target)
    shared = replace(GRAND, slug="shared")
    await database.create_hotel(shared)
    mine, yours = database.hotel(shared, clock), other.hotel(shared, clock)
    await mine.write(_furnish_shared)
    last_seq = 0
    both_worked = 0
    for run in range(RUNS):
        random = Random(run)
        numbers = random.sample(SHARED, random.randint(2, 4))
        late = [numbers.pop() for _ in range(random.randrange(len(numbers)))]
        first = partial(_make_ready_to_inspect, numbers=numbers)
        await mine.write(first)
        expected = {*numbers, *late}
        view = await Inspector(MARIA, mine).start()
        await asyncio.gather(
            _walk_to_the_end(Inspector(MARIA, mine), view.round.id, random, late),
            _walk_to_the_end(Inspector(BEN, yours), view.round.id, random, late),
            _clean_late(mine, late, random),
        )
        events = await mine.read(partial(_after, seq=last_seq))
        last_seq = events[-1].seq
        passed = [one for one in events if one.kind is EventKind.INSPECTION_PASSED]
        assert Counter(one.room_number for one in passed) == Counter(expected), f"run {run}"
        both_worked += len({one.staff_code for one in passed}) == 2
        result = await Inspector(MARIA, mine).finish(view.round.id)
        assert {visit.room_number for visit in result.passed} == expected
        assert len(result.visits) == len(expected), f"run {run}"
    assert both_worked > RUNS / 4
    await other.close()


def _after(work: UnitOfWork, seq: int) -> list[RoomEvent]:
    return work.events.after(seq, 1_000)
