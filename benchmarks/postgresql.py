"""The same work on PostgreSQL and on SQLite, in turns, on copies of the same hotel.

Each figure is PostgreSQL's time over SQLite's. The server is the one that
HOUSEKEEPER_TEST_POSTGRESQL names, and databases of the measurement's own are made and dropped
there. A server on this machine shares its cores, and no network lies between.
"""

import asyncio
import gc
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import Random

from benchmarks.guests import add_guests
from benchmarks.hotels import MANAGER, fresh_hotel, hotel_store
from benchmarks.live import once, program_of
from benchmarks.plan import Plan, settle_memory
from benchmarks.table import Row, percentile
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.clock import SystemClock
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.stays import checkout
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.transfer.copy_database import copy_hotels
from tests.engines import VARIABLE, administer, connected, name_of, postgresql_database

_CHECKOUTS = ((1, 20, 31), (50, 5_000, 15), (500, 100_000, 5))
"""Rooms, messages in them, and how often they are checked out."""

_TURNS = (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS)

Pair = tuple[float, float]
"""Milliseconds on SQLite and on PostgreSQL."""


def measure(plan: Plan) -> list[Row]:
    """Rows for a transition, checkouts, reading a whole hotel, and commit to another's board.

    They have no goals. Ends the program with a sentence where no server is named.
    """
    if not os.environ.get(VARIABLE) or find_spec("psycopg") is None:
        raise SystemExit(
            f"postgresql: install 'housekeeper[postgresql]', and set {VARIABLE} to the URL of a "
            "server, such as postgresql://postgres@127.0.0.1:5432/postgres."
        )
    print(_server(os.environ[VARIABLE]), flush=True)
    return [_transition(plan), *_checkouts(plan), *_board(plan), *_live(plan)]


def _server(url: str) -> str:
    with connected(url) as connection:
        found = connection.execute("SELECT version(), current_setting('shared_buffers')")
        words, memory = found.fetchall()[0]
        host = connection.info.host
    return f"{words.partition(',')[0]} at {host}, shared_buffers {memory}"


@contextmanager
def _copied_to_server(path: Path) -> Iterator[str]:
    """The URL of a new database with the hotel of a file, as the server keeps old ones."""

    async def copy(url: str) -> None:
        source, target = await Database.open(str(path)), await Database.open(url)
        await copy_hotels(source, target, None, SystemClock().now(), lambda *_: None)
        facts = await target.facts()
        await source.close()
        await target.close()
        assert facts["durable"] == "yes", "a server that does not keep its word is not measured"

    with postgresql_database() as url:
        asyncio.run(copy(url))
        # As the server does by itself within a minute.
        administer("VACUUM ANALYZE", url)
        yield url


def _row(name: str, times: Sequence[Pair], percent: float = 50) -> Row:
    sqlite, postgresql = (percentile(of_one, percent) for of_one in zip(*times, strict=True))
    words = f"PostgreSQL {postgresql:.2f}, SQLite {sqlite:.2f} ms; {len(times)} each"
    return Row(name, postgresql / sqlite, None, "x SQLite", words)


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds by the clock."""
    began = time.perf_counter_ns()
    await work()
    return (time.perf_counter_ns() - began) / 1e6


def _transition(plan: Plan) -> Row:
    path = fresh_hotel(plan.folder, min(500, plan.largest), "transition")
    times: list[Pair] = []

    async def run(url: str) -> None:
        databases = [await Database.open(target) for target in (str(path), url)]
        stores = [hotel_store(database) for database in databases]
        staff = await stores[0].read(lambda work: work.staff.get(MANAGER))
        rooms = await stores[0].read(lambda work: work.rooms.all())
        free = [room.number for room in rooms if room.is_bookable][:50]
        for place in range(plan.times(600, 20) + len(free)):
            verb = _TURNS[place // len(free) % len(_TURNS)]
            request = TurnRequest(verb, free[place % len(free)])
            units = [
                partial(turnover.perform, act=Act(staff, Via.BOARD), request=request)
                for _ in stores
            ]
            one, other = [
                await _timed(partial(store.write, unit))
                for store, unit in zip(stores, units, strict=True)
            ]
            if place >= len(free):
                # The first round compiles and connects.
                times.append((one, other))
        for database in databases:
            await database.close()

    with _copied_to_server(path) as url:
        asyncio.run(run(url))
    return _row("transition through the service, p50", times)


async def _check_out(target: str, numbers: Sequence[str]) -> float:
    """Milliseconds of checking rooms out; the first room goes before, untimed."""
    database = await Database.open(target)
    store = hotel_store(database)
    staff = await store.read(lambda work: work.staff.get(MANAGER))
    first, *others = numbers

    async def leave(numbers: list[str]) -> None:
        await store.write(lambda work: checkout.check_out(work, Act(staff, Via.BOARD), numbers))

    await leave([first])
    # What follows from it: its key overwritten.
    await database.settle()
    settle_memory()
    took = await _timed(lambda: leave(others))
    await database.close()
    return took


def _checkouts(plan: Plan) -> Iterator[Row]:
    for rooms, messages, often in _CHECKOUTS[: plan.times(3, 1)]:
        made = fresh_hotel(plan.folder, plan.times(1_000, 100), "left")
        numbers = add_guests(made, messages + messages // rooms, rooms + 1)
        times = []
        with _copied_to_server(made) as template:
            for _ in range(plan.times(often, 2)):
                copy = made.with_name("checkout.db")
                for old in made.parent.glob(f"{copy.name}*"):
                    old.unlink()
                shutil.copyfile(made, copy)
                shutil.copyfile(f"{made}.keys", f"{copy}.keys")
                sqlite = asyncio.run(_check_out(str(copy), numbers))
                with postgresql_database(name_of(template)) as url:
                    times.append((sqlite, asyncio.run(_check_out(url, numbers))))
        who = "1 room" if rooms == 1 else f"{rooms} rooms"
        yield _row(f"checkout of {who} with {messages:,} messages, p50", times)


def _board(plan: Plan) -> list[Row]:
    """Reading a whole hotel; the program's processor time is without that of the server."""
    path = fresh_hotel(plan.folder, plan.largest, "board")
    processor: list[Pair] = []
    clock: list[Pair] = []

    async def run(url: str) -> None:
        databases = [await Database.open(target) for target in (str(path), url)]
        stores = [hotel_store(database) for database in databases]

        def whole(work: UnitOfWork) -> Board:
            return Board(work.rooms.all(), HouseTime.of(work.hotel, work.now))

        for place in range(plan.times(21, 2) + 1):
            found = []
            for store in stores:
                began = time.process_time_ns()
                by_clock = await _timed(partial(store.read, whole))
                found.append(((time.process_time_ns() - began) / 1e6, by_clock))
            if place:
                for times, pair in zip((processor, clock), zip(*found, strict=True), strict=True):
                    times.append(pair)
        for database in databases:
            await database.close()

    # As the board does until its first paint.
    gc.disable()
    try:
        with _copied_to_server(path) as url:
            asyncio.run(run(url))
    finally:
        gc.enable()
    name = f"reading {plan.largest:,} rooms into the board"
    return [
        _row(f"{name}, p50 of the program's processor time", processor),
        _row(f"{name}, p50 by the clock", clock),
    ]


def _live(plan: Plan) -> list[Row]:
    """From the answer to a commit to another process's board, by each store's own feed."""
    path = fresh_hotel(plan.folder, min(plan.sizes), "live")
    random = Random(13)
    times: list[Pair] = []
    with _copied_to_server(path) as url, ExitStack() as stack:
        pairs = [
            [stack.enter_context(program_of(role, target, None)) for role in ("act", "follow")]
            for target in (str(path), url)
        ]
        for place in range(plan.times(300, 5) + 1):
            found = []
            for actor, follower in pairs:
                # Any moment between two looks.
                time.sleep(random.uniform(0.0, 0.1))
                found.append(once(actor, follower))
            if place:
                times.append((found[0], found[1]))
    name = "commit to another's board by the store's feed"
    return [_row(f"{name}, p50", times), _row(f"{name}, p99", times, 99)]
