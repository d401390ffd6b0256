"""The rows that a copy of a database takes along: read in one order, counted, and digested.

Both sides of a copy are read by the same code. A row's digest is of its values as Python has
them, so that it is the same whatever engine the row lies in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    column,
    delete,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)

from housekeeper.store.tables import database_mark, metadata, schema_version

BATCH = 2_000
"""Rows that travel together."""

COPIED: tuple[Table, ...] = tuple(
    one for one in metadata.sorted_tables if one not in (database_mark, schema_version)
)
"""Every table but those that tell of the database itself; none before one that it refers to."""

Rows = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Tally:
    """How many rows of a table there were, and what they were, in the order of their keys."""

    count: int = 0
    _digest: Any = field(default_factory=sha256)

    def add(self, rows: Rows) -> None:
        """Count these rows, which follow those that were counted."""
        self.count += len(rows)
        for row in rows:
            self._digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
            self._digest.update(b"\n")

    @property
    def result(self) -> tuple[int, str]:
        """The count and the digest of everything so far."""
        return self.count, self._digest.hexdigest()


def read_rows(connection: Connection, one: Table) -> Iterator[Rows]:
    """All rows of a table in batches, in an order that is the same on every engine."""
    is_sqlite = connection.dialect.name == "sqlite"

    def ordered(key: ColumnElement[Any]) -> ColumnElement[Any]:
        return key if is_sqlite or not isinstance(key.type, String) else key.collate("C")

    query = select(one).order_by(*(ordered(key) for key in one.primary_key))
    found = connection.execute(query, execution_options={"yield_per": BATCH})
    yield from (tuple(tuple(row) for row in rows) for rows in found.partitions())


def write_rows(connection: Connection, one: Table, rows: Rows) -> None:
    """Add these rows, which have a value for every column."""
    names = [column.name for column in one.columns]
    connection.execute(insert(one), [dict(zip(names, row, strict=True)) for row in rows])


def first_table_with_rows(connection: Connection) -> str | None:
    """The name of a table that is not empty, if there is one."""
    for one in COPIED:
        if connection.execute(select(one).limit(1)).first() is not None:
            return one.name
    return None


def delete_all_rows(connection: Connection) -> None:
    """Empty every table."""
    for one in reversed(COPIED):
        connection.execute(delete(one))


GUEST_IDS_PASSED_OVER = 1_000_000_000
"""How many numbers of guests, sessions, conversations and messages a copy passes over.

Its source may go on, or have gone on since it was written: what that gives out, the copy is not
to give out too. Ten years of the largest hotel, at thirty numbers a room and day, are fewer.
"""

# The last number that each table gave out: one that is gone is not given to another.

_sqlite_sequence = table("sqlite_sequence", column("name", String), column("seq", Integer))


def numbered_tables() -> Iterator[tuple[Table, str]]:
    """The tables whose rows are numbered by the engine, each with that column."""
    for one in COPIED:
        key = one.autoincrement_column
        if key is not None:
            yield one, key.name


def read_counters(connection: Connection) -> dict[str, int]:
    """The last number that was given out, by table; none where there never was a row."""
    found = {}
    for one, key in numbered_tables():
        if connection.dialect.name == "sqlite":
            given = _last_by_sqlite(connection).get(one.name, 0)
        else:
            given = _last_by_postgresql(connection, one, key)
        last = max(given, connection.scalar(select(func.max(one.c[key]))) or 0)
        if last:
            found[one.name] = last
    return found


def set_counters(connection: Connection, counters: Mapping[str, int]) -> None:
    """Let every table go on after the number that it gave out last."""
    for one, key in numbered_tables():
        last = counters.get(one.name)
        if last is None:
            continue
        if connection.dialect.name != "sqlite":
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:of, :key), :last)"),
                {"of": one.name, "key": key, "last": last},
            )
        elif one.dialect_kwargs.get("sqlite_autoincrement"):
            connection.execute(delete(_sqlite_sequence).where(_sqlite_sequence.c.name == one.name))
            connection.execute(insert(_sqlite_sequence).values(name=one.name, seq=last))


def _last_by_sqlite(connection: Connection) -> dict[str, int]:
    if not inspect(connection).has_table("sqlite_sequence"):
        return {}
    found = connection.execute(select(_sqlite_sequence.c.name, _sqlite_sequence.c.seq))
    return {row.name: row.seq for row in found}


def _last_by_postgresql(connection: Connection, one: Table, key: str) -> int:
    found = connection.execute(
        text(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(:of, :key)::regclass)",
        ),
        {"of": one.name, "key": key},
    ).scalar()
    return int(found or 0)
