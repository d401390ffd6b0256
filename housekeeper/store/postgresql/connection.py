"""One PostgreSQL connection on a thread of its own, on which a unit of work runs in one hop.

The unit is a plain function with a synchronous connection, as on SQLite: it cannot be
cancelled half-way, and no statement hops between threads. A connection that is lost is made
anew with the next unit; one that is lost before COMMIT was sent has written nothing, so its
unit is simply run again.
"""

import contextlib
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from housekeeper.store.engine import CommitUnknown, Mode
from housekeeper.store.postgresql.address import WATCH_TERMINAL, PostgresqlPlace
from housekeeper.store.postgresql.faults import should_run_again
from housekeeper.store.postgresql.unit_thread import UnitThread
from housekeeper.store.row_locks import WRITERS_LOCK

Answer = TypeVar("Answer")
Driver = psycopg.Connection[Any]

LOCK_TIMEOUT_MS = 10_000
STATEMENT_TIMEOUT_MS = 60_000
IDLE_TIMEOUT_MS = 8_000
_TIMEOUTS = {
    "lock_timeout": LOCK_TIMEOUT_MS,
    "statement_timeout": STATEMENT_TIMEOUT_MS,
    # A terminal that is cut off in mid-unit holds its rooms no longer than others wait for them.
    "idle_in_transaction_session_timeout": IDLE_TIMEOUT_MS,
}
_BEGIN = {
    "DEFERRED": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "IMMEDIATE": "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
}
_MOST_RUNS = 8


class PostgresqlConnection:
    """Lends its thread, and the connection on it, to whole units of work."""

    def __init__(self, place: PostgresqlPlace, purpose: str) -> None:
        self._place = place
        self._purpose = purpose
        # The connection is kept and made anew here, never by a pool.
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self._connected,
            poolclass=NullPool,
            use_native_hstore=False,
            # A report of a fault must not tell what was bound: it may be a guest's words.
            hide_parameters=True,
        )
        event.listen(self._engine, "begin", _begin)
        self._thread = UnitThread(f"postgresql {purpose}")
        self._driver: Driver | None = None
        self._sqlalchemy: Connection | None = None
        self.is_pooled = False

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run the unit whole on the connection's thread, in one transaction of this mode.

        Commits when it returns, rolls back when it raises. Raises the driver's exceptions as
        they are, and `CommitUnknown` where the answer to COMMIT was lost.
        """
        return await self._thread.run(lambda: self._run(unit, mode))

    async def raw(self, look: Callable[[Driver], Answer]) -> Answer:
        """Run a look at the bare driver connection, outside any transaction."""
        return await self._thread.run(lambda: self._again_if_lost(lambda: look(self._connected())))

    async def read_unless(
        self,
        look: Callable[[Driver], Answer | None],
        unit: Callable[[Connection], Answer],
    ) -> Answer:
        """Ask the bare driver connection, and run a reading unit only where that tells nothing."""

        def work() -> Answer:
            answer = look(self._connected())
            return self._once(unit, "DEFERRED") if answer is None else answer

        return await self._thread.run(lambda: self._again_if_lost(work))

    async def close(self) -> None:
        """Close the connection, on its own thread, and end the thread."""
        await self._thread.stop(self._drop)

    def _connected(self) -> Driver:
        if self._driver is not None and self._driver.closed:
            self._drop()
        if self._driver is None:
            self._driver = driver = self._place.connect(self._purpose)
            self.is_pooled = is_pooled(driver)
            if self.is_pooled:
                # The pooler may give each transaction another session: nothing stays in one.
                driver.prepare_threshold = None
            else:
                limits = (f"SET {name}={ms}" for name, ms in _TIMEOUTS.items())
                driver.execute("; ".join((WATCH_TERMINAL, *limits)))
        return self._driver

    def _lent(self) -> Connection:
        self._connected()
        if self._sqlalchemy is None:
            self._sqlalchemy = self._engine.connect()
        return self._sqlalchemy

    def _drop(self) -> None:
        lent, self._sqlalchemy = self._sqlalchemy, None
        driver, self._driver = self._driver, None
        if lent is not None:
            lent.invalidate()
            lent.close()
        if driver is not None:
            driver.close()

    def _run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run the unit; again where another terminal overtook it, which nobody need know."""
        for run in range(1, _MOST_RUNS):
            try:
                return self._again_if_lost(lambda: self._once(unit, mode))
            except Exception as fault:
                if not should_run_again(fault):
                    raise
            # Those who met here should not meet again.
            time.sleep(random.uniform(0, 0.002 * 2**run))  # noqa: S311 - no secret
        return self._again_if_lost(lambda: self._once(unit, mode))

    def _again_if_lost(self, work: Callable[[], Answer]) -> Answer:
        """Do this once more where the connection turns out to be lost: it may long have been."""
        try:
            return work()
        except (DBAPIError, psycopg.Error):
            if self._driver is None or not self._driver.closed:
                raise
        self._drop()
        return work()

    def _once(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        connection = self._lent()
        connection.execution_options(housekeeper_begin=self._begin_statement(mode))
        try:
            connection.begin()
            answer = unit(connection)
        except BaseException:
            self._roll_back(connection)
            raise
        try:
            connection.commit()
        except DBAPIError as fault:
            if self._driver is None or not self._driver.closed or mode != "IMMEDIATE":
                raise
            self._drop()
            raise CommitUnknown from fault
        return answer

    def _roll_back(self, connection: Connection) -> None:
        # Whatever broke the connection is what the caller is told.
        with contextlib.suppress(DBAPIError, psycopg.Error):
            connection.rollback()

    def _begin_statement(self, mode: Mode) -> str | None:
        begin = _BEGIN.get(mode)
        if begin is None:
            return None
        words = [begin]
        if self.is_pooled:
            words += (f"SET LOCAL {name}={ms}" for name, ms in _TIMEOUTS.items())
        if mode == "IMMEDIATE":
            words.append(f"SELECT pg_advisory_xact_lock_shared({WRITERS_LOCK})")
        return "; ".join(words)


def is_pooled(driver: Driver) -> bool:
    """Whether a pooler stands between: then the session that answers is not the one asked."""
    row = driver.execute("SELECT pg_backend_pid()").fetchone()
    return row is None or row[0] != driver.info.backend_pid


def _begin(connection: Connection) -> None:
    """Begin as the unit's mode says; a listener of the dialect's engine."""
    words = connection.get_execution_options().get("housekeeper_begin")
    if words is not None:
        driver: Any = connection.connection.driver_connection
        # Without parameters several statements travel as one, in one round trip.
        try:
            driver.execute(words, prepare=False)
        except psycopg.Error:
            # SQLAlchemy knows of no transaction yet, and would leave the driver in this one.
            with contextlib.suppress(psycopg.Error):
                driver.rollback()
            raise
