"""Version 3: which act wrote a message, an order, or last changed a member of staff."""

from sqlalchemy import Column, Connection, MetaData, String, Table

from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns."""
    metadata = MetaData()
    for name in ("room_message", "room_order", "breakfast_order", "staff"):
        add_columns(connection, Table(name, metadata, Column("act_id", String(36))))
