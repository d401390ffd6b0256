"""A terminal that is left alone locks itself: nothing can be done, nothing tells of a guest."""

import pytest
from textual.command import CommandPalette

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.acting.note_dialog import NoteDialog
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.sign_in.lock_screen import LockScreen
from housekeeper.settings.terminal import LockedBoard
from tests.screens.conftest import ANA, MARIA, PIN, AtTheBoard, SmallHotel, board_on


async def locked(at: AtTheBoard) -> None:
    await at.until(lambda: isinstance(at.app.screen, LockScreen), "the lock")
    await at.pilot.pause()


async def test_the_key_locks_and_code_and_pin_unlock_at_the_same_place(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("down", "L")
        await locked(at)
        assert at.workstation.staff is None
        assert "This terminal is locked" in at.text
        await at.sign_in("ana")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        assert at.workstation.staff == ANA
        assert at.room == "102"


async def test_locked_nothing_can_be_done(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("L")
        await locked(at)
        await at.press("escape", "ctrl+p", "ctrl+q", "tab", "s", "enter", "escape")
        await at.until(lambda: not at.app.screen.is_busy, "an answer")  # type: ignore[attr-defined]
        assert isinstance(at.app.screen, LockScreen)
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        assert at.app.is_running


async def test_the_person_before_unlocks_with_the_pin_alone(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("L")
        await locked(at)
        await at.press("enter", *PIN, "enter")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        assert at.workstation.staff == MARIA


async def test_a_terminal_left_alone_locks_itself_in_real_time(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA, lock_after_minutes=5) as at:
        await at.press("down")
        hotel.clock.pass_time(minutes=4, seconds=59)
        at.look_whether_idle()
        assert not at.workstation.is_locked
        await at.press("down")
        hotel.clock.pass_time(minutes=4)
        at.look_whether_idle()
        assert not at.workstation.is_locked
        hotel.clock.pass_time(minutes=1)
        at.look_whether_idle()
        await locked(at)
        assert at.workstation.staff is None


async def test_a_clock_set_back_locks_nobody_out(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA, lock_after_minutes=5) as at:
        await at.press("down")
        hotel.clock.pass_time(hours=-3)
        at.look_whether_idle()
        hotel.clock.pass_time(minutes=4)
        at.look_whether_idle()
        assert not at.workstation.is_locked


@pytest.mark.parametrize("minutes", [0])
async def test_a_terminal_may_never_lock_by_itself(hotel: SmallHotel, minutes: int) -> None:
    async with board_on(hotel, staff=MARIA, lock_after_minutes=minutes) as at:
        await at.press("down")
        hotel.clock.pass_time(days=2)
        at.look_whether_idle()
        assert not at.workstation.is_locked


async def test_a_locked_board_stays_to_be_read_and_follows_the_house(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("L")
        await locked(at)
        assert "DIRTY 1" in " ".join(at.text.split()).replace("○ ", "") or " 101 " in at.text
        await hotel.do(Verb.START, "101", staff=ANA)
        await at.workstation.look()
        await at.until(lambda: "Ana" in at.text, "the news on the locked board")


async def test_a_locked_board_is_there_for_whoever_looks_between_two_frames(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("L")
        await locked(at)
        for _ in range(2):
            # The next frame is due: who looks now has the board behind the lock drawn.
            at.app.screen.refresh()
            assert " 101 " in at.text
        await at.pilot.pause()
        assert " 101 " in at.text


async def test_a_locked_board_can_be_hidden(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA, locked_board=LockedBoard.HIDDEN) as at:
        assert "101" in at.text
        await at.press("L")
        await locked(at)
        assert "101" not in at.text


async def test_what_tells_of_a_guest_is_hidden_whatever_the_setting(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room")
        await at.until(lambda: "HISTORY" in at.text, "the room's history")
        await at.press("L")
        await locked(at)
        assert "HISTORY" not in at.text
        await at.sign_in("maria")
        await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room again")


async def test_the_lock_takes_the_palette_away(hotel: SmallHotel) -> None:
    """The palette leaves by taking away whatever is in front, which would be the lock."""
    async with board_on(hotel, staff=MARIA, lock_after_minutes=5) as at:
        await at.press("ctrl+p")
        await at.until(lambda: isinstance(at.app.screen, CommandPalette), "the palette")
        hotel.clock.pass_time(minutes=6)
        at.look_whether_idle()
        await locked(at)
        assert at.app.screen_stack[-2] is at.screen
        await at.sign_in("ana")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.press("escape", "down")
        assert at.app.is_running


async def test_a_dialog_that_ends_behind_the_lock_leaves_it_locked(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA, lock_after_minutes=5) as at:
        await at.press("n")
        await at.until(lambda: isinstance(at.app.screen, NoteDialog), "the dialog")
        dialog = at.app.screen
        hotel.clock.pass_time(minutes=6)
        at.look_whether_idle()
        await locked(at)
        dialog.dismiss(None)
        await at.pilot.pause()
        assert isinstance(at.app.screen, LockScreen)
        await at.sign_in("ana")
        await at.until(lambda: at.app.screen is at.screen, "the board, and no dialog")
