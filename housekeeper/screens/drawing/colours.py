"""Colours: two dark themes, two light ones, and the terminal's own sixteen.

Apart from what is drawn with them, since the first frame needs no more than these. Every text
has a contrast of at least 4.5:1 with what is behind it, in each theme
(`tests/screens/drawing/test_contrast.py` looks at the screens themselves).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.theme import BUILTIN_THEMES, Theme

from housekeeper.settings.terminal import ThemeName

DARK = "housekeeper-dark"
LIGHT = "housekeeper-light"
COLOUR_BLIND = "housekeeper-colour-blind"
HIGH_CONTRAST = "housekeeper-high-contrast"
TERMINAL = "housekeeper-terminal"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, as Textual and Rich both write them."""

    ground: str
    sheet: str
    bar: str
    text: str
    strong: str
    quiet: str
    faint: str
    cursor: str
    marked: str
    accent: str
    on_accent: str
    dirty: str
    cleaning: str
    inspect: str
    maintenance: str
    ready: str
    occupied: str
    out_of_order: str


DARK_COLOURS = Colours(
    ground="#0f1216",
    sheet="#161a20",
    bar="#1c2129",
    text="#d3d9e1",
    strong="#f7f9fb",
    quiet="#9fa9b7",
    faint="#919cab",
    cursor="#22344a",
    marked="#2a2d1f",
    accent="#7fb4ff",
    on_accent="#0f1216",
    dirty="#e3a857",
    cleaning="#63b3ed",
    inspect="#b79bff",
    maintenance="#f78a7e",
    ready="#68c48b",
    occupied="#9db0c6",
    out_of_order="#c09d8f",
)

LIGHT_COLOURS = Colours(
    ground="#e6e3dc",
    sheet="#faf8f4",
    bar="#efece5",
    text="#2d3138",
    strong="#0d0f12",
    quiet="#525962",
    faint="#5c626b",
    cursor="#cfe0f5",
    marked="#f3ebc8",
    accent="#0b57a8",
    on_accent="#ffffff",
    dirty="#8a4e00",
    cleaning="#0a5a9e",
    inspect="#6740b8",
    maintenance="#b0271c",
    ready="#176437",
    occupied="#4d5b6a",
    out_of_order="#7a5040",
)

COLOUR_BLIND_COLOURS = Colours(
    ground="#0c0f14",
    sheet="#12161d",
    bar="#1a2029",
    text="#d6dce4",
    strong="#ffffff",
    quiet="#a7b1bf",
    faint="#95a0af",
    cursor="#22344a",
    marked="#2d2b1c",
    accent="#8cc2ff",
    on_accent="#0c0f14",
    dirty="#fcae01",
    cleaning="#26b0ff",
    inspect="#c9f6fb",
    maintenance="#f67747",
    ready="#fef59a",
    occupied="#8c9eb9",
    out_of_order="#b19884",
)
"""Blue against orange, and light against dark: what eyes tell apart that lack a colour."""

HIGH_CONTRAST_COLOURS = Colours(
    ground="#ececec",
    sheet="#ffffff",
    bar="#f2f2f2",
    text="#111111",
    strong="#000000",
    quiet="#2e2e2e",
    faint="#3c3c3c",
    cursor="#d3e4fa",
    marked="#fff3bd",
    accent="#003a80",
    on_accent="#ffffff",
    dirty="#5c5140",
    cleaning="#0b3ae1",
    inspect="#7a0d97",
    maintenance="#9c2505",
    ready="#053d4e",
    occupied="#010038",
    out_of_order="#2e0008",
)
"""Black on white, for a bright lobby; its colours, too, are for eyes that lack one."""


def _theme(name: str, colours: Colours, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours.accent,
        secondary=colours.cleaning,
        accent=colours.accent,
        warning=colours.dirty,
        error=colours.maintenance,
        success=colours.ready,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.sheet,
        panel=colours.bar,
        variables={
            "block-cursor-background": colours.cursor,
            "block-cursor-foreground": colours.strong,
            "footer-key-foreground": colours.accent,
            "border": colours.accent,
            "border-blurred": colours.faint,
            "scrollbar": colours.faint,
            "scrollbar-hover": colours.quiet,
            "scrollbar-active": colours.accent,
            "scrollbar-background": colours.sheet,
            "scrollbar-background-hover": colours.sheet,
            "scrollbar-background-active": colours.sheet,
            # Textual makes these by fading the text, to less than can be read everywhere.
            "text-muted": colours.quiet,
            "text-disabled": colours.faint,
            "text-primary": colours.accent,
            "text-warning": colours.dirty,
            "text-error": colours.maintenance,
            "text-success": colours.ready,
        },
    )


THEMES = (
    _theme(DARK, DARK_COLOURS, dark=True),
    _theme(LIGHT, LIGHT_COLOURS, dark=False),
    _theme(COLOUR_BLIND, COLOUR_BLIND_COLOURS, dark=True),
    _theme(HIGH_CONTRAST, HIGH_CONTRAST_COLOURS, dark=False),
)

NAMES: Mapping[ThemeName, str] = {
    ThemeName.DARK: DARK,
    ThemeName.LIGHT: LIGHT,
    ThemeName.COLOUR_BLIND: COLOUR_BLIND,
    ThemeName.HIGH_CONTRAST: HIGH_CONTRAST,
}
"""The theme of each name that a setting may give."""

ABOUT: Mapping[ThemeName, str] = {
    ThemeName.DARK: "Light on dark.",
    ThemeName.LIGHT: "Dark on light.",
    ThemeName.COLOUR_BLIND: "Dark, in blue and orange, for eyes that lack a colour.",
    ThemeName.HIGH_CONTRAST: "Black on white, for bright places.",
}

OTHERS: Mapping[str, str] = {
    DARK: LIGHT,
    LIGHT: DARK,
    COLOUR_BLIND: HIGH_CONTRAST,
    HIGH_CONTRAST: COLOUR_BLIND,
}
"""The light theme that goes with a dark one, and the dark one that goes with it."""

TERMINAL_THEME = replace(BUILTIN_THEMES["ansi-dark"], name=TERMINAL)
"""Leaves colours to the terminal: for sixteen colours, or none."""
