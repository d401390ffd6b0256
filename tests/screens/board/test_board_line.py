"""The line after `:`: rooms and a verb, with completion, history and what would be right."""

from datetime import timedelta

import pytest
from textual import events
from textual.widgets import Input

from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.column import Column
from housekeeper.core.inspection.fail_reasons import ReasonRow, import_reasons
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.front_desk import check_in
from housekeeper.screens.board.typed_act_input import CommandLine
from tests.screens.conftest import ANA, DORA, MAX, PAULO, TODAY, AtTheBoard, SmallHotel, board_on

TOMORROW = TODAY + timedelta(days=1)


async def typed(at: AtTheBoard, text: str) -> None:
    keys = {" ": "space", "-": "minus", ",": "comma"}
    await at.press("colon", *(keys.get(letter, letter) for letter in text))


async def test_one_line_starts_many_rooms_as_one_act(hotel: SmallHotel) -> None:
    numbers = [f"1{door:02d}" for door in range(1, 11)]
    await hotel.do(Verb.DIRTY, *numbers)
    async with board_on(hotel) as at:
        await typed(at, "101-110 start")
        assert "Enter: start, 10 rooms" in at.hint
        await at.press("enter")
        await at.until(lambda: at.board.shown(Column.CLEANING) == 10, "ten rooms started")
        assert "10 rooms cleaning started" in at.hint
        assert at.app.focused is None


async def test_a_reason_may_follow(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "104")
    await hotel.do(Verb.CLEAN, "104", staff=ANA)
    async with board_on(hotel) as at:
        await typed(at, "104 fail dust")
        await at.press("enter")
        await at.until(lambda: at.board.room("104").fail_reason == "dust", "the reason")  # type: ignore[union-attr]


async def test_while_it_is_typed_it_says_what_would_be_right(hotel: SmallHotel) -> None:
    async with board_on(hotel, size=(160, 40)) as at:
        await typed(at, "104 fial")
        assert "perhaps fail" in at.hint
        await at.press("enter")
        assert at.screen.has_class("-lined")
        assert "perhaps fail" in at.hint


async def test_rooms_that_do_not_take_the_verb_are_named_before(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await typed(at, "101-104 start")
        assert "Enter: start, 2 of 4 rooms; not 103, 104" in at.hint


async def test_tab_and_the_right_arrow_complete_with_the_hotels_own_reasons(
    hotel: SmallHotel,
) -> None:
    rows = [ReasonRow(2, 1, "scratched parquet")]
    await hotel.store.write(lambda work: import_reasons(work, Act(MAX, Via.BOARD), rows))
    async with board_on(hotel) as at:
        await typed(at, "104 fa")
        await at.press("tab")
        line = at.screen.query_one(CommandLine)
        assert line.value == "104 fail"
        await at.press("space", "s")
        await at.until(lambda: "scratched parquet" in at.text, "the completion")
        await at.press("right")
        assert line.value == "104 fail scratched parquet"


async def test_the_arrows_bring_earlier_lines_back(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        for text in ("104 note cot", "105 note late"):
            await typed(at, text)
            await at.press("enter")
        await typed(at, "10")
        line = at.screen.query_one(CommandLine)
        await at.press("up")
        assert line.value == "105 note late"
        await at.press("up", "up")
        assert line.value == "104 note cot"
        await at.press("down", "down")
        assert line.value == "10"


async def test_escape_leaves_the_line_and_keys_are_verbs_again(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await typed(at, "104 s")
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        await at.press("escape", "s")
        assert (await hotel.room("101")).status is RoomStatus.CLEANING_IN_PROGRESS


async def test_rooms_alone_are_gone_to_or_marked_and_words_filter(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await typed(at, "206")
        await at.press("enter")
        assert at.room == "206"
        await typed(at, "20x")
        await at.press("enter")
        assert at.board.marked == {f"20{door}" for door in range(1, 10)}
        await typed(at, "dirty")
        await at.press("enter")
        assert at.board.filter_text == "dirty"
        assert at.board.shown(Column.READY) == 0


async def test_a_line_may_do_no_more_than_the_person(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, size=(160, 40), staff=PAULO) as at:
        await typed(at, "101 start")
        assert "may not do 'start'" in at.hint
        await at.press("enter")
        assert "may not do 'start': ask an attendant. S signs in someone else." in at.hint
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_the_line_is_closed_to_the_eye_when_it_is_left(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await typed(at, "104")
        await at.press("escape")
        assert not any(line.display for line in at.screen.query(Input))


@pytest.mark.parametrize("then", ["j", "x", "7"])
async def test_a_key_right_behind_enter_does_not_go_into_the_line(
    hotel: SmallHotel, then: str
) -> None:
    async with board_on(hotel) as at:
        await at.press("colon")
        for key in (*"104 note towels", "\r", then):
            name = {" ": "space", "\r": "enter"}.get(key, key)
            at.app.post_message(events.Key(name, None if key == "\r" else key))
        await at.until(
            lambda: "towels (" in at.board.room("104").housekeeping_notes,  # type: ignore[union-attr]
            "the note",
        )
        await at.until(lambda: not at.screen.has_class("-lined"), "the line closed")
        assert at.screen.query_one(CommandLine).value in {"", "104 note towels"}


async def test_words_of_the_board_before_a_verb_mean_the_rooms_that_take_it(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "201")
    async with board_on(hotel) as at:
        await typed(at, "floor 1 start")
        assert "Enter: start, 2 rooms" in at.hint
        await at.press("enter")
        await at.until(lambda: at.board.shown(Column.CLEANING) == 2, "two rooms started")
        assert (await hotel.room("201")).status is RoomStatus.CHECKOUT_DIRTY
        assert at.app.screen is at.screen, "nothing was refused that nobody asked for"
        await typed(at, "floor 1 start")
        assert "No room of 'floor 1' takes 'start' as it stands." in at.hint


async def test_ready_shows_the_ready_rooms_and_filter_off_all(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await typed(at, "ready")
        assert "Enter shows only: ready" in at.hint
        await at.press("enter")
        assert at.board.filter_text == "ready"
        await typed(at, "filter off")
        await at.press("enter")
        assert at.board.filter_text == ""


async def test_undo_is_said_as_well_as_pressed(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await typed(at, "101 start")
        await at.press("enter")
        await at.until(lambda: "101 is now cleaning" in at.hint, "the act")
        await typed(at, "undo")
        assert "Enter takes back your last act." in at.hint
        await at.press("enter")
        await at.until(lambda: "101 is dirty again" in at.hint, "the undo")


@pytest.mark.parametrize(
    ("word", "screen"),
    [
        ("help", "HelpScreen"),
        ("?", "HelpScreen"),
        ("handover", "HandoverScreen"),
        ("figures", "FiguresScreen"),
        ("q", "ConfirmDialog"),
        ("checkout", "CheckoutScreen"),
        ("lock", "LockScreen"),
    ],
)
async def test_words_for_the_board_open_what_their_keys_open(
    hotel: SmallHotel, word: str, screen: str
) -> None:
    async with board_on(hotel) as at:
        await at.press("colon", *(word if word != "?" else ["question_mark"]), "enter")
        await at.until(lambda: type(at.app.screen).__name__ == screen, f"the screen of {word}")


async def test_the_checkout_opens_for_the_rooms_that_are_named(hotel: SmallHotel) -> None:
    stay = Booking("B7", "STD", TODAY, TOMORROW, 1, 0, BookingStatus.CONFIRMED, room_number="103")
    await hotel.store.write(lambda work: work.bookings.save_all([stay]))
    await hotel.store.write(lambda work: check_in(work, Act(MAX, Via.BOARD), "B7", "103"))
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await typed(at, "101 checkout")
        assert "101 has no guest in it." in at.hint
        await at.press("enter")
        assert at.screen.has_class("-lined"), "there is nothing to check out"
        await at.press("escape")
        await typed(at, "103 checkout")
        assert "Enter opens the checkout for room 103." in at.hint
        await at.press("enter")
        await at.until(lambda: type(at.app.screen).__name__ == "CheckoutScreen", "the checkout")
        assert "103" in at.text


async def test_a_day_is_typed_as_it_is_said(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await typed(at, "101 ooo until tomorrow flood")
        await at.press("enter")
        told = "101 is now out of order until tomorrow: flood"
        await at.until(lambda: told in at.hint, "the act")
        assert (await hotel.room("101")).out_of_order_until == TOMORROW


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("101 ooo till tomorrow flood", "Enter: out of order until tomorrow, room 101: flood"),
        ("101 ooo to sat flood", "Enter: out of order until Sat 28 Nov, room 101: flood"),
        ("101 ooo flood", "Enter: out of order without an end, room 101: flood"),
        ("start", "Rooms come first: 107 start."),
        ("107 s", "'s' is the key of start: write 107 start."),
        ("107 zzz", "'zzz' is no verb; there are dirty, checkin, maint, ooo, note, override."),
        ("107 late 14", "'late' is done on the room's page: enter on 107, then l."),
    ],
)
async def test_the_line_says_how_it_was_read_and_what_to_type_for_this_room(
    hotel: SmallHotel, line: str, told: str
) -> None:
    async with board_on(hotel, size=(120, 40)) as at:
        await at.press("1", "0", "7")
        await typed(at, line)
        assert told in " ".join(at.hint.split())


@pytest.mark.parametrize(
    ("staff", "offered", "not_offered"),
    [(DORA, "412 checkout", "start"), (ANA, "301-318 start", "fail"), (PAULO, "fixed", "start")],
)
async def test_the_empty_line_shows_what_this_person_may_type(
    hotel: SmallHotel, staff: Staff, offered: str, not_offered: str
) -> None:
    async with board_on(hotel, staff=staff) as at:
        await at.press("colon")
        shown = at.screen.query_one(CommandLine).placeholder
        assert offered in shown
        assert not_offered not in shown
        assert "brings lines back" in at.hint


async def test_ready_shows_the_whole_column(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    for verb in (Verb.CLEAN, Verb.PASS):
        await hotel.do(verb, "101")
    async with board_on(hotel) as at:
        whole = at.board.shown(Column.READY)
        for word in ("ready", "Ready rooms", "ready now"):
            await typed(at, word)
            await at.press("enter")
            assert at.board.shown(Column.READY) == whole
            assert at.board.shown(Column.DIRTY) == 0
