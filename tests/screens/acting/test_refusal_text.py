"""A refusal on a screen names the next key, as it is bound there, or who could press it."""

from itertools import product

import pytest
from textual.binding import Binding

from housekeeper.core import rights
from housekeeper.core.acts import ACTS, Verb
from housekeeper.core.errors import NotAllowed, NotPossible, NotPossibleYet
from housekeeper.core.rooms.room import require_possible
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.screens.acting.verb_keys import VERB_KEYS, refusal_text
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.room.room_screen import RoomScreen
from tests.core.building import a_room_that_is
from tests.screens.conftest import ANA, SmallHotel, board_on


class OtherKeys(VerbScreen):
    """A screen on which a cleaned room has another key."""

    BINDINGS = [Binding("z", "verb('clean')", id="verb.clean")]  # noqa: RUF012


def refusal(status: RoomStatus, verb: Verb) -> NotPossible | None:
    try:
        require_possible(a_room_that_is(status, "1412"), verb)
    except NotPossible as error:
        return error
    return None


@pytest.mark.parametrize("screen", [BoardScreen, RoomScreen])
@pytest.mark.parametrize(("verb", "status"), product(ACTS, RoomStatus))
def test_the_next_key_is_named_and_the_sentence_is_read_once(
    screen: type[VerbScreen], verb: Verb, status: RoomStatus
) -> None:
    error = refusal(status, verb)
    for role in Role if error else ():
        told = refusal_text(error, screen, Staff("x", "X", role))  # type: ignore[arg-type]
        assert len(told) <= 78
        if isinstance(error, NotPossibleYet) and rights.may(role, Verb(error.first)):
            assert told.endswith(f": press {VERB_KEYS[Verb(error.first)].key} {error.when}.")
        else:
            assert "press" not in told


def test_the_key_is_the_one_that_is_bound() -> None:
    error = refusal(RoomStatus.CLEANING_IN_PROGRESS, Verb.PASS)
    assert error is not None
    assert refusal_text(error, BoardScreen, None) == "1412 is still being cleaned: press c first."
    assert refusal_text(error, OtherKeys, None) == "1412 is still being cleaned: press z first."


def test_a_checkout_comes_first_only_for_who_may_check_out() -> None:
    error = refusal(RoomStatus.OCCUPIED, Verb.START)
    assert error is not None
    told = {role: refusal_text(error, BoardScreen, Staff("x", "X", role)) for role in Role}
    may = {Role.FRONT_DESK, Role.MANAGER}
    assert {role for role in Role if told[role] == "1412 has a guest in it: press e first."} == may
    assert {told[role] for role in Role if role not in may} == {"1412 has a guest in it."}


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("role", Role)
def test_who_may_not_is_told_in_one_line_whom_to_ask(verb: Verb, role: Role) -> None:
    try:
        rights.require(Staff("x", "Ana Silva", role), verb)
    except NotAllowed as error:
        told = refusal_text(error, BoardScreen, None)
        assert told.startswith(f"Ana Silva may not do '{ACTS[verb].label}': ask ")
        assert told.endswith(". S signs in someone else.")
        assert len(told) <= 80 or verb is Verb.UNDO_CHECK_IN


def test_who_may_not_do_it_is_told_who_must() -> None:
    error = refusal(RoomStatus.CLEANED_UNINSPECTED, Verb.CHECK_IN)
    assert error is not None
    desk = Staff("desk", "Desk", Role.FRONT_DESK)
    assert refusal_text(error, BoardScreen, desk) == (
        "1412 is not inspected yet: a supervisor must pass it first."
    )


async def test_the_next_key_does_what_it_says(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.START, "101", staff=ANA)
    async with board_on(hotel) as at:
        await at.press("1", "0", "1", "p")
        assert "101 is still being cleaned: press c first." in at.hint
        await at.press("c")
        await at.until(lambda: "101 is now cleaned" in at.hint, "the act")
        assert "still being cleaned" not in at.text
