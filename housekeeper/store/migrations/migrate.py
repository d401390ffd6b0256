"""The schema's version: making it, bringing it up to date, refusing what is newer.

Everything happens in one transaction that first reads the version again, so that programs
starting at once on one file do it once. A new database is made from `tables` as they are;
an older one takes the migrations between, after a copy was put beside it.

A migration is written in SQLAlchemy's words: nothing in it is SQLite's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

from sqlalchemy import Connection, LargeBinary, Text, func, insert, inspect, select

from housekeeper.core.errors import StoreUnusable
from housekeeper.store.columns import SealedWords
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import Progress
from housekeeper.store.repositories.erasures import ask as ask_for_erasure
from housekeeper.store.tables import database_mark, metadata, schema_version


def tell_nobody(done: int, total: int) -> None:
    """Progress that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What brings a database from the version before to this one, with the keys of its stays.

    `apply` is given the connection, the keys and, where it `is_long`, whom to tell how far it is.
    """

    version: int
    apply: Callable[..., None]
    is_long: bool = False


def _in_file(name: str) -> Callable[..., None]:
    """The migration in a file of this folder, which is imported where a database needs it."""

    def migrate(*given: Connection | StayKeys | Progress) -> None:
        import_module(f"{__package__}.{name}").migrate(*given)

    return migrate


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, _in_file("version_2_seal_guests_words")),
    Migration(3, _in_file("version_3_note_acts")),
    Migration(4, _in_file("version_4_move_hotels")),
    Migration(5, _in_file("version_5_look_for_expected_guests")),
    Migration(6, _in_file("version_6_hotel_events")),
    Migration(7, _in_file("version_7_count_guest_ids")),
    Migration(8, _in_file("version_8_uptime_of_wrong_pins")),
    Migration(9, _in_file("version_9_guests_waiting")),
    Migration(10, _in_file("version_10_small_events"), is_long=True),
    Migration(11, _in_file("version_11_quiet_changes")),
    Migration(12, _in_file("version_12_day_figures")),
)
"""All of them since version 1, in order; the last one's version is this program's."""

FIRST_VERSION = 1


def newest(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The schema version that this program works with."""
    return migrations[-1].version if migrations else FIRST_VERSION


def refuse_newer(found: int, wanted: int, location: str) -> None:
    """Raise `StoreUnusable` where a database has a newer schema than this program works with.

    Asked in every unit and look: another program may bring it up to date while this one runs.
    """
    if found > wanted:
        raise StoreUnusable(
            f"{location} was made by a newer housekeeper (schema {found}, this one knows "
            f"{wanted}); update this program."
        )


def version_of(connection: Connection, location: str) -> int:
    """The version of the schema in a database; 0 for an empty one.

    Raises `StoreUnusable` for a database that is another program's.
    """
    if connection.dialect.has_table(connection, schema_version.name):
        found = connection.scalar(select(func.max(schema_version.c.version)))
        if found:
            return int(found)
    if inspect(connection).get_table_names():
        raise StoreUnusable(f"{location} is the database of another program; it was left as it is.")
    return 0


def bring_up_to_date(
    connection: Connection,
    location: str,
    keys: StayKeys,
    migrations: Sequence[Migration] = MIGRATIONS,
    progress: Progress = tell_nobody,
) -> None:
    """Make or migrate the schema inside the caller's write transaction.

    `progress` is told how far a long migration is, in events. Raises `StoreUnusable` where the
    database is newer than this program.
    """
    found, wanted = version_of(connection, location), newest(migrations)
    refuse_newer(found, wanted, location)
    if found == 0:
        metadata.create_all(connection)
        _keep_no_statistics(connection)
        connection.execute(insert(database_mark).values(database_id=str(uuid4()), generation=1))
        _note_version(connection, wanted)
        return
    for migration in migrations:
        if migration.version > found:
            told = (progress,) if migration.is_long else ()
            migration.apply(connection, keys, *told)
            _note_version(connection, migration.version)
    if found < wanted:
        _keep_no_statistics(connection)
        # The migrations rewrote rows, and the copy that was made holds them as they were.
        ask_for_erasure(connection, datetime.now(UTC))
        _check_foreign_keys(connection, location)


def _note_version(connection: Connection, version: int) -> None:
    connection.execute(insert(schema_version).values(version=version, applied_at=datetime.now(UTC)))


def _keep_no_statistics(connection: Connection) -> None:
    """Keep what people wrote out of PostgreSQL's statistics, where samples of it would outlive it.

    Nothing is searched by these columns, so no plan is the worse for it.
    """
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        written = [
            column
            for column in table.c
            if isinstance(column.type, Text | LargeBinary | SealedWords)
        ]
        if written:
            words = ", ".join(f"ALTER COLUMN {one.name} SET STATISTICS 0" for one in written)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} {words}")


def _check_foreign_keys(connection: Connection, location: str) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreUnusable(
            f"{location} would not hold together after its update; nothing changed."
        )
