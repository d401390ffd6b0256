"""Version 11: quiet changes of what boards show are counted; old bookings are looked for daily."""

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Table

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns; nothing was changed quietly yet, and no booking was looked for."""

    def counter(name: str) -> Column[int]:
        return Column(name, _WHOLE, nullable=False, server_default="0")

    swept = Column("bookings_swept_until", UtcMoment)
    add_columns(connection, Table("hotel", MetaData(), counter("quiet_changes"), swept))
    add_columns(connection, Table("room", MetaData(), counter("quiet_change")))
    room = Table("room", MetaData(), Column("hotel_id", _WHOLE), Column("quiet_change", _WHOLE))
    Index("room_by_quiet_change", room.c.hotel_id, room.c.quiet_change).create(connection)
