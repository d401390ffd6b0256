"""The days of which figures are kept, in the database: one row a day, its facts as JSON."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, insert, select

from housekeeper.core.shift.day_figures import DayFigures
from housekeeper.core.shift.repository import KeptDays
from housekeeper.store.row_mapping import row_reader
from housekeeper.store.tables import day_figures

_DAYS = select(day_figures.c.day, day_figures.c.hours, day_figures.c.facts)
_read_day = row_reader(DayFigures, _DAYS, conversions={"facts": json.loads})


class SqlKeptDays(KeptDays):
    """The kept days of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def last_day(self) -> date | None:
        last: date | None = self._connection.scalar(
            select(func.max(day_figures.c.day)).where(day_figures.c.hotel_id == self._hotel_id)
        )
        return last

    def between(self, first: date, behind: date) -> list[DayFigures]:
        rows = self._connection.execute(
            _DAYS.where(
                day_figures.c.hotel_id == self._hotel_id,
                day_figures.c.day >= first,
                day_figures.c.day < behind,
            ).order_by(day_figures.c.day)
        )
        return [_read_day(row) for row in rows]

    def keep(self, days: Sequence[DayFigures]) -> None:
        if not days:
            return
        kept = {one.day for one in self.between(days[0].day, date.max)}
        rows = [
            {
                "hotel_id": self._hotel_id,
                "day": one.day,
                "hours": one.hours,
                "facts": json.dumps(one.facts, separators=(",", ":"), ensure_ascii=False),
            }
            for one in days
            if one.day not in kept
        ]
        if rows:
            self._connection.execute(insert(day_figures), rows)
