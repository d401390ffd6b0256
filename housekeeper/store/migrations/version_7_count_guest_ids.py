"""Version 7: one count of the numbers given to guests, sessions, conversations and messages.

SQLite gave the number of a row that was deleted to another. What was given out of which no row
is left cannot be known any more, so the count begins well above what there is.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    column,
    func,
    select,
    table,
    update,
)

from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_NUMBERED = ("guest", "guest_chat_session", "conversation", "room_message")
_PASSED_OVER = 1_000_000


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the column, and begin it above every number that may have been given out."""
    whole = BigInteger().with_variant(Integer(), "sqlite")
    mark = Table(
        "database_mark",
        MetaData(),
        Column("last_guest_id", whole, nullable=False, server_default="0"),
    )
    add_columns(connection, mark)
    highest = [
        connection.scalar(select(func.max(column("id"))).select_from(table(name))) or 0
        for name in _NUMBERED
    ]
    connection.execute(update(mark).values(last_guest_id=max(highest) + _PASSED_OVER))
