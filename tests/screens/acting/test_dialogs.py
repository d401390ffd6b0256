"""Dialogs ask for what a verb needs; each is answered by keys and left by Escape."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS
from housekeeper.core.room_notes import NOTES_LIMIT
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.screens.acting.fail_dialog import FailDialog
from housekeeper.screens.acting.maintenance_dialog import MaintenanceDialog
from housekeeper.screens.acting.note_dialog import Note, NoteDialog
from housekeeper.screens.acting.out_of_order_dialog import (
    OutOfOrderDialog,
    TimeOut,
    read_end,
    read_start,
)
from housekeeper.screens.acting.override_dialog import OverrideDialog
from housekeeper.screens.opening.choose_hotel_dialog import HotelChooser
from housekeeper.screens.widgets.choice_line import CHOICE_PAUSE, ChoiceLine
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from housekeeper.screens.widgets.text_input import TextLine
from tests.screens.typing_hand import FAST, SLOW, Hand, hand_with

TODAY = date(2026, 11, 21)
SINCE = datetime(2026, 11, 21, 8, tzinfo=UTC)
HOSTILE = "bring [/]towels \x1b[2J \u202edesrever"


def room(number: str = "412", **facts: Any) -> Room:
    return Room(number, "DLX", 4, "East", TurnStatus.CLEANED_UNINSPECTED, SINCE, **facts)


@dataclass(slots=True)
class Asked:
    """A dialog on the screen, and what it answered."""

    app: App[None]
    pilot: Pilot[None]
    answers: list[Any]

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def answer(self) -> Any:
        assert self.answers, f"no answer yet:\n{self.text}"
        return self.answers[0]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, hand: Hand, *keys: str, gap: float = FAST) -> None:
        for key in keys:
            hand.type(self.app, [key], gap)
            await self.pilot.pause()

    async def rest(self, hand: Hand, seconds: float) -> None:
        hand.rest(self.app, seconds)
        await self.pilot.pause()


@asynccontextmanager
async def asked(
    make: Callable[[], Screen[Any]], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Asked]:
    app: App[None] = App()
    answers: list[Any] = []
    async with app.run_test(size=size) as pilot:
        app.push_screen(make(), answers.append)
        await pilot.pause()
        yield Asked(app, pilot, answers)


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    return hand_with(monkeypatch)


DIALOGS: dict[str, Callable[[], Screen[Any]]] = {
    "fail": lambda: FailDialog([room()]),
    "maintenance": lambda: MaintenanceDialog([room()]),
    "note": lambda: NoteDialog([room()], TODAY),
    "out of order": lambda: OutOfOrderDialog([room()], TODAY),
    "override": lambda: OverrideDialog([room()]),
    "hotels": lambda: HotelChooser([Hotel("grand", "Grand Hotel", "Europe/Lisbon")]),
}


@pytest.mark.parametrize("name", DIALOGS)
async def test_escape_leaves_every_dialog_without_an_answer(name: str) -> None:
    async with asked(DIALOGS[name]) as dialog:
        await dialog.press("escape")
        assert dialog.answer is None


@pytest.mark.parametrize("name", DIALOGS)
async def test_escape_leaves_also_after_something_was_typed(name: str) -> None:
    async with asked(DIALOGS[name]) as dialog:
        await dialog.press("tab", "x", "escape")
        assert dialog.answer is None


@pytest.mark.parametrize("name", DIALOGS)
async def test_the_leave_button_can_be_clicked_at_80_by_24(name: str) -> None:
    async with asked(DIALOGS[name]) as dialog:
        assert await dialog.pilot.click("#leave")
        await dialog.pilot.pause()
        assert dialog.answer is None


async def test_a_question_is_answered_no_by_enter_and_by_escape() -> None:
    for key in ("enter", "escape", "n"):
        async with asked(lambda: ConfirmDialog("Leave the board?", "Leave")) as dialog:
            await dialog.press(key)
            assert dialog.answer is False


async def test_a_question_is_answered_yes_by_y_and_by_its_button() -> None:
    async with asked(lambda: ConfirmDialog("Leave the board?", "Leave")) as dialog:
        await dialog.press("y")
        assert dialog.answer is True
    async with asked(lambda: ConfirmDialog("Leave the board?", "Leave")) as dialog:
        await dialog.press("left", "enter")
        assert dialog.answer is True


async def test_one_digit_that_nothing_follows_gives_a_usual_reason(hand: Hand) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.type(hand, "2")
        assert f"enter or wait: {DEFAULT_REASONS[2]}" in dialog.text
        await dialog.rest(hand, CHOICE_PAUSE - 0.01)
        assert not dialog.answers, "the pause is not over"
        await dialog.rest(hand, 0.01)
        assert dialog.answer == DEFAULT_REASONS[2]


async def test_one_digit_gives_a_usual_reason_by_the_real_clock_too() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press("2")
        for _ in range(3000):
            if dialog.answers:
                break
            await asyncio.sleep(0.01)
        assert dialog.answer == DEFAULT_REASONS[2]


async def test_a_digit_and_enter_give_a_usual_reason_at_once(hand: Hand) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.type(hand, "2", "enter")
        assert dialog.answer == DEFAULT_REASONS[2]


async def test_a_digit_that_was_taken_back_gives_nothing(hand: Hand) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.type(hand, "2", "backspace")
        await dialog.rest(hand, 1)
        assert not dialog.answers
        await dialog.type(hand, "enter")
        assert not dialog.answers
        assert "needs a reason" in dialog.text


@pytest.mark.parametrize("gap", [FAST, SLOW])
async def test_a_reason_that_begins_with_a_digit_is_a_reason(hand: Hand, gap: float) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.type(hand, *"2 pillows missing", gap=gap)
        await dialog.rest(hand, 1)
        assert not dialog.answers
        await dialog.type(hand, "enter")
        assert dialog.answer == "2 pillows missing"


async def test_a_key_that_arrives_late_was_pressed_when_it_was_pressed(hand: Hand) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        hand.type(dialog.app, "2", CHOICE_PAUSE - 0.01)
        hand.type(dialog.app, "4", 5)
        dialog.app.call_later(dialog.app.screen.query_one(ChoiceLine).take_when_due)
        await dialog.pilot.pause()
        assert not dialog.answers
        assert dialog.app.screen.query_one(ChoiceLine).value == "24"
    async with asked(DIALOGS["fail"]) as dialog:
        hand.type(dialog.app, "2", CHOICE_PAUSE + 0.01)
        hand.type(dialog.app, "4", FAST)
        await dialog.pilot.pause()
        assert dialog.answer == DEFAULT_REASONS[2], "the pause had ended before the second key"


async def test_arrows_and_enter_give_a_usual_reason() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press("down", "down", "enter")
        assert dialog.answer == DEFAULT_REASONS[2]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (("end", "enter"), 9),
        (("end", "home", "enter"), 1),
        (("pagedown", "pageup", "enter"), 1),
        (("2", "down", "enter"), 3),
    ],
)
async def test_the_line_keeps_the_focus_while_keys_move_in_the_list(
    keys: tuple[str, ...], reason: int, hand: Hand
) -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        for key in keys:
            assert isinstance(dialog.app.focused, ChoiceLine)
            await dialog.type(hand, key)
        assert dialog.answer == DEFAULT_REASONS[reason]


async def test_the_last_of_arrows_and_text_is_what_enter_gives() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press(*"lamp", "down")
        assert f"enter: {DEFAULT_REASONS[1]}" in dialog.text
        await dialog.press("s")
        assert "enter: lamps" in dialog.text
        await dialog.press("enter")
        assert dialog.answer == "lamps"


async def test_enter_alone_fails_no_room() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press("enter", "enter")
        assert not dialog.answers
        assert "needs a reason" in dialog.text


async def test_letters_become_a_free_reason_with_digits_in_it() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press(*"lamp", "space", "2", "enter")
        assert dialog.answer == "lamp 2"


async def test_a_free_reason_that_is_empty_is_asked_for() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        await dialog.press("x", "backspace", "enter")
        assert not dialog.answers
        assert "needs a reason" in dialog.text


async def test_every_usual_reason_is_on_the_screen_at_80_by_24() -> None:
    async with asked(DIALOGS["fail"]) as dialog:
        for reason in DEFAULT_REASONS.values():
            assert reason in dialog.text


async def test_many_rooms_are_named_and_then_counted() -> None:
    rooms = [room(str(number)) for number in range(301, 312)]
    async with asked(lambda: FailDialog(rooms)) as dialog:
        assert "11 rooms: 301, 302, 303, 304, 305, 306 and 5 more" in dialog.text


async def test_a_fault_typed_before_its_priority_is_chosen_is_noted_whole() -> None:
    async with asked(DIALOGS["maintenance"]) as dialog:
        await dialog.press(*"lamp", "space", *"hums", "enter")
        assert dialog.answer == (MaintenancePriority.MED, "lamp hums")


@pytest.mark.parametrize("gap", [FAST, SLOW])
@pytest.mark.parametrize("words", ["toilet leaks", "1 lamp", "3", "high shelf"])
async def test_a_fault_of_any_words_leaves_the_priority(hand: Hand, words: str, gap: float) -> None:
    async with asked(DIALOGS["maintenance"]) as dialog:
        await dialog.type(hand, *words, " ", gap=gap)
        await dialog.rest(hand, 1)
        await dialog.type(hand, "enter")
        assert dialog.answer == (MaintenancePriority.MED, words)


async def test_a_priority_taken_by_a_pause_goes_on_to_words_of_any_kind(hand: Hand) -> None:
    async with asked(DIALOGS["maintenance"]) as dialog:
        await dialog.type(hand, "3")
        await dialog.rest(hand, CHOICE_PAUSE)
        assert dialog.app.screen.query_one(ChoiceLine).value == ""
        await dialog.type(hand, *"2 lamps", gap=1)
        await dialog.rest(hand, 1)
        await dialog.type(hand, "enter")
        assert dialog.answer == (MaintenancePriority.HIGH, "2 lamps")


async def test_the_digit_of_a_flagged_rooms_fault_is_text_and_arrows_choose(hand: Hand) -> None:
    flagged = room(
        maintenance_required=True,
        maintenance_priority=MaintenancePriority.LOW,
        maintenance_notes="2",
    )
    async with asked(lambda: MaintenanceDialog([flagged])) as dialog:
        await dialog.rest(hand, 1)
        await dialog.type(hand, "1", "down", "enter")
        assert dialog.answer == (MaintenancePriority.MED, "21")


async def test_what_is_typed_behind_tab_goes_on_in_the_line() -> None:
    async with asked(DIALOGS["note"]) as dialog:
        await dialog.press(*"cot", "tab", *"s", "enter")
        assert dialog.answer == Note("cots")


@pytest.mark.parametrize(
    ("key", "priority"),
    [
        ("1", MaintenancePriority.LOW),
        ("2", MaintenancePriority.MED),
        ("3", MaintenancePriority.HIGH),
        ("enter", MaintenancePriority.MED),
    ],
)
async def test_a_fault_has_a_priority_and_a_note(
    key: str, priority: MaintenancePriority, hand: Hand
) -> None:
    async with asked(DIALOGS["maintenance"]) as dialog:
        await dialog.type(hand, key, gap=CHOICE_PAUSE)
        await dialog.type(hand, *"AC", "enter")
        assert dialog.answer == (priority, "AC")


async def test_a_flagged_room_shows_its_fault_to_be_changed() -> None:
    flagged = room(
        maintenance_required=True,
        maintenance_priority=MaintenancePriority.HIGH,
        maintenance_notes="AC broken",
    )
    async with asked(lambda: MaintenanceDialog([flagged])) as dialog:
        assert "AC broken" in dialog.text
        await dialog.press("enter", "enter")
        assert dialog.answer == (MaintenancePriority.HIGH, "AC broken")


COT = "cot (Ana 2026-11-20 18:05)\nlinen late (Rui 2026-11-21 10:42)"


async def test_a_note_is_added_below_those_that_the_dialog_shows() -> None:
    async with asked(lambda: NoteDialog([room(housekeeping_notes=COT)], TODAY)) as dialog:
        assert "cot (Ana Fri 20 Nov 18:05)" in dialog.text
        assert "linen late (Rui 10:42)" in dialog.text
        assert dialog.app.screen.query_one("#note", TextLine).value == ""
        await dialog.press(*"replace lamp", "enter")
        assert dialog.answer == Note("replace lamp")


async def test_a_note_replaces_the_others_with_its_own_key() -> None:
    async with asked(lambda: NoteDialog([room(housekeeping_notes=COT)], TODAY)) as dialog:
        await dialog.press(*"late", "ctrl+r")
        assert dialog.answer == Note("late", replaces=True)


async def test_an_empty_line_adds_nothing_and_says_how_notes_are_taken_away() -> None:
    async with asked(lambda: NoteDialog([room(housekeeping_notes=COT)], TODAY)) as dialog:
        await dialog.press("enter")
        assert not dialog.answers
        assert "To take the notes away, press ctrl+r." in dialog.text
        await dialog.press("ctrl+r")
        assert not dialog.answers
        assert "ctrl+r again takes all notes away" in dialog.text
        await dialog.press("x")
        assert "takes all notes away" not in dialog.text
        await dialog.press("backspace", "ctrl+r")
        assert not dialog.answers
        await dialog.press("ctrl+r")
        assert dialog.answer == Note("", replaces=True)


async def test_a_room_without_notes_has_none_to_take_away() -> None:
    async with asked(DIALOGS["note"]) as dialog:
        await dialog.press("ctrl+r", "ctrl+r", "enter")
        assert not dialog.answers
        assert "Write the note." in dialog.text


async def test_notes_of_odd_characters_are_shown_literally() -> None:
    async with asked(lambda: NoteDialog([room(housekeeping_notes=HOSTILE)], TODAY)) as dialog:
        assert "[/]towels" in dialog.text
        assert "\x1b" not in dialog.text
        assert "\u202e" not in dialog.text


async def test_a_room_whose_notes_are_full_keeps_what_was_typed_in_the_line() -> None:
    full = room(housekeeping_notes="x" * (NOTES_LIMIT - 3))
    async with asked(lambda: NoteDialog([full], TODAY)) as dialog:
        await dialog.press(*"late", "enter")
        assert not dialog.answers
        assert "The notes of room 412 are full" in dialog.text
        assert dialog.app.screen.query_one("#note", TextLine).value == "late"
        await dialog.press("backspace", "enter")
        assert dialog.answer == Note("lat")


async def test_many_notes_leave_room_for_the_line() -> None:
    many = room(housekeeping_notes="\n".join(f"note {count} " + "x" * 90 for count in range(30)))
    async with asked(lambda: NoteDialog([many], TODAY)) as dialog:
        assert "24 earlier" in dialog.text
        assert "note 29" in dialog.text
        assert await dialog.pilot.click("#leave")


async def test_rooms_with_different_notes_keep_them() -> None:
    rooms = [room("1", housekeeping_notes="cot"), room("2", housekeeping_notes="late")]
    async with asked(lambda: NoteDialog(rooms, TODAY)) as dialog:
        assert "different notes, and keep them" in dialog.text


async def test_out_of_order_takes_a_reason_and_days() -> None:
    async with asked(DIALOGS["out of order"]) as dialog:
        await dialog.press(*"leak", "enter", *"+3", "enter")
        assert dialog.answer == TimeOut("leak", None, date(2026, 11, 24))


async def test_out_of_order_may_have_no_end() -> None:
    async with asked(DIALOGS["out of order"]) as dialog:
        await dialog.press(*"leak", "enter", "enter")
        assert dialog.answer == TimeOut("leak", None, None)


async def test_out_of_order_begins_on_a_later_day() -> None:
    async with asked(DIALOGS["out of order"]) as dialog:
        await dialog.press(*"pipes", "tab", *"2026-12-03", "enter", *"+2", "enter")
        assert dialog.answer == TimeOut("pipes", date(2026, 12, 3), date(2026, 12, 5))


async def test_an_occupied_room_goes_out_of_order_on_a_later_day_only() -> None:
    async with asked(lambda: OutOfOrderDialog([room(is_occupied=True)], TODAY)) as dialog:
        await dialog.press(*"pipes", "enter", "enter", "enter")
        assert not dialog.answers
        assert "occupied today: give a later day" in dialog.text
        await dialog.press(*"+1", "enter", "enter")
        assert dialog.answer == TimeOut("pipes", date(2026, 11, 22), None)


async def test_a_wrong_date_is_told_and_nothing_typed_is_lost() -> None:
    async with asked(DIALOGS["out of order"]) as dialog:
        await dialog.press(*"leak", "enter", *"soon", "enter")
        assert not dialog.answers
        assert "'soon' is no day: write tomorrow" in dialog.text
        assert dialog.app.screen.query_one("#reason", TextLine).value == "leak"
        assert dialog.app.screen.query_one("#until", TextLine).value == "soon"


async def test_out_of_order_without_a_reason_asks_for_one() -> None:
    async with asked(DIALOGS["out of order"]) as dialog:
        await dialog.press("tab", *"+1", "enter")
        assert not dialog.answers
        assert "needs a reason" in dialog.text


@pytest.mark.parametrize("text", ["2026-11-20", "2020-01-01", "+9999", "21.11.2026", "++1"])
def test_a_day_that_has_passed_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_end(text, TODAY)
    with pytest.raises(InvalidInput):
        read_start(text, TODAY)


@pytest.mark.parametrize("text", ["2026-12-03", "2026-12-02", "+0"])
def test_what_begins_later_ends_later_still(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_end(text, TODAY, date(2026, 12, 3))


def test_an_end_is_a_date_or_days_or_open() -> None:
    assert read_end(" 2026-11-30 ", TODAY) == date(2026, 11, 30)
    assert read_end("+ 1", TODAY) == date(2026, 11, 22)
    assert read_end("  ", TODAY) is None
    assert read_end("2026-11-21", TODAY) == TODAY, "for this day alone"
    assert read_start("2026-11-21", TODAY) is None


async def test_an_override_needs_a_status_and_a_reason(hand: Hand) -> None:
    async with asked(DIALOGS["override"]) as dialog:
        await dialog.type(hand, "enter")
        assert "Choose the status first" in dialog.text
        await dialog.type(hand, "4", "enter")
        assert "Type why it is ready now" in dialog.text
        await dialog.type(hand, "enter")
        assert "needs a reason" in dialog.text
        await dialog.type(hand, *"ok", "enter")
        assert dialog.answer == (RoomStatus.READY_FOR_GUEST, "ok")


async def test_no_override_makes_a_guest() -> None:
    async with asked(DIALOGS["override"]) as dialog:
        assert "occupied" not in dialog.text


async def test_one_of_several_hotels_is_chosen_by_typing() -> None:
    hotels = [Hotel("grand", "Grand [/]", "UTC"), Hotel("sea", "Sea View", "UTC")]
    async with asked(lambda: HotelChooser(hotels)) as dialog:
        assert "Grand [/]" in dialog.text
        await dialog.press(*"vie", "enter")
        assert dialog.answer == hotels[1]


async def test_an_unknown_hotel_is_told() -> None:
    async with asked(DIALOGS["hotels"]) as dialog:
        await dialog.press(*"zzz", "enter")
        assert not dialog.answers
        assert "No hotel fits" in dialog.text
