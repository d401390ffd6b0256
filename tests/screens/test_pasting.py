"""What is pasted into a line: shown as any other text, and far too much of it refused."""

import pytest
from textual import events
from textual.widgets import Input

from proofs.hostile import MEGABYTE, SEQUENCES
from proofs.raw_bytes import raw_in_lines
from tests.screens.conftest import AtTheBoard, SmallHotel, board_on


async def pasted(at: AtTheBoard, key: str, text: str) -> str:
    """What stands in the line that a key opens, after this was pasted into it."""
    await at.press(key)
    await at.until(lambda: isinstance(at.app.focused, Input), "the line")
    at.app.post_message(events.Paste(text))
    await at.pilot.pause()
    assert isinstance(at.app.focused, Input)
    return at.app.focused.value


@pytest.mark.parametrize("key", ["slash", "colon", "n", "ctrl+p"])
async def test_no_line_takes_a_pasted_sequence_as_it_is(hotel: SmallHotel, key: str) -> None:
    async with board_on(hotel) as at:
        value = await pasted(at, key, f"104 {SEQUENCES['title']}{SEQUENCES['right to left']}")
        assert value.startswith("104 ␛]0;HKFZ␇")
        assert raw_in_lines(value) == []


async def test_only_the_first_of_many_pasted_lines_is_taken(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        assert await pasted(at, "slash", "104\n105") == "104"


async def test_a_pasted_megabyte_is_refused_with_words(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        assert await pasted(at, "slash", MEGABYTE) == ""
        assert "Nothing was pasted: 1,000,008 characters" in [
            notice.message.partition(" are more")[0] for notice in at.app._notifications
        ]
