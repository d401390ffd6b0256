"""Guests with conversations and orders, put into a hotel's file in bulk for the purge."""

from pathlib import Path
from random import Random
from sqlite3 import Connection

from benchmarks.floors.raw_connection import connect
from housekeeper.store.guest_keys.cipher import Seal
from housekeeper.store.guest_keys.key_file import KeyFile

_WORDS = (
    "Could we have two more towels, please? ",
    "Of course, they are on their way. ",
    "What time is breakfast tomorrow? ",
    "From seven to half past ten. Sleep well! ",
)
_UNCLUSTERED = (
    "ALTER TABLE room_message RENAME TO clustered",
    """CREATE TABLE room_message (
        message_id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL REFERENCES conversation,
        id INTEGER NOT NULL, sender VARCHAR(8) NOT NULL, staff_name VARCHAR(200),
        body TEXT NOT NULL, sent_at VARCHAR(32) NOT NULL)""",
    "DROP TABLE clustered",
    "CREATE INDEX message_by_conversation ON room_message (conversation_id, id)",
)


def _sealed_stays(path: Path, connection: Connection) -> dict[int, Seal]:
    """Give each guest in the house a key and a sealed name; what seals, by the room's id."""
    database_id, known = connection.execute(
        "SELECT database_id, key_count FROM database_mark"
    ).fetchone()
    stays = connection.execute(
        "SELECT id, room_id FROM booking WHERE status = 'CHECKED_IN'"
    ).fetchall()
    keys = KeyFile(Path(f"{path}.keys")).create(database_id, known, len(stays))
    seals = [Seal(key) for key in keys]
    connection.executemany(
        "UPDATE booking SET key_number = ?, guest_name = ? WHERE id = ?",
        [
            (key.number, seal.seal("Some Guest"), booking)
            for key, seal, (booking, _) in zip(keys, seals, stays, strict=True)
        ],
    )
    connection.execute("UPDATE database_mark SET key_count = ?", (keys[-1].number,))
    return {room: seal for seal, (_, room) in zip(seals, stays, strict=True)}


def add_guests(path: Path, messages: int, rooms: int, unclustered: bool = False) -> list[str]:
    """Make so many rooms occupied, and deal them so many messages; give their numbers.

    The messages come as people write them: now in one room, now in another. `unclustered`
    keeps them in that order in the file, as a table with a number of its own would.
    """
    connection = connect(path)
    run, many = connection.execute, connection.executemany
    run("PRAGMA foreign_keys=OFF")
    run("PRAGMA secure_delete=OFF")
    if unclustered:
        for statement in _UNCLUSTERED:
            run(statement)
    run("BEGIN IMMEDIATE")
    found = run(
        "SELECT id, number FROM room WHERE NOT is_out_of_order ORDER BY id LIMIT ?", (rooms,)
    )
    ids, numbers = zip(*found.fetchall(), strict=True)
    now = "2026-01-01T12:00:00.000000+00:00"
    run(
        "UPDATE room SET is_occupied = 1 WHERE NOT is_occupied AND id IN "
        "(SELECT id FROM room WHERE NOT is_out_of_order ORDER BY id LIMIT ?)",
        (rooms,),
    )
    has_booking = {
        room
        for (room,) in run("SELECT room_id FROM booking WHERE status = 'CHECKED_IN'").fetchall()
    }
    many(
        "INSERT INTO booking (hotel_id, reference, room_type, arrival, departure, adults, "
        "children, status, room_id, guest_name) SELECT 1, 'P' || id, room_type, '2026-01-01', "
        "'2026-12-30', 2, 0, 'CHECKED_IN', id, NULL FROM room WHERE id = ?",
        [(room,) for room in ids if room not in has_booking],
    )
    seals = _sealed_stays(path, connection)
    many(
        "INSERT INTO conversation (id, room_id, opened_at) VALUES (?, ?, ?)",
        [(room, room, now) for room in ids],
    )
    many(
        "INSERT INTO guest_chat_session (id, room_id, token_digest, opened_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?)",
        [(room, room, f"digest {room}", now, now) for room in ids],
    )
    many(
        "INSERT INTO conversation_participant (conversation_id, session_id) VALUES (?, ?)",
        [(room, room) for room in ids],
    )
    many(
        "INSERT INTO room_order (id, room_id, created_at) VALUES (?, ?, ?)",
        [(room, room, now) for room in ids],
    )
    many(
        "INSERT INTO room_order_item (order_id, line, name, quantity) VALUES (?, 1, ?, 1)",
        [(room, seals[room].seal("Tea")) for room in ids],
    )
    random = Random(messages)
    dealt = [ids[place % rooms] for place in range(messages)]
    random.shuffle(dealt)
    written = dict.fromkeys(ids, 0)
    rows = []
    for place, room in enumerate(dealt):
        written[room] += 1
        sender = "GUEST" if place % 2 else "STAFF"
        body = seals[room].seal(_WORDS[place % 4] * 3)
        rows.append((room, written[room], sender, body, now))
    if not unclustered:
        rows.sort()
    many(
        "INSERT INTO room_message (conversation_id, id, sender, body, sent_at) "
        "VALUES (?, ?, ?, ?, ?)",
        rows,
    )
    run("UPDATE database_mark SET last_guest_id = 1000000000")
    run("COMMIT")
    run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return list(numbers)
