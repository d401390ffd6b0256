"""Version 8: how long the machine had been up when a wrong PIN was tried."""

from sqlalchemy import Column, Connection, Double, MetaData, String, Table

from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns."""
    metadata = MetaData()
    for name in ("wrong_pin", "staff_wrong_pin"):
        up_seconds = Column("up_seconds", Double, nullable=False, server_default="0")
        add_columns(connection, Table(name, metadata, Column("boot", String(64)), up_seconds))
