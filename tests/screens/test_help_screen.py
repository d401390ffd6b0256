"""Help is read from the keys in use, so it cannot say what is not so."""

import pytest
from textual.binding import Binding, BindingType

from housekeeper.core.acts import ACTS
from housekeeper.core.board.column import Column
from housekeeper.core.board.flags import Flag
from housekeeper.screens.acting.verb_keys import VERB_KEYS
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.board.columns.card import FLAG_WORDS
from housekeeper.screens.drawing.theme import GLYPHS
from housekeeper.screens.help_screen import HelpScreen, grouped
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.widgets.key_hints import key_hint
from tests.screens.conftest import AtTheBoard, SmallHotel, board_on


async def whole_help(at: AtTheBoard) -> str:
    """Everything the help says, from its top to its end."""
    await at.press("question_mark")
    await at.until(lambda: isinstance(at.app.screen, HelpScreen), "the help")
    text = at.text
    for _ in range(6):
        await at.press("pagedown")
        text += at.text
    return text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_verb_and_every_sign_is_told_at_any_size(
    hotel: SmallHotel, size: tuple[int, int]
) -> None:
    async with board_on(hotel, size) as at:
        text = await whole_help(at)
        for key in VERB_KEYS.values():
            assert key.tooltip in text
        for column in Column:
            assert f"{GLYPHS[column]} {column.value.lower()}" in text
        for flag in Flag:
            assert FLAG_WORDS[flag][0] in text


async def test_a_key_that_is_bound_anew_is_told_anew(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        at.app.set_keymap({"verb.start": "z"})
        await at.pilot.pause()
        groups = grouped(at.screen.active_bindings.values(), at.app)
        start = next(line for line in groups["Rooms"] if line.label == "start")
        assert start.key_text == "z"


async def test_digits_are_told_as_one_line(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        text = await whole_help(at)
        assert "0-9" in text


async def test_the_room_has_a_help_of_its_own(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        at.app.push_screen(RoomScreen(at.workstation, "105"))
        await at.pilot.pause()
        text = await whole_help(at)
        assert "Show or hide the PIN." in text
        assert "The column to the left." not in text


@pytest.mark.parametrize("key", ["escape", "q", "question_mark", "enter"])
async def test_the_help_is_left_by_the_keys_that_leave(hotel: SmallHotel, key: str) -> None:
    async with board_on(hotel) as at:
        await at.press("question_mark")
        await at.press(key)
        assert at.app.screen is at.screen


def test_a_hint_names_the_key_that_is_bound_and_none_that_is_gone() -> None:
    assert key_hint(VerbScreen, "undo") == "u"
    assert key_hint(BoardScreen, "undo") == "u"
    assert key_hint(BoardScreen, "filter") == "/"
    assert key_hint(RoomScreen, "room.pin") == "P"
    with pytest.raises(LookupError, match="RoomScreen binds no key to 'filter'"):
        key_hint(RoomScreen, "filter")


def test_no_two_acts_share_a_key_or_a_word() -> None:
    rows = list(ACTS.values())
    keys = [row.key for row in rows if row.key]
    words = [word for row in rows for word in row.words]
    assert len(set(keys)) == len(keys)
    assert len(set(words)) == len(words)
    own = {key for binding in BoardScreen.BINDINGS for key in _keys_of(binding)}
    assert own.isdisjoint(keys)


def _keys_of(binding: BindingType) -> list[str]:
    return binding.key.split(",") if isinstance(binding, Binding) else []
