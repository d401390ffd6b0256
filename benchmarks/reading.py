"""Reading a hotel into the board, and a transition, beside bare sqlite3 doing the same SQL."""

import asyncio
import gc
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks.floors.raw_connection import connect
from benchmarks.floors.raw_transition import RawTransitions
from benchmarks.hotels import MANAGER, fresh_hotel, hotel_store
from benchmarks.plan import ROOT, Plan, environment
from benchmarks.table import Row, percentile
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import StoreError
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.store_feed import HotelAgain, StoreFeed, WholeHotel
from housekeeper.store.database import Database, HotelStore

_TOGETHER = 16


def _cpu_ms(work: Callable[[], Any]) -> float:
    """Milliseconds of processor time, of all threads."""
    began = time.process_time_ns()
    kept = work()
    took = time.process_time_ns() - began
    del kept
    return took / 1e6


def _statement_of_reading(path: Path) -> tuple[str, Any]:
    """The SQL by which the store reads all rooms, and its values."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        seen.append((statement, values))

    async def run() -> None:
        database = await Database.open(str(path))
        store = hotel_store(database)
        seen.clear()
        await store.read(lambda work: work.rooms.all())
        await database.close()

    event.listen(Engine, "before_cursor_execute", note)
    try:
        asyncio.run(run())
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return max(seen, key=lambda one: len(one[0]))


def _board(work: UnitOfWork) -> Board:
    return Board(work.rooms.all(), HouseTime.of(work.hotel, work.now))


def time_reading(plan: Plan) -> list[Row]:
    """Reading all rooms into a board, against raw tuples."""
    rooms = plan.largest
    path = fresh_hotel(plan.folder, rooms, "reading")
    statement, values = _statement_of_reading(path)
    raw_ms: list[float] = []
    rooms_ms: list[float] = []
    board_ms: list[float] = []

    async def run() -> None:
        database = await Database.open(str(path))
        store = hotel_store(database)
        with closing(connect(path)) as raw:
            for place in range(plan.times(21, 3) + 1):
                found = [
                    _cpu_ms(lambda: raw.execute(statement, values).fetchall()),
                    await _read_ms(store, lambda work: work.rooms.all()),
                    await _read_ms(store, _board),
                ]
                if place:
                    for times, took in zip((raw_ms, rooms_ms, board_ms), found, strict=True):
                        times.append(took)
        await database.close()

    # As timeit does, and the board until its first paint.
    gc.disable()
    try:
        asyncio.run(run())
    finally:
        gc.enable()
    floor = percentile(raw_ms, 50)
    rows = []
    for name, times in (
        (f"reading {rooms:,} rooms", rooms_ms),
        (f"reading {rooms:,} rooms into the board", board_ms),
    ):
        took = percentile(times, 50)
        words = f"{took:.1f} ms, raw tuples {floor:.1f} ms of processor time"
        rows.append(Row(name, took / floor, 2.3, "x raw", words))
    return rows


class _Follower:
    """A board that follows its hotel."""

    def __init__(self) -> None:
        self.board: Board | None = None
        self.readings = 0

    def hotel_read(self, whole: WholeHotel) -> None:
        self.readings += 1
        counts = whole.arrivals, whole.arrivals_since_before
        self.board = Board(whole.rooms, whole.when, whole.last_seq, {}, *counts)

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        assert self.board is not None
        self.board.apply_all(events)

    def hotel_read_again(self, again: HotelAgain) -> None:
        assert self.board is not None
        self.board.read_again(again.rooms, {})

    def feed_proved(self, at: datetime) -> None:
        pass

    def feed_failed(self, error: StoreError) -> None:
        raise error


def _imported(plan: Plan) -> Row:
    """What one imported booking costs another board, against reading the hotel into it."""
    path = fresh_hotel(plan.folder, plan.largest, "imported")
    whole_ms: list[float] = []
    again_ms: list[float] = []

    async def run() -> None:
        ours, theirs = await Database.open(str(path)), await Database.open(str(path))
        follower = _Follower()
        feed = StoreFeed(hotel_store(ours), SystemClock(), follower)
        await feed.look()
        rooms = await hotel_store(theirs).read(lambda work: work.rooms.all())
        for place in range(plan.times(21, 3)):
            row = BookingRow(2, _booking(f"NEW{place}", rooms[place * 7 % len(rooms)]))
            await hotel_store(theirs).write(partial(import_bookings, rows=[row], anyway=True))
            began = time.process_time_ns()
            await feed.look()
            again_ms.append((time.process_time_ns() - began) / 1e6)
            whole_ms.append(await _read_ms(hotel_store(ours), _board))
        assert follower.readings == 1
        await ours.close()
        await theirs.close()

    asyncio.run(run())
    took, floor = percentile(again_ms, 50), percentile(whole_ms, 50)
    words = f"{took:.1f} ms, all {plan.largest:,} rooms {floor:.1f} ms of processor time"
    return Row("a booking imported, to another board", took / floor, 0.1, "x all rooms", words)


def _booking(reference: str, room: Room) -> Booking:
    """A guest who comes to this room today."""
    today = datetime.now(UTC).date()
    ends = today + timedelta(days=1)
    status = BookingStatus.CONFIRMED
    return Booking(reference, room.room_type, today, ends, 2, 0, status, room.number)


async def _read_ms(store: HotelStore, unit: Callable[[UnitOfWork], Any]) -> float:
    began = time.process_time_ns()
    kept = await store.read(unit)
    took = time.process_time_ns() - began
    del kept
    return took / 1e6


def _transitions(plan: Plan) -> Row:
    """The service and bare sqlite3 in turns, on two copies of one file."""
    path, raw_path = (fresh_hotel(plan.folder, 500, name) for name in ("ours", "raw"))
    ours, bare = [], []

    async def run() -> None:
        database = await Database.open(str(path))
        store = hotel_store(database)
        staff = await store.read(lambda work: work.staff.get(MANAGER))
        rooms = await store.read(lambda work: work.rooms.all())
        free = [room.number for room in rooms if room.is_bookable][:50]
        with closing(RawTransitions(raw_path)) as raw:
            for place in range(plan.times(400, 40)):
                verb = (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS)[place // len(free) % 4]
                request = TurnRequest(verb, free[place % len(free)])
                act = Act(staff, Via.BOARD)
                began = time.perf_counter_ns()
                await store.write(partial(turnover.perform, act=act, request=request))
                ours.append((time.perf_counter_ns() - began) / 1e6)
                bare.append(raw.one_ns() / 1e6)
        await database.close()

    asyncio.run(run())
    took, floor = percentile(ours, 50), percentile(bare, 50)
    words = f"service {took:.2f}, raw {floor:.2f} ms"
    return Row("transition through the service", took / floor, 5, "x raw", words)


def _together(plan: Plan) -> Row:
    """Many processes that turn rooms at once; the errors among them."""
    path = fresh_hotel(plan.folder, 500, "together")
    acts = plan.times(60, 4)
    with closing(sqlite3.connect(path)) as raw:
        free = raw.execute(
            "SELECT number FROM room WHERE turn_status = 'AVAILABLE' AND NOT is_occupied "
            "AND NOT maintenance_required AND NOT is_out_of_order LIMIT ?",
            (_TOGETHER,),
        )
        numbers = [number for (number,) in free.fetchall()]
        ((imported,),) = raw.execute("SELECT count(*) FROM room_event").fetchall()
    began = time.monotonic()
    players = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "benchmarks.playing", "turn", str(path), str(acts), number],
            cwd=ROOT,
            env={**os.environ, **environment()},
        )
        for number in numbers
    ]
    failed = sum(player.wait() != 0 for player in players)
    took = time.monotonic() - began
    with closing(sqlite3.connect(path)) as raw:
        ((events,),) = raw.execute("SELECT count(*) FROM room_event").fetchall()
    done = events - imported
    words = f"{done} events of {_TOGETHER * acts} acts in {took:.1f} s"
    lost = _TOGETHER * acts - done
    return Row(f"errors of {_TOGETHER} processes at once", failed + abs(lost), 0, "", words)


def measure(plan: Plan) -> list[Row]:
    """Rows for reading, an import, one transition, and for many processes at once."""
    return [*time_reading(plan), _imported(plan), _transitions(plan), _together(plan)]
