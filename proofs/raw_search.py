"""Looks for words and sealed bytes in the raw bytes of files, as whoever has the disk would."""

import re
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from housekeeper.store.guest_keys.key_file import keys_of
from housekeeper.store.guest_keys.stay_key import StayKey
from housekeeper.store.location import SqliteFile

_PLANTED = re.compile(rb"zq[a-pr-y]{14}")
"""What a planted word looks like; two of them cannot overlap."""

PIECE = 16
"""Bytes of a piece of sealed text that is searched for: 128 bits that stand nowhere else."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search went through, and what of that which it was after it found."""

    found: frozenset[str]
    files: int
    size: int
    places: tuple[str, ...]


def files_in(folder: Path) -> list[Path]:
    """Every file beneath a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def search_words(folder: Path, words: Collection[str]) -> Searched:
    """Which of these words (or tokens) stand in any file beneath the folder."""
    wanted = {word for word in words if _PLANTED.fullmatch(word.encode())}
    others = [(word, word.encode()) for word in words if word not in wanted]
    found: set[str] = set()
    places, size, files = [], 0, files_in(folder)
    for path in files:
        content = path.read_bytes()
        size += len(content)
        here = {match.decode() for match in _PLANTED.findall(content)} & wanted
        here |= {word for word, raw in others if raw in content}
        if here:
            places.append(path.name)
        found |= here
    return Searched(frozenset(found), len(files), size, tuple(places))


def search_pieces(folder: Path, pieces: Collection[bytes]) -> Searched:
    """Which of these pieces of sealed text stand in any file beneath the folder."""
    found: set[str] = set()
    places, size, files = [], 0, files_in(folder)
    for path in files:
        content = path.read_bytes()
        size += len(content)
        here = {piece.hex() for piece in pieces if piece in content}
        if here:
            places.append(path.name)
        found |= here
    return Searched(frozenset(found), len(files), size, tuple(places))


def values_of_rooms(path: Path, rooms: Collection[str]) -> list[bytes]:
    """What stands in the guest columns of these rooms, as the database keeps it: sealed."""
    listed = ", ".join("?" * len(rooms))
    ids = f"SELECT id FROM room WHERE number IN ({listed})"
    queries = (
        f"SELECT guest_name FROM booking WHERE room_id IN ({ids})",
        "SELECT name FROM guest WHERE id IN "
        f"(SELECT guest_id FROM guest_room WHERE room_id IN ({ids}))",
        "SELECT body FROM room_message WHERE conversation_id IN "
        f"(SELECT id FROM conversation WHERE room_id IN ({ids}))",
        "SELECT name FROM room_order_item WHERE order_id IN "
        f"(SELECT id FROM room_order WHERE room_id IN ({ids}))",
        "SELECT name FROM breakfast_order_item WHERE order_id IN "
        f"(SELECT id FROM breakfast_order WHERE room_id IN ({ids}))",
        f"SELECT fcm_token FROM guest_chat_session WHERE room_id IN ({ids})",
    )
    with closing(sqlite3.connect(path)) as opened:
        return [
            value if isinstance(value, bytes) else str(value).encode()
            for query in queries
            for (value,) in opened.execute(query, tuple(rooms)).fetchall()
            if value is not None
        ]


def secrets_of_rooms(path: Path, rooms: Collection[str]) -> list[bytes]:
    """Pieces of the keys of the guests in these rooms, as they lie in the key file."""
    listed = ", ".join("?" * len(rooms))
    with closing(sqlite3.connect(path)) as opened:
        numbers = opened.execute(
            "SELECT booking.key_number FROM booking JOIN room ON room.id = booking.room_id "
            f"WHERE room.number IN ({listed}) AND booking.key_number IS NOT NULL",
            tuple(rooms),
        ).fetchall()
    keys = keys_of(SqliteFile(path), None).read([number for (number,) in numbers])
    secrets = [key.secret for key in keys.values() if isinstance(key, StayKey)]
    assert len(secrets) == len(rooms)
    return [secret[at : at + PIECE] for secret in secrets for at in (0, PIECE)]


def pieces_of(values: Collection[bytes], most: int, random: Random) -> list[bytes]:
    """Pieces of sealed values: from their beginning (after the key's number), middle and end."""
    pieces = []
    for value in values:
        for start in {12, len(value) // 2, len(value) - PIECE}:
            piece = value[max(0, start) : max(0, start) + PIECE]
            if len(piece) == PIECE:
                pieces.append(piece)
    return pieces if len(pieces) <= most else random.sample(pieces, most)


def plain_delete(path: Path, rooms: Collection[str]) -> None:
    """Delete the words of these rooms as any program would, without a recipe of any kind."""
    ids = f"SELECT id FROM room WHERE number IN ({', '.join('?' * len(rooms))})"
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        run = opened.execute
        run("PRAGMA secure_delete=OFF")
        run("BEGIN")
        for words in (
            f"DELETE FROM room_message WHERE conversation_id IN "
            f"(SELECT id FROM conversation WHERE room_id IN ({ids}))",
            f"DELETE FROM room_order_item WHERE order_id IN "
            f"(SELECT id FROM room_order WHERE room_id IN ({ids}))",
            f"DELETE FROM breakfast_order_item WHERE order_id IN "
            f"(SELECT id FROM breakfast_order WHERE room_id IN ({ids}))",
            f"UPDATE guest SET name = NULL WHERE id IN "
            f"(SELECT guest_id FROM guest_room WHERE room_id IN ({ids}))",
            f"UPDATE booking SET guest_name = NULL WHERE room_id IN ({ids})",
            f"DELETE FROM guest_chat_session WHERE room_id IN ({ids})",
        ):
            run(words, tuple(rooms))
        run("COMMIT")
        run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def unseal(path: Path, rooms: Collection[str], texts: Iterable[str]) -> int:
    """Put plain words past the seal into every guest column of these rooms; how many values."""
    made = iter(texts)
    ids = [
        ("UPDATE booking SET guest_name = ? WHERE id = ?", "SELECT b.id FROM booking b", "b"),
        (
            "UPDATE guest SET name = ? WHERE id = ?",
            "SELECT g.id FROM guest g JOIN guest_room b ON b.guest_id = g.id",
            "b",
        ),
        (
            "UPDATE room_message SET body = ? WHERE conversation_id = ? AND id = ?",
            "SELECT b.id, m.id FROM room_message m JOIN conversation b ON b.id = m.conversation_id",
            "b",
        ),
        (
            "UPDATE room_order_item SET name = ? WHERE order_id = ? AND line = ?",
            "SELECT b.id, i.line FROM room_order_item i JOIN room_order b ON b.id = i.order_id",
            "b",
        ),
        (
            "UPDATE breakfast_order_item SET name = ? WHERE order_id = ? AND line = ?",
            "SELECT b.id, i.line FROM breakfast_order_item i "
            "JOIN breakfast_order b ON b.id = i.order_id",
            "b",
        ),
        (
            "UPDATE guest_chat_session SET fcm_token = ? WHERE id = ?",
            "SELECT b.id FROM guest_chat_session b",
            "b",
        ),
    ]
    count = 0
    places = ", ".join("?" * len(rooms))
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("PRAGMA secure_delete=ON")
        for change, look, joined in ids:
            query = f"{look} JOIN room r ON r.id = {joined}.room_id WHERE r.number IN ({places})"
            for row in opened.execute(query, tuple(rooms)).fetchall():
                opened.execute(change, (next(made), *row))
                count += 1
    return count
