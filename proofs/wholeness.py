"""Whether a hotel is whole: nothing acknowledged missing, nothing half done, no gap in seq.

Three questions, each answered with sentences that name what is wrong, none where all is well.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.guest_keys.sealed_words import UNREADABLE
from proofs.intents import Intent, Trace

ROW_OF_KIND = {
    "order": "SELECT 1 FROM room_order WHERE id = ?",
    "handover": "SELECT 1 FROM handover_note WHERE id = ?",
    "round": "SELECT 1 FROM inspection_round WHERE id = ?",
    "message": (
        "SELECT 1 FROM room_message JOIN conversation ON conversation.id = conversation_id "
        "JOIN booking ON booking.room_id = conversation.room_id "
        "WHERE room_message.id = ? AND booking.reference = ? AND booking.status = 'CHECKED_IN'"
    ),
}
_SUMS = {
    "a guest without a stay": (
        "SELECT guest.id FROM guest JOIN booking ON booking.id = booking_id "
        "WHERE booking.status != 'CHECKED_IN'"
    ),
    "a completed stay with a name or without its time": (
        "SELECT reference FROM booking WHERE status = 'COMPLETED' "
        "AND (guest_name IS NOT NULL OR completed_at IS NULL)"
    ),
    "an occupied room without one stay and one guest": (
        "SELECT number FROM room WHERE is_occupied AND ("
        "(SELECT count(*) FROM booking WHERE room_id = room.id AND status = 'CHECKED_IN') != 1 OR "
        "(SELECT count(*) FROM guest_room WHERE room_id = room.id) != 1)"
    ),
    "a stay in a room that is not occupied": (
        "SELECT reference FROM booking LEFT JOIN room ON room.id = booking.room_id "
        "WHERE status = 'CHECKED_IN' AND (room.id IS NULL OR NOT is_occupied)"
    ),
    "something of a guest in a room without one": (
        "SELECT number FROM room WHERE NOT is_occupied AND id IN ("
        "SELECT room_id FROM guest_room UNION SELECT room_id FROM guest_chat_session UNION "
        "SELECT room_id FROM conversation UNION SELECT room_id FROM room_order UNION "
        "SELECT room_id FROM breakfast_order)"
    ),
    "an order without items": (
        "SELECT id FROM room_order WHERE id NOT IN (SELECT order_id FROM room_order_item)"
    ),
    "a conversation without a message": (
        "SELECT id FROM conversation WHERE id NOT IN (SELECT conversation_id FROM room_message)"
    ),
    "out of order without its nights, or the nights without it": (
        "SELECT number FROM room WHERE is_out_of_order != "
        "EXISTS (SELECT 1 FROM out_of_order_range WHERE room_id = room.id AND is_open)"
    ),
    "a visit of a round without its event": (
        "SELECT round_id FROM inspection_round_room WHERE state IN ('PASSED', 'FAILED') "
        "AND NOT EXISTS (SELECT 1 FROM room_event WHERE room_event.act_id = "
        "inspection_round_room.act_id AND room_event.room_id = inspection_round_room.room_id)"
    ),
}
_VACATES = frozenset({EventKind.CHECKED_OUT, EventKind.MOVED_OUT})
_NEW_PIN = _VACATES | {EventKind.MOVED_IN}


def damage(path: Path) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    with closing(sqlite3.connect(path)) as opened:
        found = [line for (line,) in opened.execute("PRAGMA integrity_check") if line != "ok"]
        found += [f"foreign key: {row}" for row in opened.execute("PRAGMA foreign_key_check")]
    return found


def lost(path: Path, acknowledged: Iterable[tuple[Intent, Trace]]) -> list[str]:
    """The acknowledged acts that are not there.

    A message or an order may have gone with its guest: then the stay it belonged to is over.
    """
    missing = []
    with closing(sqlite3.connect(path)) as opened:
        seqs: dict[str, list[int]] = {}
        for act, seq in opened.execute("SELECT act_id, seq FROM room_event ORDER BY seq"):
            seqs.setdefault(str(UUID(bytes=act)), []).append(seq)
        over = {
            reference
            for (reference,) in opened.execute(
                "SELECT reference FROM booking WHERE status = 'COMPLETED'"
            )
        }
        for intent, trace in acknowledged:
            if trace.kind:
                values = (trace.row, trace.reference) if trace.kind == "message" else (trace.row,)
                is_there = opened.execute(ROW_OF_KIND[trace.kind], values).fetchone() is not None
                is_there = is_there or trace.reference in over
            else:
                is_there = seqs.get(intent.id, []) == list(trace.seqs)
            if not is_there:
                missing.append(f"{intent.kind} {intent.id} of {intent.rooms}")
    return missing


def gaps(path: Path) -> list[str]:
    """Places where seq does not count on by one, and counters that do not fit it."""
    with closing(sqlite3.connect(path)) as opened:
        seqs = [seq for (seq,) in opened.execute("SELECT seq FROM room_event ORDER BY seq")]
        ((last, published),) = opened.execute("SELECT last_seq, published_seq FROM hotel")
    found = [
        f"{seq} stands where {place} should" for place, seq in enumerate(seqs, 1) if seq != place
    ]
    if last != len(seqs) or published > last:
        found.append(f"counters say {last} and {published}, there are {len(seqs)} events")
    return found[:1]


def torn(
    path: Path, work: UnitOfWork, intents: Sequence[Intent], pins: dict[str, str]
) -> list[str]:
    """What is half done: rooms, events, stays, guests, purges and PINs that do not agree.

    `pins` are those of an earlier look at the same hotel, by room, and are brought up to date.
    """
    found = []
    with closing(sqlite3.connect(path)) as opened:
        for what, query in _SUMS.items():
            found += [f"{what}: {row[0]}" for row in opened.execute(query)]
    events = _all_events(work)
    rooms = {room.number: room for room in work.rooms.all(inactive=True)}
    found += _rooms_and_events(rooms, events)
    found += _acts(intents, events)
    found += _pins(work, rooms, events, pins)
    for number, room in rooms.items():
        # The key of a word is on the disk before the word is.
        words = [one.body for one in work.guests.messages(number)] + work.guests.names(number)
        if room.is_occupied and UNREADABLE in words:
            found.append(f"words of the guest in {number} without their key")
    found += [
        f"a room that is occupied and no booking knows: {number}"
        for number, room in rooms.items()
        if room.is_occupied and room.departure is None
    ]
    return found


def _all_events(work: UnitOfWork) -> list[RoomEvent]:
    found: list[RoomEvent] = []
    while more := work.events.after(found[-1].seq if found else 0, 1000):
        found += more
    return found


def _rooms_and_events(rooms: dict[str, Room], events: list[RoomEvent]) -> list[str]:
    """Each event follows from the one before it, and the room is as its newest event says."""
    found = []
    newest: dict[str, RoomEvent] = {}
    for event in events:
        before = newest.get(event.room_number)
        if before is not None and before.to_status is not event.from_status:
            found.append(f"{event.room_number} was {before.to_status} before event {event.seq}")
        newest[event.room_number] = event
    for number, event in newest.items():
        if rooms[number] != event.room:
            found.append(f"room {number} is not as event {event.seq} left it")
    return found


def _acts(intents: Sequence[Intent], events: list[RoomEvent]) -> list[str]:
    """Acts on several rooms are done in all of them, but those that had nothing to do."""
    of_act: dict[str, list[RoomEvent]] = {}
    history: dict[str, list[RoomEvent]] = {}
    for event in events:
        of_act.setdefault(str(event.act_id), []).append(event)
        history.setdefault(event.room_number, []).append(event)
    found = []
    for intent in intents:
        done = of_act.get(intent.id, [])
        if intent.kind == "move" and len(done) not in {0, 2}:
            found.append(f"a move of one room: {intent.id}")
        if intent.kind == "check_out" and done:
            left_out = set(intent.rooms) - {event.room_number for event in done}
            for number in left_out:
                earlier = [event for event in history.get(number, ()) if event.seq < done[0].seq]
                if earlier and earlier[-1].room.is_occupied:
                    found.append(f"a check-out that left {number} out: {intent.id}")
    return found


def _pins(
    work: UnitOfWork, rooms: dict[str, Room], events: list[RoomEvent], pins: dict[str, str]
) -> list[str]:
    """A room has another PIN exactly where a guest left, or moved in, since the last look.

    So it has where a check-in was taken back.
    """
    since = int(pins.get("", "0"))
    checked_in = {one.seq for one in events if one.kind is EventKind.CHECKED_IN}
    renewed = {
        one.room_number
        for one in events
        if one.seq > since and (one.kind in _NEW_PIN or one.undoes_seq in checked_in)
    }
    found = []
    for number in rooms:
        pin = work.rooms.pin(number)
        if number in pins and (pin != pins[number]) is not (number in renewed):
            found.append(f"the PIN of room {number} and its events do not agree")
        pins[number] = pin
    pins[""] = str(work.events.last_seq())
    return found


def traces(path: Path, intent: Intent) -> list[tuple[str, int]]:
    """Everything that an act left behind: its events, and its one row where it makes none."""
    tables = {
        "room_event": "seq",
        "room_message": "id",
        "room_order": "id",
        "handover_note": "id",
        "inspection_round": "id",
    }
    with closing(sqlite3.connect(path)) as opened:
        return [
            (table, number)
            for table, column in tables.items()
            for (number,) in opened.execute(
                f"SELECT {column} FROM {table} WHERE act_id = ? ORDER BY 1",
                (UUID(intent.id).bytes if table == "room_event" else intent.id,),
            )
        ]
