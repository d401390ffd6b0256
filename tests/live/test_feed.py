"""Two terminals at one hotel: whatever Pusher does, both boards are the store's tables."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.live import store_feed
from housekeeper.live.feed import LiveFeed, LiveReport, publisher_of
from housekeeper.live.pusher.messages import PusherMessage, messages_of
from housekeeper.live.pusher.publisher import DrainEnd
from housekeeper.live.pusher.sender import PusherSender
from housekeeper.live.pusher.subscriber import Condition
from housekeeper.live.store_feed import HotelAgain, WholeHotel
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database
from tests.grand_hotel import ANA, GRAND, SetClock, act_of
from tests.live.conftest import WITHIN_SECONDS, until
from tests.live.pusher.test_subscriber import IMPATIENT
from tests.live.servers import silent_server
from tests.soketi.server import SECRET, Soketi
from tests.stored_house import StoredHouse

pytestmark = pytest.mark.usefixtures("nothing_is_printed")
needs_soketi = pytest.mark.needs("soketi")
ROOMS = "private-grand.rooms"


@dataclass(slots=True)
class Terminal:
    """A board that follows the hotel in a program of its own, as far as the store can tell."""

    feed: LiveFeed | None = None
    board: Board | None = None
    readings: int = 0
    seqs: list[int] = field(default_factory=list)
    proofs: int = 0
    failures: int = 0
    reports: list[LiveReport] = field(default_factory=list)

    def hotel_read(self, whole: WholeHotel) -> None:
        self.readings += 1
        self.board = Board(whole.rooms, whole.when, whole.last_seq, {})

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        assert self.board is not None
        self.board.apply_all(events)
        self.seqs += [event.seq for event in events]

    def hotel_read_again(self, again: HotelAgain) -> None:
        assert self.board is not None
        self.board.read_again(again.rooms, {})

    def feed_proved(self, at: datetime) -> None:
        self.proofs += 1

    def feed_failed(self, error: StoreError) -> None:
        self.failures += 1

    @property
    def is_live(self) -> bool:
        return self.feed is not None and self.feed.report.is_live

    def rooms(self) -> dict[str, Room]:
        assert self.board is not None
        return dict(self.board.rooms)


@contextlib.asynccontextmanager
async def terminal(target: str, settings: PusherSettings | None) -> AsyncIterator[Terminal]:
    """A terminal at work; to leave takes it no time, whatever its server does."""
    database = await Database.open(target)
    clock = SystemClock()
    here = Terminal()
    here.feed = LiveFeed(
        database.hotel(GRAND, clock), clock, here, settings, here.reports.append, IMPATIENT
    )
    running = asyncio.create_task(here.feed.run())
    try:
        await until(lambda: here.board is not None)
        yield here
    finally:
        began = time.monotonic()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        assert time.monotonic() - began < 3
        await database.close()


async def note(house: StoredHouse, count: int = 1) -> None:
    for n in range(count):
        await house.do(ANA, Verb.NOTE, f"10{n % 4 + 1}", note=f"towels {n}")


async def act(here: Terminal, count: int = 1) -> None:
    """Acts of this terminal, through its own store; no key may wait for any server."""
    assert here.feed is not None
    for n in range(count):
        request = TurnRequest(Verb.NOTE, "101", note=f"pillows {n}")
        await here.feed.store.write(lambda work: perform(work, act_of(ANA), request))  # noqa: B023


async def tables(house: StoredHouse) -> dict[str, Room]:
    rooms = await house.store.read(lambda work: work.rooms.all())
    return {room.number: room for room in rooms}


@pytest.fixture
def no_safety_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks come from hints alone while Pusher is live."""
    monkeypatch.setattr(store_feed, "SAFETY_NET_SECONDS", 3600.0)


@needs_soketi
async def test_what_one_terminal_does_moves_the_other_by_a_hint(
    soketi: Soketi, house: StoredHouse, no_safety_net: None
) -> None:
    async with (
        terminal(house.target, soketi.settings) as ours,
        terminal(house.target, soketi.settings) as theirs,
    ):
        await until(lambda: ours.is_live and theirs.is_live)
        assert ours.feed is not None
        await act(ours, 3)
        await until(lambda: theirs.seqs == [1, 2, 3])
        await until(lambda: ours.seqs == [1, 2, 3])
        assert ours.rooms() == theirs.rooms() == await tables(house)
        assert [report.is_live for report in theirs.reports] == [True]


async def test_without_pusher_the_stores_own_feed_moves_the_board(house: StoredHouse) -> None:
    async with terminal(house.target, None) as here:
        await note(house)
        began = time.monotonic()
        await until(lambda: here.seqs == [1])
        assert time.monotonic() - began < 5
        assert here.feed is not None
        assert here.feed.report == LiveReport()
        await act(here)
        await until(lambda: here.seqs == [1, 2])


@needs_soketi
async def test_while_pusher_is_live_the_store_is_asked_seldom(
    soketi: Soketi, house: StoredHouse, no_safety_net: None
) -> None:
    async with terminal(house.target, soketi.settings) as here:
        await until(lambda: here.is_live)
        await asyncio.sleep(0.3)
        proofs = here.proofs
        await asyncio.sleep(0.4)
        assert here.proofs == proofs


@needs_soketi
async def test_a_lost_message_is_made_good_by_the_safety_net(
    soketi: Soketi, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_feed, "SAFETY_NET_SECONDS", 0.3)
    async with terminal(house.target, soketi.settings) as here:
        await until(lambda: here.is_live)
        # Nobody says that this was committed, so nobody sends a message of it yet.
        await note(house)
        await until(lambda: here.seqs == [1])
        assert await house.store.read(lambda work: work.outbox.published_seq()) == 0


@needs_soketi
async def test_lost_doubled_reordered_and_forged_messages_are_no_more_than_hints(
    soketi: Soketi, house: StoredHouse, no_safety_net: None
) -> None:
    async with terminal(house.target, soketi.settings) as here:
        await until(lambda: here.is_live)
        await note(house, 6)
        events = await house.store.read(lambda work: work.events.after(0, 10))
        true = [messages_of("grand", event, public=False)[0] for event in events]
        forged = json.loads(true[0].data)
        forged["payload"].update(seq=10**9, room_status="OUT_OF_ORDER", room_number="999")
        sender = PusherSender(soketi.settings)
        await sender.send([true[5], true[1], true[1]])
        await sender.send([PusherMessage(ROOMS, "room_updated", json.dumps(forged)), true[3]])
        await until(lambda: here.seqs == [1, 2, 3, 4, 5, 6])
        await sender.send([true[0], PusherMessage(ROOMS, "room_updated", "no json"), true[0]])
        await note(house)
        await sender.send([true[2]])
        await until(lambda: len(here.seqs) == 7)
        assert here.seqs == [1, 2, 3, 4, 5, 6, 7]
        assert here.rooms() == await tables(house)
        assert here.readings == 1


@needs_soketi
@pytest.mark.parametrize("fault", ["kill", "stop", "freeze"])
async def test_while_the_server_is_away_the_store_feeds_the_board_and_then_pusher_again(
    soketi: Soketi, house: StoredHouse, fault: str
) -> None:
    async with (
        terminal(house.target, soketi.settings) as ours,
        terminal(house.target, soketi.settings) as theirs,
    ):
        await until(lambda: ours.is_live and theirs.is_live)
        assert ours.feed is not None
        await asyncio.to_thread(getattr(soketi, fault))
        await act(ours, 4)
        await until(lambda: not ours.is_live and not theirs.is_live)
        await until(lambda: ours.seqs == theirs.seqs == [1, 2, 3, 4])
        await act(ours, 4)
        await until(lambda: ours.seqs == theirs.seqs == list(range(1, 9)))
        if fault == "freeze":
            soketi.thaw()
        else:
            await asyncio.to_thread(soketi.start)
        await until(lambda: ours.is_live and theirs.is_live)
        # What was committed meanwhile is published by whoever comes first.
        async with asyncio.timeout(WITHIN_SECONDS):
            while await house.store.read(lambda work: work.outbox.published_seq()) < 8:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await until(lambda: _state_is_ok(ours))
        assert ours.rooms() == theirs.rooms() == await tables(house)


def _state_is_ok(here: Terminal) -> bool:
    assert here.feed is not None
    state = here.feed.report.publisher
    return state is not None and state.ok_since is not None and not state.trouble


async def test_a_server_that_never_answers_delays_neither_the_board_nor_leaving(
    house: StoredHouse,
) -> None:
    async with silent_server() as port:
        settings = PusherSettings("1", "k", SECRET, host="127.0.0.1", port=port, tls=False)
        async with terminal(house.target, settings) as here:
            assert here.feed is not None
            await act(here, 2)
            await until(lambda: here.seqs == [1, 2])
            report = here.feed.report.subscriber
            assert report is not None
            assert report.condition is not Condition.LIVE


@needs_soketi
async def test_a_command_publishes_before_it_ends_and_a_hanging_server_costs_a_second(
    soketi: Soketi, house: StoredHouse
) -> None:
    await note(house)
    command = publisher_of(house.store, house.clock, soketi.settings)
    assert (await command.drain(deadline=1.0)).end is DrainEnd.DRAINED
    soketi.freeze()
    await note(house)
    began = time.monotonic()
    assert (await command.drain(deadline=1.0)).end is DrainEnd.OUT_OF_TIME
    assert time.monotonic() - began < 3
    soketi.thaw()
    refused = replace(soketi.settings, port=1)
    began = time.monotonic()
    command = publisher_of(house.store, house.clock, refused)
    assert (await command.drain(deadline=1.0)).end is DrainEnd.UNREACHED
    assert time.monotonic() - began < 1


async def test_an_act_of_the_terminal_is_on_its_board_by_its_answer_without_a_look(
    house: StoredHouse, clock: SetClock
) -> None:
    here = Terminal()
    feed = LiveFeed(house.store, clock, here)
    await feed.store_feed.look()
    for n in range(3):
        request = TurnRequest(Verb.NOTE, "101", note=f"pillows {n}")
        event = await feed.store.write(lambda work: perform(work, act_of(ANA), request))  # noqa: B023
        await feed.store_feed.take_in([event])
        await feed.store_feed.take_in([event])
    assert here.seqs == sorted(here.seqs)
    assert len(here.seqs) == 3
    assert (here.readings, here.proofs) == (1, 1)
    assert here.rooms()["101"] == await house.room("101")


async def test_an_answer_with_another_terminals_act_before_it_is_looked_for_whole(
    house: StoredHouse, clock: SetClock
) -> None:
    here = Terminal()
    feed = LiveFeed(house.store, clock, here)
    await feed.store_feed.look()
    await note(house, 2)
    request = TurnRequest(Verb.NOTE, "103", note="pillows")
    event = await feed.store.write(lambda work: perform(work, act_of(ANA), request))
    await feed.store_feed.take_in([event])
    assert here.seqs == [event.seq - 2, event.seq - 1, event.seq]
    assert here.rooms()["102"] == await house.room("102")


@pytest.mark.parametrize("is_all", [False, True], ids=["in part", "to the last event"])
async def test_a_board_that_was_away_while_history_went_reads_all_rooms_anew(
    house: StoredHouse, is_all: bool
) -> None:
    """It knows a place after which events are missing: the rooms may be others than those tell."""
    away = Terminal()
    feed = store_feed.StoreFeed(house.store, house.clock, away)
    await feed.look()
    for number in ("101", "102", "103"):
        await house.do(ANA, Verb.DIRTY, number)
    # The board knows nothing of the first two, and one of them is all there is left to tell.
    last = await house.store.read(lambda work: work.events.last_seq())
    await house.store.write(lambda work: work.history.let_go(last + 1 if is_all else last, 0))
    await feed.look()
    assert (away.readings, away.seqs) == (2, [])
    assert away.rooms()["101"] == await house.room("101")
    await house.do(ANA, Verb.START, "101")
    await feed.look()
    assert (away.readings, away.seqs) == (2, [last + 1])
