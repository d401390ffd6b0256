"""Whatever key a screen names, pressing it does something there."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.widgets import Button

import housekeeper.app
import housekeeper.screens
from housekeeper.core.acts import Verb
from housekeeper.screens.inspection.round_screen import RoundScreen
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.hint_line import HintLine
from housekeeper.screens.widgets.key_hints import key_hint, key_of
from tests.screens.conftest import ANA, MARIA, AtTheBoard, SmallHotel, board_on

TYPED = re.compile(
    r"(?:^|[\s(])[a-zA-Z] (?:shows|resumes|passes|fails|leaves|to answer)\b"
    r"|[Pp]ress (?:[a-zA-Z?/:.]|[Ee]sc(?:ape)?|[Tt]ab)(?!\w)"
    r"|\(key [^{)]+\)|\b[Kk]ey [a-zA-Z?/:](?!\w)"
)
"""A key that stands in a text as a letter, instead of being asked of its binding."""


def bound(at: AtTheBoard) -> set[str]:
    active = at.app.screen.active_bindings
    return {key for key, binding in active.items() if binding.enabled}


def named(at: AtTheBoard) -> list[str]:
    """The keys that the hint line names."""
    keys = at.app.screen.query_one(HintLine).keys
    assert keys
    return [key_of(sign) for sign, _ in keys]


def see_that_all_are_bound(at: AtTheBoard, keys: Iterable[str]) -> None:
    missing = [key for key in keys if key not in bound(at)]
    assert not missing, at.text


async def test_every_key_that_the_board_names_is_bound_there(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "103", "104")
    await hotel.do(Verb.CLEAN, "103", "104", staff=ANA)
    async with board_on(hotel) as at:
        for keys in ((), ("d",), ("a",), ("1", "0", "3")):
            await at.press(*keys)
            see_that_all_are_bound(at, named(at))
        assert {"u", "i", "question_mark"} <= set(named(at))


async def test_every_key_that_the_room_names_is_bound_there(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        at.app.push_screen(RoomScreen(at.workstation, "103"))
        await at.until(lambda: "shows it" in at.text, "the room")
        see_that_all_are_bound(at, named(at))
        assert "P" in named(at)


async def test_the_key_beside_a_hidden_pin_shows_it(hotel: SmallHotel) -> None:
    pin = await hotel.store.read(lambda work: work.rooms.pin("103"))
    async with board_on(hotel) as at:
        at.app.push_screen(RoomScreen(at.workstation, "103"))
        await at.until(lambda: "shows it" in at.text, "the room")
        found = re.search(r"(\S+) shows it", at.text)
        assert found is not None
        await at.press(key_of(found[1]))
        await at.until(lambda: pin in at.text, "the PIN")


async def test_every_key_that_a_round_names_is_bound_there(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "103")
    await hotel.do(Verb.CLEAN, "103", staff=ANA)
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("i")
        await at.until(
            lambda: isinstance(at.app.screen, RoundScreen) and "pass" in at.text, "the round"
        )
        see_that_all_are_bound(at, named(at))
        await at.press("p")
        await at.until(lambda: "finish" in at.text, "the end of the round")
        see_that_all_are_bound(at, named(at))


@pytest.mark.parametrize("key", ["m", "n", "o", "v", "g", "q"])
async def test_every_key_on_a_dialogs_buttons_is_bound_there(hotel: SmallHotel, key: str) -> None:
    async with board_on(hotel) as at:
        await at.press(key)
        await at.until(lambda: isinstance(at.app.screen, Dialog), "the dialog")
        await at.until(lambda: at.app.screen.focused is not None, "its focus")
        signs = [str(button.label).split()[-1] for button in at.app.screen.query(Button)]
        assert "esc" in signs
        see_that_all_are_bound(at, [key_of(sign) for sign in signs])


def test_a_key_that_is_bound_to_nothing_cannot_be_named() -> None:
    with pytest.raises(LookupError):
        key_hint(RoomScreen, "room.no-such-thing")


def test_no_text_of_a_screen_types_a_key() -> None:
    typed = []
    folders = [Path(part.__path__[0]) for part in (housekeeper.screens, housekeeper.app)]
    for file in (file for folder in folders for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                typed += [f"{file.name}: {found[0]}" for found in TYPED.finditer(node.value)]
    assert not typed
