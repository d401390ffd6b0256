"""The face of the store: opening a database, and running units of work in it.

Which engine serves it is told by its URL; all of them keep the same promises. Every unit runs
whole, in one transaction and away from the event loop, whatever becomes of its caller.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

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
from housekeeper.store.compiled_statement import compile_all
from housekeeper.store.disk import discard
from housekeeper.store.engine import CommitUnknown, Engine, Mode
from housekeeper.store.guest_keys.key_file import keys_of
from housekeeper.store.guest_keys.key_keeper import KeyKeeper
from housekeeper.store.guest_keys.overwrite import keys_given
from housekeeper.store.guest_keys.sealed_words import KeyChanges, Words
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.location import Place, SqliteFile, locate
from housekeeper.store.migrations import migrate
from housekeeper.store.migrations.added_columns import Progress
from housekeeper.store.repositories.erasures import read_runs, read_state
from housekeeper.store.room_pins import RandomPins
from housekeeper.store.running_tasks import RunningTasks
from housekeeper.store.sqlite.engine import SqliteEngine
from housekeeper.store.sqlite.faults import translating
from housekeeper.store.transfer.moved_away import refuse_if_not_here
from housekeeper.store.unit_of_work import SqlUnit, add_hotel, open_unit, read_hotels

if TYPE_CHECKING:
    # Most commands keep no backup and rewrite no file.
    from housekeeper.store.guest_keys.report import KeyReport
    from housekeeper.store.sqlite.rewrite_file import FileEraser
    from housekeeper.store.transfer.backup import Contents

Answer = TypeVar("Answer")

_FIND_OUT_WITHIN_SECONDS = 15.0


class Database:
    """One open database. Make it with `open`; end it with `close`.

    `keys` are those that guests' words are sealed with, `known_schema` is the version of the
    schema that this program works with.
    """

    def __init__(self, engine: Engine, keys: StayKeys, pins: PinSource, known_schema: int) -> None:
        self.engine = engine
        self.keys = keys
        self.pins = pins
        self.known_schema = known_schema
        self.tasks = RunningTasks()
        self.key_keeper = KeyKeeper(engine, keys, self.tasks)

    @classmethod
    async def open(
        cls,
        target: str | Place,
        pins: PinSource | None = None,
        migrations: Sequence[migrate.Migration] = migrate.MIGRATIONS,
        keys: str | None = None,
        to_copy: bool = False,
        progress: Progress = migrate.tell_nobody,
    ) -> "Database":
        """Open the database at a path or URL, or at a place; it is made or migrated as needed.

        `keys` is the path of the key file, by default beside the database; on a server it may
        be the URL of the database that holds the keys, by default the same one. A database
        whose hotels were moved to another is opened only `to_copy`. `progress` is told, on
        another thread, how far it is brought up to date where that takes long. Raises the
        `StoreError` family with one sentence; then the database is as it was.
        """
        engine, stay_keys = await _start_engine(target, migrations, keys, progress)
        database = cls(engine, stay_keys, pins or RandomPins(), migrate.newest(migrations))
        if not to_copy:
            try:
                await database.begin()
            except BaseException:
                await database.close()
                raise
        return database

    async def begin(self) -> None:
        """See that the hotels are here, and do to the keys what was left undone."""

        def look(connection: Connection) -> bool:
            refuse_if_not_here(connection, self.location)
            return self.key_keeper.has_unfinished(connection)

        # In one hop, on the connection that is open already: the first board waits for it.
        if await self.engine.run(look, "NONE"):
            self.key_keeper.finish_unfinished()

    @property
    def location(self) -> str:
        """Where the database lies, for people."""
        return self.engine.location

    @property
    def file(self) -> Path | None:
        """The file whose freed bytes are for this program to overwrite, if there is one."""
        return self.engine.file

    def hotel(self, hotel: Hotel, clock: Clock) -> "HotelStore":
        """The store of one hotel of this database, with the clock that stamps its acts."""
        return HotelStore(self, hotel, clock)

    async def hotels(self) -> list[Hotel]:
        """Every hotel in the database, by slug."""
        return await self.run(read_hotels, "DEFERRED")

    async def create_hotel(self, hotel: Hotel) -> None:
        """Add a hotel; raises `Refused` where its slug is taken."""
        await self.run(partial(add_hotel, hotel=hotel), "IMMEDIATE")

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole, on the writing connection unless it only reads.

        A caller that is cancelled does not cancel the unit: it ends as it would have.
        """
        task = self.tasks.hold(asyncio.create_task(self.engine.run(unit, mode)))
        return await asyncio.shield(task)

    async def compile_statements(self) -> None:
        """Compile beforehand what acts ask, so that the first takes no longer than the next."""
        await compile_all(await self.run(lambda connection: connection.dialect, "DEFERRED"))

    async def settle(self) -> None:
        """Wait until every unit and what follows from it has ended: keys overwritten, too."""
        await self.tasks.settle()

    async def close(self) -> None:
        """Let running units end, then close; nothing that was begun is lost."""
        await self.tasks.settle()
        await self.engine.close()
        await asyncio.to_thread(self.keys.close)

    async def backup(self, path: Path) -> "Contents":
        """Write a consistent copy to a new file that its owner alone can read.

        The file gets its name once the copy is verified and on the disk; gives what it holds.
        Raises `StoreUnavailable` where that cannot be done; then no file is left.
        """
        from housekeeper.store.transfer import backup

        unfinished = await asyncio.to_thread(backup.begin, path)
        try:
            task = self.tasks.hold(asyncio.create_task(self.engine.backup(unfinished)))
            await asyncio.shield(task)
            return await asyncio.to_thread(backup.finish, unfinished, path)
        finally:
            await asyncio.to_thread(discard, unfinished)

    def eraser(self, clock: Clock) -> "FileEraser | None":
        """What rewrites the database's file after a purge, where it lies in one of its own."""
        from housekeeper.store.sqlite.rewrite_file import FileEraser

        return None if self.file is None else FileEraser(self.file, clock)

    async def erasure(self) -> ErasureState | None:
        """How far the rewriting of the file has come; None where there is no file."""
        file = self.file
        if file is None:
            return None
        with translating(self.location):
            size = file.stat().st_size
        return await self.run(partial(read_state, file_bytes=size), "DEFERRED")

    async def erasure_runs(self) -> list[ErasureRun]:
        """The finished rewrites of the file, in their order."""
        return await self.run(read_runs, "DEFERRED")

    async def key_report(self) -> "KeyReport":
        """How the keys stand to what is sealed."""
        from housekeeper.store.guest_keys.report import read_report

        return await self.run(partial(read_report, keys=self.keys), "DEFERRED")

    async def schema_version(self) -> int:
        """The version of the schema that the database has."""
        return await self.run(partial(migrate.version_of, location=self.location), "DEFERRED")

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the database: place, size, versions, what the engine is set to."""
        version = await self.schema_version()
        return {
            "database": self.location,
            "schema_version": f"{version} (this program knows {self.known_schema})",
            "sqlalchemy": sqlalchemy.__version__,
            "python": sys.version.split()[0],
            **await self.engine.facts(),
        }


async def _start_engine(
    target: str | Place,
    migrations: Sequence[migrate.Migration],
    keys: str | None,
    progress: Progress,
) -> tuple[Engine, StayKeys]:
    """The engine that serves the database at a path or URL, and the place of its keys."""
    place = locate(target) if isinstance(target, str) else target
    if isinstance(place, SqliteFile):
        stay_keys = keys_of(place, keys)
        file_engine = SqliteEngine(place, migrations, stay_keys, progress)
        await file_engine.start()
        return file_engine, stay_keys
    # psycopg is an extra: only who has a server has it.
    from housekeeper.store.postgresql.engine import PostgresqlEngine
    from housekeeper.store.postgresql.key_table import keys_of_server

    engine = PostgresqlEngine(place, migrations, progress)
    await engine.start()
    database_id, _ = await engine.run(keys_given, "DEFERRED")
    return engine, keys_of_server(place, database_id, keys)


@dataclass(frozen=True, slots=True)
class _UnitResult(Generic[Answer]):
    """What a unit of work came to: its answer, its events, and what it did to the keys."""

    answer: Answer
    events: Sequence[RoomEvent]
    key_changes: KeyChanges


@dataclass(frozen=True, slots=True)
class HotelStore:
    """One hotel of a database, as core and the screens know a store (`core.unit_of_work.Store`)."""

    database: Database
    hotel: Hotel
    clock: Clock

    async def read(self, unit: Unit[Answer]) -> Answer:  # noqa: D102 - see Store
        def read(connection: Connection) -> Answer:
            return unit(self._open(connection, is_writing=False))

        return await self.database.run(read, "DEFERRED")

    async def write(self, unit: Unit[Answer]) -> Answer:  # noqa: D102 - see Store
        task = self.database.tasks.hold(asyncio.create_task(self._write(unit)))
        # A caller that is cancelled does not cancel what it began.
        return await asyncio.shield(task)

    async def _write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit, and see to the keys after it.

        Where the connection breaks before the answer to its commit, the events of the unit tell
        whether it came through; a unit that did not is run again.
        """
        # An engine may run the unit more than once; the last one was committed.
        results: list[_UnitResult[Answer]] = []

        def whole(connection: Connection) -> None:
            work = self._open(connection, is_writing=True)
            try:
                answer = unit(work)
            except BaseException:
                work.words.destroy_created()
                raise
            results.append(_UnitResult(answer, work.own_events.appended, work.words.changes))

        while True:
            try:
                await self.database.engine.run(whole, "IMMEDIATE")
            except StoreError as fault:
                if results:
                    self.database.key_keeper.after_doubtful_commit(results[-1].key_changes)
                if not isinstance(fault, CommitUnknown):
                    raise
                if await self._came_through(results[-1].events):
                    return results[-1].answer
            else:
                self.database.key_keeper.after_commit(results[-1].key_changes)
                return results[-1].answer

    async def _came_through(self, events: Sequence[RoomEvent]) -> bool:
        """Whether these events were committed; raises `StoreUnavailable` where nobody can tell."""

        def look(connection: Connection) -> bool:
            work = self._open(connection, is_writing=True)
            # The broken unit may still be committing: it holds the counter until it has.
            work.own_events.hold_counter()
            return work.events.of_act_in_room(events[0].act_id, events[0].room_number) is not None

        tries = Backoff(0.2, 2.0)
        ends = time.monotonic() + _FIND_OUT_WITHIN_SECONDS
        while events and time.monotonic() < ends:
            try:
                return await self.database.engine.run(look, "IMMEDIATE")
            except StoreError:
                await asyncio.sleep(tries.next())
        raise StoreUnavailable(
            f"The connection to {self.database.location} broke while this was being saved: "
            "look whether it was done before you repeat it."
        )

    async def mark(self) -> StoreMark:
        """Which database it is, which generation, how far its events go."""
        return (await self.news(None)).mark

    async def news(self, after: StoreMark | None) -> StoreNews:  # noqa: D102 - see Store
        return await self.database.engine.news(self.hotel.slug, after)

    def listening(  # noqa: D102 - see Store
        self, hint: Callable[[], None]
    ) -> AbstractAsyncContextManager[Ear]:
        return self.database.engine.listening(self.hotel.slug, hint)

    def _open(self, connection: Connection, is_writing: bool) -> SqlUnit:
        database = self.database
        words = Words(connection, database.keys)
        return open_unit(
            connection,
            self.hotel,
            self.clock,
            database.pins,
            words,
            is_writing,
            database.known_schema,
        )
