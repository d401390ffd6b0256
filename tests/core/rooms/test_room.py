"""The life of a room, held against the table of the house rules."""

from datetime import timedelta

import pytest
from hypothesis import given

from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.numbers import check_room_number, expand_rooms, natural_key
from housekeeper.core.rooms.room import (
    Room,
    back_in_use,
    flagged,
    is_possible,
    out_of_order,
    overridden,
    put_right,
    require_possible,
    turned,
    vacated,
)
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from tests.core.building import NOW, TODAY, TOMORROW, a_room, a_room_that_is, any_room

LATER = NOW + timedelta(minutes=20)

TURN_TABLE: dict[Verb, tuple[set[str], str]] = {
    Verb.START: ({"CHECKOUT_DIRTY"}, "CLEANING_IN_PROGRESS"),
    Verb.CLEAN: ({"CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS"}, "CLEANED_UNINSPECTED"),
    Verb.DIRTY: (
        {"AVAILABLE", "CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"},
        "CHECKOUT_DIRTY",
    ),
    Verb.PASS: ({"CLEANED_UNINSPECTED"}, "READY_FOR_GUEST"),
    Verb.FAIL: ({"CLEANED_UNINSPECTED"}, "CHECKOUT_DIRTY"),
}
"""The table of the rules, written out a second time: act, from, to."""


@pytest.mark.parametrize("verb", TURN_TABLE)
@pytest.mark.parametrize("status", RoomStatus)
def test_a_turn_act_goes_where_the_table_says_and_nowhere_else(
    verb: Verb, status: RoomStatus
) -> None:
    room = a_room_that_is(status)
    sources, target = TURN_TABLE[verb]
    if status.value in sources:
        assert is_possible(room, verb)
        assert turned(room, verb, "ana", LATER, "hair in the bath").status.value == target
    else:
        assert not is_possible(room, verb)
        with pytest.raises(NotPossible, match=r"412 (is|has) .+"):
            turned(room, verb, "ana", LATER, "hair in the bath")


@pytest.mark.parametrize(
    ("verb", "possible_in"),
    [
        (Verb.CHECK_IN, {"AVAILABLE", "READY_FOR_GUEST"}),
        (Verb.CHECK_OUT, {"OCCUPIED"}),
        (Verb.MOVE, {"OCCUPIED"}),
        (Verb.LATE, {"OCCUPIED"}),
        (Verb.UNDO_CHECK_IN, {"OCCUPIED"}),
        (Verb.FIXED, {"MAINTENANCE_REQUIRED"}),
        (Verb.RETURN, {"OUT_OF_ORDER"}),
        (Verb.MAINTENANCE, set(RoomStatus)),
        (Verb.NOTE, set(RoomStatus)),
        (Verb.OUT_OF_ORDER, set(RoomStatus) - {"OCCUPIED"}),
        (Verb.OVERRIDE, set(RoomStatus) - {"OCCUPIED"}),
    ],
)
def test_the_other_acts_are_possible_where_the_rules_say(verb: Verb, possible_in: set[str]) -> None:
    found = {status for status in RoomStatus if is_possible(a_room_that_is(status), verb)}
    assert found == possible_in


@pytest.mark.parametrize("verb", Verb.all())
def test_a_room_out_of_use_can_only_be_taken_into_use(verb: Verb) -> None:
    room = a_room(is_active=False)
    assert is_possible(room, verb) is (verb is Verb.ACTIVATE)
    if verb is not Verb.ACTIVATE:
        with pytest.raises(NotPossible, match="not in use"):
            require_possible(room, verb)


@given(any_room())
def test_what_is_refused_is_what_is_impossible(room: Room) -> None:
    for verb in Verb.all():
        if is_possible(room, verb):
            require_possible(room, verb)
        else:
            with pytest.raises(NotPossible, match=room.number.replace(".", r"\.")):
                require_possible(room, verb)


@given(any_room())
def test_a_room_shows_the_first_status_that_applies(room: Room) -> None:
    if room.is_out_of_order:
        assert room.status is RoomStatus.OUT_OF_ORDER
    elif room.maintenance_required:
        assert room.status is RoomStatus.MAINTENANCE_REQUIRED
    elif room.is_occupied:
        assert room.status is RoomStatus.OCCUPIED
    else:
        assert room.status.value == room.turn_status.value


@given(any_room())
def test_a_bookable_room_is_in_use_ready_and_nothing_else(room: Room) -> None:
    hindered = (
        room.is_occupied
        or room.maintenance_required
        or room.is_out_of_order
        or not room.is_active
        or room.turn_status.value not in {"AVAILABLE", "READY_FOR_GUEST"}
    )
    assert room.is_bookable is not hindered


def test_who_started_is_on_the_room_until_it_is_cleaned() -> None:
    dirty = a_room_that_is(RoomStatus.CHECKOUT_DIRTY)
    cleaning = turned(dirty, Verb.START, "ana", NOW)
    assert cleaning.attendant == "ana"
    cleaned = turned(cleaning, Verb.CLEAN, "rui", LATER)
    assert (cleaned.attendant, cleaned.cleaned_by, cleaned.last_cleaned_at) == (None, "rui", LATER)


def test_a_failure_stays_readable_until_an_inspection_passes() -> None:
    room = a_room_that_is(RoomStatus.CLEANED_UNINSPECTED)
    failed = turned(room, Verb.FAIL, "maria", NOW, "  hair in the bath ")
    assert (failed.fail_reason, failed.inspected_by) == ("hair in the bath", "maria")
    again = turned(turned(failed, Verb.START, "ana", NOW), Verb.CLEAN, "ana", LATER)
    assert again.fail_reason == "hair in the bath"
    passed = turned(again, Verb.PASS, "maria", LATER)
    assert (passed.fail_reason, passed.last_inspected_at) == ("", LATER)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_failure_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(InvalidInput, match="reason"):
        turned(a_room_that_is(RoomStatus.CLEANED_UNINSPECTED), Verb.FAIL, "maria", NOW, reason)


@pytest.mark.parametrize(
    ("turn_status", "then"),
    [
        (TurnStatus.CHECKOUT_DIRTY, "CHECKOUT_DIRTY"),
        (TurnStatus.CLEANING_IN_PROGRESS, "CHECKOUT_DIRTY"),
        (TurnStatus.CLEANED_UNINSPECTED, "CLEANED_UNINSPECTED"),
        (TurnStatus.READY_FOR_GUEST, "CLEANED_UNINSPECTED"),
        (TurnStatus.AVAILABLE, "CLEANED_UNINSPECTED"),
    ],
)
@pytest.mark.parametrize("verb", [Verb.FIXED, Verb.RETURN])
def test_a_room_put_right_is_looked_at_before_a_guest_gets_it(
    verb: Verb, turn_status: TurnStatus, then: str
) -> None:
    hindrance = RoomStatus.MAINTENANCE_REQUIRED if verb is Verb.FIXED else RoomStatus.OUT_OF_ORDER
    room = a_room_that_is(hindrance, turn_status=turn_status, attendant="ana")
    after = put_right(room, verb)
    assert after.status.value == then
    assert (after.maintenance_notes, after.out_of_order_reason) == ("", "")
    assert after.attendant is None or then == "CLEANED_UNINSPECTED"


def test_a_fault_mended_around_a_guest_leaves_the_guest_in_peace() -> None:
    room = a_room_that_is(RoomStatus.MAINTENANCE_REQUIRED, is_occupied=True)
    assert put_right(room, Verb.FIXED).status is RoomStatus.OCCUPIED


@given(any_room())
def test_putting_right_never_makes_a_room_bookable(room: Room) -> None:
    for verb in (Verb.FIXED, Verb.RETURN):
        if is_possible(room, verb):
            after = put_right(room, verb)
            assert not after.is_bookable
            assert after.is_occupied or after.turn_status is not TurnStatus.READY_FOR_GUEST


@pytest.mark.parametrize(
    ("turn_status", "then"),
    [
        (TurnStatus.CHECKOUT_DIRTY, "CHECKOUT_DIRTY"),
        (TurnStatus.CLEANING_IN_PROGRESS, "CHECKOUT_DIRTY"),
        (TurnStatus.CLEANED_UNINSPECTED, "CLEANED_UNINSPECTED"),
        (TurnStatus.READY_FOR_GUEST, "CLEANED_UNINSPECTED"),
        (TurnStatus.AVAILABLE, "CLEANED_UNINSPECTED"),
    ],
)
def test_a_room_back_in_use_stands_as_one_that_was_fixed(
    turn_status: TurnStatus, then: str
) -> None:
    after = back_in_use(a_room(turn_status=turn_status, is_active=False))
    assert (after.is_active, after.status.value) == (True, then)


def test_flagging_again_changes_the_priority_and_the_note() -> None:
    once = flagged(a_room(), MaintenancePriority.LOW, "tap drips")
    twice = flagged(once, MaintenancePriority.HIGH, " tap floods ")
    assert (twice.maintenance_priority, twice.maintenance_notes) == (
        MaintenancePriority.HIGH,
        "tap floods",
    )


def test_out_of_order_needs_a_reason_and_an_empty_room() -> None:
    with pytest.raises(InvalidInput, match="reason"):
        out_of_order(a_room(), " ", TOMORROW)
    with pytest.raises(NotPossible, match="has a guest in it"):
        out_of_order(a_room_that_is(RoomStatus.OCCUPIED), "flood", None)
    assert out_of_order(a_room(), "flood", TOMORROW).out_of_order_until == TOMORROW


@given(any_room())
def test_an_override_gives_exactly_the_status_asked_for_and_never_a_guest(room: Room) -> None:
    for status in RoomStatus:
        if not is_possible(room, Verb.OVERRIDE) or status is RoomStatus.OCCUPIED:
            with pytest.raises(NotPossible):
                overridden(room, status, "the owner asks")
            continue
        after = overridden(room, status, "the owner asks")
        assert after.status is status
        assert after.is_occupied is room.is_occupied is False


def test_an_override_needs_a_reason() -> None:
    with pytest.raises(InvalidInput, match="reason"):
        overridden(a_room(), RoomStatus.CHECKOUT_DIRTY, "  ")


def test_a_room_overridden_to_ready_is_no_longer_a_failed_one() -> None:
    room = a_room_that_is(RoomStatus.CHECKOUT_DIRTY, fail_reason="hair in the bath")
    assert overridden(room, RoomStatus.READY_FOR_GUEST, "seen by me").fail_reason == ""
    assert overridden(room, RoomStatus.CLEANED_UNINSPECTED, "seen").fail_reason != ""


def test_a_guest_leaves_a_dirty_room_and_its_flags_behind() -> None:
    room = a_room_that_is(
        RoomStatus.MAINTENANCE_REQUIRED,
        is_occupied=True,
        departure=TODAY,
        turn_status=TurnStatus.READY_FOR_GUEST,
        housekeeping_notes="extra towels",
        next_arrival=TODAY,
    )
    after = vacated(room)
    assert (after.is_occupied, after.turn_status) == (False, TurnStatus.CHECKOUT_DIRTY)
    assert after.status is RoomStatus.MAINTENANCE_REQUIRED
    assert (after.departure, after.next_arrival) == (None, TODAY)
    assert after.housekeeping_notes == "extra towels"


def test_rooms_are_sorted_as_people_count() -> None:
    numbers = ["1009", "A10", "101", "a2", "A1", "99", "101A", "B"]
    assert sorted(numbers, key=natural_key) == [
        "99", "101", "101A", "1009", "A1", "a2", "A10", "B",
    ]  # fmt: skip


KNOWN = ["A2", "101", "305", "301", "302", "318", "319", "A1", "A10", "305A"]


@pytest.mark.parametrize(
    ("words", "rooms"),
    [
        (["302"], ["302"]),
        (["302,101", "301"], ["302", "101", "301"]),
        (["301-318"], ["301", "302", "305", "305A", "318"]),
        (["A1-A9"], ["A1", "A2"]),
        (["302", "301-305"], ["302", "301", "305"]),
        (["999"], ["999"]),
        ([",302,"], ["302"]),
        ([], []),
    ],
)
def test_lists_and_ranges_name_each_room_once(words: list[str], rooms: list[str]) -> None:
    assert expand_rooms(words, KNOWN) == rooms


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("318-301", "301-318"),
        ("500-510", "No room"),
        ("301-", "no room number"),
        ("-301", "no room number"),
        ("301-305-318", "no room number"),
        ("4 12", "no room number"),
        ("x" * 33, "no room number"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(word: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        expand_rooms([word], KNOWN)


@pytest.mark.parametrize("number", ["1", "B-1", "a,b", "", "4é", "٣", "1" * 32, "P_.@="])
def test_a_room_number_keeps_to_characters_that_travel(number: str) -> None:
    if number in {"1", "1" * 32, "P_.@="}:
        assert check_room_number(number) == number
    else:
        with pytest.raises(InvalidInput):
            check_room_number(number)
