"""The SQLite engine: one file, or memory, behind `store.database`.

Two connections serve a program: one reads, one writes, each on its own thread, so that a long
look never holds up an act. Both stand on the same file; a file that is deleted or replaced
beneath them is noticed before anything is read from or written to the old one.
"""

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from housekeeper.core.errors import StoreBusy, StoreUnavailable
from housekeeper.core.unit_of_work import Ear, StoreMark, StoreNews
from housekeeper.store.disk import open_own, overwrite_and_delete
from housekeeper.store.engine import Engine, Mode
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.location import SqliteFile, prepare
from housekeeper.store.migrations import migrate
from housekeeper.store.migrations.added_columns import Progress
from housekeeper.store.repositories.events import SqlEvents
from housekeeper.store.sqlite import listener
from housekeeper.store.sqlite.connection import BUSY_TIMEOUT_MS, SqliteConnection
from housekeeper.store.sqlite.faults import translated, translating
from housekeeper.store.sqlite.file_trace import FileTrace, trace_of
from housekeeper.store.sqlite.listener import FileEar
from housekeeper.store.sqlite.open_file import open_file
from housekeeper.store.sqlite.own_logs import require_own_logs
from housekeeper.store.transfer.moved_away import refuse_moved

Answer = TypeVar("Answer")

_FileIdentity = tuple[int, int]

_NEWS_LIMIT = 1000
_ASK_AT_LEAST_SECONDS = 1.0
_MIGRATED_WITHIN_SECONDS = 600.0
"""Longer than a program takes to bring the largest hotel's file up to date."""

_MARK = (
    "SELECT hotel.id, moved_to, (SELECT max(version) FROM schema_version), "
    "database_id, generation, last_seq, quiet_changes FROM hotel, database_mark WHERE slug = ?"
)


@dataclass(slots=True)
class _Opened:
    """The connections to one file as it was when they were opened."""

    identity: _FileIdentity | None
    writer: SqliteConnection
    reader: SqliteConnection | None = None


@dataclass(frozen=True, slots=True)
class _Deaf:
    """What is in memory has no other writers."""

    hears: bool = False


class SqliteEngine(Engine):
    """The open connections to one file. Begin with `start`; end with `close`."""

    def __init__(
        self,
        file: SqliteFile,
        migrations: Sequence[migrate.Migration],
        keys: StayKeys,
        progress: Progress = migrate.tell_nobody,
    ) -> None:
        self.location = str(file)
        self._file = file
        self._migrations = migrations
        self._keys = keys
        self._progress = progress
        self._opened: _Opened | None = None
        self._opening = asyncio.Lock()
        self._seen: dict[str, tuple[int, int, StoreMark]] = {}
        self._quiet: dict[str, tuple[FileTrace, float]] = {}
        self._ears: set[FileEar] = set()

    async def start(self) -> None:
        """Open the file, making or migrating it as needed; refused, it is as it was.

        Raises the `StoreError` family.
        """
        is_new = await asyncio.to_thread(prepare, self._file)
        try:
            await self._connections()
        except BaseException:
            await self.close()
            if is_new and self._file.path is not None:
                _remove_if_empty(self._file.path)
            raise

    @property
    def file(self) -> Path | None:
        """The database's file; None in memory."""
        return self._file.path

    async def close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await _close(opened)

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole, on the writing connection unless it only reads."""
        opened = await self._connections()
        connection = opened.writer if mode != "DEFERRED" else await self._reader(opened)
        with translating(self.location):
            answer: Answer = await connection.run_on_thread(connection.run_unit, unit, mode)
        if mode != "DEFERRED" and self._identity() != opened.identity:
            raise StoreUnavailable(
                f"The database {self.location} was removed or replaced while it was written to; "
                "look at the board again before you repeat the act."
            )
        return answer

    async def news(self, slug: str, after: StoreMark | None) -> StoreNews:
        """The cheap look: asks the file whether it changed before asking what, in one hop.

        Where the file bears the trace of the last look it is not even asked, but once a
        second. `after` is what the caller knows of the hotel. Raises `StoreUnavailable` while
        the file cannot be read.
        """
        # Taken before the file is asked: a commit that comes between is seen by the next trace.
        trace = None if self._file.path is None else trace_of(self._file.path)
        now = time.monotonic()
        if after is not None and self._is_quiet(slug, trace, now):
            mark = self._seen[slug][2]
            if not mark.is_ahead_of(after):
                return StoreNews(mark)
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
                found = (changes, *self._read_mark(raw, slug))
            mark = found[2]
            return None if after is not None and mark.is_ahead_of(after) else StoreNews(mark)

        def with_events(lent: Connection) -> StoreNews:
            known = 0 if after is None else after.last_seq
            return StoreNews(found[2], tuple(SqlEvents(lent, found[1]).after(known, _NEWS_LIMIT)))

        with translating(self.location):
            news: StoreNews = await connection.run_on_thread(
                connection.read_unless, without_events, with_events
            )
        if opened is self._opened:
            self._seen[slug] = found
            if trace is None:
                self._quiet.pop(slug, None)
            else:
                self._quiet[slug] = trace, now
        if news.events:
            for ear in self._ears:
                ear.news_found()
        return news

    def _read_mark(self, raw: sqlite3.Connection, slug: str) -> tuple[int, StoreMark]:
        """The id and the mark of a hotel that is here, in a database that is not too new."""
        row = raw.execute(_MARK, (slug,)).fetchone()
        if row is None:
            raise StoreUnavailable(f"The hotel {slug} is no longer in {self.location}.")
        refuse_moved(row[1])
        migrate.refuse_newer(row[2], migrate.newest(self._migrations), self.location)
        return row[0], StoreMark(*row[3:])

    @contextlib.asynccontextmanager
    async def listening(self, slug: str, hint: Callable[[], None]) -> AsyncIterator[Ear]:
        """Hints of every commit to the file, whichever hotel it was in; none of one in memory."""
        del slug
        if self._file.path is None:
            yield _Deaf()
            return
        async with listener.listening(self._file.path, hint) as ear:
            self._ears.add(ear)
            try:
                yield ear
            finally:
                self._ears.discard(ear)

    def _is_quiet(self, slug: str, trace: FileTrace | None, now: float) -> bool:
        """Whether nothing was committed since the last look, which was not long ago."""
        known = self._quiet.get(slug)
        return known is not None and known[0] == trace and now - known[1] < _ASK_AT_LEAST_SECONDS

    async def backup(self, path: Path) -> None:
        await self.run(lambda connection: _copy_into(connection, path), "NONE")

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the file: size, version of SQLite, pragmas, integrity."""
        pragmas = await self.run(_read_pragmas, "DEFERRED")
        path = self._file.path
        size = path.stat().st_size if path is not None else 0
        return {"size_bytes": str(size), "sqlite": sqlite3.sqlite_version, **pragmas}

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
            stale, self._opened, self._seen, self._quiet = self._opened, None, {}, {}
            if stale is not None:
                await _close(stale)
            self._opened = _Opened(identity, await self._open_writer())
            return self._opened

    async def _open_writer(self) -> SqliteConnection:
        writer = SqliteConnection(self._file.path)
        with translating(self.location):
            await writer
            try:
                await self._migrate(writer)
                await writer.run_on_thread(writer.look, _write_ahead)
            except BaseException:
                await writer.close()
                raise
        return writer

    async def _migrate(self, writer: SqliteConnection) -> None:
        """Make the file or bring it up to date; wait where another program is doing that."""
        found: int = await writer.run_on_thread(
            writer.run_unit,
            lambda connection: migrate.version_of(connection, self.location),
            "DEFERRED",
        )
        if found == migrate.newest(self._migrations):
            return
        ends = time.monotonic() + _MIGRATED_WITHIN_SECONDS
        while True:
            try:
                await writer.run_on_thread(writer.run_unit, self._bring_up_to_date, "IMMEDIATE")
            except DBAPIError as fault:
                is_busy = isinstance(translated(fault.orig or fault, ""), StoreBusy)
                if not is_busy or time.monotonic() > ends:
                    raise
            else:
                return

    def _bring_up_to_date(self, connection: Connection) -> None:
        """Make or migrate the schema; nobody writes from the copy to the commit."""
        found = migrate.version_of(connection, self.location)
        if 0 < found < migrate.newest(self._migrations) and self._file.path is not None:
            _copy_before_migration(self._file.path, found)
        migrate.bring_up_to_date(
            connection, self.location, self._keys, self._migrations, self._progress
        )

    async def _reader(self, opened: _Opened) -> SqliteConnection:
        if self._file.path is None:
            return opened.writer
        async with self._opening:
            if opened.reader is None:
                reader = SqliteConnection(self._file.path)
                with translating(self.location):
                    await reader
                opened.reader = reader
            return opened.reader


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


def _copy_before_migration(path: Path, version: int) -> None:
    """Put a copy of the file beside it, by a connection that reads while another may write."""
    copy = path.with_name(f"{path.name}.schema-{version}.backup")
    overwrite_and_delete(copy)
    os.close(open_own(copy, os.O_CREAT | os.O_EXCL))
    require_own_logs(copy)
    with contextlib.closing(open_file(path)) as reading:
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "temp_store=MEMORY"):
            reading.execute(f"PRAGMA {pragma}")
        reading.execute("VACUUM INTO ?", (str(copy),))


def _copy_into(connection: Connection, path: Path) -> None:
    connection.exec_driver_sql("VACUUM INTO ?", (str(path),))


def _read_pragmas(connection: Connection) -> dict[str, str]:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    return {
        **{name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names},
        "integrity": str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()),
    }


def _remove_if_empty(path: Path) -> None:
    try:
        if path.stat().st_size == 0:
            path.unlink()
    except OSError as fault:
        raise translated(fault, str(path)) from fault
