"""The face of the store: opening a database, and running units of work in it.

Which engine serves it is told by its URL; all of them keep the same promises. Every unit runs
whole, in one transaction and away from the event loop, whatever becomes of its caller.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection

from housekeeper.core.backoff import Backoff
from housekeeper.core.clock import Clock
from housekeeper.core.erasure import ErasureRun, ErasureState
from housekeeper.core.errors import StoreError, StoreUnavailable
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.repository import PinSource
from housekeeper.core.unit_of_work import Ear, StoreMark, StoreNews, Unit
from housekeeper.store.disk import discard
from housekeeper.store.engine import Answer, CommitUnknown, Engine, Mode
from housekeeper.store.guest_keys import overwrite
from housekeeper.store.guest_keys.key_file import keys_of
from housekeeper.store.guest_keys.report import KeyReport, read_report
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.location import SqliteFile, locate
from housekeeper.store.migrations import migrate
from housekeeper.store.repositories.erasures import read_runs, read_state
from housekeeper.store.room_pins import RandomPins
from housekeeper.store.sqlite.engine import SqliteEngine
from housekeeper.store.sqlite.faults import translating
from housekeeper.store.sqlite.rewrite_file import FileEraser
from housekeeper.store.transfer import backup
from housekeeper.store.transfer.backup import Contents
from housekeeper.store.transfer.moved_away import refuse_if_not_here
from housekeeper.store.unit_of_work import add_hotel, open_unit, read_hotels

_SCREEN_FIRST_SECONDS = 0.1
"""A checkout is painted, and another begun, before its key is overwritten."""

_FIND_OUT_WITHIN_SECONDS = 15.0


class Database:
    """One open database. Make it with `open`; end it with `close`."""

    def __init__(
        self, engine: Engine, pins: PinSource, steps: Sequence[migrate.Step], keys: StayKeys
    ) -> None:
        self._engine = engine
        self._pins = pins
        self._steps = steps
        self._keys = keys
        self._has_new_marks = False
        self._settling = asyncio.Event()
        self._is_overwriting = False
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def open(
        cls,
        target: str,
        pins: PinSource | None = None,
        steps: Sequence[migrate.Step] = migrate.STEPS,
        keys: str | None = None,
        to_copy: bool = False,
    ) -> "Database":
        """Open the database at a path or URL, making or migrating it as needed.

        `keys` is the path of the key file, by default beside the database; on a server it may
        be the URL of the database that holds the keys, by default the same one. A database
        whose hotels were moved to another is opened only `to_copy`. Raises the `StoreError`
        family with one sentence; then the database is as it was.
        """
        place = locate(target)
        if isinstance(place, SqliteFile):
            stay_keys = keys_of(place, keys)
            engine: Engine = SqliteEngine(place, steps, stay_keys)
            await engine.start()
        else:
            # Only for who uses it: the driver is an extra.
            from housekeeper.store.postgresql.engine import PostgresqlEngine
            from housekeeper.store.postgresql.key_table import keys_of_server

            engine = PostgresqlEngine(place, steps)
            await engine.start()
            database_id, _ = await engine.run(overwrite.keys_given, "DEFERRED")
            stay_keys = keys_of_server(place, database_id, keys)
        database = cls(engine, pins or RandomPins(), steps, stay_keys)
        if not to_copy:
            try:
                await database._begin()
            except BaseException:
                await database.close()
                raise
        return database

    async def _begin(self) -> None:
        """See that the hotels are here, and do to the keys what was left undone."""

        def look(connection: Connection) -> bool:
            refuse_if_not_here(connection, self.location)
            return overwrite.is_unfinished(connection, self._keys)

        # In one hop, on the connection that is open already: the first board waits for it.
        if await self._engine.run(look, "NONE"):
            self._hold(self._finish_keys())

    @property
    def location(self) -> str:
        """Where the database lies, for people."""
        return self._engine.location

    @property
    def keys(self) -> StayKeys:
        """The keys that guests' words are sealed with."""
        return self._keys

    async def key_report(self) -> KeyReport:
        """How the keys stand to what is sealed."""
        return await self.run(partial(read_report, keys=self._keys), "DEFERRED")

    @property
    def file(self) -> Path | None:
        """The file whose freed bytes are for this program to overwrite, if there is one."""
        return self._engine.file

    async def schema_version(self) -> int:
        """The version of the schema that the database has."""
        return await self.run(
            lambda connection: migrate.version_of(connection, self.location), "DEFERRED"
        )

    def eraser(self, clock: Clock) -> FileEraser | None:
        """What rewrites the database's file after a purge, where it lies in one of its own."""
        return None if self.file is None else FileEraser(self.file, clock)

    async def erasure(self) -> ErasureState | None:
        """How far the rewriting of the file has come; None where there is no file."""
        file = self.file
        if file is None:
            return None
        with translating(self.location):
            size = file.stat().st_size
        return await self.run(lambda connection: read_state(connection, size), "DEFERRED")

    async def erasure_runs(self) -> list[ErasureRun]:
        """The finished rewrites of the file, in their order."""
        return await self.run(read_runs, "DEFERRED")

    def hotel(self, hotel: Hotel, clock: Clock) -> "HotelStore":
        """The store of one hotel of this database, with the clock that stamps its acts."""
        return HotelStore(self, hotel, clock)

    async def hotels(self) -> list[Hotel]:
        """Every hotel in the database, by slug."""
        return await self.run(read_hotels, "DEFERRED")

    async def create_hotel(self, hotel: Hotel) -> None:
        """Add a hotel; raises `Refused` where its slug is taken."""
        await self.run(lambda connection: add_hotel(connection, hotel), "IMMEDIATE")

    async def settle(self) -> None:
        """Wait until every unit and what follows from it has ended: keys overwritten, too."""
        self._settling.set()
        try:
            while self._running:
                await asyncio.wait(set(self._running))
        finally:
            self._settling.clear()

    async def close(self) -> None:
        """Let running units end, then close; nothing that was begun is lost."""
        await self.settle()
        await self._engine.close()
        await asyncio.to_thread(self._keys.close)

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole, on the writing connection unless it only reads.

        A caller that is cancelled does not cancel the unit: it ends as it would have.
        """
        return await self._whole(self._engine.run(unit, mode))

    async def _whole(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return await asyncio.shield(self._hold(work))

    def _hold(self, work: Coroutine[Any, Any, Answer]) -> "asyncio.Task[Answer]":
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            # Looked at, so that a unit whose caller went away does not end in a warning.
            task.exception()

    async def write(self, unit: Callable[[Connection, Words], Answer]) -> Answer:
        """Run a unit that may write a guest's words, and see after the commit to its keys."""
        return await self._whole(self._written(unit))

    async def _written(self, unit: Callable[[Connection, Words], Answer]) -> Answer:
        used: list[Words] = []

        def with_words(connection: Connection) -> Answer:
            used.append(Words(connection, self._keys))
            return unit(connection, used[-1])

        try:
            answer = await self._engine.run(with_words, "IMMEDIATE")
        except BaseException:
            # Whatever the commit came to: what follows goes by what the database says then.
            if any(words.created for words in used):
                self._hold(self._destroy_leftover())
            if any(words.marks_keys for words in used):
                self.overwrite_marked_keys()
            raise
        # An engine may have run the unit more than once; the last one was committed.
        if used[-1].marks_keys:
            self.overwrite_marked_keys()
        if used[-1].created:
            note = partial(overwrite.note_committed, keys=self._keys)
            self._hold(self._engine.run(note, "DEFERRED"))
        return answer

    def overwrite_marked_keys(self) -> None:
        """Overwrite the keys of guests who left, in a task that `close` waits for."""
        self._has_new_marks = True
        if not self._is_overwriting:
            self._is_overwriting = True
            self._hold(self._overwrite_marked_keys())

    async def _overwrite_marked_keys(self) -> None:
        try:
            while self._has_new_marks:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._settling.wait(), _SCREEN_FIRST_SECONDS)
                self._has_new_marks = False
                numbers = await self._engine.run(overwrite.marked, "DEFERRED")
                if numbers:
                    await asyncio.to_thread(self._keys.destroy, numbers)
                    take = partial(overwrite.take_marks, numbers=numbers)
                    await self._engine.run(take, "IMMEDIATE")
        finally:
            # What could not be done is done after the next checkout or at the next start.
            self._is_overwriting = False

    async def _destroy_leftover(self) -> None:
        await self._engine.run(partial(overwrite.destroy_leftover, keys=self._keys), "IMMEDIATE")

    async def _finish_keys(self) -> None:
        await self._destroy_leftover()
        self.overwrite_marked_keys()

    async def news(self, slug: str, after: StoreMark | None) -> StoreNews:
        """The cheap look at one hotel.

        `after` is what the caller knows of the hotel. Raises `StoreUnavailable` while the
        database cannot be read.
        """
        return await self._engine.news(slug, after)

    def listening(self, slug: str, hint: Callable[[], None]) -> AbstractAsyncContextManager[Ear]:
        """Have `hint` called when something was committed in a hotel, where the engine tells."""
        return self._engine.listening(slug, hint)

    async def backup(self, path: Path) -> Contents:
        """Write a consistent copy to a new file that its owner alone can read.

        The file gets its name once the copy is verified and on the disk; gives what it holds.
        Raises `StoreUnavailable` where that cannot be done; then no file is left.
        """
        unfinished = await asyncio.to_thread(backup.begin, path)
        try:
            await self._whole(self._engine.backup(unfinished))
            return await asyncio.to_thread(backup.finish, unfinished, path)
        finally:
            await asyncio.to_thread(discard, unfinished)

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the database: place, size, versions, what the engine is set to."""
        version = await self.schema_version()
        return {
            "database": self.location,
            "schema_version": f"{version} (this program knows {migrate.newest(self._steps)})",
            "sqlalchemy": sqlalchemy.__version__,
            "python": sys.version.split()[0],
            **await self._engine.facts(),
        }


@dataclass(frozen=True, slots=True)
class HotelStore:
    """One hotel of a database, as core and the screens know a store (`core.unit_of_work.Store`)."""

    database: Database
    hotel: Hotel
    clock: Clock

    async def read(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that only reads; it sees one moment of the database."""
        return await self.database.run(
            lambda connection: unit(
                self._unit(connection, Words(connection, self.database._keys), is_writing=False)
            ),
            "DEFERRED",
        )

    async def write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that writes, and give its answer once it is safely committed.

        Where the connection breaks before the answer to its commit, the events of the unit tell
        whether it came through; a unit that did not is run again.
        """
        appended: list[RoomEvent] = []

        def whole(connection: Connection, words: Words) -> Answer:
            nonlocal appended
            work = self._unit(connection, words, is_writing=True)
            appended = work.events.appended
            return unit(work)

        while True:
            try:
                return await self.database.write(whole)
            except CommitUnknown as fault:
                if await self._came_through(appended):
                    answer: Answer = fault.answer  # type: ignore[assignment]
                    return answer

    async def _came_through(self, events: Sequence[RoomEvent]) -> bool:
        """Whether these events were committed; raises `StoreUnavailable` where nobody can tell."""

        def look(connection: Connection, words: Words) -> bool:
            work = self._unit(connection, words, is_writing=True)
            # The broken unit may still be committing: it holds the counter until it has.
            work.events.hold_counter()
            return bool(work.events.by_ids([events[0].event_id]))

        tries = Backoff(0.2, 2.0)
        ends = time.monotonic() + _FIND_OUT_WITHIN_SECONDS
        while events and time.monotonic() < ends:
            try:
                return await self.database.write(look)
            except StoreError:
                await asyncio.sleep(tries.next())
        raise StoreUnavailable(
            f"The connection to {self.database.location} broke while this was being saved: "
            "look whether it was done before you repeat it."
        )

    async def mark(self) -> StoreMark:
        """Which database it is, which generation, how far its events go."""
        return (await self.news(None)).mark

    async def news(self, after: StoreMark | None) -> StoreNews:
        """The cheap look: the mark, and the events after a mark that is known (at most 1,000)."""
        return await self.database.news(self.hotel.slug, after)

    def listening(self, hint: Callable[[], None]) -> AbstractAsyncContextManager[Ear]:
        """Have `hint` called when something was committed, where the engine tells of it."""
        return self.database.listening(self.hotel.slug, hint)

    def _unit(self, connection: Connection, words: Words, is_writing: bool) -> Any:
        pins = self.database._pins
        known = migrate.newest(self.database._steps)
        return open_unit(connection, self.hotel, self.clock, pins, words, is_writing, known)
