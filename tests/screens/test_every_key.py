"""Every printable key into every dialog, as the first of a word, in a hurry and one by one.

A dialog with a line for text has the whole word in its line; one without takes the keys of its
own choices and no other. Whatever is typed, nothing is done to any room.
"""

import asyncio
import string
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Input

from housekeeper.core.entered_text import plain
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.round import InspectionRound, Progress, WalkingOrder
from housekeeper.core.inspection.round_views import OpenRound
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.front_desk import CheckedIn, CheckInOffer
from housekeeper.screens.acting.fail_dialog import FailDialog
from housekeeper.screens.acting.maintenance_dialog import MaintenanceDialog
from housekeeper.screens.acting.note_dialog import NoteDialog
from housekeeper.screens.acting.out_of_order_dialog import OutOfOrderDialog
from housekeeper.screens.acting.override_dialog import OverrideDialog
from housekeeper.screens.acting.refusals_dialog import RefusalsDialog
from housekeeper.screens.front_desk.check_in_dialog import CheckInDialog
from housekeeper.screens.front_desk.late_dialog import LateDialog
from housekeeper.screens.front_desk.move_dialog import MoveDialog, NewPinDialog
from housekeeper.screens.help_screen import HelpScreen
from housekeeper.screens.inspection.choose_round_dialog import OWN, RoundChooser
from housekeeper.screens.opening.add_person_dialog import AddPersonDialog
from housekeeper.screens.opening.add_rooms_dialog import AddRoomsDialog
from housekeeper.screens.opening.choose_hotel_dialog import HotelChooser
from housekeeper.screens.opening.first_steps_dialog import FirstStepsDialog, HotelSoFar, Step
from housekeeper.screens.opening.import_file_dialog import ImportFileDialog
from housekeeper.screens.opening.one_time_codes_dialog import OneTimeCodesDialog
from housekeeper.screens.shift.handover_note_dialog import HandoverNoteDialog
from housekeeper.screens.shift.since_dialog import SinceDialog
from housekeeper.screens.sign_in.first_manager_dialog import FirstManagerDialog
from housekeeper.screens.sign_in.lock_screen import LockScreen
from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from tests.screens.conftest import TODAY, AtTheBoard, SmallHotel, board_on
from tests.screens.typing_hand import FAST, SLOW, Hand, hand_with

WHAT_FOLLOWS_IS_GUARDED = True
"""Whether what follows the closing key of a dialog at once acts on nothing.

As long as it does, dialogs are closed by one key here, with nothing behind it.
"""

PRINTABLE = (*string.ascii_letters, *string.digits, *string.punctuation, " ", *"éßñЖש中")
REST = "d2"
"""What is typed behind each key: the letter of an act, and the digit of a choice."""

EVERYWHERE = frozenset("tL")
"""Keys of the whole program where no dialog is in front: the colours, the lock."""

BOOKING = Booking("B1", "STD", TODAY, date(2026, 11, 23), 1, 0, BookingStatus.CONFIRMED, "201")
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)

Make = Callable[[AtTheBoard, list[Room]], Screen[Any]]

WITH_A_LINE: Mapping[str, Make] = {
    "fail": lambda at, rooms: FailDialog(rooms, store=at.workstation.store),
    "maintenance": lambda _, rooms: MaintenanceDialog(rooms),
    "note": lambda _, rooms: NoteDialog(rooms, TODAY),
    "out of order": lambda _, rooms: OutOfOrderDialog(rooms, TODAY),
    "override": lambda _, rooms: OverrideDialog(rooms),
    "check-in": lambda at, _: CheckInDialog(at.workstation, None),
    "late": lambda at, _: LateDialog(BOOKING, "201", at.workstation.house_time()),
    "move": lambda _, rooms: MoveDialog(
        CheckInOffer(BOOKING, None, "", tuple(rooms)), "201", TODAY
    ),
    "hotels": lambda _, __: HotelChooser([Hotel("grand", "Grand Hotel", "Europe/Lisbon")]),
    "handover note": lambda _, __: HandoverNoteDialog(),
    "since": lambda at, _: SinceDialog(at.workstation.store.hotel, NOW),
    "sign-in": lambda at, _: StaffCodeDialog(at.workstation),
    "first manager": lambda at, _: FirstManagerDialog(at.workstation),
    "rooms by number": lambda _, __: AddRoomsDialog(),
    "person": lambda _, __: AddPersonDialog(),
    "file": lambda _, __: ImportFileDialog("bookings"),
    "lock": lambda at, _: LockScreen(at.workstation, is_visible=True),
    "palette": lambda _, __: CommandPalette(),
}

WITHOUT: Mapping[str, tuple[Make, Mapping[str, object]]] = {
    "question": (
        lambda _, __: ConfirmDialog("Leave the board?", "Leave", "Stay"),
        {"y": True, "n": False},
    ),
    "refusals": (lambda _, __: RefusalsDialog([("101", "No."), ("102", "No.")], "were not"), {}),
    "rounds": (
        lambda at, _: RoundChooser(
            at.workstation,
            [
                OpenRound(
                    InspectionRound(1, "maria", NOW, WalkingOrder.BY_FLOOR),
                    Progress(0, 0, 0, 3, 0),
                    ("maria",),
                )
            ],
        ),
        {"n": OWN},
    ),
    "new PIN": (
        lambda at, _: NewPinDialog(CheckedIn(BOOKING, "101", "123456", ()), at.workstation.clock),
        {},
    ),
    "one-time codes": (lambda _, __: OneTimeCodesDialog({"ana": "12345678"}), {}),
    "first steps": (
        lambda _, __: FirstStepsDialog(HotelSoFar()),
        {str(digit): step for digit, step in enumerate(Step, 1)},
    ),
    "help": (lambda _, __: HelpScreen(), {"q": None, "?": None}),
}


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    return hand_with(monkeypatch)


async def turns(at: AtTheBoard, holds: Callable[[], bool]) -> None:
    """Let the program work until this holds, or until it has had time enough for anything."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 - each turn brings a key further
                await asyncio.sleep(0)
    read = asyncio.Event()
    at.app.call_later(read.set)
    await read.wait()


def has_come(line: Input, word: str) -> bool:
    """Whether a word stands in a line, and nothing else."""
    return line.value == plain(word)


def is_gone(dialog: Screen[Any]) -> bool:
    """Whether a dialog is closed."""
    return dialog not in dialog.app.screen_stack


async def opened(at: AtTheBoard, make: Make, answers: list[Any]) -> Screen[Any]:
    """A dialog in front of the board, ready for keys."""
    dialog = make(at, [room for room in at.board.rooms.values() if room.number in {"101", "102"}])
    at.app.push_screen(dialog, answers.append)
    await at.until(
        lambda: at.app.screen is dialog and not getattr(dialog, "holds_keys", False), "the dialog"
    )
    return dialog


@pytest.mark.parametrize("gap", [FAST, SLOW], ids=["in a hurry", "one by one"])
@pytest.mark.parametrize("name", WITH_A_LINE)
async def test_a_line_takes_every_word_from_its_first_key(
    hotel: SmallHotel, hand: Hand, name: str, gap: float
) -> None:
    async with board_on(hotel) as at:
        answers: list[Any] = []
        dialog = await opened(at, WITH_A_LINE[name], answers)
        before = await hotel.store.mark()
        line = at.app.focused
        assert isinstance(line, Input), "the line has the focus from the first frame"
        for key in PRINTABLE:
            word = key + REST
            hand.type(at.app, word, gap)
            await turns(at, partial(has_come, line, word))
            hand.rest(at.app, 1)
            assert line.value == plain(word), f"{word!r} into {name}"
            assert at.app.screen is dialog
            assert at.app.focused is line
            line.value = ""
        assert answers == []
        assert await hotel.store.mark() == before


@pytest.mark.parametrize("name", WITH_A_LINE)
async def test_an_enter_too_many_does_nothing_to_any_room(
    hotel: SmallHotel, hand: Hand, name: str
) -> None:
    async with board_on(hotel) as at:
        answers: list[Any] = []
        await opened(at, WITH_A_LINE[name], answers)
        before = await hotel.store.mark()
        hand.type(at.app, ["enter", "enter"], FAST)
        await turns(at, at.app.are_all_keys_taken)
        await at.workstation.acts.settled()
        if name in {"fail", "override", "out of order", "since", "sign-in", "lock", "move"}:
            assert answers == [], "Enter alone answers nothing here"
        assert await hotel.store.mark() == before


@pytest.mark.parametrize("gap", [FAST, SLOW], ids=["in a hurry", "one by one"])
@pytest.mark.parametrize("name", WITHOUT)
async def test_a_dialog_without_a_line_takes_its_own_keys_and_no_other(
    hotel: SmallHotel, hand: Hand, name: str, gap: float
) -> None:
    make, own_keys = WITHOUT[name]
    async with board_on(hotel) as at:
        before = await hotel.store.mark()
        answers: list[Any] = []
        dialog = await opened(at, make, answers)
        rest = "".join(key for key in REST if key not in own_keys)
        for key in PRINTABLE:
            if key in own_keys or (name == "help" and key in EVERYWHERE):
                continue
            hand.type(at.app, key + rest, gap)
            await turns(at, at.app.are_all_keys_taken)
            assert at.app.screen is dialog, f"{key!r} into {name}"
        assert answers == []
        for key, answer in own_keys.items():
            if at.app.screen is not dialog:
                dialog = await opened(at, make, answers)
            hand.type(at.app, key + REST if WHAT_FOLLOWS_IS_GUARDED else key, gap)
            await turns(at, partial(is_gone, dialog))
            await turns(at, at.app.are_all_keys_taken)
            assert at.app.screen is at.screen
            assert answers.pop() == answer
        assert await hotel.store.mark() == before


@pytest.mark.skipif(not WHAT_FOLLOWS_IS_GUARDED, reason="what follows a dialog acts on the board")
@pytest.mark.parametrize("closing", ["enter", "escape"])
@pytest.mark.parametrize("name", [name for name in WITH_A_LINE if name not in {"lock", "palette"}])
async def test_what_follows_the_closing_key_in_a_hurry_acts_on_no_room(
    hotel: SmallHotel, hand: Hand, name: str, closing: str
) -> None:
    async with board_on(hotel) as at:
        before = await hotel.store.mark()
        for key in "dpsfmcnorvexg":
            answers: list[Any] = []
            await opened(at, WITH_A_LINE[name], answers)
            hand.type(at.app, [*"2 pillows", closing, key, key], FAST)
            await turns(at, at.app.are_all_keys_taken)
            await at.workstation.acts.settled()
            assert await hotel.store.mark() == before, f"{closing} and {key} out of {name}"
            while at.app.screen is not at.screen:
                await at.press("escape")
