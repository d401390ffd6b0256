"""How the board looks at this terminal: its theme, its glyphs, and what changes them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand

from housekeeper.screens.drawing.colours import NAMES, OTHERS, TERMINAL, TERMINAL_THEME, THEMES
from housekeeper.screens.drawing.glyphs import choose_glyphs
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.settings.terminal import Glyphs, ThemeName

_ABOUT = {
    ThemeName.DARK: "Light on dark",
    ThemeName.LIGHT: "Dark on light",
    ThemeName.COLOUR_BLIND: "Dark, in blue and orange",
    ThemeName.HIGH_CONTRAST: "Black on white, for bright places",
}


def begin_looks(app: App[Any], theme: ThemeName, glyphs: Glyphs) -> None:
    """Have the board look so; where the terminal has few colours or none, in its own."""
    choose_glyphs(glyphs)
    for known in (*THEMES, TERMINAL_THEME):
        app.register_theme(known)
    has_few_colours = app.no_color or app.console.color_system in (None, "standard")
    app.theme = TERMINAL if has_few_colours else NAMES[theme]


def switch_theme(app: App[Any]) -> None:
    """Go from a dark theme to its light one, or back."""
    _take_theme(app, OTHERS.get(app.theme, app.theme))


def theme_commands(app: App[Any]) -> Iterator[SystemCommand]:
    """What the palette offers of the looks: the switch, and every theme by its name."""
    key = key_hint(type(app), "theme")
    about = f"Switch the colours (key {key})"
    yield SystemCommand("Dark or light", about, partial(switch_theme, app))
    for name, theme in NAMES.items():
        title = f"Theme: {name.replace('-', ' ')}"
        yield SystemCommand(title, _ABOUT[name], partial(_take_theme, app, theme))


def _take_theme(app: App[Any], theme: str) -> None:
    if app.theme == TERMINAL:
        app.notify("The terminal's own colours are in use.", markup=False)
    else:
        app.theme = theme
