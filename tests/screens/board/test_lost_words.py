"""Words typed for a line that never opened: no letter of them does anything on the board."""

import pytest

from tests.screens.conftest import SmallHotel, board_on


@pytest.mark.parametrize("number", ["999", "101"])
async def test_the_words_behind_a_key_that_opened_no_line_mark_and_flag_nothing(
    hotel: SmallHotel, number: str
) -> None:
    key = "n" if number == "999" else "f"
    async with board_on(hotel) as at:
        await at.press_at_once(*number, key, *"jam", "space", *"ulock", "enter")
        await at.until(lambda: f'"jam ulock" was not taken: {key} did nothing' in at.hint, "it")
        assert not at.board.marked
        assert len(at.app.screen_stack) == 2
        await at.press("escape", "a")
        assert at.board.marked
