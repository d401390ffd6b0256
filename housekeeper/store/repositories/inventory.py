"""Room types, their rules per date, and out-of-order ranges, in the database."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from housekeeper.core.errors import UnknownName
from housekeeper.core.rooms.numbers import KnownNames
from housekeeper.core.stays.inventory import InventoryOverride, OutOfOrderRange
from housekeeper.core.stays.repository import Inventory
from housekeeper.store.columns import one_of
from housekeeper.store.row_mapping import row_reader
from housekeeper.store.tables import (
    booking,
    checklist_item,
    out_of_order_range,
    room,
    room_type,
    room_type_inventory,
)

_rule = room_type_inventory.c
_rule_of_type = room_type_inventory.alias("rule_of_type")
_item_of_type = checklist_item.alias("item_of_type")
_OVERRIDES = select(_rule.night, _rule.stop_sell, _rule.total)
_read_override = row_reader(InventoryOverride, _OVERRIDES)

_newer = out_of_order_range.alias("newer")
_PLANNED = and_(
    not_(room.c.is_out_of_order),
    room.c.out_of_order_reason != "",
    out_of_order_range.c.id
    == select(func.max(_newer.c.id))
    .where(_newer.c.room_id == room.c.id)
    .correlate(room)
    .scalar_subquery(),
)
"""The newest range of a room that is to go out of order: such a room has none after it."""


class SqlInventory(Inventory):
    """The inventory of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, today: date) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._today = today

    def types(self) -> frozenset[str]:
        codes = self._connection.scalars(
            select(room_type.c.code).where(room_type.c.hotel_id == self._hotel_id)
        )
        return frozenset(codes)

    def require_type(self, code: str) -> str:
        known = self.types()
        found = KnownNames(known).find(code)
        if found is None:
            raise UnknownName(
                f"There is no room type {code[:32]!r} in this hotel; "
                f"it has {', '.join(sorted(known)) or 'none yet'}."
            )
        return found

    def ensure_types(self, room_types: Collection[str]) -> None:
        new = sorted(set(room_types) - self.types())
        if new:
            self._connection.execute(
                insert(room_type), [{"hotel_id": self._hotel_id, "code": one} for one in new]
            )

    def rename_type(self, code: str, new_code: str) -> None:
        self.ensure_types([new_code])
        others = _rule_of_type.c
        taken = select(others.night).where(
            others.hotel_id == self._hotel_id, others.room_type == new_code
        )
        items = _item_of_type.c
        listed = select(items.position).where(
            items.hotel_id == self._hotel_id, items.room_type == new_code
        )
        doubled = (
            (room_type_inventory, _rule.night.in_(taken)),
            (checklist_item, listed.exists()),
        )
        for table, is_doubled in doubled:
            self._connection.execute(delete(table).where(self._is_of(table, code), is_doubled))
        for table in (room, booking, room_type_inventory, checklist_item):
            self._connection.execute(
                update(table).where(self._is_of(table, code)).values(room_type=new_code)
            )
        self._connection.execute(
            delete(room_type).where(
                room_type.c.hotel_id == self._hotel_id, room_type.c.code == code
            )
        )

    def _is_of(self, table: Table, code: str) -> ColumnElement[bool]:
        return and_(table.c.hotel_id == self._hotel_id, table.c.room_type == code)

    def overrides(self, code: str, nights: Sequence[date]) -> list[InventoryOverride]:
        rows = self._connection.execute(
            _OVERRIDES.where(
                _rule.hotel_id == self._hotel_id,
                _rule.room_type == code,
                _rule.night.between(min(nights), max(nights)),
            )
        )
        return [_read_override(row) for row in rows]

    def set_override(self, code: str, override: InventoryOverride) -> None:
        self.clear_override(code, override.night)
        self._connection.execute(
            insert(room_type_inventory).values(
                hotel_id=self._hotel_id,
                room_type=code,
                night=override.night,
                stop_sell=override.stop_sell,
                total=override.total,
            )
        )

    def clear_override(self, code: str, night: date) -> None:
        self._connection.execute(
            delete(room_type_inventory).where(
                _rule.hotel_id == self._hotel_id, _rule.room_type == code, _rule.night == night
            )
        )

    def out_of_order(self, first: date, last: date) -> list[OutOfOrderRange]:
        """Ranges that touch these nights.

        A room that is still out on its expected end is out tonight as well, unless it was taken
        out for this day alone.
        """
        gap = out_of_order_range.c
        rows = self._connection.execute(
            select(room.c.number, gap.starts, gap.ends, gap.is_open)
            .join(room, room.c.id == gap.room_id)
            .where(
                room.c.hotel_id == self._hotel_id,
                gap.starts <= last,
                or_(gap.ends.is_(None), gap.ends > first, gap.is_open),
            )
        )
        return [
            OutOfOrderRange(row.number, row.starts, row.ends).still_out(self._today)
            if row.is_open
            else OutOfOrderRange(row.number, row.starts, row.ends)
            for row in rows
        ]

    def _room_id(self, number: str) -> int:
        return int(
            self._connection.execute(
                select(room.c.id).where(room.c.hotel_id == self._hotel_id, room.c.number == number)
            ).scalar_one()
        )

    def begin_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        gap = out_of_order_range.c
        room_id = self._room_id(room_number)
        changed = self._connection.execute(
            update(out_of_order_range).where(gap.room_id == room_id, gap.is_open).values(ends=ends)
        )
        if not changed.rowcount:
            self._connection.execute(
                insert(out_of_order_range).values(
                    room_id=room_id, starts=starts, ends=ends, is_open=True
                )
            )

    def end_out_of_order(self, room_number: str, ends: date) -> None:
        gap = out_of_order_range.c
        self._connection.execute(
            update(out_of_order_range)
            .where(gap.room_id == self._room_id(room_number), gap.is_open)
            .values(ends=ends, is_open=False)
        )

    def cancel_out_of_order(self, room_number: str) -> None:
        gap = out_of_order_range.c
        self._connection.execute(
            delete(out_of_order_range).where(gap.room_id == self._room_id(room_number), gap.is_open)
        )

    def reopen_out_of_order(self, room_number: str, ends: date | None) -> None:
        gap = out_of_order_range.c
        last = select(func.max(gap.id)).where(
            gap.room_id == self._room_id(room_number), gap.starts <= self._today
        )
        self._connection.execute(
            update(out_of_order_range)
            .where(gap.id == last.scalar_subquery())
            .values(ends=ends, is_open=True)
        )

    def planned_out_of_order(
        self, room_numbers: Collection[str] | None = None
    ) -> list[OutOfOrderRange]:
        gap = out_of_order_range.c
        query = (
            select(room.c.number, gap.starts, gap.ends)
            .join_from(room, out_of_order_range, room.c.id == gap.room_id)
            .where(room.c.hotel_id == self._hotel_id, _PLANNED)
            .order_by(gap.starts, room.c.id)
        )
        if room_numbers is not None:
            query = query.where(one_of(room.c.number, room_numbers))
        return [
            OutOfOrderRange(row.number, row.starts, row.ends)
            for row in self._connection.execute(query)
        ]

    def plan_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        self._connection.execute(
            insert(out_of_order_range).values(
                room_id=self._room_id(room_number), starts=starts, ends=ends, is_open=False
            )
        )

    def withdraw_out_of_order(self, room_number: str) -> None:
        self._change_last(room_number, ends=out_of_order_range.c.starts)

    def plan_out_of_order_again(self, room_number: str, ends: date | None) -> None:
        self._change_last(room_number, ends=ends, is_open=False)

    def open_planned_out_of_order(self, room_number: str) -> None:
        self._change_last(room_number, is_open=True)

    def _change_last(self, room_number: str, **values: Any) -> None:
        """Change the room's newest range."""
        gap = out_of_order_range.c
        last = select(func.max(gap.id)).where(gap.room_id == self._room_id(room_number))
        self._connection.execute(
            update(out_of_order_range).where(gap.id == last.scalar_subquery()).values(**values)
        )
