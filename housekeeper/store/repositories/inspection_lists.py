"""The hotel's own lists in the database: reasons of a failed inspection, and checklists."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select

from housekeeper.core.inspection.repository import Lists
from housekeeper.store.tables import checklist_item, fail_reason

_REASONS = (
    select(fail_reason.c.digit, fail_reason.c.reason)
    .where(fail_reason.c.hotel_id == bindparam("of_hotel"))
    .order_by(fail_reason.c.digit)
)
_ITEMS = (
    select(checklist_item.c.room_type, checklist_item.c.position, checklist_item.c.item)
    .where(checklist_item.c.hotel_id == bindparam("of_hotel"))
    .order_by(checklist_item.c.room_type, checklist_item.c.position)
)


class SqlLists(Lists):
    """The lists of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def reasons(self) -> dict[int, str]:
        rows = self._connection.execute(_REASONS, {"of_hotel": self._hotel_id})
        return {row.digit: row.reason for row in rows}

    def set_reasons(self, reasons: Mapping[int, str]) -> None:
        self._connection.execute(
            delete(fail_reason).where(fail_reason.c.hotel_id == self._hotel_id)
        )
        if reasons:
            self._connection.execute(
                insert(fail_reason),
                [
                    {"hotel_id": self._hotel_id, "digit": digit, "reason": reason}
                    for digit, reason in reasons.items()
                ],
            )

    def checklists(self) -> dict[str, dict[int, str]]:
        rows = self._connection.execute(_ITEMS, {"of_hotel": self._hotel_id})
        found: dict[str, dict[int, str]] = {}
        for room_type, position, item in rows:
            found.setdefault(room_type, {})[position] = item
        return found

    def set_checklists(self, checklists: Mapping[str, Mapping[int, str]]) -> None:
        self._connection.execute(
            delete(checklist_item).where(checklist_item.c.hotel_id == self._hotel_id)
        )
        rows = [
            {
                "hotel_id": self._hotel_id,
                "room_type": room_type,
                "position": position,
                "item": item,
            }
            for room_type, items in checklists.items()
            for position, item in items.items()
        ]
        if rows:
            self._connection.execute(insert(checklist_item), rows)
