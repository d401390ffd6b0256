"""A hotel with years behind it, made once and kept for the next run.

Its acts go through the store's own writer, its bookings by SQL into the schema.
"""

import asyncio
import gc
import json
import os
import shutil
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Connection, insert, select

from benchmarks.floors.raw_connection import connect
from benchmarks.hotels import HOTEL, fill, hotel_store
from benchmarks.years_of_acts import FIRST_HAND, ActsOfYears, laps
from housekeeper.core.clock import SystemClock
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.event import EventDraft
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore
from housekeeper.store.migrations.migrate import newest
from housekeeper.store.tables import booking, room
from housekeeper.store.tables import hotel as hotel_table

RECENT = 2_000
"""So many acts are the last ones of every hotel here, in its last days."""

_RECENT_DAYS = 25
_OLD_DAYS = (3 * 365, 40)
"""From when to when the older acts were, in days before now."""

_BUSY_SHARE = 50
"""The busy room has the acts of so many."""
_BUSY_RECENTLY = 400
_QUIET_ACTS = 5
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Years:
    """How much a hotel has behind it."""

    rooms: int
    events: int
    bookings: int

    @property
    def name(self) -> str:
        """What its file is called; another schema is another file."""
        return f"years-{self.rooms}-{self.events}-{self.bookings}-schema-{newest()}"


@dataclass(frozen=True, slots=True)
class YearsHotel:
    """A hotel's file, the two rooms of it that are looked at, and what the making told."""

    path: Path
    quiet: str
    busy: str
    seconds: float
    event_bytes: float
    made_at: datetime

    @property
    def clock(self) -> SystemClock:
        """Time as it went on from the making: what was recent then is recent."""
        return SystemClock.starting_at(self.made_at)


def kept_folder() -> Path:
    """Where hotels are kept for the next run."""
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "housekeeper-benchmarks"


def years_hotel(folder: Path, years: Years, remake: bool = False) -> YearsHotel:
    """The hotel as it was made first, copied into a folder to be changed there."""
    kept = kept_folder()
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{years.name}.db"
    told = path.with_suffix(".json")
    if remake or not told.exists():
        for earlier in kept.glob(f"{path.stem}.*"):
            earlier.unlink()
        made = asyncio.run(_make(path, years))
        facts = {**asdict(made), "path": str(path), "made_at": made.made_at.isoformat()}
        told.write_text(json.dumps(facts), encoding="utf-8")
    facts = json.loads(told.read_text(encoding="utf-8"))
    copy = folder / path.name
    for end in ("", ".keys"):
        shutil.copyfile(f"{path}{end}", f"{copy}{end}")
    facts |= {"path": copy, "made_at": datetime.fromisoformat(facts["made_at"])}
    return YearsHotel(**facts)


async def _make(path: Path, years: Years) -> YearsHotel:
    began, made_at = time.monotonic(), datetime.now(UTC)
    database = await Database.open(str(path))
    try:
        await database.run(_hurry, "NONE")
        await database.create_hotel(HOTEL)
        store = hotel_store(database)
        await store.write(lambda work: fill(work, years.rooms, has_events=False))
        await store.write(lambda work: import_staff(work, [StaffRow(2, FIRST_HAND)]))
        await database.run(lambda connection: _add_bookings(connection, years), "IMMEDIATE")
        rooms, last_seq = await store.read(lambda work: (work.rooms.all(), work.events.last_seq()))
        before = _file_bytes(path)
        random = Random(years.events)
        acts = ActsOfYears(rooms, last_seq, random)
        quiet, busy = _looked_at(rooms)
        await _append(store, _batches(acts, rooms, years.events, (quiet, busy), made_at))
        await store.write(lambda work: work.rooms.save(acts.changes))
        await store.read(lambda work: _check(work, [rooms[quiet].number, rooms[busy].number]))
        numbers = rooms[quiet].number, rooms[busy].number
    finally:
        await database.close()
    each = (_file_bytes(path) - before) / years.events
    return YearsHotel(path, *numbers, time.monotonic() - began, each, made_at)


def _hurry(connection: Connection) -> None:
    """Let nothing wait for the disk: a hotel that is cut off in its making is made anew."""
    for pragma in ("synchronous=OFF", "cache_size=-500000"):
        connection.exec_driver_sql(f"PRAGMA {pragma}")


async def _append(store: HotelStore, batches: Iterator[list[EventDraft]]) -> None:
    """Write all acts; the next of them are thought of meanwhile."""
    # Millions of values without a circle: looking for some takes a seventh of the time.
    gc.disable()
    try:
        drafts = next(batches, None)
        while drafts:
            written = store.write(partial(_append_events, drafts=drafts))
            _, drafts = await asyncio.gather(written, asyncio.to_thread(next, batches, None))
    finally:
        gc.enable()


def _append_events(work: UnitOfWork, drafts: list[EventDraft]) -> None:
    work.events.append(drafts)


def _file_bytes(path: Path) -> int:
    """The size of a database, all of it in its own file."""
    with closing(connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        ((pages,),) = raw.execute("PRAGMA page_count").fetchall()
        ((size,),) = raw.execute("PRAGMA page_size").fetchall()
    return int(pages * size)


def _looked_at(rooms: Sequence[Room]) -> tuple[int, int]:
    """The places of two rooms that are ready: the quiet one and the busy one."""
    ready = [place for place, one in enumerate(rooms) if one.status is RoomStatus.READY_FOR_GUEST]
    return ready[0], ready[1]


def _batches(
    acts: ActsOfYears,
    rooms: Sequence[Room],
    events: int,
    looked_at: tuple[int, int],
    now: datetime,
) -> Iterator[list[EventDraft]]:
    """All acts in their order: those of the quiet room first, those of the last days last."""
    quiet, busy = looked_at
    random = Random(events)
    recent = min(RECENT, events)
    old = events - recent
    first, last = (now - timedelta(days=days) for days in _OLD_DAYS)
    if old:
        yield _first_acts(acts, rooms, quiet, first)
        shares = [old // (len(rooms) + _BUSY_SHARE)] * len(rooms)
        shares[busy] *= _BUSY_SHARE
        shares[quiet] = 0
        _fill_up(shares, old - _QUIET_ACTS, {quiet})
        yield from _spread(acts, rooms, shares, (first, last), random)
    first = now - timedelta(days=_RECENT_DAYS)
    random = Random(recent)
    if not old:
        yield _first_acts(acts, rooms, quiet, first)
    shares = [0] * len(rooms)
    shares[busy] = min(_BUSY_RECENTLY, recent // 4)
    _fill_up(shares, recent if old else recent - _QUIET_ACTS, {quiet})
    yield from _spread(acts, rooms, shares, (first, now), random)


def _first_acts(
    acts: ActsOfYears, rooms: Sequence[Room], quiet: int, at: datetime
) -> list[EventDraft]:
    """The only lap of the quiet room, by someone who has never worked since."""
    plan = laps(rooms[quiet], _QUIET_ACTS, _Even())
    acts.begin([plan if place == quiet else b"" for place in range(len(rooms))])
    return [acts.act(quiet, at, FIRST_HAND) for _ in plan]


class _Even(Random):
    """No chance of anything unusual."""

    def random(self) -> float:
        return 0.5


def _fill_up(shares: list[int], wanted: int, without: set[int]) -> None:
    """Give rooms in turn one act more until so many are dealt."""
    left, place = wanted - sum(shares), 0
    while left > 0:
        if place % len(shares) not in without:
            shares[place % len(shares)] += 1
            left -= 1
        place += 1


def _spread(
    acts: ActsOfYears,
    rooms: Sequence[Room],
    shares: Sequence[int],
    span: tuple[datetime, datetime],
    random: Random,
) -> Iterator[list[EventDraft]]:
    """So many acts in each room, mixed at random and spread evenly over a span of time."""
    plans = [laps(one, share, random) for one, share in zip(rooms, shares, strict=True)]
    acts.begin(plans)
    order = array("i", (place for place, plan in enumerate(plans) for _ in plan))
    random.shuffle(order)
    first, last = span
    step = (last - first) / (len(order) + 1)
    for start in range(0, len(order), _BATCH):
        some = order[start : start + _BATCH]
        yield [acts.act(place, first + step * (start + at)) for at, place in enumerate(some)]


def _check(work: UnitOfWork, numbers: Sequence[str]) -> None:
    """See that events can be read, and that each of a room goes on from where the last ended."""
    for number in numbers:
        stands: Room | None = None
        for event in work.events.of_room_after(number, 0)[:500]:
            before = decode({**encode(event.room), **event.before})
            if stands is not None and before != stands:
                raise RuntimeError(f"event {event.seq} does not go on from the one before it")
            stands = event.room


def _add_bookings(connection: Connection, years: Years) -> None:
    """Add bookings that ended in the last two years, in a bulk."""
    random = Random(years.bookings)
    ((hotel_id,),) = connection.execute(select(hotel_table.c.id)).all()
    rooms = connection.execute(select(room.c.id, room.c.room_type)).all()
    today = datetime.now(UTC).date()
    ends = [BookingStatus.COMPLETED] * 18 + [BookingStatus.CANCELLED, BookingStatus.NO_SHOW]
    for start in range(0, years.bookings, _BATCH):
        rows = []
        for place in range(start, min(start + _BATCH, years.bookings)):
            room_id, room_type = random.choice(rooms)
            departure = today - timedelta(days=1 + place * 690 // years.bookings)
            status = random.choice(ends)
            left = datetime.combine(departure, datetime.min.time(), UTC) + timedelta(hours=10)
            rows.append(
                {
                    "hotel_id": hotel_id,
                    "reference": f"OLD{place:07d}",
                    "room_type": room_type,
                    "arrival": departure - timedelta(days=random.randrange(1, 6)),
                    "departure": departure,
                    "adults": 2,
                    "children": 0,
                    "status": status.value,
                    "room_id": room_id,
                    "completed_at": left if status is BookingStatus.COMPLETED else None,
                }
            )
        connection.execute(insert(booking), rows)
