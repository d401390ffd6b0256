"""How what is drawn by line looks in each theme: styles and glyphs.

A colour never stands alone: each state has a glyph and a word as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style

from housekeeper.core.board.column import Column
from housekeeper.core.board.flags import Flag
from housekeeper.screens.drawing.colours import (
    COLOUR_BLIND,
    COLOUR_BLIND_COLOURS,
    DARK,
    DARK_COLOURS,
    HIGH_CONTRAST,
    HIGH_CONTRAST_COLOURS,
    LIGHT,
    LIGHT_COLOURS,
    TERMINAL,
    Colours,
)

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


def _palette(colours: Colours) -> Palette:
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
            Flag.WAITING: on_sheet(colours.accent, bold=True),
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
            Flag.WAITING: Style(color="magenta", bold=True),
            Flag.FAILED: Style(color="red", bold=True),
            Flag.ARRIVAL: Style(color="cyan", bold=True),
            Flag.OVERDUE: Style(color="red", bold=True),
            Flag.DUE_OUT: Style(color="yellow"),
            Flag.LATE: Style(color="magenta"),
        },
    )


_PALETTES: Mapping[str, Palette] = {
    DARK: _palette(DARK_COLOURS),
    LIGHT: _palette(LIGHT_COLOURS),
    COLOUR_BLIND: _palette(COLOUR_BLIND_COLOURS),
    HIGH_CONTRAST: _palette(HIGH_CONTRAST_COLOURS),
    TERMINAL: _terminal_palette(),
}


def palette_of(theme_name: str) -> Palette:
    """The palette that goes with a theme; a theme of another maker gets the dark one."""
    return _PALETTES.get(theme_name, _PALETTES[DARK])
