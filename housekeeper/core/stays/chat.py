"""Guest chat: sessions opened with a room's PIN, messages, and what a token is worth.

A guest's message waits until staff answer it or say that it needs no answer. How many wait, and
since when, is a fact of the room, and each change of it an event, so that every board shows it.

A session belongs to one device of the guest in an occupied room and lasts seven days. After
a checkout its row is gone, so its token is `not_found`. Tokens are kept as digests only.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.entered_text import check_text
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import Act, guests_act
from housekeeper.core.rooms.room import Room, with_message, without_messages
from housekeeper.core.rooms.write_change import record
from housekeeper.core.stays.guest_records import Message, Sender
from housekeeper.core.unit_of_work import UnitOfWork

SESSION_LIFETIME = timedelta(days=7)
WRONG_PIN_LIMIT = 5
WRONG_PIN_WINDOW = timedelta(minutes=15)
MESSAGE_LIMIT = 10_000
"""Characters in one message; more is refused, never cut."""


class TokenState(StrEnum):
    """What a guest's token is worth."""

    ACTIVE = "active"
    NOT_FOUND = "not_found"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """The answer to the right PIN. The token is shown this once and kept nowhere."""

    token: str = field(repr=False)
    room_number: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PinRefused:
    """The answer to a wrong PIN: it is a value, so that the attempt is counted and committed."""

    reason: str


def digest(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(
    work: UnitOfWork, room_number: str, pin: str, fcm_token: str | None = None
) -> SessionOpened | PinRefused:
    """Open a session for one more device of the guest in this room.

    Five wrong PINs for a room in fifteen minutes (real time) refuse even the right one until
    the oldest is that old, whatever the machine's clock is set to. A room without a guest
    answers as a wrong PIN does, so that nobody learns which rooms are taken. Raises
    `UnknownName` for a room the hotel lacks.
    """
    room = work.rooms.get(room_number)
    tries = work.guests.wrong_pins(room_number, WRONG_PIN_LIMIT)
    recent = [one for one in tries if one.left_of(WRONG_PIN_WINDOW, work.real_moment)]
    if len(recent) >= WRONG_PIN_LIMIT:
        return PinRefused(
            f"Too many wrong PINs for room {room_number}; try again in fifteen minutes."
        )
    given, right = pin.strip().upper(), work.rooms.pin(room_number)
    matches = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
    if not (matches and room.is_occupied):
        work.guests.count_wrong_pin(room_number, work.real_moment)
        return PinRefused(f"The PIN for room {room_number} is not right.")
    # Hexadecimal, so that no token begins like an option of a command line.
    token = secrets.token_hex(32)
    expires_at = work.now + SESSION_LIFETIME
    work.guests.add_session(room_number, digest(token), fcm_token, work.now, expires_at)
    return SessionOpened(token, room_number, expires_at)


def validate(work: UnitOfWork, token: str) -> TokenState:
    """What this token is worth now: `expired` only while its guest is still in the room."""
    session = work.guests.session(digest(token))
    if session is None:
        return TokenState.NOT_FOUND
    return TokenState.EXPIRED if session.expires_at <= work.now else TokenState.ACTIVE


def _checked_body(text: str) -> str:
    body = check_text(text, MESSAGE_LIMIT, "A message")
    if not body:
        raise InvalidInput("A message needs some text.")
    return body


def send_as_guest(
    work: UnitOfWork, room_number: str, token: str, text: str, act_id: UUID | None = None
) -> Message:
    """Post a guest's message in the room's conversation.

    With an `act_id` of the caller's, a retry gives the message that is there already.
    Raises `NotPossible` for a token that is not active in this room.
    """
    session = work.guests.session(digest(token))
    if session is None or session.room_number != room_number:
        raise NotPossible(f"This token opens no conversation in room {room_number}.")
    if session.expires_at <= work.now:
        raise NotPossible("This session has expired; open a new one with the room's PIN.")
    earlier = None if act_id is None else work.guests.message_of(room_number, act_id)
    if earlier is not None:
        return earlier
    body = _checked_body(text)
    room = work.rooms.get(room_number)
    sent = work.guests.add_message(
        room_number, Sender.GUEST, session.id, None, body, work.now, act_id
    )
    act = guests_act(act_id, "message")
    record(work, act, Verb.MESSAGE, EventKind.GUEST_WROTE, room, with_message(room, work.now), "")
    return sent


def send_as_staff(work: UnitOfWork, act: Act, room_number: str, text: str) -> Message:
    """Post a message of the staff to the guest of an occupied room; a retry posts it once."""
    rights.require(act.staff, Verb.MESSAGE)
    room = work.rooms.get(room_number)
    if not room.is_occupied:
        raise NotPossible(f"Room {room_number} has no guest to write to.")
    earlier = work.guests.message_of(room_number, act.id)
    if earlier is not None:
        return earlier
    sent = work.guests.add_message(
        room_number, Sender.STAFF, None, act.staff, _checked_body(text), work.now, act.id
    )
    if room.messages_waiting:
        _record_answered(work, act, EventKind.GUEST_ANSWERED, room)
    return sent


def mark_answered(work: UnitOfWork, act: Act, room_number: str) -> Room:
    """Let the guest's messages wait no longer, without writing; gives the room.

    Doing so where none waits changes nothing. Raises `UnknownName` or `NotAllowed`.
    """
    rights.require(act.staff, Verb.MESSAGE)
    room = work.rooms.get(room_number)
    if not room.messages_waiting:
        return room
    return _record_answered(work, act, EventKind.NO_ANSWER_NEEDED, room)


def _record_answered(work: UnitOfWork, act: Act, kind: EventKind, room: Room) -> Room:
    return record(work, act, Verb.MESSAGE, kind, room, without_messages(room), "").room
