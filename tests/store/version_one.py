"""A database as version 1 of the schema left it, with a guest's words in every field for them.

Plain SQL that is never brought up to date: what the released program wrote does not change.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

_SCHEMA = Path(__file__).with_name("version_1.sql")

DATABASE_ID = "0b0c9a52-6f1e-4b5e-8a55-2f6f0d4b6c11"

STAYING, COMING, UNBOOKED = "Quintavalle Ondina", "Zbigniew Vortrefflich", "walked in, no booking"
WORDS = {
    "booking.guest_name": (STAYING, COMING),
    "guest.name": (STAYING,),
    "room_message.body": ("the kettle hums at night", f"{UNBOOKED}: towels please"),
    "room_order_item.name": ("juniper tonic", f"{UNBOOKED}: club sandwich"),
    "breakfast_order_item.name": ("buckwheat porridge",),
    "guest_chat_session.fcm_token": ("fcm-token-of-a-phone",),
}
"""What guests wrote, by the column it stands in. Room 101 has a booking, 102 has none."""

_MOMENT = "2026-11-20T14:00:00.000000+00:00"

_ROWS: dict[str, list[tuple[object, ...]]] = {
    "schema_version": [(1, _MOMENT)],
    "database_mark": [(DATABASE_ID, 3)],
    "hotel": [(1, "grand", "Grand Hotel", "Europe/Lisbon", 0, 0, None, None)],
    "room_type": [(1, "STD")],
    "room": [
        (
            *(number, 1, f"10{number}", "STD", 1, "East", "AVAILABLE", _MOMENT, 1, 1, occupied, 0),
            *(None, "", 0, "", None, "", "", None, None, None, None, None, f"PIN{number}AA"),
        )
        for number, occupied in ((1, 1), (2, 1), (3, 0))
    ],
    "booking": [
        (
            *(1, 1, "R1", "STD", "2026-11-20", "2026-11-22", 2, 0, "CHECKED_IN", 1),
            *(STAYING, None, None),
        ),
        (
            *(2, 1, "R2", "STD", "2026-11-22", "2026-11-24", 1, 0, "CONFIRMED", 3),
            *(COMING, None, None),
        ),
        (
            *(3, 1, "R3", "STD", "2026-11-10", "2026-11-12", 1, 0, "COMPLETED", 3),
            *(None, None, _MOMENT),
        ),
    ],
    "guest": [(1, 1, 1, STAYING, _MOMENT)],
    "guest_room": [(1, 1)],
    "guest_chat_session": [(1, 1, "a" * 64, "fcm-token-of-a-phone", _MOMENT, _MOMENT)],
    "conversation": [(1, 1, _MOMENT), (2, 2, _MOMENT)],
    "conversation_participant": [(1, 1, 1, None, None)],
    "room_message": [
        (1, 1, "GUEST", None, WORDS["room_message.body"][0], _MOMENT),
        (2, 1, "GUEST", None, WORDS["room_message.body"][1], _MOMENT),
    ],
    "room_order": [(1, 1, _MOMENT, None), (2, 2, _MOMENT, None)],
    "room_order_item": [
        (1, 1, WORDS["room_order_item.name"][0], 1),
        (2, 1, WORDS["room_order_item.name"][1], 2),
    ],
    "breakfast_order": [(1, 1, _MOMENT, None)],
    "breakfast_order_item": [(1, 1, WORDS["breakfast_order_item.name"][0], 1)],
}


def make_version_one(path: Path) -> None:
    """Make a database file of version 1 at this path, in write-ahead mode as the program did."""
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("PRAGMA journal_mode=WAL")
        made.executescript(_SCHEMA.read_text(encoding="utf-8"))
        for table, rows in _ROWS.items():
            places = ", ".join("?" * len(rows[0]))
            made.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The columns and the indexes of every table, as SQLite tells them."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(path)) as opened:
        names = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        for (name,) in names:
            indexes = opened.execute(f"PRAGMA index_list({name})").fetchall()
            found[name] = opened.execute(f"PRAGMA table_info({name})").fetchall() + sorted(
                (index[1:], *opened.execute(f"PRAGMA index_info({index[1]})").fetchall())
                for index in indexes
            )
    return found


def version(path: Path) -> int:
    """The version of the schema in this file."""
    with closing(sqlite3.connect(path)) as opened:
        found: int = opened.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    return found
