"""How the board looks at this terminal: its theme, its glyphs, and what changes them."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Keymap
from textual.filter import LineFilter

from housekeeper.app.terminal.lasting_app import LastingApp
from housekeeper.screens.drawing.colours import (
    ABOUT,
    NAMES,
    OTHERS,
    TERMINAL,
    TERMINAL_THEME,
    THEMES,
)
from housekeeper.screens.drawing.glyphs import ASCII_GLYPHS, choose_glyphs, is_ascii
from housekeeper.screens.widgets.key_hints import key_hint, use_keymap
from housekeeper.settings.terminal import Glyphs, ThemeName


class HotelsOwnApp(LastingApp):
    """An app in the hotel's own looks and with its own keys."""

    CSS = "Toast:ansi { background: ansi_default; }"

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        use_keymap({})

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through: Textual's filters, and ASCII where it is in force."""
        filters = super().get_line_filters()
        return [*filters, ASCII_GLYPHS] if is_ascii() else filters

    def set_keymap(self, keymap: Keymap) -> None:
        """Bind keys anew, by the ids of the bindings; hints name them from now on."""
        use_keymap(keymap)
        super().set_keymap(keymap)

    def action_theme(self) -> None:
        """Switch between dark and light; those for other eyes are a pair of their own."""
        _take_theme(self, OTHERS.get(self.theme, self.theme))


def begin_looks(app: App[Any], theme: ThemeName, glyphs: Glyphs) -> None:
    """Have the board look so; where the terminal has few colours or none, in its own."""
    choose_glyphs(glyphs)
    for known in (*THEMES, TERMINAL_THEME):
        app.register_theme(known)
    has_few_colours = app.no_color or app.console.color_system in (None, "standard")
    app.theme = TERMINAL if has_few_colours else NAMES[theme]


def theme_commands(app: HotelsOwnApp) -> Iterator[SystemCommand]:
    """What the palette offers of the looks: the switch, and every theme by its name."""
    key = key_hint(type(app), "theme")
    about = f"Switch the colours (key {key})"
    yield SystemCommand("Dark or light", about, app.action_theme)
    for name, theme in NAMES.items():
        yield SystemCommand(f"Theme: {name}", ABOUT[name], partial(_take_theme, app, theme))


def _take_theme(app: App[Any], theme: str) -> None:
    if app.theme == TERMINAL:
        app.notify("The terminal's own colours are in use.", markup=False)
    else:
        app.theme = theme
