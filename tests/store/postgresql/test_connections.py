"""Connections to PostgreSQL: broken ones, what is told of commits, and poolers between."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from tests.engines import administer, connected, new_house
from tests.grand_hotel import ANA, GRAND, act_of
from tests.store.postgresql.cutting import Cut, Relay, relayed
from tests.stored_house import StoredHouse


@pytest.fixture
def target(postgresql_template: str) -> Iterator[str]:
    """The Grand Hotel of these tests is on the server."""
    with new_house(postgresql_template) as url:
        yield url


def end_sessions(house: StoredHouse) -> None:
    """End every connection of this program to the hotel's database, as a restart does.

    The server is given ten seconds for each: without them it ends them some time later.
    """
    administer(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        house.target,
    )


# Connections that break


async def test_an_act_after_the_server_ended_its_sessions_is_simply_done(
    house: StoredHouse,
) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    end_sessions(house)
    await house.do(ANA, Verb.START, "101")
    end_sessions(house)
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"
    end_sessions(house)
    assert (await house.store.mark()).last_seq == 2


async def test_an_act_whose_session_ends_half_way_is_done_once(house: StoredHouse) -> None:
    runs = 0

    def ended_half_way(work: UnitOfWork) -> None:
        nonlocal runs
        runs += 1
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))
        if runs == 1:
            end_sessions(house)
        work.rooms.get("102")

    await house.store.write(ended_half_way)
    assert runs == 2
    events = await house.store.read(lambda work: work.events.after(0, 10))
    assert [event.seq for event in events] == [1]


async def test_what_a_statement_waits_for_too_long_is_told_as_held(house: StoredHouse) -> None:
    database = house.store.database
    await database.run(
        lambda connection: connection.exec_driver_sql("SET lock_timeout = 100"), "NONE"
    )
    with connected(house.target) as holder:
        holder.execute("SELECT * FROM room FOR UPDATE")
        with pytest.raises(StoreUnavailable, match="held by another terminal"):
            await house.do(ANA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.DIRTY, "101")


@pytest.fixture
async def cuttable(house: StoredHouse) -> AsyncIterator[tuple[Relay, StoredHouse]]:
    """The Grand Hotel, reached by a way that can be cut."""
    with relayed(house.target) as (relay, url):
        database = await Database.open(url)
        yield relay, StoredHouse(database.hotel(GRAND, house.clock), house.clock, url)
        await database.close()


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_an_act_whose_commit_was_not_answered_is_done_once_and_told_as_done(
    house: StoredHouse, cuttable: tuple[Relay, StoredHouse], cut: Cut
) -> None:
    relay, there = cuttable
    runs = 0

    def dirty(work: UnitOfWork) -> object:
        nonlocal runs
        runs += 1
        return perform(work, act, TurnRequest(Verb.DIRTY, "101"))

    act = act_of(ANA)
    relay.cut_at_commit = cut
    event = await there.store.write(dirty)
    events = await house.store.read(lambda work: work.events.after(0, 10))
    assert events == [event]
    assert relay.cut_at_commit is None
    assert runs == (2 if cut == "before" else 1)


async def test_what_has_no_event_and_no_answer_is_told_as_not_known(
    cuttable: tuple[Relay, StoredHouse],
) -> None:
    relay, there = cuttable
    relay.cut_at_commit = "after"
    with pytest.raises(StoreUnavailable, match="look whether it was done"):
        await there.store.write(lambda work: work.raise_generation())


async def test_a_server_that_is_away_is_told_and_found_again(
    cuttable: tuple[Relay, StoredHouse],
) -> None:
    relay, there = cuttable
    await there.do(ANA, Verb.DIRTY, "101")
    relay.cut()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await there.do(ANA, Verb.START, "101")
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await there.store.mark()
    relay.heal()
    assert (await there.store.mark()).last_seq == 1
    await there.do(ANA, Verb.START, "101")


# What is told of commits


class Hints:
    """Counts the hints of a store, and waits for one."""

    def __init__(self) -> None:
        self._came = asyncio.Event()

    def __call__(self) -> None:
        self._came.set()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for hints until something holds after one."""
        async with asyncio.timeout(20):
            while not holds():
                self._came.clear()
                await self._came.wait()

    async def next(self) -> None:
        """Wait for the next hint."""
        self._came.clear()
        async with asyncio.timeout(20):
            await self._came.wait()


async def test_a_commit_of_another_program_is_told(house: StoredHouse) -> None:
    hints = Hints()
    async with house.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
        other = await Database.open(house.target)
        there = other.hotel(GRAND, house.clock)
        request = TurnRequest(Verb.DIRTY, "101")
        told = asyncio.create_task(hints.next())
        await there.write(lambda work: perform(work, act_of(ANA), request))
        await told
        told = asyncio.create_task(hints.next())
        await there.write(lambda work: work.raise_generation())
        await told
        await other.close()


async def test_a_commit_in_another_hotel_is_not_told(house: StoredHouse) -> None:
    ritz = Hotel("ritz", "Ritz", "Europe/Lisbon")
    database = house.store.database
    await database.create_hotel(ritz)
    heard: list[str] = []
    hints = Hints()

    def at_the_ritz() -> None:
        heard.append("ritz")
        hints()

    async with (
        house.store.listening(hints) as ear,
        database.hotel(ritz, house.clock).listening(at_the_ritz) as other,
    ):
        await hints.until(lambda: ear.hears and other.hears and heard)
        heard.clear()
        told = asyncio.create_task(hints.next())
        await house.do(ANA, Verb.DIRTY, "101")
        await told
        assert heard == []


async def test_an_ear_that_is_cut_off_says_so_and_hears_again(
    cuttable: tuple[Relay, StoredHouse],
) -> None:
    relay, there = cuttable
    hints = Hints()
    async with there.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
        relay.cut()
        await hints.until(lambda: not ear.hears)
        relay.heal()
        await hints.until(lambda: ear.hears)
        told = asyncio.create_task(hints.next())
        await there.do(ANA, Verb.DIRTY, "101")
        await told


async def test_no_thread_is_left_of_a_closed_database(house: StoredHouse) -> None:
    hints = Hints()
    async with house.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
    await house.store.database.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("postgresql")]


# Poolers


async def test_behind_a_pooler_the_program_works_and_does_not_listen(
    house: StoredHouse, cuttable: tuple[Relay, StoredHouse]
) -> None:
    relay, there = cuttable
    relay.poses_as_pooler = True
    end_sessions(house)
    await there.do(ANA, Verb.DIRTY, "101")
    facts = await there.store.database.facts()
    assert facts["pooled"] == "yes"
    hints = Hints()
    async with there.store.listening(hints) as ear:
        for number in range(8):
            await there.do(ANA, Verb.NOTE, "101", note=f"{number}")
        assert not ear.hears
    assert (await there.store.mark()).last_seq == 9
