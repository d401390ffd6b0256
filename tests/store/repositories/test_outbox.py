"""The outbox: one cursor a hotel, one drainer at a time, and nothing that is passed over lost."""

from datetime import timedelta

from housekeeper.core.acts import Verb
from housekeeper.core.hotel import Hotel
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from tests.grand_hotel import ANA, SetClock, furnish
from tests.stored_house import StoredHouse

LEASE = timedelta(seconds=20)


def takes(holder: str, work: UnitOfWork) -> bool:
    return work.outbox.take_lease(holder, work.real_now, work.real_now + LEASE)


async def try_lease(house: StoredHouse, holder: str) -> bool:
    return await house.store.write(lambda work: takes(holder, work))


async def dirty(house: StoredHouse, *numbers: str) -> None:
    for number in numbers:
        await house.do(ANA, Verb.DIRTY, number)


async def pending(house: StoredHouse, limit: int = 100) -> list[int]:
    return await house.store.read(lambda work: [event.seq for event in work.outbox.pending(limit)])


async def test_what_is_committed_is_pending_until_the_cursor_passes_it(house: StoredHouse) -> None:
    assert await pending(house) == []
    await dirty(house, "101", "102", "103")
    assert await pending(house) == [1, 2, 3]
    assert await pending(house, limit=2) == [1, 2]
    await try_lease(house, "one")
    assert await house.store.write(lambda work: work.outbox.mark_published("one", 2))
    assert await pending(house) == [3]
    assert await house.store.read(lambda work: work.outbox.published_seq()) == 2


async def test_one_drainer_at_a_time(house: StoredHouse) -> None:
    assert await try_lease(house, "one")
    assert not await try_lease(house, "two")
    assert await try_lease(house, "one")
    await house.store.write(lambda work: work.outbox.release_lease("two"))
    assert not await try_lease(house, "two")
    await house.store.write(lambda work: work.outbox.release_lease("one"))
    assert await try_lease(house, "two")


async def test_a_lease_ends_by_itself_and_its_renewal_counts(
    house: StoredHouse, clock: SetClock
) -> None:
    await try_lease(house, "one")
    clock.pass_time(seconds=15)
    await try_lease(house, "one")
    clock.pass_time(seconds=19.9)
    assert not await try_lease(house, "two")
    clock.pass_time(seconds=0.1)
    assert await try_lease(house, "two")


async def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_up(
    house: StoredHouse, clock: SetClock
) -> None:
    await try_lease(house, "one")
    clock.pass_time(hours=-2)
    assert await try_lease(house, "two")
    # Nor does one that another machine's clock, a little ahead, has taken go to who asks first.
    clock.pass_time(seconds=-15)
    assert not await try_lease(house, "one")


async def test_whoever_lost_the_lease_moves_no_cursor(house: StoredHouse, clock: SetClock) -> None:
    await dirty(house, "101", "102")
    await try_lease(house, "one")
    clock.pass_time(seconds=60)
    await try_lease(house, "two")
    assert not await house.store.write(lambda work: work.outbox.mark_published("one", 2))
    assert await pending(house) == [1, 2]


async def test_the_cursor_never_goes_back(house: StoredHouse) -> None:
    await dirty(house, "101", "102")
    await try_lease(house, "one")
    assert await house.store.write(lambda work: work.outbox.mark_published("one", 2))
    assert not await house.store.write(lambda work: work.outbox.mark_published("one", 1))
    assert await house.store.read(lambda work: work.outbox.published_seq()) == 2


async def test_refused_events_are_kept_with_reason_and_moment_newest_first(
    house: StoredHouse, clock: SetClock
) -> None:
    await dirty(house, "101", "102")
    first = clock.at
    await house.store.write(lambda work: work.outbox.record_refusal(1, "too large", first))
    clock.pass_time(minutes=1)
    await house.store.write(lambda work: work.outbox.record_refusal(2, "faulty", work.real_now))
    found = await house.store.read(lambda work: work.outbox.refusals(10))
    assert found == [(2, "faulty", clock.at), (1, "too large", first)]
    assert await house.store.read(lambda work: work.outbox.refusals(1)) == found[:1]


async def test_two_hotels_of_one_database_publish_apart(
    house: StoredHouse, database: Database, clock: SetClock
) -> None:
    plaza = Hotel("plaza", "Plaza", "Europe/Lisbon")
    await database.create_hotel(plaza)
    store = database.hotel(plaza, clock)
    await store.write(furnish)
    await dirty(house, "101")
    assert await try_lease(house, "one")
    assert await store.write(lambda work: takes("two", work))
    assert await store.read(lambda work: work.outbox.pending(10)) == []
    assert await house.store.write(lambda work: work.outbox.mark_published("one", 1))
    assert await store.read(lambda work: work.outbox.published_seq()) == 0
