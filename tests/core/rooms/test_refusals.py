"""A refusal is one sentence that says what comes first, and that really leads there."""

from itertools import product

import pytest
from hypothesis import given

from housekeeper.core.acts import ACTS, Verb
from housekeeper.core.errors import HasGuest, NotPossible, NotPossibleYet
from housekeeper.core.rooms.room import (
    Room,
    first_towards,
    is_possible,
    put_right,
    require_possible,
    turned,
)
from housekeeper.core.rooms.status import RoomStatus
from tests.core.building import NOW, a_room_that_is, any_room

READ_ONCE_CELLS = 78

SENTENCES: dict[Verb, dict[str, str]] = {
    Verb.START: {
        "CLEANING_IN_PROGRESS": "is being cleaned already: mark it cleaned when done.",
        "CLEANED_UNINSPECTED": "is cleaned already.",
        "READY_FOR_GUEST": "is ready already.",
        "AVAILABLE": "is available already.",
    },
    Verb.CLEAN: {
        "CLEANED_UNINSPECTED": "is cleaned already.",
        "READY_FOR_GUEST": "is ready already.",
        "AVAILABLE": "is available already.",
    },
    Verb.PASS: {
        "CHECKOUT_DIRTY": "is still dirty: clean it first.",
        "CLEANING_IN_PROGRESS": "is still being cleaned: clean it first.",
        "READY_FOR_GUEST": "is ready already.",
        "AVAILABLE": "is available already.",
    },
    Verb.FAIL: {
        "CHECKOUT_DIRTY": "is dirty already.",
        "CLEANING_IN_PROGRESS": "is still being cleaned: clean it first.",
        "READY_FOR_GUEST": "is ready already: put it back to dirty instead.",
        "AVAILABLE": "is available already: put it back to dirty instead.",
    },
    Verb.DIRTY: {"CHECKOUT_DIRTY": "is dirty already."},
    Verb.CHECK_IN: {
        "CHECKOUT_DIRTY": "is still dirty: clean it first.",
        "CLEANING_IN_PROGRESS": "is still being cleaned: clean it first.",
        "CLEANED_UNINSPECTED": "is not inspected yet: pass it first.",
    },
    Verb.OVERRIDE: {},
    Verb.OUT_OF_ORDER: {},
}
"""What each act says of a vacant room that is in the way of nothing else."""

HINDERED = {
    "OUT_OF_ORDER": "is out of order: return it to service first.",
    "MAINTENANCE_REQUIRED": "is flagged for maintenance: mark it fixed first.",
    "OCCUPIED": "has a guest in it.",
}
ALONE: dict[Verb, str] = {
    Verb.FIXED: "has no fault that could be fixed.",
    Verb.RETURN: "is not out of order.",
    Verb.CHECK_OUT: "has no guest in it.",
    Verb.MOVE: "has no guest in it.",
    Verb.LATE: "has no guest in it.",
    Verb.UNDO_CHECK_IN: "has no guest in it.",
}


def refusal(room: Room, verb: Verb) -> NotPossible:
    with pytest.raises(NotPossible) as refused:
        require_possible(room, verb)
    return refused.value


@pytest.mark.parametrize(("verb", "status"), product(ACTS, RoomStatus))
def test_every_act_on_every_status_says_one_sentence_that_is_read_once(
    verb: Verb, status: RoomStatus
) -> None:
    room = a_room_that_is(status, "1412")
    if is_possible(room, verb):
        require_possible(room, verb)
        return
    told = str(refusal(room, verb))
    if verb is Verb.OUT_OF_ORDER:
        assert told == "1412 has a guest in it: give a later day on which it goes out."
    else:
        expected = ALONE.get(verb) or {**HINDERED, **SENTENCES.get(verb, {})}[status.value]
        assert told == f"1412 {expected}"
    assert len(told) <= READ_ONCE_CELLS
    assert told.count(".") == 1


def after(room: Room, verb: Verb) -> Room:
    """The room after an act, as core does it."""
    if verb in {Verb.FIXED, Verb.RETURN}:
        return put_right(room, verb)
    return turned(room, verb, "ana", NOW, "hair")


TURNS = [Verb.START, Verb.CLEAN, Verb.PASS, Verb.DIRTY, Verb.FIXED, Verb.RETURN]


def steps_to(room: Room, verb: Verb) -> int | None:
    """How many acts there are to one that takes this verb, or stands as it would leave it."""
    target = ACTS[verb].transition.target.value if ACTS[verb].transition else None  # type: ignore[union-attr]

    def is_there(one: Room) -> bool:
        return is_possible(one, verb) or one.status.value == target

    seen, rim, steps = {room}, [room], 0
    while rim:
        if any(map(is_there, rim)):
            return steps
        steps += 1
        found = {after(one, turn) for one in rim for turn in TURNS if is_possible(one, turn)} - seen
        seen |= found
        rim = list(found)
    return None


@given(any_room())
def test_what_comes_first_is_possible_and_leads_nearer(room: Room) -> None:
    for verb in ACTS:
        if is_possible(room, verb):
            continue
        error, first = refusal(room, verb), first_towards(room, verb)
        if not isinstance(error, NotPossibleYet):
            assert first is None
            continue
        if isinstance(error, HasGuest):
            assert error.first == Verb.CHECK_OUT
            assert first is None
            continue
        assert error.first == first
        assert first is not None
        assert is_possible(room, first)
        before = steps_to(room, verb)
        behind = steps_to(after(room, first), verb)
        assert before is not None
        assert behind is not None
        if error.when == "when done":
            assert (verb, room.status) == (Verb.START, RoomStatus.CLEANING_IN_PROGRESS)
        elif error.when == "instead":
            assert after(room, first).status.value == "CHECKOUT_DIRTY"
            assert verb is Verb.FAIL
        else:
            assert behind < before


def test_a_sentence_of_a_room_out_of_use_says_who_can_help() -> None:
    room = a_room_that_is(RoomStatus.AVAILABLE, is_active=False)
    assert str(refusal(room, Verb.START)) == ("412 is not in use: a manager can take it into use.")
