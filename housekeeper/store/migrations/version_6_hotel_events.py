"""Version 6: the hotel's own events, one-time codes of staff, and the command line's PIN."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.schema import CreateTable

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the table and the columns."""
    metadata = MetaData()
    Table("hotel", metadata, Column("id", _WHOLE, primary_key=True))
    connection.execute(CreateTable(_hotel_event(metadata)))
    add_columns(
        connection,
        Table(
            "staff",
            metadata,
            Column("one_time_code_hash", String(200)),
            Column("one_time_code_until", UtcMoment),
        ),
    )
    cli_pin = Column("cli_pin", Boolean, nullable=False, server_default=false())
    add_columns(connection, Table("database_mark", metadata, cli_pin))


def _hotel_event(metadata: MetaData) -> Table:
    return Table(
        "hotel_event",
        metadata,
        Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
        Column("number", _WHOLE, primary_key=True, autoincrement=False),
        Column("act_id", String(36), nullable=False),
        Column("kind", String(32), nullable=False),
        Column("staff_code", String(32), nullable=False),
        Column("staff_name", String(200), nullable=False),
        Column("via", String(16), nullable=False),
        Column("note", Text, nullable=False),
        Column("counts", Text, nullable=False),
        Column("at", UtcMoment, nullable=False),
        Column("real_at", UtcMoment, nullable=False),
        Column("after_seq", _WHOLE, nullable=False),
        UniqueConstraint("hotel_id", "act_id"),
        sqlite_with_rowid=False,
    )
