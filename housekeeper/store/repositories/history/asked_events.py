"""Which events a question about the history asks for, whichever table they stand in."""

from typing import Any

from sqlalchemy import Select, Table

from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.store.columns import one_of


def only_asked(events: Select[Any], table: Table, query: HistoryQuery) -> Select[Any]:
    """Those of `events` by this person, of these kinds and from this time; not yet by room."""
    if query.staff_code is not None:
        events = events.where(table.c.staff_code == query.staff_code)
    if query.kinds:
        events = events.where(one_of(table.c.kind, sorted(query.kinds)))
    if query.since is not None:
        events = events.where(table.c.at >= query.since)
    if query.until is not None:
        events = events.where(table.c.at < query.until)
    return events.limit(query.limit)
