"""Colours: a dark theme, a light one, and the terminal's own sixteen.

A colour never stands alone: each state has a glyph and a word as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from housekeeper.core.board import Column
from housekeeper.core.flags import Flag

DARK = "housekeeper-dark"
LIGHT = "housekeeper-light"
TERMINAL = "housekeeper-terminal"

GLYPHS: Mapping[Column, str] = {
    Column.DIRTY: "○",
    Column.CLEANING: "◐",
    Column.TO_INSPECT: "◕",
    Column.READY: "●",
    Column.MAINTENANCE: "▲",
    Column.OCCUPIED: "■",
    Column.OUT_OF_ORDER: "✕",
}
"""A circle that fills as a room nears its next guest; other shapes where it cannot have one."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Ready styles for what is drawn by line. `ground` is behind all, `sheet` behind cards."""

    ground: Style
    sheet: Style
    bar: Style
    text: Style
    strong: Style
    quiet: Style
    faint: Style
    cursor: Style
    edge: Style
    marked: Style
    mark: Style
    key: Style
    good: Style
    alert: Style
    warning: Style
    training: Style
    columns: Mapping[Column, Style]
    flags: Mapping[Flag, Style]


@dataclass(frozen=True, slots=True)
class _Colours:
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


_DARK = _Colours(
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

_LIGHT = _Colours(
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


def _palette(colours: _Colours) -> Palette:
    def on_sheet(colour: str, *, bold: bool = False) -> Style:
        return Style(color=colour, bold=bold or None)

    return Palette(
        ground=Style(color=colours.text, bgcolor=colours.ground),
        sheet=Style(color=colours.text, bgcolor=colours.sheet),
        bar=Style(color=colours.text, bgcolor=colours.bar),
        text=on_sheet(colours.text),
        strong=on_sheet(colours.strong, bold=True),
        quiet=on_sheet(colours.quiet),
        faint=on_sheet(colours.faint),
        cursor=Style(bgcolor=colours.cursor),
        edge=on_sheet(colours.accent, bold=True),
        marked=Style(bgcolor=colours.marked),
        mark=on_sheet(colours.dirty, bold=True),
        key=on_sheet(colours.accent, bold=True),
        good=on_sheet(colours.ready),
        alert=on_sheet(colours.maintenance, bold=True),
        warning=on_sheet(colours.dirty),
        training=Style(color=colours.on_accent, bgcolor=colours.dirty, bold=True),
        columns={
            Column.DIRTY: on_sheet(colours.dirty),
            Column.CLEANING: on_sheet(colours.cleaning),
            Column.TO_INSPECT: on_sheet(colours.inspect),
            Column.MAINTENANCE: on_sheet(colours.maintenance),
            Column.READY: on_sheet(colours.ready),
            Column.OCCUPIED: on_sheet(colours.occupied),
            Column.OUT_OF_ORDER: on_sheet(colours.out_of_order),
        },
        flags={
            Flag.FAILED: on_sheet(colours.maintenance, bold=True),
            Flag.ARRIVAL: on_sheet(colours.cleaning, bold=True),
            Flag.OVERDUE: on_sheet(colours.maintenance, bold=True),
            Flag.DUE_OUT: on_sheet(colours.dirty),
            Flag.LATE: on_sheet(colours.inspect),
        },
    )


def _terminal_palette() -> Palette:
    plain, bold, dim = Style(), Style(bold=True), Style(dim=True)
    return Palette(
        ground=plain,
        sheet=plain,
        bar=plain,
        text=plain,
        strong=bold,
        quiet=plain,
        faint=dim,
        cursor=Style(reverse=True),
        edge=bold,
        marked=Style(underline=True),
        mark=Style(color="yellow", bold=True),
        key=bold,
        good=Style(color="green"),
        alert=Style(color="red", bold=True),
        warning=Style(color="yellow"),
        training=Style(reverse=True, bold=True),
        columns={
            Column.DIRTY: Style(color="yellow"),
            Column.CLEANING: Style(color="cyan"),
            Column.TO_INSPECT: Style(color="magenta"),
            Column.MAINTENANCE: Style(color="red"),
            Column.READY: Style(color="green"),
            Column.OCCUPIED: plain,
            Column.OUT_OF_ORDER: plain,
        },
        flags={
            Flag.FAILED: Style(color="red", bold=True),
            Flag.ARRIVAL: Style(color="cyan", bold=True),
            Flag.OVERDUE: Style(color="red", bold=True),
            Flag.DUE_OUT: Style(color="yellow"),
            Flag.LATE: Style(color="magenta"),
        },
    )


_PALETTES: Mapping[str, Palette] = {
    DARK: _palette(_DARK),
    LIGHT: _palette(_LIGHT),
    TERMINAL: _terminal_palette(),
}


def palette_of(theme_name: str) -> Palette:
    """The palette that goes with a theme; a theme of another maker gets the dark one."""
    return _PALETTES.get(theme_name, _PALETTES[DARK])


def _theme(name: str, colours: _Colours, *, dark: bool) -> Theme:
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
    _theme(DARK, _DARK, dark=True),
    _theme(LIGHT, _LIGHT, dark=False),
)


TERMINAL_THEME = replace(BUILTIN_THEMES["ansi-dark"], name=TERMINAL)
"""Leaves colours to the terminal: for sixteen colours, or none."""
