"""Rewrites a database file, so that nothing that was deleted is left in it.

A clean copy is written beside the file while others go on, and put back through the write-ahead
log; a checkpoint brings the log into the file, and a last checkpoint empties the log. Only
the putting back and the last of them keep other writers out, and the last waits for readers but
a moment at a time: while it waits, it holds the write lock. Where someone has written since the
copy was made, it is made once more, with the write lock held. What cannot be done now is done
later: what was asked for is in the database.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from housekeeper.core.clock import Clock
from housekeeper.core.erasure import ErasureRun
from housekeeper.core.errors import StoreBusy
from housekeeper.store.disk import glob_escaped, is_own_file, overwrite_and_delete
from housekeeper.store.migrations.migrate import version_of
from housekeeper.store.repositories import erasures
from housekeeper.store.sqlite.clean_copy import CleanCopy
from housekeeper.store.sqlite.connection import BUSY_TIMEOUT_MS, SqliteConnection
from housekeeper.store.sqlite.faults import translating

LEASE = timedelta(seconds=30)
"""How long a rewriter that was killed keeps the next one out."""

_TRIES = 100
_BETWEEN_TRIES_SECONDS = 0.05
_READERS_MS = 20
"""How long the last checkpoint waits for readers, while others wait for it."""

_COPY = ".schema-"
_LONGEST_RESTORE = timedelta(hours=1)


@dataclass(slots=True)
class _Times:
    """What a rewrite kept others waiting, in seconds: the longest stretch."""

    longest: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)


class FileEraser:
    """Rewrites one database file; one holder of the lease in it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._holder = str(uuid4())

    async def erase(self) -> ErasureRun | None:
        """Rewrite the file now, whatever its size; None where another process is at it.

        Raises `StoreBusy` where readers or writers left no moment for it; then the rest is
        still to be done. Raises the `StoreError` family for a file that cannot be written.
        """
        connection = SqliteConnection(self._path)
        with translating(str(self._path)):
            await connection
            try:
                return await self._erase(connection)
            finally:
                await connection.close()

    async def _erase(self, connection: SqliteConnection) -> ErasureRun | None:
        started_at = self._clock.real_now()
        began = time.perf_counter()

        def begin(lent: Connection) -> tuple[int | None, int]:
            until = started_at + LEASE
            covers = erasures.take_lease(lent, self._holder, started_at, until)
            return covers, version_of(lent, str(self._path))

        covers: int | None
        version: int
        covers, version = await connection.run_on_thread(connection.run_unit, begin, "IMMEDIATE")
        if covers is None:
            return None
        times, copy = _Times(), CleanCopy(self._path)
        try:
            if not await connection.run_on_thread(copy.hold):
                return None
            try:
                size = self._path.stat().st_size
                await connection.run_on_thread(connection.look, _prepare)
                await self._rewrite(connection, copy, times)
                await connection.run_on_thread(connection.look, _copy_log)
                await self._again_and_again(connection, lambda raw: _empty_log(raw, times))
            except asyncio.CancelledError:
                copy.break_off()
                connection.break_off()
                raise
            finally:
                await connection.run_on_thread(connection.look, _restore)
                await connection.run_on_thread(copy.discard)
        finally:
            await connection.run_on_thread(
                connection.run_unit,
                lambda lent: erasures.release_lease(lent, self._holder),
                "IMMEDIATE",
            )
        run = ErasureRun(
            covers,
            started_at,
            max(self._clock.real_now(), started_at),
            round((time.perf_counter() - began) * 1000),
            round(times.longest * 1000),
            size,
        )
        await connection.run_on_thread(
            connection.run_unit, lambda lent: erasures.note_run(lent, run), "IMMEDIATE"
        )
        await asyncio.to_thread(discard_copies, self._path, version)
        return run

    async def _rewrite(self, connection: SqliteConnection, copy: CleanCopy, times: _Times) -> None:
        """Write the whole file anew: while others go on, or else while nobody writes."""
        await connection.run_on_thread(copy.write)

        def put_back(raw: sqlite3.Connection) -> bool:
            with times.timed():
                return copy.put_back(raw)

        if not await connection.run_on_thread(connection.look_in_turn, put_back):
            await self._again_and_again(connection, lambda raw: _write_alone(raw, copy, times))

    async def _again_and_again(
        self, connection: SqliteConnection, step: Callable[[sqlite3.Connection], bool]
    ) -> None:
        """Try a step until it is done, letting others in between."""
        for _ in range(_TRIES):
            if await connection.run_on_thread(connection.look_in_turn, step):
                return
            await connection.run_on_thread(connection.look, _copy_log)
            await asyncio.sleep(_BETWEEN_TRIES_SECONDS)
        raise StoreBusy(
            f"The database {self._path} is read and written without a pause, so what was deleted "
            "is not overwritten yet; this is tried again."
        )


def _prepare(raw: sqlite3.Connection) -> None:
    """Set a connection up for maintenance.

    Nothing is lost without a sync at this commit: it changes no content, and the next commit
    of anyone brings the log to the disk with it. The log is copied into the file apart from
    the rewrite, when the write lock is free again.
    """
    raw.execute("PRAGMA synchronous=NORMAL")
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA cache_size=-2000")
    raw.execute("PRAGMA cache_spill=-2000")
    raw.execute("PRAGMA busy_timeout=0")


def _restore(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _write_alone(raw: sqlite3.Connection, copy: CleanCopy, times: _Times) -> bool:
    """Write the file anew while nobody else writes; False where someone does just now."""
    with times.timed():
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise
            return False
        try:
            copy.write()
        finally:
            raw.rollback()
        return copy.put_back(raw)


def _copy_log(raw: sqlite3.Connection) -> None:
    """Bring the log into the file as far as readers allow; this keeps nobody out."""
    raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _empty_log(raw: sqlite3.Connection, times: _Times) -> bool:
    """Bring the rest into the file and empty the log; False where others are in the way."""
    raw.execute(f"PRAGMA busy_timeout={_READERS_MS}")
    try:
        with times.timed():
            row = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute("PRAGMA busy_timeout=0")
    return bool(row[0] == 0)


def copies(path: Path) -> list[tuple[int, Path]]:
    """The copies that migrations of this file left beside it, with the version they are of."""
    beginning, end = f"{path.name}{_COPY}", ".backup"
    found = []
    for copy in path.parent.glob(f"{glob_escaped(beginning)}*{end}"):
        number = copy.name[len(beginning) : -len(end)]
        if number.isascii() and number.isdecimal():
            found.append((int(number), copy))
    return sorted(found)


def discard_copies(path: Path, version: int) -> None:
    """Overwrite and delete what migrations to this version or an earlier one copied.

    They hold guests who left meanwhile. A copy of this very version belongs to a migration
    that has yet to come through.
    """
    for number, copy in copies(path):
        if number < version and is_own_file(copy):
            overwrite_and_delete(copy)


def discard_abandoned(path: Path, real_now: datetime) -> None:
    """Overwrite and delete what a restore that was killed long ago had put beside the database."""
    for left in path.parent.glob(f"{glob_escaped(path.name)}.restoring*"):
        written_at = datetime.fromtimestamp(left.lstat().st_mtime, UTC)
        if real_now - written_at > _LONGEST_RESTORE and is_own_file(left):
            overwrite_and_delete(left)
