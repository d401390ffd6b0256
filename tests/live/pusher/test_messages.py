"""What goes over the wire tells of a room and of nobody."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import changed_from
from housekeeper.core.rooms.status import MaintenancePriority, TurnStatus
from housekeeper.live.pusher.messages import (
    MESSAGE_LIMIT_BYTES,
    PusherMessage,
    chat_channel,
    check_channel,
    first_batch,
    messages_of,
    private_channel,
)
from tests.core.building import NOW, a_room, an_event

CLEAN = a_room(turn_status=TurnStatus.CLEANED_UNINSPECTED, last_cleaned_at=NOW, version=7)


def flagged(note: str) -> Room:
    return replace(
        CLEAN,
        maintenance_required=True,
        maintenance_priority=MaintenancePriority.HIGH,
        maintenance_notes=note,
        version=8,
    )


def told(before: Room, after: Room, seq: int = 12, **facts: Any) -> RoomEvent:
    event = an_event(seq, before, after)
    return replace(event, before=changed_from(before, after), **facts)


def body_of(message: PusherMessage) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(message.data)
    return body


def test_a_change_is_told_as_the_web_clients_know_it_with_seq_and_version_added() -> None:
    event = told(CLEAN, flagged("lamp"), event_id=UUID(int=5))
    (message,) = messages_of("grand", event, public=False)
    assert (message.channel, message.name) == ("private-grand.rooms", "room_updated")
    assert body_of(message) == {
        "category": "rooms",
        "type": "room_updated",
        "payload": {
            "room_number": "412",
            "room_status": "MAINTENANCE_REQUIRED",
            "is_occupied": False,
            "is_out_of_order": False,
            "maintenance_required": True,
            "maintenance_priority": "HIGH",
            "maintenance_notes": "lamp",
            "last_cleaned_at": "2026-11-21T10:42:00.000000+00:00",
            "last_inspected_at": None,
            "room_type": "STD",
            "max_occupancy": None,
            "changed_fields": [
                "room_status",
                "maintenance_required",
                "maintenance_priority",
                "maintenance_notes",
                "version",
            ],
            "seq": 12,
            "version": 8,
        },
        "meta": {
            "hotel_slug": "grand",
            "event_id": "00000000-0000-0000-0000-000000000005",
            "ts": "2026-11-21T10:42:00.000000+00:00",
            "scope": {"room_number": "412"},
        },
    }


def test_that_a_guest_waits_is_told_to_the_hotels_own_terminals_alone() -> None:
    waits = replace(CLEAN, is_occupied=True, messages_waiting=1, messages_waiting_since=NOW)
    wrote = told(replace(CLEAN, is_occupied=True), waits, kind=EventKind.GUEST_WROTE)
    (message,) = messages_of("grand", wrote, public=True)
    assert message.channel == "private-grand.rooms"
    assert body_of(message)["payload"]["changed_fields"] == [
        "messages_waiting",
        "messages_waiting_since",
    ]
    left = told(waits, CLEAN, kind=EventKind.CHECKED_OUT)
    _, public, _ = messages_of("grand", left, public=True)
    assert body_of(public)["payload"]["changed_fields"] == ["room_status", "is_occupied"]


def test_the_public_channel_is_beside_the_private_one_and_without_notes() -> None:
    event = told(CLEAN, flagged("lamp"))
    private, public = messages_of("grand", event, public=True)
    assert public.channel == "grand.rooms"
    assert "lamp" in private.data
    assert "lamp" not in public.data
    theirs, ours = body_of(public), body_of(private)
    assert theirs["payload"].pop("maintenance_notes") is None
    ours["payload"].pop("maintenance_notes")
    ours["payload"]["changed_fields"].remove("maintenance_notes")
    assert theirs == ours


def test_a_checkout_sends_the_guests_page_back_to_pin_entry() -> None:
    guest = a_room(is_occupied=True, departure=NOW.date())
    event = told(guest, a_room(turn_status=TurnStatus.CHECKOUT_DIRTY), kind=EventKind.CHECKED_OUT)
    updated, ended = messages_of("grand", event, public=False)
    assert (ended.channel, ended.name) == ("grand-room-412-chat", "session_ended")
    body = body_of(ended)
    assert body["type"] == "session_ended"
    assert body["payload"] == {"room_number": "412", "reason": "checked_out"}
    assert body["meta"]["event_id"] != body_of(updated)["meta"]["event_id"]


def test_no_other_event_ends_a_session() -> None:
    for kind in set(EventKind.all()) - {EventKind.CHECKED_OUT}:
        event = told(CLEAN, flagged("lamp"), kind=kind)
        assert [m.name for m in messages_of("grand", event, False)] == ["room_updated"]


def test_nobody_is_named_on_the_wire() -> None:
    before = a_room(cleaned_by="ana", attendant="rui-code")
    event = told(
        before,
        replace(flagged("lamp"), cleaned_by="maria-code", inspected_by="otto-code"),
        kind=EventKind.CHECKED_OUT,
        staff_code="max-code",
        staff_name="Max Braun",
        note="words of the history",
    )
    sent = "".join(message.data for message in messages_of("grand", event, public=True))
    for word in ("max-code", "Max Braun", "rui-code", "maria-code", "otto-code", "history"):
        assert word not in sent


@pytest.mark.parametrize(
    "note",
    ["x" * 20_000, "ü" * 9_000, "🛁" * 4_000, '"' * 8_000, "\n" * 6_000, "\\" * 9_000],
    ids=["ascii", "two bytes", "four bytes", "quotes", "line breaks", "backslashes"],
)
def test_a_note_too_long_for_a_message_is_cut_where_it_must_be(note: str) -> None:
    (message,) = messages_of("grand", told(CLEAN, flagged(f"start{note}")), public=False)
    assert message.is_cut
    assert message.size <= MESSAGE_LIMIT_BYTES
    payload = body_of(message)["payload"]
    assert payload["maintenance_notes_cut"] is True
    kept = payload["maintenance_notes"]
    assert kept.endswith("…")
    assert f"start{note}".startswith(kept[:-1])
    if note.strip():
        # One more character of the note would not have fitted.
        assert message.size > MESSAGE_LIMIT_BYTES - 8


def test_a_note_that_just_fits_is_whole() -> None:
    room_for = MESSAGE_LIMIT_BYTES - messages_of("grand", told(CLEAN, flagged("")), False)[0].size
    # The first character of a note also names it among the changed fields.
    room_for -= len(',\\"maintenance_notes\\"')
    (fits,) = messages_of("grand", told(CLEAN, flagged("x" * room_for)), False)
    (cut,) = messages_of("grand", told(CLEAN, flagged("x" * (room_for + 1))), False)
    assert (fits.size, fits.is_cut, cut.is_cut) == (MESSAGE_LIMIT_BYTES, False, True)


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(1, 200))
def test_whatever_a_note_holds_its_message_is_json_within_the_limit(text: str, times: int) -> None:
    (message,) = messages_of("grand", told(CLEAN, flagged(text * times)), public=False)
    assert message.size <= MESSAGE_LIMIT_BYTES
    message.data.encode()
    assert body_of(message)["payload"]["room_number"] == "412"


def test_half_a_surrogate_pair_holds_nothing_up() -> None:
    (message,) = messages_of("grand", told(CLEAN, flagged("lamp \ud800")), public=False)
    assert body_of(message)["payload"]["maintenance_notes"] == "lamp ?"
    assert message.data.encode()


def test_names_that_do_not_travel_are_refused() -> None:
    assert check_channel("a" * 164)
    for name in ("", "a" * 165, "grand hotel", "hôtel", "a#b", "a/b", "a\n"):
        with pytest.raises(InvalidInput):
            check_channel(name)
    with pytest.raises(InvalidInput):
        private_channel("grand hotel")
    with pytest.raises(InvalidInput):
        chat_channel("grand", "4/12")


@pytest.mark.parametrize(("events", "first"), [(1, 1), (10, 10), (11, 10), (25, 10)])
def test_a_batch_holds_at_most_ten_messages(events: int, first: int) -> None:
    told_all = [told(CLEAN, flagged("lamp"), seq) for seq in range(1, events + 1)]
    count, batch = first_batch("grand", told_all, False, 10)
    assert (count, len(batch)) == (first, first)


def test_the_messages_of_one_event_stay_together() -> None:
    quiet = told(CLEAN, flagged("lamp"))
    checkout = replace(quiet, kind=EventKind.CHECKED_OUT)
    count, batch = first_batch("grand", [quiet] * 9 + [checkout] + [quiet], False, 10)
    assert (count, len(batch)) == (9, 9)
    count, batch = first_batch("grand", [checkout] * 4, True, 10)
    assert (count, len(batch)) == (3, 9)
