"""Opening a database, and running units of work in it.

Two connections serve a program: one reads, one writes, each on its own thread, so that a long
look never holds up an act. Both stand on the same file; a file that is deleted or replaced
beneath them is noticed before anything is read from or written to the old one.
"""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection

from housekeeper.core.clock import Clock
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.hotel import Hotel
from housekeeper.core.ports import PinSource, StoreMark, StoreNews, Unit
from housekeeper.store import schema
from housekeeper.store.connection import BUSY_TIMEOUT_MS, Mode, UnitConnection
from housekeeper.store.events import SqlEvents
from housekeeper.store.faults import translated, translating
from housekeeper.store.location import SqliteFile, locate, prepare
from housekeeper.store.pins import RandomPins
from housekeeper.store.unit import add_hotel, open_unit, read_hotels

Answer = TypeVar("Answer")

_FileIdentity = tuple[int, int]

_NEWS_LIMIT = 1000

_MARK = (
    "SELECT hotel.id, database_id, generation, last_seq FROM hotel, database_mark WHERE slug = ?"
)


@dataclass(slots=True)
class _Opened:
    """The connections to one file as it was when they were opened."""

    identity: _FileIdentity | None
    writer: UnitConnection
    reader: UnitConnection | None = None


class Database:
    """One open database. Make it with `open`; end it with `close`."""

    def __init__(self, file: SqliteFile, pins: PinSource, steps: Sequence[schema.Step]) -> None:
        self._file = file
        self._pins = pins
        self._steps = steps
        self._opened: _Opened | None = None
        self._opening = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._seen: dict[str, tuple[int, int, StoreMark]] = {}

    @classmethod
    async def open(
        cls,
        target: str,
        pins: PinSource | None = None,
        steps: Sequence[schema.Step] = schema.STEPS,
    ) -> "Database":
        """Open the database at a path or URL, making or migrating it as needed.

        Raises the `StoreError` family with one sentence; then the file is as it was.
        """
        file = locate(target)
        is_new = await asyncio.to_thread(prepare, file)
        database = cls(file, pins or RandomPins(), steps)
        try:
            await database._connections()
        except BaseException:
            await database.close()
            if is_new and file.path is not None:
                _remove_if_empty(file.path)
            raise
        return database

    @property
    def location(self) -> str:
        """Where the database lies, for people."""
        return str(self._file)

    def hotel(self, hotel: Hotel, clock: Clock) -> "HotelStore":
        """The store of one hotel of this database, with the clock that stamps its acts."""
        return HotelStore(self, hotel, clock)

    async def hotels(self) -> list[Hotel]:
        """Every hotel in the database, by slug."""
        return await self.run(read_hotels, "DEFERRED")

    async def create_hotel(self, hotel: Hotel) -> None:
        """Add a hotel; raises `Refused` where its slug is taken."""
        await self.run(lambda connection: add_hotel(connection, hotel), "IMMEDIATE")

    async def close(self) -> None:
        """Let running units end, then close; nothing that was begun is lost."""
        if self._running:
            await asyncio.wait(set(self._running))
        opened, self._opened = self._opened, None
        if opened is not None:
            await _close(opened)

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole, on the writing connection unless it only reads.

        A caller that is cancelled does not cancel the unit: it ends as it would have.
        """
        return await self._whole(self._run(unit, mode))

    async def _whole(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            # Looked at, so that a unit whose caller went away does not end in a warning.
            task.exception()

    async def _run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        opened = await self._connections()
        connection = opened.writer if mode != "DEFERRED" else await self._reader(opened)
        with translating(self.location):
            answer = await connection.run(unit, mode)
        if mode != "DEFERRED" and self._identity() != opened.identity:
            raise StoreUnavailable(
                f"The database {self.location} was removed or replaced while it was written to; "
                "look at the board again before you repeat the act."
            )
        return answer

    async def news(self, slug: str, after: StoreMark | None) -> StoreNews:
        """The cheap look: asks the file whether it changed before asking what, in one hop.

        `after` is what the caller knows of the hotel. Raises `StoreUnavailable` while the file
        cannot be read.
        """
        opened = await self._connections()
        connection = await self._reader(opened)
        found = (0, 0, StoreMark("", 0, 0))

        def without_events(raw: sqlite3.Connection) -> StoreNews | None:
            nonlocal found
            changes = raw.execute("PRAGMA data_version").fetchone()[0]
            seen = self._seen.get(slug)
            # One connection alone does not see its own changes counted.
            if self._file.path is not None and seen is not None and seen[0] == changes:
                found = seen
            else:
                # Not through SQLAlchemy: this look is what stands between a hint and the board.
                row = raw.execute(_MARK, (slug,)).fetchone()
                if row is None:
                    raise StoreUnavailable(f"The hotel {slug} is no longer in {self.location}.")
                found = (changes, row[0], StoreMark(*row[1:]))
            mark = found[2]
            return None if after is not None and mark.is_ahead_of(after) else StoreNews(mark)

        def with_events(lent: Connection) -> StoreNews:
            known = 0 if after is None else after.last_seq
            events = SqlEvents(lent, found[1]).after(known, _NEWS_LIMIT)
            return StoreNews(found[2], tuple(events))

        with translating(self.location):
            news = await connection.read_unless(without_events, with_events)
        if opened is self._opened:
            self._seen[slug] = found
        return news

    async def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file that its owner alone can read.

        Raises `StoreUnavailable` where the copy cannot be written whole; then none is left.
        """
        try:
            await asyncio.to_thread(lambda: os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600)))
        except FileExistsError as fault:
            raise StoreUnavailable(f"{path} exists already; name a new file.") from fault
        except OSError as fault:
            reason = (fault.strerror or str(fault)).lower()
            raise StoreUnavailable(f"The backup {path} cannot be written: {reason}.") from fault
        try:
            await self.run(lambda connection: _copy_into(connection, path), "NONE")
        except BaseException:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            raise

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the database: place, size, versions, pragmas, integrity."""
        pragmas = await self.run(_read_pragmas, "DEFERRED")
        version = await self.run(
            lambda connection: schema.version_of(connection, self.location), "DEFERRED"
        )
        path = self._file.path
        size = path.stat().st_size if path is not None else 0
        return {
            "database": self.location,
            "size_bytes": str(size),
            "schema_version": f"{version} (this program knows {schema.newest(self._steps)})",
            "sqlite": sqlite3.sqlite_version,
            "sqlalchemy": sqlalchemy.__version__,
            "python": sys.version.split()[0],
            **pragmas,
        }

    def _identity(self) -> _FileIdentity | None:
        if self._file.path is None:
            return None
        try:
            found = self._file.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    async def _connections(self) -> _Opened:
        """The open connections, made anew where the file is another than it was."""
        identity = self._identity()
        opened = self._opened
        if opened is not None and opened.identity == identity:
            return opened
        async with self._opening:
            identity = self._identity()
            if identity is None and self._file.path is not None:
                raise StoreUnavailable(
                    f"The database {self.location} is not there; put it back, or start "
                    "housekeeper again to begin a new one."
                )
            if self._opened is not None and self._opened.identity == identity:
                return self._opened
            stale, self._opened, self._seen = self._opened, None, {}
            if stale is not None:
                await _close(stale)
            self._opened = _Opened(identity, await self._open_writer())
            return self._opened

    async def _open_writer(self) -> UnitConnection:
        writer = UnitConnection(self._file.path)
        with translating(self.location):
            await writer
            try:
                await self._migrate(writer)
                await writer.raw(_write_ahead)
            except BaseException:
                await writer.close()
                raise
        return writer

    async def _migrate(self, writer: UnitConnection) -> None:
        found = await writer.run(
            lambda connection: schema.version_of(connection, self.location), "DEFERRED"
        )
        if found == schema.newest(self._steps):
            return
        copy = None
        if 0 < found < schema.newest(self._steps) and self._file.path is not None:
            copy = self._file.path.with_name(f"{self._file.path.name}.schema-{found}.backup")
            copy.unlink(missing_ok=True)
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
            await writer.run(lambda connection: _copy_into(connection, copy), "NONE")
        await writer.run(
            lambda connection: schema.bring_up_to_date(connection, self.location, self._steps),
            "IMMEDIATE",
        )

    async def _reader(self, opened: _Opened) -> UnitConnection:
        if self._file.path is None:
            return opened.writer
        async with self._opening:
            if opened.reader is None:
                reader = UnitConnection(self._file.path)
                with translating(self.location):
                    await reader
                opened.reader = reader
            return opened.reader


@dataclass(frozen=True, slots=True)
class HotelStore:
    """One hotel of a database, as core and the screens know a store (`core.ports.Store`)."""

    database: Database
    hotel: Hotel
    clock: Clock

    async def read(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that only reads; it sees one moment of the database."""
        return await self.database.run(lambda connection: unit(self._unit(connection)), "DEFERRED")

    async def write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that writes, and give its answer once it is safely committed."""
        return await self.database.run(lambda connection: unit(self._unit(connection)), "IMMEDIATE")

    async def mark(self) -> StoreMark:
        """Which database it is, which generation, how far its events go."""
        return (await self.news(None)).mark

    async def news(self, after: StoreMark | None) -> StoreNews:
        """The cheap look: the mark, and the events after a mark that is known (at most 1,000)."""
        return await self.database.news(self.hotel.slug, after)

    def _unit(self, connection: Connection) -> Any:
        return open_unit(connection, self.hotel, self.clock, self.database._pins)


async def _close(opened: _Opened) -> None:
    for connection in (opened.reader, opened.writer):
        if connection is not None:
            await connection.close()


def _write_ahead(raw: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, once; SQLite does not wait for locks here."""
    ends = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while raw.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
        try:
            raw.execute("PRAGMA journal_mode=WAL").fetchone()
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > ends:
                raise
            time.sleep(0.01)


def _copy_into(connection: Connection, path: Path) -> None:
    connection.exec_driver_sql("VACUUM INTO ?", (str(path),))


def _read_pragmas(connection: Connection) -> dict[str, str]:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    return {
        **{name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names},
        "integrity": str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()),
    }


def _remove_if_empty(path: Path) -> None:
    try:
        if path.stat().st_size == 0:
            path.unlink()
    except OSError as fault:
        raise translated(fault, str(path)) from fault
