"""What each version of the schema added to the one before.

A step says its tables and columns as they were in its version, so that it stays right when
`tables` goes on. It is written in SQLAlchemy's words: nothing in it is SQLite's own.
"""

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, Text
from sqlalchemy.schema import CreateColumn, CreateTable

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.version_2_seal_words import seal_plain_words


def add_keys_and_erasure(connection: Connection, keys: StayKeys) -> None:
    """Version 2: a key for each stay, and when the freed bytes of a checkout left the file."""
    metadata = MetaData()
    _add_columns(
        connection,
        Table(
            "database_mark",
            metadata,
            Column("erasure_asked", Integer, nullable=False, server_default="0"),
            Column("erasure_asked_at", UtcMoment),
            Column("erasure_done", Integer, nullable=False, server_default="0"),
            Column("erasure_holder", String(36)),
            Column("erasure_until", UtcMoment),
            Column("key_count", Integer, nullable=False, server_default="0"),
        ),
    )
    for name in ("room", "booking"):
        _add_columns(connection, Table(name, metadata, Column("key_number", Integer)))
    runs = Table(
        "erasure_run",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("covers", Integer, nullable=False),
        Column("started_at", UtcMoment, nullable=False),
        Column("finished_at", UtcMoment, nullable=False),
        Column("took_ms", Integer, nullable=False),
        Column("waited_ms", Integer, nullable=False),
        Column("file_bytes", BigInteger, nullable=False),
    )
    marks = Table(
        "key_erasure",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=False),
    )
    for made in (runs, marks):
        connection.execute(CreateTable(made))
    seal_plain_words(connection, keys)


def add_acts(connection: Connection, _: StayKeys) -> None:
    """Version 3: which act wrote a message, an order, or last changed a member of staff."""
    metadata = MetaData()
    for name in ("room_message", "room_order", "breakfast_order", "staff"):
        _add_columns(connection, Table(name, metadata, Column("act_id", String(36))))


def add_moving(connection: Connection, _: StayKeys) -> None:
    """Version 4: where the hotels of a database were moved to."""
    _add_columns(
        connection,
        Table(
            "database_mark",
            MetaData(),
            Column("moved_to", Text),
            Column("moved_at", UtcMoment),
            Column("arriving_from", String(36)),
        ),
    )


def _add_columns(connection: Connection, added: Table) -> None:
    """Add the columns of this table to the one of its name that the database has."""
    for column in added.columns:
        words = str(CreateColumn(column).compile(dialect=connection.dialect))
        connection.exec_driver_sql(f"ALTER TABLE {added.name} ADD COLUMN {words}")
