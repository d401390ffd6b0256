"""The purge: what it would delete, and deleting it, in a fixed number of statements.

Every list of rooms is one bind, so one room and five hundred take the same statements.
Children go before their parents: that is faster than the cascade, which stays as the safety
net.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, Table, delete, exists, func, literal, select, union_all

from housekeeper.core.event import Deleted
from housekeeper.store.columns import one_of
from housekeeper.store.tables import (
    breakfast_order,
    breakfast_order_item,
    conversation,
    conversation_participant,
    guest,
    guest_chat_session,
    guest_room,
    room,
    room_message,
    room_order,
    room_order_item,
    wrong_pin,
)


def held_by_room(
    connection: Connection, hotel_id: int, numbers: Sequence[str]
) -> dict[str, Deleted]:
    """Counts per kind for each of these rooms that holds anything, in one statement."""
    wanted = room.c.hotel_id == hotel_id, one_of(room.c.number, numbers)

    def counted(kind: str, table: Table) -> Select[tuple[str, str, int]]:
        return (
            select(room.c.number, literal(kind), func.count())
            .join(table, table.c.room_id == room.c.id)
            .where(*wanted)
            .group_by(room.c.number)
        )

    messages = (
        select(room.c.number, literal("messages"), func.count())
        .join(conversation, conversation.c.room_id == room.c.id)
        .join(room_message, room_message.c.conversation_id == conversation.c.id)
        .where(*wanted)
        .group_by(room.c.number)
    )
    rows = connection.execute(
        union_all(
            counted("guest_chat_sessions", guest_chat_session),
            counted("conversations", conversation),
            messages,
            counted("guests", guest_room),
            counted("orders", room_order),
            counted("breakfast_orders", breakfast_order),
        )
    )
    counts: dict[str, dict[str, int]] = {}
    for number, kind, count in rows:
        counts.setdefault(number, {})[kind] = count
    return {number: Deleted(**kinds) for number, kinds in counts.items()}


def purge_rooms(connection: Connection, room_ids: Sequence[int]) -> None:
    """Delete everything of the guests in these rooms; the caller holds the transaction.

    A guest who is linked to another room as well keeps that link and so the guest's row.
    """
    conversations = select(conversation.c.id).where(one_of(conversation.c.room_id, room_ids))
    connection.execute(
        delete(room_message).where(room_message.c.conversation_id.in_(conversations))
    )
    connection.execute(
        delete(conversation_participant).where(
            conversation_participant.c.conversation_id.in_(conversations)
        )
    )
    connection.execute(delete(conversation).where(one_of(conversation.c.room_id, room_ids)))
    connection.execute(
        delete(guest_chat_session).where(one_of(guest_chat_session.c.room_id, room_ids))
    )
    for order, item in (
        (room_order, room_order_item),
        (breakfast_order, breakfast_order_item),
    ):
        orders = select(order.c.id).where(one_of(order.c.room_id, room_ids))
        connection.execute(delete(item).where(item.c.order_id.in_(orders)))
        connection.execute(delete(order).where(one_of(order.c.room_id, room_ids)))
    leaving = select(guest_room.c.guest_id).where(one_of(guest_room.c.room_id, room_ids))
    elsewhere = exists().where(
        guest_room.c.guest_id == guest.c.id, ~one_of(guest_room.c.room_id, room_ids)
    )
    # The links of these guests go with them, by the cascade.
    connection.execute(delete(guest).where(guest.c.id.in_(leaving), ~elsewhere))
    connection.execute(delete(guest_room).where(one_of(guest_room.c.room_id, room_ids)))
    connection.execute(delete(wrong_pin).where(one_of(wrong_pin.c.room_id, room_ids)))
