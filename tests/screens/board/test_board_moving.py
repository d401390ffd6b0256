"""Getting about on the board: the cursor, typed numbers, the filter, columns and the mouse."""

import pytest
from textual.events import MouseScrollDown

from housekeeper.core.acts import Verb
from housekeeper.core.board.column import Column
from housekeeper.screens.board.columns.column import ColumnView
from tests.screens.conftest import SmallHotel, board_on


async def test_arrows_and_letters_move_through_a_column_and_stop_at_its_ends(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel) as at:
        assert at.room == "101"
        await at.press("down", "j")
        assert at.room == "103"
        await at.press("down")
        assert at.room == "103"
        await at.press("k", "up", "up")
        assert at.room == "101"
        await at.press("end")
        assert at.room == "103"


async def test_left_and_right_go_to_the_room_on_the_same_line(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103", "104", "105")
    await hotel.do(Verb.START, "104", "105")
    async with board_on(hotel) as at:
        await at.press("down", "right")
        assert at.room == "105"
        await at.press("h")
        assert at.room == "102"


async def test_typed_digits_go_to_a_room_in_whatever_column(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "205")
    async with board_on(hotel) as at:
        await at.press("2", "0", "5")
        assert at.room == "205"
        assert "go to 205" in at.hint
        await at.press("escape", "1", "0", "9")
        assert at.room == "109"
        assert at.screen.cursor.column is Column.READY


async def test_a_digit_after_a_pause_begins_a_new_number(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("1", "0", "3")
        hotel.clock.pass_time(seconds=5)
        await at.press("2", "0", "4")
        assert at.room == "204"


async def test_a_number_that_no_room_has_is_said_and_moves_nothing(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("1", "0", "3", "9")
        assert at.room == "103"
        assert "There is no room 1039 and no room 9." in at.hint


def large_letters(text: str) -> int:
    """How many cells of large letters stand on the screen."""
    return text.count("█")


async def test_the_number_being_typed_stands_large_over_the_cards_until_it_is_done(
    hotel: SmallHotel,
) -> None:
    for size in ((120, 40), (80, 24)):
        async with board_on(hotel, size=size) as at:
            before = at.text
            await at.press("1")
            assert large_letters(at.text) > 5
            one = large_letters(at.text)
            await at.press("0")
            assert large_letters(at.text) > one
            await at.press("1", "down")
            assert large_letters(at.text) == 0
            await at.press("up")
            assert at.text.splitlines()[2:-2] == before.splitlines()[2:-2]


async def test_a_large_number_goes_by_itself_when_nobody_types_on(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("1", "0", "3")
        assert large_letters(at.text)
        await at.until(lambda: not large_letters(at.text), "the end of the typing")
        await at.press("2")
        assert at.room == "201"


async def test_a_number_that_no_room_has_lets_no_verb_act_until_a_room_is_chosen(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        for chosen in (("down",), ("escape",), ("1", "0", "2"), ("backspace", "backspace")):
            hotel.clock.pass_time(seconds=5)
            await at.press("1", "7", "0")
            assert "There is no room 170." in at.hint
            await at.press("d")
            assert "There is no room 170. d did nothing" in at.hint
            await at.press("enter", "space")
            assert at.app.screen is at.screen
            assert not at.board.marked
            assert not any(room.fail_reason for room in at.board.rooms.values())
            assert at.board.statistics.to_turn == 0
            if chosen[0] == "1":
                hotel.clock.pass_time(seconds=5)
            await at.press(*chosen)
            assert "no room 170" not in at.hint
            assert at.workstation.act_guard.refuse("verb.dirty", "d", is_by_cursor=True) == ""


async def test_news_of_others_do_not_hide_that_a_number_is_missing(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("1", "7", "0")
        await hotel.do(Verb.DIRTY, "205")
        await at.until(lambda: at.board.total(Column.DIRTY) == 1, "the news")
        assert "There is no room 170." in at.hint


async def test_a_number_that_the_filter_hides_is_said_to_be_hidden(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("slash", *"sui", "enter", "1", "0", "1", "d")
        assert "Room 101 is hidden by the filter. d did nothing" in at.hint
        assert at.board.statistics.to_turn == 0


async def test_the_beginning_of_a_number_in_a_hidden_column_lets_no_verb_act(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, *(f"2{door:02d}" for door in range(1, 11)), note="paint")
    async with board_on(hotel, size=(160, 40)) as at:
        await at.press("2", "0", "d")
        assert "20 is no whole number. d did nothing" in at.hint
        assert at.board.statistics.to_turn == 0


async def test_a_typed_number_opens_the_further_columns_where_the_room_is_there(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "207", note="bath")
    async with board_on(hotel, size=(160, 40)) as at:
        assert "OUT OF ORDER" not in at.text
        await at.press("2", "0", "7")
        await at.pilot.pause()
        assert at.room == "207"
        assert "OUT OF ORDER" in at.text


async def test_the_filter_shows_only_rooms_that_meet_it_and_escape_clears_it(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "208", "209")
    async with board_on(hotel) as at:
        await at.press("slash", "s", "u", "i", "enter")
        assert at.board.numbers(Column.DIRTY) == ["208", "209"]
        assert at.room == "208"
        assert "101 STD" not in at.text
        assert "2/3" in at.text
        await at.press("escape")
        assert at.board.numbers(Column.DIRTY) == ["101", "208", "209"]
        assert at.room == "208"


async def test_a_letter_that_finds_no_room_anywhere_lays_nothing_out_anew(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await at.press("slash", "q")
        arranged = []
        monkeypatch.setattr(at.screen, "arrange_columns", lambda: arranged.append(True))
        await at.press("q", "x")
        assert "0/1" in at.text
        await at.press("backspace", "backspace", "backspace")
        assert at.board.numbers(Column.DIRTY) == ["101"]
        assert not arranged


async def test_letters_typed_into_the_filter_are_no_verbs(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await at.press("slash", "s", "c", "q", "escape")
        assert at.board.filter_text == ""
        assert (await hotel.history("101"))[0].kind.value == "PUT_BACK"


async def test_escape_clears_digits_then_the_filter_then_marks(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("space", "slash", "1", "enter", "1", "0")
        assert at.screen.number.digits == "10"
        await at.press("escape")
        assert (at.screen.number.digits, at.board.filter_text) == ("", "1")
        await at.press("escape")
        assert (at.board.filter_text, at.board.marked) == ("", {"101"})
        await at.press("escape")
        assert at.board.marked == set()


async def test_w_shows_and_hides_the_columns_of_occupied_and_out_of_order(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "207", note="bath")
    async with board_on(hotel, size=(160, 40)) as at:
        await at.press("w")
        await at.pilot.pause()
        assert "OCCUPIED" in at.text
        assert "207" in at.text
        await at.press("w")
        await at.pilot.pause()
        assert "OCCUPIED" not in at.text


async def test_below_a_hundred_cells_the_columns_fold_into_tabs(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    await hotel.do(Verb.START, "102")
    async with board_on(hotel, size=(80, 24)) as at:
        assert "DIRTY 1" in at.text
        assert "CLEANING 1" in at.text
        assert "102 STD" not in at.text
        await at.press("tab")
        assert at.room == "102"
        assert "102 STD" in at.text
        assert "101 STD" not in at.text
        await at.press("left")
        assert at.room == "101"


async def test_seven_columns_stand_side_by_side_from_a_hundred_cells_on(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.OUT_OF_ORDER, "207", note="bath")
    for width in (100, 120):
        async with board_on(hotel, size=(width, 30)) as at:
            await at.press("w")
            await at.pilot.pause()
            for number in ("101", "109", "207"):
                assert number in at.text
            title = at.text.splitlines()[2]
            assert "…" not in title
            assert [glyph for glyph in title if glyph in "○◐◕▲●■✕"] == list("○◐◕▲●■✕")


async def test_a_jump_shows_the_rooms_column_beside_the_others_until_escape_hides_it(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.OUT_OF_ORDER, "207", note="bath")
    async with board_on(hotel, size=(120, 40)) as at:
        await at.press("2", "0", "7")
        await at.until(lambda: "✕ OUT OF ORDER" in at.text, "the column of the room")
        assert at.room == "207"
        assert "OCCUPIED" not in at.text
        for number in ("101", "109", "207"):
            assert f" {number} " in at.text
        await at.press("left", "right")
        assert "✕ OUT OF ORDER" in at.text
        await at.press("left", "escape")
        await at.until(lambda: "✕ OUT OF ORDER" not in at.text, "the main columns alone")
        assert at.screen.cursor.column is Column.READY


@pytest.mark.parametrize("size", [(80, 16), (120, 26)])
async def test_after_a_jump_as_many_rooms_are_in_sight_as_fit(
    hotel: SmallHotel, size: tuple[int, int]
) -> None:
    numbers = [f"{floor}{room:02d}" for floor in (1, 2) for room in range(1, 11)]
    await hotel.do(Verb.OUT_OF_ORDER, *numbers, note="bath")
    async with board_on(hotel, size=size) as at:
        view = at.screen.views[Column.OUT_OF_ORDER]

        def in_sight() -> list[str]:
            """The rooms of the column, on lines of which none is empty."""
            # The large number lies over the cards for a moment.
            at.screen.large_number.digits = ""
            assert all(strip.text.strip() for strip in view.draw())
            rows = (view.row_at(y) for y in range(view.height))
            return [numbers[row] for row in dict.fromkeys(rows) if row is not None]

        await at.press("1", "0", "3")
        await at.until(lambda: "103" in in_sight(), "the room")
        assert in_sight()[:3] == ["101", "102", "103"]
        await at.press("escape", "2", "0", "3")
        await at.until(lambda: "203" in in_sight(), "the room")
        # Two others are seen below it, and no more is scrolled than that takes.
        assert in_sight()[-1] == "205"


async def test_a_resized_terminal_keeps_the_cursor_on_its_room(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel, size=(80, 24)) as at:
        await at.press("down", "down")
        for size in ((200, 50), (100, 24), (60, 15), (300, 100)):
            await at.pilot.resize_terminal(*size)
            await at.until(lambda size=size: at.screen.size == size, "the new size")  # type: ignore[misc]
            assert at.room == "103"
            await at.until(lambda: "103" in at.text, "the room on the screen")


async def test_a_column_scrolls_so_that_the_cursor_is_seen(hotel: SmallHotel) -> None:
    async with board_on(hotel, size=(120, 16)) as at:
        await at.press("1", "0", "1", "end")
        assert at.room == "210"
        assert "210 SUI" in at.text
        assert "101 STD" not in at.text
        await at.press("home")
        assert "101 STD" in at.text


async def test_the_mouse_selects_marks_and_scrolls(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, *(f"{floor}{room:02d}" for floor in (1, 2) for room in range(1, 11)))
    async with board_on(hotel, size=(120, 16)) as at:
        view = at.screen.query_one("#column-dirty", ColumnView)
        await at.pilot.click(view, offset=(6, 4))
        assert at.room == "103"
        await at.pilot.click(view, offset=(1, 5))
        assert at.board.marked == {"104"}
        await at.pilot._post_mouse_events([MouseScrollDown], view, (5, 5))
        await at.pilot.pause()
        assert view.top == 3
        assert at.room == "104"
