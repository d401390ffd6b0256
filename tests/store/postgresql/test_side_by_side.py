"""Writers side by side on PostgreSQL: what each locks, and what becomes of those who meet."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from housekeeper.core.acts import Verb
from housekeeper.core.errors import UnknownName
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import CheckedIn, check_in
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order, complete_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from tests.engines import new_house
from tests.grand_hotel import ANA, DESK, GRAND, MARIA, a_booking, act_of
from tests.stored_house import StoredHouse


@pytest.fixture
def target(postgresql_template: str) -> Iterator[str]:
    """The Grand Hotel of these tests is on the server."""
    with new_house(postgresql_template) as url:
        yield url


async def test_one_room_being_acted_on_holds_up_no_other_room(house: StoredHouse) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: UnitOfWork) -> None:
        work.rooms.get("101")
        begun.set()
        assert go_on.wait(20)
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))

    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    task = asyncio.create_task(house.store.write(slow))
    await asyncio.to_thread(begun.wait, 20)
    request = TurnRequest(Verb.DIRTY, "102")
    event = await there.write(lambda work: perform(work, act_of(MARIA), request))
    assert event.seq == 1
    go_on.set()
    await task
    assert (await house.store.mark()).last_seq == 2
    await other.close()


async def test_rooms_are_locked_in_one_order_whatever_order_they_are_named_in(
    house: StoredHouse,
) -> None:
    numbers = ["101", "102", "103", "104", "201", "202"]
    others = [await Database.open(house.target) for _ in range(4)]

    async def turn(database: Database, order: list[str]) -> None:
        store = database.hotel(GRAND, house.clock)
        for _ in range(5):
            await store.write(
                lambda work: [
                    perform(work, act_of(ANA), TurnRequest(Verb.NOTE, room.number, note="x"))
                    for room in work.rooms.find(order)
                ]
            )

    orders = [numbers, numbers[::-1], numbers[3:] + numbers[:3], numbers[1:] + numbers[:1]]
    await asyncio.gather(*map(turn, others, orders))
    deadlocks = await house.store.database.run(
        lambda connection: connection.scalar(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        ),
        "DEFERRED",
    )
    assert deadlocks == 0
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    assert [event.seq for event in events] == list(range(1, 121))
    for one in others:
        await one.close()


async def test_units_that_lock_each_other_out_are_both_done(house: StoredHouse) -> None:
    """Each holds a room that the other wants: the server ends one, and it is run again."""
    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    met = threading.Barrier(2)

    def crossing(first: str, second: str) -> object:
        runs = 0

        def unit(work: UnitOfWork) -> None:
            nonlocal runs
            runs += 1
            work.rooms.get(first)
            if runs == 1:
                met.wait(20)
            for number in (first, second):
                perform(work, act_of(ANA), TurnRequest(Verb.NOTE, number, note="x"))

        return unit

    await asyncio.gather(
        house.store.write(crossing("101", "102")),  # type: ignore[arg-type]
        there.write(crossing("102", "101")),  # type: ignore[arg-type]
    )
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    assert [event.seq for event in events] == [1, 2, 3, 4]
    await other.close()


async def test_a_booking_is_checked_in_once_however_many_desks_try(house: StoredHouse) -> None:
    await house.book(a_booking("C1"), a_booking("C2"), a_booking("C3"))
    desks = [await Database.open(house.target) for _ in range(4)]

    async def arrive(database: Database, reference: str) -> CheckedIn:
        store = database.hotel(GRAND, house.clock)
        return await store.write(lambda work: check_in(work, act_of(DESK), reference))

    answers = await asyncio.gather(
        *(
            arrive(workstation, reference)
            for workstation in desks
            for reference in ("C1", "C2", "C3")
        ),
        return_exceptions=True,
    )
    done = [answer for answer in answers if isinstance(answer, CheckedIn)]
    assert sorted(answer.booking.reference for answer in done) == ["C1", "C2", "C3"]
    assert len({answer.room_number for answer in done}) == 3
    said = {str(answer) for answer in answers if isinstance(answer, BaseException)}
    assert all("already checked in" in sentence for sentence in said), said
    for one in desks:
        await one.close()


async def test_nothing_of_a_guest_outlives_a_checkout_that_it_was_written_beside(
    house: StoredHouse,
) -> None:
    from housekeeper.core.stays.guest_records import OrderItem
    from housekeeper.core.stays.orders import add_order

    await house.book(a_booking("C1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    items = (OrderItem("towels", 2),)
    ordering = [
        there.write(lambda work: add_order(work, "101", items, is_breakfast=False))
        for _ in range(10)
    ]
    leaving = house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    await asyncio.gather(*ordering, leaving, return_exceptions=True)
    assert await house.store.read(lambda work: work.orders.open("101")) == []
    await other.close()


async def test_an_order_that_a_checkout_erases_meanwhile_is_told_of_in_words(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("B1", status=BookingStatus.CHECKED_IN, room_number="101"))
    order = await house.store.write(
        lambda work: add_order(work, "101", (OrderItem("Towels", 2),), False)
    )
    begun, go_on = threading.Event(), threading.Event()

    def leave(work: UnitOfWork) -> None:
        check_out(work, act_of(DESK), ["101"])
        begun.set()
        assert go_on.wait(20)

    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    leaving = asyncio.create_task(house.store.write(leave))
    await asyncio.to_thread(begun.wait, 20)
    bringing = asyncio.create_task(
        there.write(lambda work: complete_order(work, act_of(ANA), order.id))
    )
    await one_waits_for_a_lock(house)
    go_on.set()
    await leaving
    with pytest.raises(UnknownName, match="a checkout erases those of its guest"):
        await bringing
    await other.close()


async def one_waits_for_a_lock(house: StoredHouse) -> None:
    """Wait until a unit stands behind another one's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20):
        watcher = await Database.open(house.target)
        while True:
            if await watcher.run(lambda connection: connection.scalar(waiting), "DEFERRED"):
                break
            await asyncio.sleep(0.01)
        await watcher.close()
