"""Every role against every key that acts, by the one table of the house rules."""

import pytest

from housekeeper.core.acts import ACTS as ROWS
from housekeeper.core.acts import Verb, Via
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.staff import Role
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.verb_keys import VERB_KEYS
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.room.room_screen import RoomScreen
from tests.core.test_rights import RIGHTS
from tests.screens.conftest import (
    ANA,
    DORA,
    EVERYONE,
    TODAY,
    AtTheBoard,
    SmallHotel,
    board_on,
)

ROOM_OF = {
    Verb.START: "101",
    Verb.CLEAN: "102",
    Verb.PASS: "103",
    Verb.FAIL: "104",
    Verb.DIRTY: "105",
    Verb.MAINTENANCE: "106",
    Verb.FIXED: "107",
    Verb.OUT_OF_ORDER: "108",
    Verb.RETURN: "109",
    Verb.OVERRIDE: "110",
    Verb.NOTE: "201",
    Verb.CHECK_IN: "202",
    Verb.CHECK_OUT: "203",
}
"""For each verb a room that takes it, whoever presses the key."""

NO_VERB_KEYS = {Verb.ROUND: "i", Verb.UNDO: "u"}


def word_for(verb: Verb) -> str:
    """What a refusal calls an act: the word that people see for it."""
    row = ROWS.get(verb)
    return verb.value if row is None else row.label


@pytest.fixture
async def ready(hotel: SmallHotel) -> SmallHotel:
    """A hotel in which there is a room for every verb."""

    def fill(work: UnitOfWork) -> None:
        booking = Booking("B1", "STD", TODAY, TODAY, 1, 0, BookingStatus.CONFIRMED)
        work.bookings.save_all([booking])
        front_desk.check_in(work, Act(DORA, Via.BOARD), "B1", "203")

    await hotel.store.write(fill)
    await hotel.do(Verb.DIRTY, "101", "102", "103", "104")
    await hotel.do(Verb.CLEAN, "103", "104", staff=ANA)
    await hotel.do(Verb.MAINTENANCE, "107", note="lamp")
    await hotel.do(Verb.OUT_OF_ORDER, "109", note="flood")
    return hotel


def test_every_verb_with_a_key_has_its_room() -> None:
    assert set(ROOM_OF) == set(VERB_KEYS)


async def refused(at: AtTheBoard, verb: Verb, key: str) -> bool:
    """Whether a key is refused for the role; whatever it opens is left again."""
    before = at.app.screen
    at.app.clear_notifications()
    at.screen.tell("")
    await at.press(key)
    await at.until(
        lambda: at.app.screen is not before or at.workstation.acts.is_idle, f"what comes of {key}"
    )
    is_refused = f"may not do '{word_for(verb)}'" in at.text
    for _ in range(3):
        if at.app.screen is before:
            break
        await at.press("escape")
        await at.pilot.pause()
    return is_refused


@pytest.mark.parametrize("role", Role)
async def test_a_key_is_offered_and_works_for_the_roles_of_the_table(
    ready: SmallHotel, role: Role
) -> None:
    staff = next(one for one in EVERYONE if one.role is role)
    async with board_on(ready, size=(220, 40), staff=staff) as at:
        for verb, number in ROOM_OF.items():
            allowed = role in RIGHTS[verb]
            await at.press(*number)
            assert at.room == number
            offered = f" {VERB_KEYS[verb].key} {VERB_KEYS[verb].label} "
            assert (offered in at.hint.splitlines()[1]) is allowed, (role, verb, at.hint)
            assert await refused(at, verb, VERB_KEYS[verb].key) is not allowed, (role, verb)
            assert isinstance(at.app.screen, BoardScreen), (verb, at.text)
        for verb, key in NO_VERB_KEYS.items():
            assert await refused(at, verb, key) is (role not in RIGHTS[verb]), (role, verb)


@pytest.mark.parametrize("role", Role)
async def test_late_check_out_and_room_move_are_the_front_desks(
    ready: SmallHotel, role: Role
) -> None:
    staff = next(one for one in EVERYONE if one.role is role)
    async with board_on(ready, size=(220, 40), staff=staff) as at:
        await at.press("2", "0", "3", "enter")
        await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room")
        await at.until(lambda: "B1" in at.text, "the booking")
        for verb, key in (
            (Verb.LATE, "l"),
            (Verb.MOVE, "M"),
            (Verb.UNDO_CHECK_IN, "U"),
        ):
            assert await refused(at, verb, key) is (role not in RIGHTS[verb]), (role, verb)
