"""The hotel's colours: begun with by a setting, switched by a key, chosen by name."""

import pytest

from housekeeper.app.looks import begin_looks
from housekeeper.screens.drawing.colours import (
    ABOUT,
    COLOUR_BLIND,
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NAMES,
    TERMINAL,
    THEMES,
)
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.settings.terminal import Glyphs, ThemeName
from tests.screens.conftest import SmallHotel, board_on


def test_each_name_that_a_setting_may_give_is_a_theme_with_a_palette_of_its_own() -> None:
    assert set(NAMES) == set(ABOUT) == set(ThemeName)
    assert sorted(NAMES.values()) == sorted(theme.name for theme in THEMES)
    assert len({id(palette_of(theme.name)) for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("name", ThemeName)
async def test_a_board_begins_in_the_theme_of_the_settings(
    hotel: SmallHotel, name: ThemeName
) -> None:
    async with board_on(hotel) as at:
        begin_looks(at.app, name, Glyphs.AUTO)
        few = at.app.no_color or at.app.console.color_system in (None, "standard")
        assert at.app.theme == (TERMINAL if few else NAMES[name])


@pytest.mark.parametrize(("dark", "light"), [(DARK, LIGHT), (COLOUR_BLIND, HIGH_CONTRAST)])
async def test_the_key_goes_from_dark_to_light_and_back(
    hotel: SmallHotel, dark: str, light: str
) -> None:
    async with board_on(hotel) as at:
        at.app.theme = dark
        await at.press("t")
        assert at.app.theme == light
        await at.press("t")
        assert at.app.theme == dark


async def test_the_palette_has_every_theme_by_its_name(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        at.app.theme = DARK
        await at.press("ctrl+p", *"colour-b")
        await at.until(lambda: "Theme: colour-blind" in at.text, "the theme")
        await at.press("enter")
        await at.until(lambda: at.app.theme == COLOUR_BLIND, "its colours")


async def test_the_help_names_the_themes_and_shows_which_one_is_in_use(hotel: SmallHotel) -> None:
    async with board_on(hotel, (200, 70)) as at:
        at.app.theme = HIGH_CONTRAST
        await at.press("question_mark")
        for name in ThemeName:
            sign = "▌" if name is ThemeName.HIGH_CONTRAST else " "
            assert f"{sign}{name} " in at.text
