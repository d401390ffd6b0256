"""The keys of stays in a table: where terminals are many, no local file can hold them.

The table lies in a schema of its own, in the database of the hotels or in another that
`keys` names. Keys are made and deleted in transactions of their own, so a key is committed
before the first word under it is.

A deleted row stays in PostgreSQL's pages until the table is rewritten. So after deleting, the
table, which holds the keys of present and coming guests alone, is rewritten: emptied by
TRUNCATE, which gives it a new file, and filled again. VACUUM FULL would not do: it carries
along what any open transaction could still see. The server's write-ahead log keeps a key until
its segment is used again: see SECURITY.md.
"""

import contextlib
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from housekeeper.core.errors import KeysMissing, StoreUnusable
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.guest_keys.stay_key import KeyFacts, NoKey, StayKey, StayKeys, new_keys
from housekeeper.store.location import locate
from housekeeper.store.postgresql.address import WATCH_TERMINAL, PostgresqlPlace
from housekeeper.store.postgresql.faults import translated

Answer = TypeVar("Answer")
Driver = psycopg.Connection[Any]

SCHEMA = "housekeeper_keys"

_MAKE = """
    SELECT pg_advisory_xact_lock(1801812339);
    DO $$ BEGIN
        -- IF NOT EXISTS would ask for the right to make schemas, also where there is this one.
        IF to_regnamespace('housekeeper_keys') IS NULL THEN CREATE SCHEMA housekeeper_keys; END IF;
    END $$;
    CREATE TABLE IF NOT EXISTS housekeeper_keys.place (
        database_id text PRIMARY KEY,
        first bigint NOT NULL,
        last bigint NOT NULL,
        committed bigint NOT NULL,
        has_deleted boolean NOT NULL DEFAULT false,
        rewritten_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS housekeeper_keys.stay_key (
        database_id text NOT NULL,
        number bigint NOT NULL,
        key_id bytea NOT NULL,
        secret bytea NOT NULL,
        PRIMARY KEY (database_id, number)
    );
    ALTER TABLE housekeeper_keys.stay_key ALTER COLUMN key_id SET STATISTICS 0,
        ALTER COLUMN secret SET STATISTICS 0;
"""
_ADD_PLACE = """
    INSERT INTO housekeeper_keys.place (database_id, first, last, committed) VALUES (%s, %s, %s, %s)
    ON CONFLICT (database_id) DO NOTHING
"""
_HOLD_PLACE = "SELECT last FROM housekeeper_keys.place WHERE database_id = %s FOR UPDATE"
_MOVE_ON = """
    UPDATE housekeeper_keys.place SET last = last + %s, committed = greatest(committed, %s)
    WHERE database_id = %s
"""
_ADD_KEY = """
    INSERT INTO housekeeper_keys.stay_key (database_id, number, key_id, secret)
    VALUES (%s, %s, %s, %s)
"""
_READ = """
    SELECT first, last, number, key_id, secret
    FROM housekeeper_keys.place LEFT JOIN housekeeper_keys.stay_key
        ON stay_key.database_id = place.database_id AND number = ANY(%s)
    WHERE place.database_id = %s
"""
_DELETE = "DELETE FROM housekeeper_keys.stay_key WHERE database_id = %s AND number = ANY(%s)"
_NOTE_DELETED = "UPDATE housekeeper_keys.place SET has_deleted = true WHERE database_id = %s"
_LIVE = "SELECT number FROM housekeeper_keys.stay_key WHERE database_id = %s AND number > %s"
_PLACE = "SELECT first, last, committed FROM housekeeper_keys.place WHERE database_id = %s"
_NOTE = "UPDATE housekeeper_keys.place SET committed = %s WHERE database_id = %s AND committed < %s"
_MAY_REWRITE = """
    SELECT pg_relation_size('housekeeper_keys.stay_key') < 8388608
        OR rewritten_at < now() - interval '1 minute'
    FROM housekeeper_keys.place WHERE database_id = %s AND has_deleted
"""
_ALL = "SELECT database_id, number, key_id, secret FROM housekeeper_keys.stay_key"
_PUT_BACK = "COPY housekeeper_keys.stay_key (database_id, number, key_id, secret) FROM STDIN"
_REWRITTEN = "UPDATE housekeeper_keys.place SET has_deleted = false, rewritten_at = now()"

_ANEW = "begin anew with 'housekeeper keys new', which gives up the guests' words that were sealed"


class PostgresqlKeys(StayKeys):
    """The keys of one database of hotels in a table (see `StayKeys`)."""

    def __init__(self, place: PostgresqlPlace, database_id: str) -> None:
        self._place = place
        self._database_id = database_id
        self._one_at_a_time = threading.Lock()
        self._driver: Driver | None = None

    def read(self, numbers: Collection[int]) -> dict[int, StayKey | NoKey]:
        try:
            rows = self._run(
                lambda driver: driver.execute(_READ, (list(numbers), self._database_id)).fetchall()
            )
        except psycopg.Error:
            rows = []
        if not rows:
            return dict.fromkeys(numbers, NoKey.MISSING)
        first, last = rows[0][:2]
        live = {row[2]: StayKey(*row[2:]) for row in rows if row[2] is not None}
        return {number: live.get(number) or _why_none(number, first, last) for number in numbers}

    def create(self, database_id: str, known: int, count: int) -> list[StayKey]:
        """Make so many keys, committed when this returns (see `StayKeys`)."""

        def make(driver: Driver) -> list[StayKey]:
            with driver.transaction():
                if known == 0:
                    driver.execute(_MAKE)
                    driver.execute(_ADD_PLACE, (database_id, 1, 0, 0))
                row = driver.execute(_HOLD_PLACE, (database_id,)).fetchone()
                if row is None:
                    raise self._missing("are not there")
                last: int = row[0]
                if last < known:
                    raise self._missing(f"lack the last {known - last} (an older copy)")
                made = new_keys(range(last + 1, last + 1 + count))
                driver.cursor().executemany(
                    _ADD_KEY, [(database_id, key.number, key.key_id, key.secret) for key in made]
                )
                driver.execute(_MOVE_ON, (count, known, database_id))
                return made

        try:
            return self._run(make)
        except psycopg.Error as fault:
            raise self._unusable(fault) from fault

    def destroy(self, numbers: Collection[int]) -> None:
        """Delete these keys, and rewrite the table without them (see `StayKeys`).

        A table that has grown beyond 8 MiB is rewritten once a minute at the most; what is put
        off so is done with the next keys that are deleted, or at the next start of a program.
        """

        def delete(driver: Driver) -> None:
            with driver.transaction():
                driver.execute(_DELETE, (self._database_id, list(numbers)))
                driver.execute(_NOTE_DELETED, (self._database_id,))
            self._rewrite(driver)

        try:
            self._run(delete)
        except psycopg.Error as fault:
            raise self._unusable(fault) from fault

    def _rewrite(self, driver: Driver) -> None:
        row = driver.execute(_MAY_REWRITE, (self._database_id,)).fetchone()
        if row is None or not row[0]:
            return
        with driver.transaction():
            driver.execute("LOCK TABLE housekeeper_keys.stay_key IN ACCESS EXCLUSIVE MODE")
            keys = driver.execute(_ALL).fetchall()
            driver.execute("TRUNCATE housekeeper_keys.stay_key")
            with driver.cursor().copy(_PUT_BACK) as copy:
                for row in keys:
                    copy.write_row(row)
            driver.execute(_REWRITTEN)

    def live(self) -> set[int]:
        """The numbers of all keys; none where they cannot be read."""
        return self._live_after(-1)

    def leftover(self, known: int) -> set[int]:
        """Keys beyond those the database knows, where it is not older than the keys.

        Called at each start: what a rewrite was put off for is done here too.
        """
        with contextlib.suppress(psycopg.Error):
            self._run(self._rewrite)
        place = self._of_place()
        if place is None or place[1] <= known or place[2] > known:
            return set()
        return self._live_after(known)

    def note_committed(self, known: int) -> None:
        """Keep how far the database has come; where it cannot be written, the next one does."""
        with contextlib.suppress(psycopg.Error):
            self._run(lambda driver: driver.execute(_NOTE, (known, self._database_id, known)))

    def begin_anew(self, database_id: str, known: int) -> None:
        """Give up all keys of this database, and begin an empty place after this number."""

        def anew(driver: Driver) -> None:
            with driver.transaction():
                driver.execute(_MAKE)
                driver.execute(
                    "DELETE FROM housekeeper_keys.stay_key WHERE database_id = %s", [database_id]
                )
                driver.execute(
                    "DELETE FROM housekeeper_keys.place WHERE database_id = %s", [database_id]
                )
                driver.execute(_ADD_PLACE, (database_id, known + 1, known, known))
                driver.execute(_NOTE_DELETED, (database_id,))
            self._rewrite(driver)

        try:
            self._run(anew)
        except psycopg.Error as fault:
            raise self._unusable(fault) from fault

    def take_over(self, database_id: str, first: int, known: int, keys: Iterable[StayKey]) -> None:
        """Begin with the keys of another database (see `StayKeys`)."""
        self.begin_anew(database_id, first - 1)

        def add(driver: Driver) -> None:
            with driver.transaction(), driver.cursor() as cursor:
                cursor.executemany(
                    _ADD_KEY, [(database_id, key.number, key.key_id, key.secret) for key in keys]
                )
                driver.execute(_MOVE_ON, (known + 1 - first, first - 1, database_id))

        try:
            self._run(add)
        except psycopg.Error as fault:
            raise self._unusable(fault) from fault

    def facts(self, database_id: str, known: int) -> KeyFacts:
        where = f"{SCHEMA} in {self._place}"
        try:
            found = self._run(self._of_driver)
            if found is None:
                trouble = str(self._missing("are not there")) if known else None
                return KeyFacts(where, 0, 0, 0, trouble)
            first, last, _ = found
            live = len(self.live())
            trouble = None
            if last < known:
                trouble = str(self._missing(f"lack the last {known - last} (an older copy)"))
            del database_id
            return KeyFacts(where, live, last - first + 1 - live, 0, trouble)
        except psycopg.Error as fault:
            return KeyFacts(where, 0, 0, 0, str(self._unusable(fault)))

    def _live_after(self, known: int) -> set[int]:
        try:
            rows = self._run(
                lambda driver: driver.execute(_LIVE, (self._database_id, known)).fetchall()
            )
        except psycopg.Error:
            return set()
        return {row[0] for row in rows}

    def _of_place(self) -> tuple[int, int, int] | None:
        try:
            return self._run(self._of_driver)
        except psycopg.Error:
            return None

    def _of_driver(self, driver: Driver) -> tuple[int, int, int] | None:
        """First and last number, and how far the database had come; None where none were made."""
        try:
            row = driver.execute(_PLACE, (self._database_id,)).fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            return None
        return None if row is None else (row[0], row[1], row[2])

    def _run(self, work: Callable[[Driver], Answer]) -> Answer:
        """Do this on the connection; once more on a new one where it turns out to be lost."""
        with self._one_at_a_time:
            try:
                return work(self._connected())
            except psycopg.Error:
                if self._driver is None or not self._driver.closed:
                    raise
                self._driver = None
            return work(self._connected())

    def _connected(self) -> Driver:
        if self._driver is None:
            self._driver = driver = self._place.connect("keys")
            driver.prepare_threshold = None
            driver.execute(
                f"{WATCH_TERMINAL}; SET synchronous_commit = on; SET lock_timeout = 10000"
            )
        return self._driver

    def close(self) -> None:
        """Close the connection; a later call opens another."""
        with self._one_at_a_time:
            driver, self._driver = self._driver, None
            if driver is not None:
                driver.close()

    def _missing(self, how: str) -> KeysMissing:
        return KeysMissing(
            f"The keys in {SCHEMA} of {self._place} {how}: put them back from their backup, or "
            f"{_ANEW}."
        )

    def _unusable(self, fault: psycopg.Error) -> KeysMissing:
        if isinstance(fault, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
            return self._missing("are not there")
        return KeysMissing(str(translated(fault, str(self._place))))


def keys_of_server(place: PostgresqlPlace, database_id: str, target: str | None) -> StayKeys:
    """The keys of a server's database: in itself, in another one, or in a file, as the target says.

    A file serves where one machine alone works with the database. Raises `StoreUnusable` for
    a URL that cannot be read.
    """
    if target is None:
        return PostgresqlKeys(place, database_id)
    if "://" not in target:
        return KeyFile(Path(target).expanduser())
    found = locate(target)
    if isinstance(found, PostgresqlPlace):
        return PostgresqlKeys(found, database_id)
    raise StoreUnusable("Give --keys the path of a file, or postgresql://user@host/name.")


def _why_none(number: int, first: int, last: int) -> NoKey:
    if number > last:
        return NoKey.MISSING
    return NoKey.ABANDONED if number < first else NoKey.ERASED
