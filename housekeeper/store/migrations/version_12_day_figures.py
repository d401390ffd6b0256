"""Version 12: where a history begins once the older part was let go, and figures of its days."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.schema import CreateTable

from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns and the table; every history is whole so far."""
    metadata = MetaData()
    Table("hotel", metadata, Column("id", _WHOLE, primary_key=True))
    first_seq = Column("first_seq", _WHOLE, nullable=False, server_default="1")
    add_columns(connection, Table("hotel", MetaData(), first_seq, Column("swept_on", Date)))
    connection.execute(CreateTable(_day_figures(metadata)))


def _day_figures(metadata: MetaData) -> Table:
    return Table(
        "day_figures",
        metadata,
        Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
        Column("day", Date, primary_key=True),
        Column("hours", String(11), nullable=False),
        Column("facts", Text, nullable=False),
    )
