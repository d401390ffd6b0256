"""The purge: what it would delete, and deleting it, in a fixed number of statements.

Every list of rooms is one bind, so one room and five hundred take the same statements.
Children go before their parents: that is faster than the cascade, which stays as the safety
net.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    FromClause,
    ScalarSelect,
    Table,
    bindparam,
    delete,
    exists,
    func,
    select,
)

from housekeeper.core.rooms.event import Deleted
from housekeeper.store.columns import one_of_bound
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.tables import (
    breakfast_order,
    breakfast_order_item,
    conversation,
    guest,
    guest_chat_session,
    guest_room,
    room,
    room_message,
    room_order,
    room_order_item,
    wrong_pin,
)

_ROOMS = (room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.number, "numbers"))


def _count(table: FromClause, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many rows of a table each room has."""
    return (
        select(func.count()).select_from(table).where(*conditions).correlate(room).scalar_subquery()
    )


def _of_room(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return _count(table, table.c.room_id == room.c.id, *conditions)


_KINDS = {
    "guest_chat_sessions": _of_room(guest_chat_session),
    "conversations": _of_room(conversation),
    "messages": _count(
        conversation.join(room_message, room_message.c.conversation_id == conversation.c.id),
        conversation.c.room_id == room.c.id,
    ),
    "guests": _of_room(guest_room),
    "orders": _of_room(room_order),
    "breakfast_orders": _of_room(breakfast_order),
}
_OPEN_ORDERS = [
    _of_room(order, order.c.completed_at.is_(None)) for order in (room_order, breakfast_order)
]

# Counted room by room: joined and grouped in a union, the same takes three times as long.
_HELD = CompiledStatement(select(room.c.number, *_OPEN_ORDERS, *_KINDS.values()).where(*_ROOMS))


def _purge() -> Iterator[Delete]:
    """The statements of the purge, children before their parents."""

    def in_rooms(table: Table) -> ColumnElement[bool]:
        return one_of_bound(table.c.room_id, "rooms")

    conversations = select(conversation.c.id).where(in_rooms(conversation))
    yield delete(room_message).where(room_message.c.conversation_id.in_(conversations))
    # The participants, a few each and without a word, go with it, by the cascade.
    yield delete(conversation).where(in_rooms(conversation))
    yield delete(guest_chat_session).where(in_rooms(guest_chat_session))
    for order, item in ((room_order, room_order_item), (breakfast_order, breakfast_order_item)):
        yield delete(item).where(item.c.order_id.in_(select(order.c.id).where(in_rooms(order))))
        yield delete(order).where(in_rooms(order))
    leaving = select(guest_room.c.guest_id).where(in_rooms(guest_room))
    elsewhere = exists().where(guest_room.c.guest_id == guest.c.id, ~in_rooms(guest_room))
    # The links of these guests go with them, by the cascade.
    yield delete(guest).where(guest.c.id.in_(leaving), ~elsewhere)
    yield delete(guest_room).where(in_rooms(guest_room))
    yield delete(wrong_pin).where(in_rooms(wrong_pin))


_PURGE = tuple(CompiledStatement(statement) for statement in _purge())


def held_by_room(
    connection: Connection, hotel_id: int, numbers: Sequence[str]
) -> dict[str, tuple[Deleted, int]]:
    """Counts per kind for each of these rooms that holds anything, and its open orders.

    In one statement.
    """
    rows = _HELD.rows(connection, {"hotel": hotel_id, "numbers": numbers})
    return {
        number: (Deleted(**dict(zip(_KINDS, counts, strict=True))), open_orders + open_breakfasts)
        for number, open_orders, open_breakfasts, *counts in rows
        if any(counts)
    }


def purge_rooms(connection: Connection, room_ids: Sequence[int]) -> None:
    """Delete everything of the guests in these rooms; the caller holds the transaction.

    A guest who is linked to another room as well keeps that link and so the guest's row.
    """
    for statement in _PURGE:
        statement.execute(connection, {"rooms": room_ids})
