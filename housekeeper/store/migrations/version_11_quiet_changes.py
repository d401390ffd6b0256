"""Version 11: what was changed on boards without an event, counted, and the rooms of it."""

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Table

from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the counters; nothing was changed so yet."""
    for table, name in (("hotel", "quiet_changes"), ("room", "quiet_change")):
        added = Column(name, _WHOLE, nullable=False, server_default="0")
        add_columns(connection, Table(table, MetaData(), added))
    room = Table("room", MetaData(), Column("hotel_id", _WHOLE), Column("quiet_change", _WHOLE))
    Index("room_by_quiet_change", room.c.hotel_id, room.c.quiet_change).create(connection)
