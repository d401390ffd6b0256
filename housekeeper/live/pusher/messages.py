"""What goes over the wire: channel, event name and body of the messages that tell of an event.

Names and shape are those of the system that housekeeper grew from, so that its web clients
go on working; `seq` and `version` are added. Nothing of a guest, no name of a person, no PIN
and no token is in any message.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from housekeeper.core.acts import OF_GUESTS_WAITING, EventKind
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.snapshot import NOTE_FACTS, WAITING_FACTS, Json, encode, utc_text

MESSAGE_LIMIT_BYTES = 10 * 1024
"""Pusher's limit for one message, in UTF-8 bytes; held here to all that is sent of it."""

ROOM_UPDATED = "room_updated"
SESSION_ENDED = "session_ended"

_CHANNEL = re.compile(r"[A-Za-z0-9_=@,.;-]{1,164}")
_SESSION_ENDED_IDS = UUID("aadfc045-247c-4abc-9cf6-af83f48ded97")
_CUT_MARK = "…"

_PAYLOAD = (
    "room_number",
    "room_status",
    "is_occupied",
    "is_out_of_order",
    "maintenance_required",
    "maintenance_priority",
    "maintenance_notes",
    "last_cleaned_at",
    "last_inspected_at",
    "room_type",
    "version",
)


_KEPT_BACK = {*NOTE_FACTS, *WAITING_FACTS}
"""What everyone with the key need not know, not even that it changed."""


@dataclass(frozen=True, slots=True)
class PusherMessage:
    """One message as Pusher takes it; `data` is JSON text. A `is_cut` one lost part of a note."""

    channel: str
    name: str
    data: str
    is_cut: bool = False

    @property
    def size(self) -> int:
        """UTF-8 bytes of the whole message as a client gets it: `data` is a text in it."""
        whole = {"event": self.name, "channel": self.channel, "data": self.data}
        return len(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())


def check_channel(name: str) -> str:
    """The name as a channel's, or `InvalidInput`: up to 164 letters, digits and `_-=@,.;`."""
    if not _CHANNEL.fullmatch(name):
        raise InvalidInput(
            f"{name[:40]!r} is no channel name: up to 164 letters, digits and _ - = @ , . ; are."
        )
    return name


def private_channel(hotel_slug: str) -> str:
    """The channel of the hotel's own terminals, which takes a signature to read."""
    return check_channel(f"private-{hotel_slug}.rooms")


def public_channel(hotel_slug: str) -> str:
    """The channel that everyone with the key may read."""
    return check_channel(f"{hotel_slug}.rooms")


def chat_channel(hotel_slug: str, room_number: str) -> str:
    """The channel of the guest's page in a room."""
    return check_channel(f"{hotel_slug}-room-{room_number}-chat")


def messages_of(hotel_slug: str, event: RoomEvent, public: bool) -> list[PusherMessage]:
    """Every message that tells of one event, in the order in which they are to be sent.

    Always the private one; with `public` the public one, without notes, unless the event only
    tells how many messages and orders of a guest wait; and at a checkout
    the guest's page is told that its session has ended. Raises `InvalidInput` where the
    hotel's or the room's name does not fit into a channel's.
    """
    messages = [_fit_note(private_channel(hotel_slug), hotel_slug, event)]
    if public and event.kind not in OF_GUESTS_WAITING:
        facts = _facts(event)
        facts["maintenance_notes"] = None
        facts["changed_fields"] = [name for name in event.before if name not in _KEPT_BACK]
        messages.append(_room_updated(public_channel(hotel_slug), hotel_slug, event, facts))
    if event.kind is EventKind.CHECKED_OUT:
        messages.append(_session_ended(hotel_slug, event))
    return messages


def first_batch(
    hotel_slug: str, events: Sequence[RoomEvent], public: bool, limit: int
) -> tuple[int, list[PusherMessage]]:
    """The messages of as many of these events as fit into one batch, and how many events.

    No event is torn apart, and the first is always in. Raises `InvalidInput` as `messages_of`.
    """
    batch: list[PusherMessage] = []
    for count, event in enumerate(events):
        of_event = messages_of(hotel_slug, event, public)
        if batch and len(batch) + len(of_event) > limit:
            return count, batch
        batch += of_event
    return len(events), batch


def _facts(event: RoomEvent) -> dict[str, Json]:
    room = encode(event.room)
    facts = {name: room[name] for name in _PAYLOAD}
    # Their clients know the field; this hotel's rooms have no such figure.
    facts["max_occupancy"] = None
    facts["changed_fields"] = list(event.before)
    facts["seq"] = event.seq
    return facts


def _room_updated(
    channel: str, hotel_slug: str, event: RoomEvent, facts: dict[str, Json], is_cut: bool = False
) -> PusherMessage:
    body = _body("rooms", ROOM_UPDATED, hotel_slug, event, event.event_id, facts)
    return PusherMessage(channel, ROOM_UPDATED, body, is_cut)


def _session_ended(hotel_slug: str, event: RoomEvent) -> PusherMessage:
    number = event.room_number
    facts: dict[str, Json] = {"room_number": number, "reason": "checked_out"}
    ended_id = uuid5(_SESSION_ENDED_IDS, str(event.event_id))
    body = _body("chat", SESSION_ENDED, hotel_slug, event, ended_id, facts)
    return PusherMessage(chat_channel(hotel_slug, number), SESSION_ENDED, body)


def _body(
    category: str,
    name: str,
    hotel_slug: str,
    event: RoomEvent,
    event_id: UUID,
    facts: dict[str, Json],
) -> str:
    whole = {
        "category": category,
        "type": name,
        "payload": facts,
        "meta": {
            "hotel_slug": hotel_slug,
            "event_id": str(event_id),
            "ts": utc_text(event.at),
            "scope": {"room_number": event.room_number},
        },
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no UTF-8; what cannot be sent must not hold up what can.
    return text.encode(errors="replace").decode()


def _fit_note(channel: str, hotel_slug: str, event: RoomEvent) -> PusherMessage:
    """The message with the whole note, or with as much of its beginning as the limit leaves."""
    facts = _facts(event)
    whole = _room_updated(channel, hotel_slug, event, facts)
    if whole.size <= MESSAGE_LIMIT_BYTES:
        return whole
    note = event.room.maintenance_notes

    def cut_to(length: int) -> PusherMessage:
        shorter = {
            **facts,
            "maintenance_notes": note[:length].rstrip() + _CUT_MARK,
            "maintenance_notes_cut": True,
        }
        return _room_updated(channel, hotel_slug, event, shorter, is_cut=True)

    fits, too_long = 0, len(note)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if cut_to(middle).size <= MESSAGE_LIMIT_BYTES:
            fits = middle
        else:
            too_long = middle
    return cut_to(fits)
