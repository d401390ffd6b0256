"""A transition in bare sqlite3: read the room, guarded update, event, durable commit."""

import time
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from benchmarks.floors.raw_connection import connect
from benchmarks.floors.raw_event import INSERT, author_of, event_values, new_act

_HOTEL = "SELECT id FROM hotel WHERE slug = ?"
_EARLIER = "SELECT * FROM room_event WHERE act_id = ? AND hotel_id + 0 = ?"
_ROOM = """
SELECT room.*, stay.arrival, stay.departure, stay.late_checkout,
  (SELECT min(arrival) FROM booking WHERE room_id = room.id AND status = 'CONFIRMED'
   AND (arrival >= ? OR departure > ?)) FROM room
LEFT JOIN booking AS stay ON stay.room_id = room.id AND stay.status = 'CHECKED_IN'
WHERE room.hotel_id = ? AND room.number = ?
"""
_SAVE = """
UPDATE room SET turn_status = ?, status_since = ?, version = version + 1, attendant = ?
WHERE hotel_id = ? AND number = ? AND version = ?
"""
_SEQ = "UPDATE hotel SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq"
_WAY = {
    "CHECKOUT_DIRTY": "CLEANING_IN_PROGRESS",
    "CLEANING_IN_PROGRESS": "CLEANED_UNINSPECTED",
    "CLEANED_UNINSPECTED": "READY_FOR_GUEST",
    "READY_FOR_GUEST": "CHECKOUT_DIRTY",
}


class RawTransitions:
    """Moves the rooms of a file's only hotel on, one transaction each."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        numbers = self._connection.execute(
            "SELECT number FROM room WHERE NOT is_occupied AND NOT maintenance_required "
            "AND NOT is_out_of_order AND turn_status <> 'AVAILABLE' LIMIT 50"
        )
        self._numbers = cycle([number for (number,) in numbers.fetchall()])

    def one_ns(self) -> int:
        """Move the next room on; nanoseconds that it took, commit included."""
        number = next(self._numbers)
        began = time.perf_counter_ns()
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        (hotel_id,) = run(_HOTEL, ("bench",)).fetchone()
        act_id = new_act()
        run(_EARLIER, (act_id, hotel_id)).fetchall()
        moment = datetime.now(UTC)
        now = moment.isoformat(timespec="microseconds")
        cursor = run(_ROOM, (now[:10], now[:10], hotel_id, number))
        names = [column[0] for column in cursor.description]
        room = dict(zip(names, cursor.fetchone(), strict=True))
        before, after = room["turn_status"], _WAY[room["turn_status"]]
        saved = run(_SAVE, (after, now, "ana", hotel_id, number, room["version"]))
        if saved.rowcount != 1:
            raise RuntimeError(f"room {number} was changed meanwhile")
        (seq,) = run(_SEQ, (hotel_id,)).fetchall()[0]
        room.update(turn_status=after, status_since=now, version=room["version"] + 1)
        told = before.encode()
        author = author_of(self._connection, "ana", "Ana Silva")
        own = ("cl", before, after, "h", told, None, author, act_id)
        run(INSERT, event_values(room, seq, moment, own))
        run("COMMIT")
        return time.perf_counter_ns() - began

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
