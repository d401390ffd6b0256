"""The PostgreSQL engine: one database on a server, for many machines, behind `store.database`.

As on SQLite one connection reads and another writes, each on its own thread. Writing units of
several terminals run side by side here: each locks the rooms and other rows that it works on
(`store.row_locks`), and the hotel's counter of events is taken last.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection

from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.unit_of_work import Ear, StoreMark, StoreNews
from housekeeper.store.engine import Engine, Mode
from housekeeper.store.guest_keys.stay_key import MemoryKeys
from housekeeper.store.migrations import migrate
from housekeeper.store.migrations.added_columns import Progress
from housekeeper.store.postgresql.address import PostgresqlPlace
from housekeeper.store.postgresql.connection import (
    LOCK_TIMEOUT_MS,
    Driver,
    PostgresqlConnection,
)
from housekeeper.store.postgresql.faults import translating
from housekeeper.store.postgresql.listener import listening
from housekeeper.store.repositories.events import SqlEvents
from housekeeper.store.tables import metadata
from housekeeper.store.transfer.moved_away import refuse_moved

Answer = TypeVar("Answer")

_NEWS_LIMIT = 1000

_MARK = (
    "SELECT hotel.id, moved_to, (SELECT max(version) FROM schema_version), "
    "database_id, generation, last_seq, quiet_changes FROM hotel, database_mark WHERE slug = %s"
)
_SCHEMA_LOCK = 0x686F7573656B
"""Names the advisory lock under which one program at a time makes or migrates the schema."""

_FACTS = """
    SELECT pg_database_size(current_database())::text, current_setting('server_version'),
        current_user::text, current_setting('synchronous_commit'),
        current_setting('fsync'), current_setting('full_page_writes')
"""


class PostgresqlEngine(Engine):
    """The open connections to one database. Begin with `start`; end with `close`."""

    def __init__(
        self,
        place: PostgresqlPlace,
        migrations: Sequence[migrate.Migration],
        progress: Progress = migrate.tell_nobody,
    ) -> None:
        _give_conditions_to_indexes()
        self.location = str(place)
        self._place = place
        self._migrations = migrations
        self._progress = progress
        self._writer = PostgresqlConnection(place, "writes")
        self._reader = PostgresqlConnection(place, "reads")

    async def start(self) -> None:
        """Connect, and make or migrate the schema as needed; refused, all is as it was.

        Raises the `StoreError` family.
        """
        try:
            found = await self.run(
                lambda connection: migrate.version_of(connection, self.location), "DEFERRED"
            )
            if found != migrate.newest(self._migrations):
                await self.run(self._bring_up_to_date, "IMMEDIATE")
        except BaseException:
            await self.close()
            raise

    def _bring_up_to_date(self, connection: Connection) -> None:
        # All in one transaction: a program that waited here finds the work of the other done.
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {name} = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
        # No migration from before there were keys has ever run here.
        migrate.bring_up_to_date(
            connection, self.location, MemoryKeys(), self._migrations, self._progress
        )

    @property
    def file(self) -> None:
        """No file: what a purge frees is the server's."""

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole, on the writing connection unless it only reads."""
        connection = self._reader if mode == "DEFERRED" else self._writer
        with translating(self.location):
            return await connection.run(unit, mode)

    async def news(self, slug: str, after: StoreMark | None) -> StoreNews:
        """The cheap look: one statement, and the events only where there are new ones."""

        def read(row: Sequence[Any] | None) -> tuple[int, StoreMark]:
            if row is None:
                raise StoreUnavailable(f"The hotel {slug} is no longer in {self.location}.")
            refuse_moved(row[1])
            migrate.refuse_newer(row[2], migrate.newest(self._migrations), self.location)
            return row[0], StoreMark(*row[3:])

        def without_events(driver: Driver) -> StoreNews | None:
            _, mark = read(driver.execute(_MARK, (slug,)).fetchone())
            return None if after is not None and mark.is_ahead_of(after) else StoreNews(mark)

        def with_events(lent: Connection) -> StoreNews:
            # The mark is read again, so that it and the events are of one moment.
            hotel_id, mark = read(lent.exec_driver_sql(_MARK, (slug,)).first())
            known = 0 if after is None else after.last_seq
            return StoreNews(mark, tuple(SqlEvents(lent, hotel_id).after(known, _NEWS_LIMIT)))

        with translating(self.location):
            return await self._reader.read_unless(without_events, with_events)

    def listening(self, slug: str, hint: Callable[[], None]) -> AbstractAsyncContextManager[Ear]:
        """Hints of every commit in a hotel, by LISTEN on a connection of its own."""
        return listening(self._place, slug, hint)

    async def backup(self, path: Path) -> None:
        """Refused: a server's database is copied by the server's own tools."""
        raise StoreUnavailable(
            f"A PostgreSQL database is backed up with pg_dump, not into {path}: "
            "docs/postgresql.md has the commands."
        )

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the server: version, size, role, encryption, durability."""

        def look(driver: Driver) -> dict[str, str]:
            row = driver.execute(_FACTS).fetchone()
            assert row is not None  # noqa: S101 - a SELECT without FROM has one row
            size, version, user, commit, fsync, full_pages = row
            is_durable = (commit, fsync, full_pages) == ("on", "on", "on")
            return {
                "size_bytes": size,
                "postgresql": version,
                "psycopg": psycopg.__version__,
                "role": user,
                "encrypted": "yes" if driver.pgconn.ssl_in_use else "no",
                "pooled": "yes" if self._reader.is_pooled else "no",
                "durable": "yes" if is_durable else "no: the server may lose what it acknowledged",
            }

        with translating(self.location):
            return await self._reader.raw(look)


def _give_conditions_to_indexes() -> None:
    """An index is partial here where it is on SQLite, whose dialect alone `tables` tells of it."""
    for table in metadata.tables.values():
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
