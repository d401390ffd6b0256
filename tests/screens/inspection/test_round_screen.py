"""The inspection round on the screen: one room, one key, and everyone else in the house."""

import asyncio
import json
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import StoreBusy
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.checklists import ChecklistRow, import_checklists
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.acting.fail_dialog import FailDialog
from housekeeper.screens.inspection.choose_round_dialog import RoundChooser
from housekeeper.screens.inspection.round_screen import RoundScreen
from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.settings.terminal import Attribution
from housekeeper.store.database import HotelStore
from tests.screens.conftest import ANA, MARIA, MAX, AtTheBoard, SmallHotel, board_on
from tests.screens.typing_hand import press_of

ROOMS = ("101", "102", "201")


@pytest.fixture
async def cleaned(hotel: SmallHotel) -> SmallHotel:
    """Ana took 25 minutes for each of three rooms, and they wait for an inspection."""
    await hotel.do(Verb.DIRTY, *ROOMS)
    await hotel.do(Verb.START, *ROOMS, staff=ANA)
    hotel.clock.pass_time(minutes=25)
    await hotel.do(Verb.CLEAN, *ROOMS, staff=ANA)
    hotel.clock.pass_time(minutes=10)
    return hotel


def in_hand(at: AtTheBoard) -> str | None:
    screen = at.app.screen
    assert isinstance(screen, RoundScreen), at.text
    return screen.steps.room_in_hand.room.number if screen.steps.room_in_hand is not None else None


async def comes(at: AtTheBoard, number: str | None) -> None:
    await at.until(
        lambda: isinstance(at.app.screen, RoundScreen) and in_hand(at) == number, f"room {number}"
    )


@asynccontextmanager
async def walking(
    hotel: SmallHotel, size: tuple[int, int] = (120, 40), staff: Staff = MARIA
) -> AsyncIterator[AtTheBoard]:
    async with board_on(hotel, size, staff) as at:
        await at.press("i")
        await at.until(lambda: isinstance(at.app.screen, RoundScreen), "the round")
        await at.pilot.pause()
        yield at


async def test_one_key_starts_a_round_and_one_passes_each_room(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        for number, following in (("101", "102"), ("102", "201"), ("201", None)):
            assert in_hand(at) == number
            await at.press("p")
            await comes(at, following)
        for number in ROOMS:
            assert (await cleaned.room(number)).status is RoomStatus.READY_FOR_GUEST
        await at.until(lambda: "The round is walked" in at.text, "the result")
        assert "3 of 3" in at.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_it_tells_who_cleaned_how_long_and_what_failed_last(
    cleaned: SmallHotel, size: tuple[int, int]
) -> None:
    await cleaned.do(Verb.FAIL, "101", note="hair in the bath")
    await cleaned.do(Verb.START, "101", staff=ANA)
    cleaned.clock.pass_time(minutes=7)
    await cleaned.do(Verb.CLEAN, "101", staff=ANA)
    await cleaned.do(Verb.NOTE, "101", note="cot [/]wanted")
    async with walking(cleaned, size) as at:
        text = " ".join(at.text.split())
        assert "by Ana Reis" in text
        assert "took 7 min" in text
        assert "hair in the bath (Maria Keller" in text
        assert "cot [/]wanted" in text
        assert "0 of 3" in text
        assert "Ahead 102 201" in text


async def test_a_key_pressed_twice_in_a_round_passes_one_room(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("p")
        await comes(at, "102")
        await at.pilot.press("p")
        await at.until(lambda: "p was pressed twice" in at.text, "the word for it")
        await at.pilot.pause()
        assert in_hand(at) == "102"
        assert (await cleaned.room("102")).status is RoomStatus.CLEANED_UNINSPECTED


async def test_what_follows_the_reason_of_a_failure_at_once_passes_no_other_room(
    cleaned: SmallHotel,
) -> None:
    async with walking(cleaned) as at:
        await at.press("f")
        await at.press_at_once("1", "enter", "p", "s", "p")
        await comes(at, "102")
        await at.until(lambda: "too soon behind a question" in at.text, "the word for it")
        assert (await cleaned.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        for number in ("102", "201"):
            assert (await cleaned.room(number)).status is RoomStatus.CLEANED_UNINSPECTED


async def test_its_keys_are_shown_as_soon_as_it_opens(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        # Not by `until`: the tick of the ages, twenty seconds later, would show them too.
        for _ in range(20):
            await at.pilot.pause()
        for key in ("p pass", "f fail", "s skip", "esc leave"):
            assert key in at.text


async def test_f_and_a_digit_fail_with_the_hotels_reason_and_go_on(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("f", "4")
        await comes(at, "102")
        assert (await cleaned.room("101")).fail_reason == "linen stained"
        assert "failed 1" in at.text


async def test_a_key_pressed_twice_passes_no_room_that_nobody_saw(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        at.app.screen.action_pass()  # type: ignore[attr-defined]
        at.app.screen.action_pass()  # type: ignore[attr-defined]
        await comes(at, "102")
        assert (await cleaned.room("102")).status is RoomStatus.CLEANED_UNINSPECTED


async def test_skipped_rooms_are_walked_at_the_end_and_backspace_goes_back(
    cleaned: SmallHotel,
) -> None:
    async with walking(cleaned) as at:
        await at.press("s")
        await comes(at, "102")
        await at.press("backspace")
        await comes(at, "101")
        await at.press("s")
        await comes(at, "102")
        await at.press("p")
        await comes(at, "201")
        await at.press("p")
        await comes(at, None)
        await at.press("w")
        await comes(at, "101")
        await at.press("p")
        await comes(at, None)
        await at.press("enter")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        assert "Round 1: 3 passed, 0 failed, 0 skipped." in at.hint
        assert await cleaned.store.read(round_acts.open_rounds) == ()


async def test_a_round_is_left_and_resumed_at_its_room(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("p")
        await comes(at, "102")
        await at.press("escape")
        await at.until(lambda: "i resumes it" in at.hint, "the board")
    async with walking(cleaned) as at:
        assert in_hand(at) == "102"
        assert "1 of 3" in at.text


async def test_a_room_that_someone_else_passed_leaves_with_a_word(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await cleaned.do(Verb.PASS, "101", staff=MAX)
        await at.workstation.look()
        await comes(at, "102")
        assert "Room 101 left the round: Max Braun passed it" in at.text


async def test_a_room_that_is_cleaned_meanwhile_joins_with_a_word(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await cleaned.do(Verb.DIRTY, "103")
        await cleaned.do(Verb.CLEAN, "103", staff=ANA)
        await at.workstation.look()
        await at.until(lambda: "Room 103 is cleaned and joined the round." in at.text, "the word")
        assert in_hand(at) == "101"
        assert "0 of 4" in at.text


async def test_flagging_walks_on_and_a_note_stays(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("n")
        await at.until(lambda: "Note for room 101" in at.text, "the note")
        await at.press(*"cot", "enter")
        await comes(at, "101")
        await at.until(lambda: "cot" in at.text, "the note")
        await at.press("m")
        await at.until(lambda: "Maintenance for room 101" in at.text, "the fault")
        await at.press("3", "enter", *"AC", "enter")
        await comes(at, "102")
        assert (await cleaned.room("101")).maintenance_notes == "AC"


async def test_undo_brings_the_room_back_into_the_round(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("p")
        await comes(at, "102")
        assert "u undo" in at.text
        await at.press("u")
        await comes(at, "101")
        assert "Undone" in at.text
        assert "0 of 3" in at.text
        await at.press("p")
        await comes(at, "102")
        assert (await cleaned.room("101")).status is RoomStatus.READY_FOR_GUEST


async def test_the_checklist_is_ticked_with_space(cleaned: SmallHotel) -> None:
    rows = [ChecklistRow(2, "STD", 1, "bath [/]"), ChecklistRow(3, "STD", 2, "bed")]
    await cleaned.store.write(lambda work: import_checklists(work, Act(MAX, Via.BOARD), rows))
    async with walking(cleaned) as at:
        assert "CHECKLIST  0 of 2" in at.text
        assert "bath [/]" in at.text
        await at.press("space", "space")
        assert "CHECKLIST  2 of 2" in at.text
        await at.press("p")
        await comes(at, "102")
        assert "CHECKLIST  0 of 2" in at.text


async def test_the_order_is_changed_by_a_key(cleaned: SmallHotel) -> None:
    def arrive(work: Any) -> None:
        from housekeeper.core.imports.bookings import BookingRow, import_bookings
        from housekeeper.core.stays.booking import Booking, BookingStatus
        from tests.screens.conftest import TODAY

        booking = Booking("B1", "STD", TODAY, TODAY, 1, 0, BookingStatus.CONFIRMED, "201")
        import_bookings(work, [BookingRow(2, booking)])

    await cleaned.store.write(arrive)
    async with walking(cleaned) as at:
        assert "by floor" in at.text
        await at.press("o")
        await comes(at, "201")
        assert "arrivals first" in at.text
        assert "arrives today" in at.text


def whole_path_in(at: AtTheBoard, name: str) -> Path | None:
    """The whole path of a file with this name, where the foot tells of one."""
    found = re.search(rf"Written: (/\S*/{re.escape(name)}) and", at.text)
    return Path(found[1]) if found else None


@pytest.mark.parametrize("size", [(80, 24), (400, 40)])
async def test_the_round_is_written_into_the_hotels_folder_and_the_whole_path_told(
    cleaned: SmallHotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    started_in = tmp_path / "started in"
    started_in.mkdir()
    monkeypatch.chdir(started_in)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    async with walking(cleaned, size=size) as at:
        await at.press("f", "1")
        await comes(at, "102")
        await at.press("e")
        name = "grand-round-1-2026-11-21"
        await at.until(lambda: [*tmp_path.rglob(f"exports/{name}.json")], "the files")
        if size[0] == 400:
            await at.until(lambda: whole_path_in(at, f"{name}.csv"), "the path")
            told = whole_path_in(at, f"{name}.csv") or Path()
        else:
            await at.until(lambda: at.app._notifications, "the path that the foot would cut")
            [notice] = at.app._notifications
            told = Path(notice.message.split()[1])
        assert told.is_absolute()
        assert "hair in the bath" in told.read_text()
        assert json.loads(told.with_suffix(".json").read_text())["failed"] == 1
        assert [*started_in.iterdir()] == []
        await at.press("e")
        await at.until(lambda: told.with_name(f"{name}-2.csv").exists(), "a second file")


async def test_another_supervisor_may_walk_along_or_start_their_own(cleaned: SmallHotel) -> None:
    await cleaned.store.write(lambda work: round_acts.start_round(work, Act(MARIA, Via.BOARD)))
    async with board_on(cleaned, staff=MAX) as at:
        await at.press("i")
        await at.until(lambda: isinstance(at.app.screen, RoundChooser), "the question")
        assert "Maria Keller" in at.text
        await at.press("enter")
        await comes(at, "102")


async def test_who_inspects_nothing_is_told_who_does(cleaned: SmallHotel) -> None:
    async with board_on(cleaned, size=(160, 40), staff=ANA) as at:
        await at.press("i")
        await at.until(lambda: "ask a supervisor" in at.hint, "the refusal")


async def test_where_nothing_waits_no_round_begins(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("i")
        await at.until(lambda: "No room waits for an inspection." in at.hint, "the sentence")


async def test_a_lost_answer_is_tried_again_and_passes_once(
    cleaned: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = HotelStore.write

    async def written_but_unanswered(store: HotelStore, unit: Any) -> Any:
        await write(store, unit)
        raise StoreBusy("The database did not answer in time.")

    async with walking(cleaned) as at:
        monkeypatch.setattr(HotelStore, "write", written_but_unanswered)
        await at.press("p")
        await at.until(lambda: "R try again" in at.text, "the offer to try again")
        monkeypatch.setattr(HotelStore, "write", write)
        await at.press("R")
        await comes(at, "102")
        passed = [one for one in await cleaned.history("101") if one.kind == "INSPECTION_PASSED"]
        assert len(passed) == 1


async def test_someone_else_signs_in_and_walks_on(cleaned: SmallHotel) -> None:
    async with walking(cleaned) as at:
        await at.press("S")
        await at.until(lambda: isinstance(at.app.screen, StaffCodeDialog), "code and PIN")
        await at.pilot.pause()
        await at.sign_in("max")
        await at.until(lambda: isinstance(at.app.screen, RoundScreen), "the round")
        await at.until(lambda: "with Maria Keller" in at.text, "Maria's room is kept")
        number = in_hand(at)
        await at.press("p")
        assert number is not None
        await at.until(lambda: at.board.room(number).inspected_by == "max", "the act")  # type: ignore[union-attr]


async def test_where_each_act_is_asked_for_the_round_is_one(cleaned: SmallHotel) -> None:
    async with board_on(cleaned, staff=None, attribution=Attribution.PER_ACT) as at:
        await at.press("i")
        await at.until(lambda: isinstance(at.app.screen, StaffCodeDialog), "code and PIN")
        await at.pilot.pause()
        await at.sign_in("maria")
        await comes(at, "101")
        await at.press("p")
        await comes(at, "102")
        assert (await cleaned.room("101")).inspected_by == "maria"
        assert at.workstation.staff is None
        await at.press("f")
        await at.until(lambda: isinstance(at.app.screen, FailDialog), "the reasons")
        await at.press("1")
        await comes(at, "201")


IN_ONE_GO = (
    ("m", "3", "enter", *"AC", "enter", "p"),
    ("m", *"AC", "enter", "p", "p"),
    ("p", "p", "p"),
    ("n", *"cot", "enter", "p"),
    ("f", "2", "enter", "p"),
    ("f", "escape", "p", "backspace", "p"),
    ("s", "m", *"pp", "enter", "backspace", "s"),
    ("backspace", "p", "m", "escape", "o", "p"),
)


@pytest.mark.parametrize("seed", range(24))
async def test_after_keys_in_one_go_the_round_can_be_walked_to_its_end(
    cleaned: SmallHotel, seed: int
) -> None:
    chance = random.Random(seed)
    keys = [key for _ in range(2) for key in chance.choice(IN_ONE_GO)]
    async with walking(cleaned) as at:
        for key in keys:
            at.app.post_message(press_of(key))
        read = asyncio.Event()
        at.app.call_later(read.set)
        await read.wait()
        await at.until(lambda: has_come_to_rest(at), f"rest after {keys}")
        for _ in range(3 * len(ROOMS)):
            screen = at.app.screen
            assert isinstance(screen, RoundScreen), at.text
            assert not screen.steps.has_left, f"{keys}\n{at.text}"
            if in_hand(at) is None and not screen.steps.view.progress.skipped:
                break
            key = "enter" if screen.steps.is_looking_back else "p" if in_hand(at) else "w"
            await at.press(key)
            await at.until(lambda: has_come_to_rest(at), f"rest after {keys} and {key}")
        assert in_hand(at) is None, f"{keys}\n{at.text}"
        await at.until(lambda: "The round is walked" in at.text, f"the end after {keys}")


def has_come_to_rest(at: AtTheBoard) -> bool:
    """Whether no key is on its way and nothing is being written; a dialog left open is left."""
    if not at.app.are_all_keys_taken() or not at.workstation.acts.is_idle:
        return False
    at.guard.paused += 1
    if isinstance(at.app.screen, Dialog):
        at.app.post_message(press_of("escape"))
        return False
    if at.app.screen is at.screen and not at.screen.is_opening:
        # An escape was for no dialog: it left the round, which is resumed.
        at.app.post_message(press_of("i"))
    return isinstance(at.app.screen, RoundScreen) and not at.app.screen.steps.is_busy
