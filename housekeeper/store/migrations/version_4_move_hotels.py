"""Version 4: where the hotels of a database were moved to."""

from sqlalchemy import Column, Connection, MetaData, String, Table, Text

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns."""
    add_columns(
        connection,
        Table(
            "database_mark",
            MetaData(),
            Column("moved_to", Text),
            Column("moved_at", UtcMoment),
            Column("arriving_from", String(36)),
        ),
    )
