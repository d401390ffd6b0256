"""The publisher's promises, held with a server that does exactly what a test says."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from random import Random

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.backoff import Backoff
from housekeeper.core.errors import NotPossible
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.publisher import DrainEnd, Publisher, PublisherState
from housekeeper.live.pusher.sender import Sent, Verdict
from housekeeper.store.database import Database
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, GRAND, MARIA, SetClock, act_of
from tests.live.conftest import until
from tests.stored_house import StoredHouse

ACCEPTED = Sent(Verdict.ACCEPTED)
UNREACHED = Sent(Verdict.UNREACHED, "The server cannot be reached.")
REFUSED = Sent(Verdict.REFUSED, "The server finds the message too large (413).")
WRONG_SECRET = Sent(Verdict.CREDENTIALS, "The server does not accept the secret.")


class PaperServer:
    """Writes down what it accepts, and answers what a test tells it to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.offered: list[list[int]] = []
        self.answers: list[Sent] = []
        self.always: Sent | None = None
        self.refuses: set[int] = set()
        self.knows_us = ACCEPTED
        self.gate = asyncio.Event()
        self.gate.set()

    @property
    def accepted(self) -> list[int]:
        return [seq for batch in self.batches for seq in batch]

    async def send(self, messages: Sequence[PusherMessage]) -> Sent:
        seqs = [json.loads(message.data)["payload"]["seq"] for message in messages]
        self.offered.append(seqs)
        await self.gate.wait()
        if self.always is not None:
            return self.always
        answer = self.answers.pop(0) if self.answers else ACCEPTED
        if answer.verdict is Verdict.ACCEPTED and self.refuses & set(seqs):
            return REFUSED
        if answer.verdict is Verdict.ACCEPTED:
            self.batches.append(seqs)
        return answer

    async def check(self) -> Sent:
        return self.knows_us


@pytest.fixture
def server() -> PaperServer:
    return PaperServer()


@pytest.fixture
def publisher(house: StoredHouse, clock: SetClock, server: PaperServer) -> Publisher:
    return Publisher(house.store, clock, server, unreached=Backoff(0.01, 0.05, Random(1)))


@pytest.fixture
async def second(
    house: StoredHouse, clock: SetClock, server: PaperServer
) -> AsyncIterator[Publisher]:
    """A second program on the same file."""
    database = await Database.open(house.target)
    yield Publisher(database.hotel(GRAND, clock), clock, server)
    await database.close()


async def turns(house: StoredHouse, count: int) -> None:
    """So many events, of one room after the other."""
    for n in range(count):
        await house.do(ANA, Verb.NOTE, f"10{n % 4 + 1}", note=f"towels {n}")


def twelve_more_rooms(work: UnitOfWork) -> None:
    import_rooms(work, [RoomRow(n, str(n), "STD", 3, "East") for n in range(301, 313)])


async def published(house: StoredHouse) -> int:
    return await house.store.read(lambda work: work.outbox.published_seq())


@pytest.mark.parametrize(
    ("count", "batches"), [(1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])]
)
async def test_the_whole_backlog_goes_in_order_in_batches_of_ten(
    house: StoredHouse, publisher: Publisher, server: PaperServer, count: int, batches: list[int]
) -> None:
    await turns(house, count)
    result = await publisher.drain()
    assert (result.end, result.published) == (DrainEnd.DRAINED, count)
    assert server.accepted == list(range(1, count + 1))
    assert [len(batch) for batch in server.batches] == batches
    assert await published(house) == count


async def test_a_long_history_is_told_as_where_each_room_stands_and_then_all_that_follows(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 120)
    await house.do(ANA, Verb.DIRTY, "201")
    result = await publisher.drain()
    assert (result.end, server.accepted) == (DrainEnd.DRAINED, [117, 118, 119, 120, 121])
    assert await published(house) == 121
    await turns(house, 130)
    await publisher.drain()
    assert server.accepted[5:] == list(range(122, 252))


async def test_a_hundred_events_are_a_backlog_and_all_of_them_are_told(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 100)
    await publisher.drain()
    assert server.accepted == list(range(1, 101))


async def test_an_act_in_a_hotel_with_a_long_history_does_not_begin_it_from_its_first_day(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 120)
    request = TurnRequest(Verb.NOTE, "201", note="pillows")
    await publisher.write(lambda work: perform(work, act_of(ANA), request))
    await publisher.drain()
    assert server.accepted == [117, 118, 119, 120, 121]


async def test_a_history_that_broke_off_half_told_is_told_once_more_and_not_as_a_backlog(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await house.store.write(twelve_more_rooms)
    for number in range(301, 313):
        await house.do(ANA, Verb.DIRTY, str(number))
    await turns(house, 120)
    server.answers = [ACCEPTED, UNREACHED]
    assert (await publisher.drain()).end is DrainEnd.UNREACHED
    assert server.accepted == list(range(1, 11))
    assert await published(house) == 0
    assert (await second.drain()).end is DrainEnd.DRAINED
    assert server.accepted[10:] == [*range(1, 13), 129, 130, 131, 132]
    assert await published(house) == 132
    assert (await publisher.drain()).published == 0


async def test_who_comes_too_late_to_publish_anything_keeps_no_lease(
    house: StoredHouse,
    publisher: Publisher,
    second: Publisher,
    server: PaperServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = iter([True, False])

    async def looked_before_the_others_had_published() -> bool:
        return next(looks)

    monkeypatch.setattr(second, "_is_anything_pending", looked_before_the_others_had_published)
    assert (await second.drain()).end is DrainEnd.DRAINED
    await turns(house, 1)
    assert (await publisher.drain()).end is DrainEnd.DRAINED
    assert server.accepted == [1]


async def test_nothing_pending_asks_nothing_of_the_server(
    publisher: Publisher, server: PaperServer
) -> None:
    assert (await publisher.drain()).end is DrainEnd.DRAINED
    assert server.offered == []


async def test_an_unreached_server_loses_nothing_and_leaves_the_lease_free(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await turns(house, 12)
    server.answers = [ACCEPTED, UNREACHED]
    result = await publisher.drain()
    assert (result.end, result.published) == (DrainEnd.UNREACHED, 10)
    assert result.trouble == UNREACHED.reason
    assert await published(house) == 10
    assert (await second.drain()).published == 2
    assert server.accepted == list(range(1, 13))


@pytest.mark.parametrize("guilty", [{1}, {4}, {10}, {1, 2, 9, 13}], ids=str)
async def test_an_event_refused_for_good_is_recorded_and_holds_nobody_up(
    house: StoredHouse, publisher: Publisher, server: PaperServer, guilty: set[int]
) -> None:
    await turns(house, 13)
    server.refuses = guilty
    result = await publisher.drain()
    assert (result.end, result.published, result.refused) == (
        DrainEnd.DRAINED,
        13 - len(guilty),
        len(guilty),
    )
    assert server.accepted == [seq for seq in range(1, 14) if seq not in guilty]
    kept = await house.store.read(lambda work: work.outbox.refusals(100))
    assert {seq: reason for seq, reason, _ in kept} == dict.fromkeys(guilty, REFUSED.reason)
    assert publisher.state.refused == len(guilty)


async def test_a_server_that_takes_nothing_at_all_makes_nothing_be_passed_over(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 3)
    server.always, server.knows_us = REFUSED, UNREACHED
    assert (await publisher.drain()).end is DrainEnd.UNREACHED
    assert await published(house) == 0
    assert await house.store.read(lambda work: work.outbox.refusals(10)) == []


async def test_two_programs_at_once_publish_each_event_once(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await turns(house, 25)
    server.gate.clear()
    first = asyncio.create_task(publisher.drain())
    await until(lambda: server.offered)
    assert (await second.drain()).end is DrainEnd.ELSEWHERE
    server.gate.set()
    assert (await first).published == 25
    assert server.accepted == list(range(1, 26))


async def test_an_event_that_comes_while_another_program_drains_goes_with_it(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await turns(house, 1)
    server.gate.clear()
    first = asyncio.create_task(publisher.drain())
    await until(lambda: server.offered)
    await turns(house, 1)
    assert (await second.drain()).end is DrainEnd.ELSEWHERE
    server.gate.set()
    assert (await first).published == 2
    assert server.batches == [[1], [2]]


async def test_the_lease_of_a_program_that_hangs_runs_out(
    house: StoredHouse,
    publisher: Publisher,
    second: Publisher,
    server: PaperServer,
    clock: SetClock,
) -> None:
    await turns(house, 12)
    server.gate.clear()
    hanging = asyncio.create_task(publisher.drain())
    await until(lambda: server.offered)
    clock.pass_time(seconds=19)
    assert (await second.drain()).end is DrainEnd.ELSEWHERE
    clock.pass_time(seconds=2)
    other = asyncio.create_task(second.drain())
    await until(lambda: len(server.offered) == 2)
    server.gate.set()
    assert (await other).published == 12
    # The first batch went twice; the one that hung moved no cursor and sent nothing more.
    await hanging
    assert sorted(server.accepted) == sorted([*range(1, 11), *range(1, 13)])
    assert await published(house) == 12


async def test_a_deadline_ends_the_drain_and_the_next_one_publishes(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await turns(house, 2)
    server.gate.clear()
    assert (await publisher.drain(deadline=0.05)).end is DrainEnd.OUT_OF_TIME
    assert await published(house) == 0
    server.gate.set()
    assert (await second.drain()).published == 2


async def test_a_program_that_leaves_while_it_publishes_gives_its_lease_back(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    await turns(house, 2)
    server.gate.clear()
    leaving = asyncio.create_task(publisher.drain())
    await until(lambda: server.offered)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    server.gate.set()
    assert (await second.drain()).published == 2


def a_note(text: str) -> Callable[[UnitOfWork], RoomEvent]:
    request = TurnRequest(Verb.NOTE, "101", note=text)
    return lambda work: perform(work, act_of(ANA), request)


async def test_who_acts_holds_the_lease_with_the_commit_and_publishes_at_once(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    event = await publisher.write(a_note("towels"))
    assert event.seq == 1
    assert (await second.drain()).end is DrainEnd.ELSEWHERE
    assert (await publisher.drain()).published == 1
    await turns(house, 1)
    assert (await second.drain()).published == 1
    assert server.batches == [[1], [2]]


async def test_who_acts_publishes_what_others_left_first(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 12)
    await publisher.write(a_note("towels"))
    await publisher.drain()
    assert server.accepted == list(range(1, 14))


async def test_acts_while_one_is_being_published_go_once_each_and_in_order(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    server.gate.clear()
    await publisher.write(a_note("first"))
    draining = asyncio.create_task(publisher.drain())
    await until(lambda: server.offered)
    await publisher.write(a_note("second"))
    server.gate.set()
    assert (await draining).published == 2
    assert (await publisher.drain()).published == 0
    assert server.batches == [[1], [2]]
    await turns(house, 1)
    assert (await second.drain()).published == 1


async def test_an_act_that_is_refused_or_causes_nothing_takes_no_lease(
    house: StoredHouse, publisher: Publisher, second: Publisher
) -> None:
    request = TurnRequest(Verb.PASS, "101")
    with pytest.raises(NotPossible):
        await publisher.write(lambda work: perform(work, act_of(MARIA), request))
    assert await publisher.write(lambda work: work.hotel.slug) == "grand"
    await turns(house, 1)
    assert (await second.drain()).published == 1


async def test_while_publishing_fails_an_act_takes_no_lease(
    house: StoredHouse, publisher: Publisher, second: Publisher, server: PaperServer
) -> None:
    server.answers = [UNREACHED]
    await publisher.write(a_note("first"))
    await publisher.drain()
    await publisher.write(a_note("second"))
    assert (await second.drain()).published == 2
    assert (await publisher.drain()).end is DrainEnd.DRAINED
    assert server.accepted == [1, 2]


@only_on_sqlite
async def test_a_program_can_leave_while_its_database_is_gone(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    await turns(house, 1)
    server.gate.clear()
    running = asyncio.create_task(publisher.run())
    await until(lambda: server.offered)
    house.path.rename(house.path.with_suffix(".away"))
    running.cancel()
    await asyncio.wait([running], timeout=5)
    assert running.cancelled()
    house.path.with_suffix(".away").rename(house.path)


async def test_the_state_says_since_when_it_fails_and_why(
    house: StoredHouse, publisher: Publisher, server: PaperServer, clock: SetClock
) -> None:
    await turns(house, 1)
    server.answers = [UNREACHED, WRONG_SECRET]
    failed_at = clock.at
    await publisher.drain()
    assert publisher.state.failing_since == failed_at
    assert publisher.state.trouble == UNREACHED.reason
    clock.pass_time(minutes=1)
    assert (await publisher.drain()).end is DrainEnd.CREDENTIALS
    assert (publisher.state.failing_since, publisher.state.ok_since) == (failed_at, None)
    assert publisher.state.trouble == WRONG_SECRET.reason
    await publisher.drain()
    back_at = clock.at
    assert publisher.state == PublisherState(ok_since=back_at)
    clock.pass_time(minutes=1)
    await publisher.drain()
    assert publisher.state == PublisherState(ok_since=back_at)


async def test_the_board_nudges_and_the_publisher_tries_again_until_the_server_is_back(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    running = asyncio.create_task(publisher.run())
    server.always = UNREACHED
    await turns(house, 1)
    publisher.nudge()
    await until(lambda: len(server.offered) > 3)
    assert publisher.state.trouble
    server.always = None
    await until(lambda: server.accepted == [1])
    await until(lambda: publisher.state.trouble == "")
    await turns(house, 1)
    publisher.nudge()
    await until(lambda: server.accepted == [1, 2])
    running.cancel()


async def test_wrong_credentials_are_not_tried_over_and_over_until_something_changed(
    house: StoredHouse, publisher: Publisher, server: PaperServer
) -> None:
    running = asyncio.create_task(publisher.run())
    server.always = WRONG_SECRET
    await turns(house, 1)
    publisher.nudge()
    await until(lambda: publisher.state.trouble)
    for _ in range(20):
        publisher.nudge()
        await asyncio.sleep(0.01)
    assert len(server.offered) == 1
    server.always = None
    publisher.retry_now()
    await until(lambda: server.accepted == [1])
    running.cancel()


async def test_what_another_program_left_is_published_by_whoever_is_idle(
    house: StoredHouse, clock: SetClock, server: PaperServer
) -> None:
    idle = Publisher(house.store, clock, server, idle_look=0.02)
    running = asyncio.create_task(idle.run())
    await house.do(MARIA, Verb.DIRTY, "201")
    await until(lambda: server.accepted == [1])
    running.cancel()


@only_on_sqlite
async def test_a_database_that_is_gone_is_a_trouble_and_no_crash(
    house: StoredHouse, publisher: Publisher
) -> None:
    await turns(house, 1)
    house.path.rename(house.path.with_suffix(".away"))
    result = await publisher.drain()
    house.path.with_suffix(".away").rename(house.path)
    assert result.end is DrainEnd.UNREACHED
    assert "is not there" in result.trouble
    assert (await publisher.drain()).published == 1


def test_waits_double_to_a_limit_and_are_spread() -> None:
    backoff = Backoff(0.25, 10.0, Random(7))
    waits = [backoff.next() for _ in range(10)]
    for step, wait in zip([0.25, 0.5, 1, 2, 4, 8, 10, 10, 10, 10], waits, strict=True):
        assert step / 2 <= wait <= step
    assert len(set(waits)) == 10
    backoff.restart()
    assert backoff.next() <= 0.25
