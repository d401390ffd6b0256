"""One terminal of eight: acts at random, follows the hotel, and at the end tells what it shows."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from random import Random

from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.errors import HousekeeperError, StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.snapshot import Json, encode
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.live.feed import LiveFeed
from housekeeper.live.store_feed import HotelAgain, WholeHotel
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database
from tests.grand_hotel import GRAND, MARIA, SetClock, act_of
from tests.live.conftest import until
from tests.soketi.server import APP_ID, KEY, SECRET

_VERBS = (
    Verb.DIRTY,
    Verb.START,
    Verb.CLEAN,
    Verb.PASS,
    Verb.FAIL,
    Verb.NOTE,
    Verb.MAINTENANCE,
    Verb.FIXED,
)


def shown(board: Board) -> dict[str, Json]:
    """All that a board shows: every room's facts, the columns in their order, the counts."""
    return {
        "today": board.when.today.isoformat(),
        "last_seq": board.last_seq,
        "rooms": {number: encode(room) for number, room in sorted(board.rooms.items())},
        "columns": {column.value: list(board.numbers(column)) for column in Column},
        "statistics": asdict(board.statistics),
    }


class _Follower:
    """The board of this terminal."""

    def __init__(self) -> None:
        self.board: Board | None = None

    def hotel_read(self, whole: WholeHotel) -> None:
        names = {person.code: person.name for person in whole.staff}
        self.board = Board(
            whole.rooms,
            whole.when,
            whole.last_seq,
            names,
            whole.arrivals,
            whole.arrivals_since_before,
        )

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        assert self.board is not None
        self.board.apply_all(events)

    def hotel_read_again(self, again: HotelAgain) -> None:
        assert self.board is not None
        self.board.arrivals = again.arrivals
        self.board.arrivals_since_before = again.arrivals_since_before
        self.board.read_again(again.rooms, {person.code: person.name for person in again.staff})

    def feed_proved(self, at: datetime) -> None:
        pass

    def feed_failed(self, error: StoreError) -> None:
        pass

    async def at(self, seq: int) -> Board:
        await until(lambda: self.board is not None and self.board.last_seq >= seq)
        assert self.board is not None
        return self.board


def _random_request(random: Random, board: Board, n: int) -> TurnRequest:
    verb, number = random.choice(_VERBS), random.choice(list(board.rooms))
    priority = random.choice(list(MaintenancePriority))
    return TurnRequest(verb, number, note=f"words {n} ünd 🛁", priority=priority)


async def _act(feed: LiveFeed, board: Board, random: Random, acts: int) -> int:
    """So many acts that the hotel's rules allow; gives how many they refused."""
    done = refused = 0
    while done < acts:
        request = _random_request(random, board, done)
        try:
            await feed.store.write(lambda work: perform(work, act_of(MARIA), request))  # noqa: B023
        except StoreError:
            raise
        except HousekeeperError:
            refused += 1
        else:
            done += 1
            await feed.store_feed.look()
    return refused


async def main(database_path: str, port: int, seed: int, acts: int) -> None:
    """Say ready; at a line act; at one with a seq tell what is shown there; at one more leave."""
    settings = PusherSettings(APP_ID, KEY, SECRET, host="127.0.0.1", port=port, tls=False)
    database = await Database.open(database_path)
    clock, follower = SetClock(), _Follower()
    feed = LiveFeed(database.hotel(GRAND, clock), clock, follower, settings)
    running = asyncio.create_task(feed.run())
    board = await follower.at(0)
    await until(lambda: feed.report.is_live)
    print(json.dumps("ready"), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    refused = await _act(feed, board, Random(seed), acts)
    print(refused, flush=True)
    last_seq = int(await asyncio.to_thread(sys.stdin.readline))
    print(json.dumps(shown(await follower.at(last_seq))), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
