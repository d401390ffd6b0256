"""Takes all hotels of one database into another, whole or not at all, and verifies the copy.

Each database is worked on by its own thread, in one transaction each; batches of rows pass
between them. The target is read back before it commits, and what it says is compared with what
the source gave. Where the hotels move, nobody writes to the source meanwhile, and three commits
in one order keep the hotels in one place at most: the target (which still waits, and is opened
by nobody), the mark in the source, the word to the target that it holds. Cut off before the
second, the source goes on as if nothing had been, and the next copy empties the target; cut
off after it, the same copy given once more says the last word.

The target has an id of its own, so no two databases are ever taken for one. The keys of
guests' words go along, and after a move those of the source are overwritten.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, Full, Queue
from threading import Event
from typing import Any

from sqlalchemy import Connection, Row, select, text, update

from housekeeper.core.errors import NotPossible, StoreError, StoreUnavailable
from housekeeper.store.database import Database
from housekeeper.store.engine import Mode
from housekeeper.store.guest_keys.carried_keys import read_carried_keys
from housekeeper.store.repositories.events import tell_every_hotel
from housekeeper.store.row_locks import WRITERS_LOCK
from housekeeper.store.tables import database_mark
from housekeeper.store.transfer.moved_away import refuse_moved
from housekeeper.store.transfer.rows import (
    COPIED,
    GUEST_IDS_PASSED_OVER,
    Rows,
    Tally,
    delete_all_rows,
    first_table_with_rows,
    read_counters,
    read_rows,
    set_counters,
    write_rows,
)

Progress = Callable[[str, int], None]
"""Told a table and how many of its rows are read; called on another thread."""

_WAKE_SECONDS = 0.2


class _OtherSideEnded(StoreError):
    """Leaves this side's transaction; why is the other side's to say."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows of the table that is being passed."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of each table were copied, and the digest that both sides have of them."""

    tables: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """Rows in all."""
        return sum(count for count, _ in self.tables.values())


class _Passage:
    """What the side that reads passes to the side that writes, until one of them ends."""

    def __init__(self) -> None:
        self._passing: Queue[Any] = Queue(4)
        self._is_broken = Event()
        self._is_committed = Event()
        self._begun: set[str] = set()

    def begin(self, side: str) -> None:
        """Begin one side, once: what has passed does not come again when a unit is run again."""
        if side in self._begun:
            raise StoreUnavailable("The copy was interrupted; nothing was copied. Try it again.")
        self._begun.add(side)

    def put(self, passed: object) -> None:
        """Pass something on."""
        while not self._is_broken.is_set():
            try:
                return self._passing.put(passed, timeout=_WAKE_SECONDS)
            except Full:
                continue
        raise _OtherSideEnded

    def get(self) -> Any:
        """What was passed next."""
        while not self._is_broken.is_set():
            try:
                return self._passing.get(timeout=_WAKE_SECONDS)
            except Empty:
                continue
        raise _OtherSideEnded

    def broken(self) -> None:
        """Let both sides leave what they do."""
        self._is_broken.set()

    def committed(self) -> None:
        """Say that everything that was passed is safe."""
        self._is_committed.set()

    def wait_for_commit(self) -> None:
        """Wait until it is."""
        while not self._is_committed.wait(_WAKE_SECONDS):
            if self._is_broken.is_set():
                raise _OtherSideEnded


async def copy_hotels(
    source: Database,
    target: Database,
    moving_to: str | None,
    at: datetime,
    progress: Progress,
) -> Copied:
    """Copy every hotel of one open database into another, empty one.

    `moving_to` is how the target is named to those who come to the source from now on; with
    None the source goes on. `at` is the moment of it. Raises `NotPossible` where the target is
    not empty, and the `StoreError` family; then the target is empty and the source as it was.
    """
    giver = _Giver(source, moving_to, at, progress)
    passage = giver.passage
    mode: Mode = "DEFERRED" if moving_to is None else "IMMEDIATE"
    giving = asyncio.ensure_future(source.run(giver.give, mode))
    taking = asyncio.ensure_future(target.run(_Taker(target, passage).take, "IMMEDIATE"))

    def taken(ended: "asyncio.Future[None]") -> None:
        if ended.cancelled() or ended.exception() is not None:
            passage.broken()
        else:
            passage.committed()

    try:
        taking.add_done_callback(taken)
        giving.add_done_callback(lambda _: passage.broken())
        await asyncio.wait({giving, taking})
    finally:
        passage.broken()
    _raise_cause([giving, taking])
    await _arrive(target)
    if moving_to is not None:
        await _give_up_keys(source)
    return giving.result()


class _Giver:
    """The side that reads: what it passes on, in its order, and what it says of it at its end."""

    def __init__(
        self, source: Database, moving_to: str | None, at: datetime, progress: Progress
    ) -> None:
        self._source = source
        self._moving_to = moving_to
        self._at = at
        self._progress = progress
        self.passage = _Passage()

    def give(self, connection: Connection) -> Copied:
        """Pass the mark, the counters and the keys on, then every table; wait for the commit."""
        passage = self.passage
        passage.begin("source")
        _without_time_limits(connection)
        if self._moving_to is not None:
            _keep_writers_out(connection)
        mark = read_mark(connection)
        refuse_moved(mark.moved_to)
        keys = read_carried_keys(connection, self._source.keys)
        passage.put((mark, read_counters(connection), keys))
        passed_over = GUEST_IDS_PASSED_OVER if self._moving_to is None else 0
        passage.put(mark.last_guest_id + passed_over)
        tallies = {}
        for table in COPIED:
            tally = Tally()
            for rows in read_rows(connection, table):
                tally.add(rows)
                passage.put(_Batch(rows))
                self._progress(table.name, tally.count)
            tallies[table.name] = tally.result
            passage.put(tally.result)
        passage.wait_for_commit()
        if self._moving_to is not None:
            moved = update(database_mark).values(moved_to=self._moving_to, moved_at=self._at)
            connection.execute(moved)
            tell_every_hotel(connection)
        return Copied(tallies)


class _Taker:
    """The side that writes: takes what is passed, and reads it back."""

    def __init__(self, target: Database, passage: "_Passage") -> None:
        self._target = target
        self._passage = passage

    def take(self, connection: Connection) -> None:
        """Write everything, verify it, and keep the keys; the caller's transaction commits."""
        passage = self._passage
        passage.begin("target")
        _without_time_limits(connection)
        _keep_writers_out(connection)
        _make_empty(connection, self._target.location)
        mark, counters, keys = passage.get()
        last_guest_id = passage.get()
        expected = {}
        for table in COPIED:
            while isinstance(passed := passage.get(), _Batch):
                write_rows(connection, table, passed.rows)
            expected[table.name] = passed
        set_counters(connection, counters)
        connection.execute(update(database_mark).values(**_taken_over(mark, last_guest_id)))
        _verify(connection, expected)
        if mark.key_count:
            # Kept before the commit: words without their keys would be lost words.
            own = read_mark(connection).database_id
            self._target.keys.take_over(own, keys.first, mark.key_count, keys.live)


def read_mark(connection: Connection) -> Row[Any]:
    """What a database says of itself."""
    return connection.execute(select(database_mark)).one()


async def _arrive(target: Database) -> None:
    """Let a target that has everything be opened from now on."""
    await target.run(
        lambda connection: connection.execute(update(database_mark).values(arriving_from=None)),
        "IMMEDIATE",
    )


async def finish(source: Database, target: Database) -> bool:
    """Say the last word of a copy that was cut off before it; False where there is none."""
    left = await source.run(read_mark, "DEFERRED")
    come = await target.run(read_mark, "DEFERRED")
    if left.moved_to is None or come.arriving_from != left.database_id:
        return False
    await _arrive(target)
    await _give_up_keys(source)
    return True


async def _give_up_keys(source: Database) -> None:
    """Overwrite the keys that moved: what lies in the source of guests can be read no more."""
    await asyncio.to_thread(lambda: source.keys.destroy(source.keys.live()))


def _raise_cause(sides: list["asyncio.Future[Any]"]) -> None:
    faults = [fault for side in sides if (fault := side.exception()) is not None]
    for fault in faults:
        if not isinstance(fault, _OtherSideEnded):
            raise fault
    if faults:
        raise faults[0]


def _keep_writers_out(connection: Connection) -> None:
    """Wait for those who write just now, and let nobody write until this transaction ends.

    SQLite has one writer at a time, and this is it.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"))


def _without_time_limits(connection: Connection) -> None:
    """Let this transaction take as long as the other side needs."""
    if connection.dialect.name != "sqlite":
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {name} = 0"))


def _make_empty(connection: Connection, location: str) -> None:
    if read_mark(connection).arriving_from is not None:
        delete_all_rows(connection)
    elif first_table_with_rows(connection) is not None:
        raise NotPossible(
            f"{location} is not empty and was left as it is; copy into a new file, or into an "
            "empty database."
        )


def _taken_over(mark: Row[Any], last_guest_id: int) -> dict[str, Any]:
    """What the target's mark has from the source's.

    Words that were deleted in the source never were in the target, so there is nothing to
    be rewritten in it.
    """
    return {
        "arriving_from": mark.database_id,
        "key_count": mark.key_count,
        "last_guest_id": last_guest_id,
        "cli_pin": mark.cli_pin,
        "erasure_asked": mark.erasure_asked,
        "erasure_asked_at": mark.erasure_asked_at,
        "erasure_done": mark.erasure_asked,
    }


def _verify(connection: Connection, expected: dict[str, tuple[int, str]]) -> None:
    """Read everything back; raise `StoreUnavailable` where it is not what was given."""
    for table in COPIED:
        tally = Tally()
        for rows in read_rows(connection, table):
            tally.add(rows)
        if tally.result != expected[table.name]:
            raise StoreUnavailable(
                f"The rows of {table.name} came back other than they were written; "
                "nothing was copied."
            )
