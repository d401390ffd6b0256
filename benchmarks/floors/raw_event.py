"""A row of the product's table of events, made by hand of a row of its rooms."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

_MOMENTS = ("status_since", "last_cleaned_at", "last_inspected_at")
_DAYS = ("arrival", "departure", "out_of_order_until")
_AS_THEY_ARE = (
    "floor",
    "turn_status",
    "room_type",
    "section",
    "attendant",
    "cleaned_by",
    "inspected_by",
    "maintenance_notes",
    "housekeeping_notes",
    "is_occupied",
)
_COLUMNS = (
    *("at", "hotel_id", "seq", "room_id", "author", "room_version", "act_id", "kind"),
    *("from_status", "to_status", "source", "via", "note", "before", "deleted"),
    *_MOMENTS,
    *_DAYS,
    *_AS_THEY_ARE,
)

INSERT = f"""
INSERT INTO room_event ({", ".join(f'"{name}"' for name in _COLUMNS)})
VALUES ({", ".join("?" * len(_COLUMNS))})
"""
ADD_STAFF = "INSERT OR IGNORE INTO event_staff (hotel_id, code, name) VALUES (1, ?, ?)"
STAFF = "SELECT id FROM event_staff WHERE hotel_id = 1 AND code = ? AND name = ?"


def event_values(
    room: Mapping[str, Any], seq: int, now: datetime, own: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The values of `INSERT`; `own` are kind, statuses, source, before, deleted and the author."""
    kind, from_status, to_status, source, before, deleted, author, act_id = own
    return (
        *(_microseconds(now), 1, seq, room["id"], author, room["version"], act_id, kind),
        *(from_status, to_status, source, "b", "", before, deleted),
        *(_moment(room[name]) for name in _MOMENTS),
        *(_day(room.get(name)) for name in _DAYS),
        *(room[name] for name in _AS_THEY_ARE),
    )


def new_act() -> bytes:
    """The id of an act."""
    return uuid4().bytes


def author_of(connection: sqlite3.Connection, code: str, name: str) -> int:
    """The number of a person in events."""
    found = connection.execute(STAFF, (code, name)).fetchone()
    if found is None:
        connection.execute(ADD_STAFF, (code, name))
        found = connection.execute(STAFF, (code, name)).fetchone()
    number: int = found[0]
    return number


def _microseconds(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


def _moment(text: str | None) -> int | None:
    return None if text is None else _microseconds(datetime.fromisoformat(text))


def _day(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()
