"""Colours: a dark theme, a light one, and the terminal's own sixteen.

Apart from what is drawn with them, since the first frame needs no more than these.
"""

from dataclasses import dataclass, replace

from textual.theme import BUILTIN_THEMES, Theme

DARK = "housekeeper-dark"
LIGHT = "housekeeper-light"
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
    text="#cdd3dc",
    strong="#f3f5f8",
    quiet="#8d97a5",
    faint="#4a5360",
    cursor="#2b3f57",
    marked="#2a2d1f",
    accent="#7fb4ff",
    on_accent="#0f1216",
    dirty="#e3a857",
    cleaning="#63b3ed",
    inspect="#b79bff",
    maintenance="#f47b6f",
    ready="#68c48b",
    occupied="#93a4b8",
    out_of_order="#b39184",
)

LIGHT_COLOURS = Colours(
    ground="#e6e3dc",
    sheet="#faf8f4",
    bar="#efece5",
    text="#2d3138",
    strong="#0d0f12",
    quiet="#626871",
    faint="#b3b1aa",
    cursor="#cfe0f5",
    marked="#f3ebc8",
    accent="#0b57a8",
    on_accent="#ffffff",
    dirty="#955600",
    cleaning="#0a62ab",
    inspect="#6740b8",
    maintenance="#b5281d",
    ready="#1c7440",
    occupied="#4d5b6a",
    out_of_order="#7a5344",
)


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
        },
    )


THEMES = (
    _theme(DARK, DARK_COLOURS, dark=True),
    _theme(LIGHT, LIGHT_COLOURS, dark=False),
)


TERMINAL_THEME = replace(BUILTIN_THEMES["ansi-dark"], name=TERMINAL)
"""Leaves colours to the terminal: for sixteen colours, or none."""
