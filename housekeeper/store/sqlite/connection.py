"""One SQLite connection on a thread of its own, on which a unit of work runs in one hop.

Through the stock asynchronous dialect each statement hops three or four times between the
event loop and the connection's thread, and a task cancelled between two hops leaves a write
lock behind. Here the whole unit crosses over once: it cannot be cancelled half-way, and a
transition takes about a fifth of the time.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import aiosqlite
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from housekeeper.store.engine import Mode
from housekeeper.store.sqlite.open_file import open_file
from housekeeper.store.sqlite.write_queue import WriteQueue

Answer = TypeVar("Answer")

BUSY_TIMEOUT_MS = 10_000

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    # Kept between units: else a board's memory would grow with its file.
    "PRAGMA cache_size=-8192",
    # Within one: a large checkout writes each page once, when it commits.
    "PRAGMA cache_spill=-65536",
    "PRAGMA synchronous=FULL",
)


class _RunOnThread(Protocol):
    """How a function is run on the connection's thread."""

    def __call__(self, function: Callable[..., Answer], /, *args: Any) -> Awaitable[Answer]: ...


class SqliteConnection(aiosqlite.Connection):
    """An aiosqlite connection that lends its thread to whole units of work.

    `run_on_thread` takes a function there and brings back what it gives or raises; cancelling
    who waits does not reach it. `run_unit`, `read_unless`, `look` and `look_in_turn` are what
    it is called with: they stand on the connection's thread alone.

    aiosqlite has no public way to run a function on its thread, so three of its names are
    used that are not: `_execute`, `_connect` and `_thread`; each has a canary.
    """

    _driver: sqlite3.Connection

    def __init__(self, path: Path | None) -> None:
        super().__init__(self._open_driver, iter_chunk_size=64)
        # A terminal that hangs up without closing must not leave a process behind.
        self._thread.daemon = True
        self._sqlalchemy: Connection | None = None
        self._path = path
        self._queue: WriteQueue | None = None
        self.run_on_thread: _RunOnThread = self._execute

    def _open_driver(self) -> sqlite3.Connection:
        driver = open_file(self._path)
        for pragma in _PRAGMAS:
            driver.execute(pragma)
        self._driver = driver
        return driver

    def _lent(self) -> Connection:
        if self._sqlalchemy is None:
            raw = self._driver
            # A report of a fault must not tell what was bound: it may be a guest's words.
            engine = create_engine(
                "sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
            )
            event.listen(engine, "begin", _begin)
            self._sqlalchemy = engine.connect()
        return self._sqlalchemy

    def run_unit(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run the unit on a synchronous SQLAlchemy connection, in one transaction of this mode.

        Commits when it returns, rolls back when it raises, and lets exceptions out as they
        are: that is never the unit's own affair.
        """
        connection = self._lent()
        if mode == "NONE":
            connection.execution_options(housekeeper_begin=None)
            try:
                return unit(connection)
            finally:
                connection.rollback()
        connection.execution_options(housekeeper_begin=mode)
        if mode == "DEFERRED":
            with connection.begin():
                return unit(connection)
        with self._own_queue().turn(), connection.begin():
            return unit(connection)

    def _own_queue(self) -> WriteQueue:
        if self._queue is None:
            self._queue = WriteQueue(self._path)
        return self._queue

    def break_off(self) -> None:
        """Let the statement that runs just now fail, without what it was about to do."""
        self._driver.interrupt()

    async def _connect(self) -> aiosqlite.Connection:
        try:
            return await super()._connect()
        except BaseException:
            # The thread must have ended before the loop that it answers to is closed.
            await asyncio.to_thread(self._thread.join)
            raise

    async def close(self) -> None:
        """Close the connection, on its own thread, and end the thread."""
        if self._queue is not None:
            self._queue.close()
        if self._sqlalchemy is not None:
            await self.run_on_thread(self._give_back)
        await super().close()

    def _give_back(self) -> None:
        if self._sqlalchemy is not None:
            self._sqlalchemy.close()
            self._sqlalchemy.engine.dispose()
            self._sqlalchemy = None

    def read_unless(
        self,
        look: Callable[[sqlite3.Connection], Answer | None],
        unit: Callable[[Connection], Answer],
    ) -> Answer:
        """Ask the bare driver connection, and run a reading unit only where that tells nothing.

        Both in one transaction.
        """
        raw = self._driver
        raw.execute("BEGIN DEFERRED")
        try:
            answer = look(raw)
            return self.run_unit(unit, "NONE") if answer is None else answer
        finally:
            if raw.in_transaction:
                raw.rollback()

    def look(self, look: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Run a look at the bare driver connection (pragmas)."""
        return look(self._driver)

    def look_in_turn(self, look: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """The same when it is this program's turn to write (maintenance)."""
        with self._own_queue().turn():
            return look(self._driver)


def _begin(connection: Connection) -> None:
    mode: Any = connection.get_execution_options().get("housekeeper_begin")
    if mode is not None:
        connection.exec_driver_sql(f"BEGIN {mode}")
