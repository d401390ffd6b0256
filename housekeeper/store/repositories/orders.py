"""Orders and breakfast orders in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select, update

from housekeeper.core.errors import UnknownName
from housekeeper.core.stays.guest_records import Order, OrderId, OrderItem
from housekeeper.core.stays.repository import Orders
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.row_locks import Locks
from housekeeper.store.tables import (
    breakfast_order,
    breakfast_order_item,
    room,
    room_order,
    room_order_item,
)

_TABLES = {
    False: (room_order, room_order_item),
    True: (breakfast_order, breakfast_order_item),
}


class SqlOrders(Orders):
    """The orders of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, locks: Locks, words: Words) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._locks = locks
        self._words = words

    def add(
        self,
        room_number: str,
        items: Sequence[OrderItem],
        is_breakfast: bool,
        at: datetime,
        act_id: UUID | None = None,
    ) -> Order:
        order, order_item = _TABLES[is_breakfast]
        self._locks.rooms([room_number])
        room_id = self._connection.execute(
            select(room.c.id).where(room.c.hotel_id == self._hotel_id, room.c.number == room_number)
        ).scalar_one()
        number = self._connection.execute(
            insert(order)
            .values(room_id=room_id, created_at=at, act_id=None if act_id is None else str(act_id))
            .returning(order.c.id)
        ).scalar_one()
        key = self._words.for_room(room_id)
        self._connection.execute(
            insert(order_item),
            [
                {
                    "order_id": number,
                    "line": line,
                    "name": self._words.seal(key, item.name),
                    "quantity": item.quantity,
                }
                for line, item in enumerate(items, start=1)
            ],
        )
        return Order(OrderId(number, is_breakfast), room_number, tuple(items), at)

    def of_act(self, room_number: str, is_breakfast: bool, act_id: UUID) -> Order | None:
        order, _ = _TABLES[is_breakfast]
        found = self._orders(
            is_breakfast, room.c.number == room_number, order.c.act_id == str(act_id)
        )
        return next(iter(found), None)

    def _orders(self, is_breakfast: bool, *conditions: ColumnElement[bool]) -> list[Order]:
        order, order_item = _TABLES[is_breakfast]
        rows = self._connection.execute(
            select(
                order.c.id,
                room.c.number,
                order.c.created_at,
                order.c.completed_at,
                order_item.c.name,
                order_item.c.quantity,
            )
            .join(room, room.c.id == order.c.room_id)
            .join(order_item, order_item.c.order_id == order.c.id)
            .where(room.c.hotel_id == self._hotel_id, *conditions)
            .order_by(order.c.id, order_item.c.line)
        ).all()
        names = self._words.open_all([row.name for row in rows])
        first: dict[int, Any] = {}
        items: dict[int, list[OrderItem]] = {}
        for row, name in zip(rows, names, strict=True):
            first.setdefault(row.id, row)
            items.setdefault(row.id, []).append(OrderItem(name or "", row.quantity))
        return [
            Order(
                OrderId(number, is_breakfast),
                row.number,
                tuple(items[number]),
                row.created_at,
                row.completed_at,
            )
            for number, row in first.items()
        ]

    def open(self, room_number: str | None = None) -> list[Order]:
        found = []
        for is_breakfast, (order, _) in _TABLES.items():
            conditions: list[ColumnElement[bool]] = [order.c.completed_at.is_(None)]
            if room_number is not None:
                conditions.append(room.c.number == room_number)
            found += self._orders(is_breakfast, *conditions)
        return sorted(found, key=lambda one: one.created_at)

    def complete(self, order_id: OrderId, at: datetime) -> Order:
        order, _ = _TABLES[order_id.is_breakfast]
        self._locks.rooms([one.room_number for one in self._of_id(order_id)])
        self._connection.execute(
            update(order)
            .where(order.c.id == order_id.number, order.c.completed_at.is_(None))
            .where(order.c.room_id.in_(select(room.c.id).where(room.c.hotel_id == self._hotel_id)))
            .values(completed_at=at)
        )
        # Only now: a checkout that was under way when it was looked for has erased it.
        for done in self._of_id(order_id):
            return done
        raise UnknownName(
            f"There is no order {order_id} in this hotel; a checkout erases those of its guest."
        )

    def _of_id(self, order_id: OrderId) -> list[Order]:
        order, _ = _TABLES[order_id.is_breakfast]
        return self._orders(order_id.is_breakfast, order.c.id == order_id.number)
