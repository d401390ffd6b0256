"""Version 9: how many messages and orders of a room's guest wait, and since when."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    func,
    or_,
    select,
    union_all,
    update,
)

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")

_metadata = MetaData()
_message = Table(
    "room_message",
    _metadata,
    Column("conversation_id", _WHOLE),
    Column("id", _WHOLE),
    Column("sender", String(8)),
    Column("sent_at", UtcMoment),
)
_conversation = Table("conversation", _metadata, Column("id", _WHOLE), Column("room_id", _WHOLE))
_room_order, _breakfast_order = (
    Table(
        name,
        _metadata,
        Column("room_id", _WHOLE),
        Column("created_at", UtcMoment),
        Column("completed_at", UtcMoment),
    )
    for name in ("room_order", "breakfast_order")
)


def migrate(connection: Connection, _: StayKeys) -> None:
    """Add the columns, and fill them for the guests who wait now."""
    added = (
        Column("messages_waiting", _WHOLE, nullable=False, server_default="0"),
        Column("messages_waiting_since", UtcMoment),
        Column("orders_open", _WHOLE, nullable=False, server_default="0"),
        Column("orders_open_since", UtcMoment),
    )
    add_columns(connection, Table("room", MetaData(), *added))
    _fill(connection, "messages_waiting", _messages_waiting())
    open_orders = union_all(_open(_room_order), _open(_breakfast_order)).subquery()
    _fill(connection, "orders_open", select(open_orders.c.room_id, open_orders.c.since))


def _fill(connection: Connection, name: str, waiting: Select[tuple[int, object]]) -> None:
    """Count, for each room, what waits, of rows with a room and a time each."""
    since = f"{name}_since"
    room = Table(
        "room",
        MetaData(),
        Column("id", _WHOLE),
        Column(name, _WHOLE),
        Column(since, UtcMoment),
    )
    one = waiting.subquery()
    of_room = one.c.room_id == room.c.id
    facts = {
        name: select(func.count()).select_from(one).where(of_room).scalar_subquery(),
        since: select(func.min(one.c.since)).where(of_room).scalar_subquery(),
    }
    connection.execute(update(room).where(room.c.id.in_(select(one.c.room_id))).values(facts))


def _messages_waiting() -> Select[tuple[int, object]]:
    """The guests' messages after the last of the staff."""
    of_staff = _message.alias("of_staff")
    answered = (
        select(func.max(of_staff.c.id))
        .where(
            of_staff.c.conversation_id == _message.c.conversation_id, of_staff.c.sender == "STAFF"
        )
        .scalar_subquery()
    )
    return (
        select(_conversation.c.room_id, _message.c.sent_at.label("since"))
        .join_from(_message, _conversation, _conversation.c.id == _message.c.conversation_id)
        .where(_message.c.sender == "GUEST", or_(answered.is_(None), _message.c.id > answered))
    )


def _open(order: Table) -> Select[tuple[int, object]]:
    """The orders that are not done."""
    return select(order.c.room_id, order.c.created_at.label("since")).where(
        order.c.completed_at.is_(None)
    )
