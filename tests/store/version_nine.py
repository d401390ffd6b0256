"""A database as version 9 of the schema left it: rooms, and events of every shape.

Plain SQL that is never brought up to date: what the released program wrote does not change. Both
engines have the same events: turns and their undoing under a training clock, notes of which one
was blanked, a rename, a checkout, a room out of order, a round.
"""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.rooms.event import Deleted, RoomEvent
from housekeeper.core.rooms.snapshot import decode
from housekeeper.core.rooms.status import RoomStatus
from tests.engines import connected

_FOLDER = Path(__file__).parent
_SQL = {name: _FOLDER / f"version_9_{name}.sql" for name in ("sqlite", "postgresql")}
_EVENTS = (
    "SELECT seq, event_id, act_id, kind, from_status, to_status, staff_code, staff_name, source,"
    " via, note, at, real_at, snapshot, before, deleted, undoes_seq FROM room_event ORDER BY seq"
)
_ACTS_OF_VISITS = (
    "SELECT act_id FROM inspection_round_room JOIN room_event USING (event_id) ORDER BY act_id"
)


def make_version_nine(target: str) -> None:
    """Make a database of version 9 in a new file, or in an empty database of a server."""
    if "://" in target:
        words: Any = _SQL["postgresql"].read_text(encoding="utf-8")
        with connected(target) as served:
            served.execute(words)
        return
    with closing(sqlite3.connect(target)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.executescript(_SQL["sqlite"].read_text(encoding="utf-8"))


def old_events(target: str) -> list[RoomEvent]:
    """Its events, read past the program, as version 9 read them."""
    rows = _rows(target, _EVENTS)
    undone = {row[-1]: row[0] for row in rows if row[-1] is not None}
    return [_event(*row, undone.get(row[0])) for row in rows]


def acts_of_visits(target: str) -> list[str]:
    """The acts that ended the visits of its rounds."""
    return [str(act) for (act,) in _rows(target, _ACTS_OF_VISITS)]


def _rows(target: str, query: Any) -> list[Any]:
    if "://" in target:
        with connected(target) as served:
            return served.execute(query).fetchall()
    with closing(sqlite3.connect(target)) as opened:
        return opened.execute(query).fetchall()


def _moment(told: str | datetime) -> datetime:
    return datetime.fromisoformat(told) if isinstance(told, str) else told.astimezone(UTC)


def _event(*row: Any) -> RoomEvent:
    seq, event_id, act_id, kind, begin, end, code, name, source, via, note, at, real_at = row[:13]
    snapshot, before, deleted, undoes_seq, undone_by = row[13:]
    told = {} if deleted is None else json.loads(deleted)
    erasure = told.pop("erasure", None)
    return RoomEvent(
        seq=seq,
        event_id=UUID(event_id),
        act_id=UUID(act_id),
        kind=EventKind(kind),
        from_status=RoomStatus(begin),
        to_status=RoomStatus(end),
        staff_code=code,
        staff_name=name,
        source=Source(source),
        via=Via(via),
        note=note,
        at=_moment(at),
        real_at=_moment(real_at),
        room=decode(json.loads(snapshot)),
        before=json.loads(before),
        deleted=Deleted(**told) if told else None,
        undoes_seq=undoes_seq,
        undone_by=undone_by,
        erasure=erasure,
    )
