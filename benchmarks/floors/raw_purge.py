"""The purge in bare sqlite3, set by set, on the product's own schema."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.floors.raw_connection import connect
from benchmarks.floors.raw_event import INSERT, author_of, event_values, new_act

_ROOMS = "(SELECT id FROM temp.leaving)"
_CONVERSATIONS = f"(SELECT id FROM conversation WHERE room_id IN {_ROOMS})"
_DELETES = (
    f"DELETE FROM room_message WHERE conversation_id IN {_CONVERSATIONS}",
    f"DELETE FROM conversation_participant WHERE conversation_id IN {_CONVERSATIONS}",
    f"DELETE FROM conversation WHERE room_id IN {_ROOMS}",
    f"DELETE FROM guest_chat_session WHERE room_id IN {_ROOMS}",
    "DELETE FROM room_order_item WHERE order_id IN "
    f"(SELECT id FROM room_order WHERE room_id IN {_ROOMS})",
    f"DELETE FROM room_order WHERE room_id IN {_ROOMS}",
    "DELETE FROM breakfast_order_item WHERE order_id IN "
    f"(SELECT id FROM breakfast_order WHERE room_id IN {_ROOMS})",
    f"DELETE FROM breakfast_order WHERE room_id IN {_ROOMS}",
    f"DELETE FROM guest WHERE id IN (SELECT guest_id FROM guest_room WHERE room_id IN {_ROOMS})",
    f"DELETE FROM wrong_pin WHERE room_id IN {_ROOMS}",
)
_COUNT = f"""
SELECT c.room_id, count(*) FROM conversation AS c JOIN room_message AS m
ON m.conversation_id = c.id WHERE c.room_id IN {_ROOMS} GROUP BY c.room_id
"""
_BOOKINGS = f"""
UPDATE booking SET status = 'COMPLETED', guest_name = NULL, completed_at = ?
WHERE status = 'CHECKED_IN' AND room_id IN {_ROOMS}
"""
_SAVE = """
UPDATE room SET is_occupied = 0, turn_status = 'CHECKOUT_DIRTY', status_since = ?,
version = version + 1, attendant = NULL, fail_reason = '', pin = ? WHERE id = ?
"""


class RawPurge:
    """Checks rooms out of the only hotel in a file."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._connection.execute("CREATE TEMP TABLE leaving (id INTEGER PRIMARY KEY)")

    def purge_ns(self, numbers: Sequence[str]) -> int:
        """Check these rooms out in one durable transaction; nanoseconds that it took."""
        run, many = self._connection.execute, self._connection.executemany
        began = time.perf_counter_ns()
        run("BEGIN IMMEDIATE")
        run("DELETE FROM temp.leaving")
        run(
            "INSERT INTO temp.leaving SELECT id FROM room WHERE hotel_id = 1 AND number IN "
            "(SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        messages = dict(run(_COUNT).fetchall())
        cursor = run(f"SELECT * FROM room WHERE id IN {_ROOMS}")
        names = [column[0] for column in cursor.description]
        rooms = [dict(zip(names, row, strict=True)) for row in cursor]
        for delete in _DELETES:
            run(delete)
        moment = datetime.now(UTC)
        now = moment.isoformat(timespec="microseconds")
        run(_BOOKINGS, (now,))
        many(_SAVE, [(now, f"Z{room['id']:05d}", room["id"]) for room in rooms])
        act_id = new_act()
        author = author_of(self._connection, "desk", "Sofia Reis")
        ((last,),) = run(
            "UPDATE hotel SET last_seq = last_seq + ? WHERE id = 1 RETURNING last_seq",
            (len(rooms),),
        ).fetchall()
        many(
            INSERT,
            [
                self._event(last - place, act_id, room, moment, messages, author)
                for place, room in enumerate(rooms)
            ],
        )
        run("COMMIT")
        return time.perf_counter_ns() - began

    @staticmethod
    def _event(
        seq: int,
        act_id: bytes,
        room: dict[str, Any],
        now: datetime,
        messages: dict[int, int],
        author: int,
    ) -> tuple[Any, ...]:
        counts = json.dumps([None, 0, 0, messages.get(room["id"], 0), 0, 0, 0])
        own = ("co", "o", "d", "f", None, counts, author, act_id)
        return event_values({**room, "version": room["version"] + 1}, seq, now, own)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
