"""The four programs of the live measurement; each does one thing for each line on its stdin.

`act` commits a change at a terminal, `follow` is another terminal and tells when its board
moved; `trigger` and `listen` are the bare libraries. Moments are `time.monotonic_ns`, which is
one clock for all processes of a machine.
"""

import asyncio
import contextlib
import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.hotels import MANAGER, hotel_store
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import StoreError
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.feed import LiveFeed
from housekeeper.live.store_feed import HotelAgain, WholeHotel
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database
from housekeeper.store.sqlite.connection import SqliteConnection

BARE_CHANNEL, BARE_EVENT = "bare.rooms", "room_updated"


def say(*words: object) -> None:
    """One line to whoever measures."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class _Terminal:
    """A board that follows the hotel; with `tells`, says when an event was applied."""

    def __init__(self, tells: bool) -> None:
        self.tells = tells
        self.board: Board | None = None

    def hotel_read(self, whole: WholeHotel) -> None:
        self.board = Board(whole.rooms, whole.when, whole.last_seq, {})

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        assert self.board is not None
        self.board.apply_all(events)
        if self.tells:
            applied = time.monotonic_ns()
            for event in events:
                say("applied", event.seq, applied)

    def hotel_read_again(self, again: HotelAgain) -> None:
        pass

    def feed_proved(self, at: datetime) -> None:
        pass

    def feed_failed(self, error: StoreError) -> None:
        say("failed", str(error))


@dataclass(slots=True)
class _Commit:
    """When the act's transaction ended, noted on the thread that ended it."""

    is_act: bool = False
    ended: int = 0


def _noting_commits(target: str) -> _Commit:
    commit = _Commit()
    kind: Any = SqliteConnection
    name = "run_unit"
    if "://" in target:
        # Only for who measures it: the driver is an extra.
        from housekeeper.store.postgresql.connection import PostgresqlConnection

        kind, name = PostgresqlConnection, "_run"
    run = getattr(kind, name)

    def noted(self: Any, unit: Callable[..., Any], mode: Any) -> Any:
        answer = run(self, unit, mode)
        if commit.is_act and mode == "IMMEDIATE":
            commit.is_act, commit.ended = False, time.monotonic_ns()
        return answer

    setattr(kind, name, noted)
    return commit


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


async def _terminal(target: str, settings: PusherSettings | None, acts: bool) -> None:
    commit = _noting_commits(target)
    database = await Database.open(target)
    store = hotel_store(database)
    here = _Terminal(tells=not acts)
    feed = LiveFeed(store, SystemClock(), here, settings)
    running = asyncio.create_task(feed.run())
    while here.board is None or (settings is not None and not feed.report.is_live):
        await asyncio.sleep(0.01)
    staff = await store.read(lambda work: work.staff.get(MANAGER))
    numbers = list(here.board.rooms)
    lines = await _lines()
    say("ready")
    done = 0
    while await lines.readline():
        number, words = numbers[done % len(numbers)], f"towels {done}"
        done += 1

        def act(work: UnitOfWork, number: str = number, words: str = words) -> int:
            request = TurnRequest(Verb.NOTE, number, note=words, replaces=True)
            perform(work, Act(staff, Via.BOARD), request)
            commit.is_act = True
            return work.events.last_seq()

        seq = await feed.store.write(act)
        # As the board does after its own act.
        await feed.store_feed.look()
        say("committed", seq, commit.ended)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await database.close()


def _data() -> str:
    """A body as long as one of ours."""
    return json.dumps({"payload": "x" * 750})


def _trigger(settings: PusherSettings) -> None:
    from pusher import Pusher  # type: ignore[import-untyped]

    pusher = Pusher(
        settings.app_id,
        settings.key,
        settings.secret,
        ssl=settings.tls,
        host=settings.publish_host,
        port=settings.effective_port,
    )
    data = _data()
    say("ready")
    for place, _ in enumerate(sys.stdin):
        began = time.monotonic_ns()
        pusher.trigger(BARE_CHANNEL, BARE_EVENT, data)
        say("committed", place + 1, began)


def _listen(settings: PusherSettings) -> None:
    import pysher  # type: ignore[import-untyped]

    pusher = pysher.Pusher(
        settings.key,
        secure=settings.tls,
        custom_host=settings.subscribe_host,
        port=settings.effective_port,
        log_level=logging.CRITICAL,
    )
    subscribed = threading.Event()
    count = 0

    def came(_: object) -> None:
        nonlocal count
        at = time.monotonic_ns()
        count += 1
        say("applied", count, at)

    def connected(_: object) -> None:
        channel = pusher.subscribe(BARE_CHANNEL)
        channel.bind(BARE_EVENT, came)
        channel.bind("pusher_internal:subscription_succeeded", lambda _: subscribed.set())

    pusher.connection.bind("pusher:connection_established", connected)
    pusher.connect()
    subscribed.wait(20)
    say("ready")
    sys.stdin.read()


def main(role: str, target: str, told: str) -> None:
    """Play one of the four parts until stdin ends; `told` is Pusher's settings as JSON."""
    settings = PusherSettings(**json.loads(told)) if told != "null" else None
    if role in ("act", "follow"):
        asyncio.run(_terminal(target, settings, role == "act"))
    elif settings is not None:
        {"trigger": _trigger, "listen": _listen}[role](settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
