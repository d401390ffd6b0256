"""The figures drawn in a terminal: stacked bars of a turn's parts, and the backlog by the hour."""

from collections.abc import Sequence
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from housekeeper.core.board.column import Column
from housekeeper.core.entered_text import plain
from housekeeper.core.hotel import Hotel
from housekeeper.core.shift.backlog import HourOfDay, by_hour_of_day
from housekeeper.core.shift.figures import (
    Figures,
    GroupFigures,
    Measure,
    what_counts,
    what_is_left_out,
)
from housekeeper.screens.drawing.theme import Palette

_PARTS = (("wait", Column.DIRTY, "░"), ("clean", Column.CLEANING, "▓"))
_INSPECT = ("inspect", Column.TO_INSPECT, "▒")
PARTS = (*_PARTS, _INSPECT)
"""A turn's parts with the column whose colour they have, and a texture for eyes without it."""

_NAMES = 12
"""Cells for the names of groups at least, so that tables stand beneath one another."""

_HIGH = 10
"""Lines of the backlog's columns."""


def _minutes(taken: timedelta | None) -> str:
    return "" if taken is None else str(round(taken.total_seconds() / 60))


def _heading(words: str, palette: Palette) -> Text:
    return Text(words.upper(), palette.quiet + Style(bold=True))


def _seconds(measure: Measure) -> float:
    return measure.median.total_seconds() if measure.median is not None else 0.0


def _bar(one: GroupFigures, longest: float, width: int, palette: Palette) -> Text:
    """The medians of the parts behind one another; the rest of the turn's median in dots."""
    bar = Text(no_wrap=True)
    scale = width / longest if longest else 0
    for name, column, texture in PARTS:
        cells = round(_seconds(getattr(one, name)) * scale)
        bar.append(texture * cells, palette.columns[column])
    rest = round(_seconds(one.turn) * scale) - len(bar)
    if rest > 0:
        bar.append("·" * rest, palette.faint)
    bar.truncate(width)
    return bar


def legend(palette: Palette) -> Text:
    """What the textures stand for."""
    text = Text()
    for name, column, texture in PARTS:
        text.append(f"{texture * 2} ", palette.columns[column])
        text.append(f"{name}  ", palette.quiet)
    text.append("minutes: the median, and what nine of ten did not exceed", palette.quiet)
    return text


def groups_table(
    title: str, groups: Sequence[GroupFigures], palette: Palette, width: int
) -> RenderableType:
    """One line a group: rooms, turn time with its bar, parts."""
    has_parts = width >= 92
    columns = ["rooms", "turn", "90%"]
    if has_parts:
        columns += ["wait", "90%", "clean", "90%", "inspect", "90%", "again"]
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, min_width=_NAMES)
    for _ in columns:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    quiet = palette.quiet
    table.add_row(_heading(title, palette), *(Text(name, quiet) for name in columns), Text(""))
    longest = max((_seconds(one.turn) for one in groups), default=0.0)
    names = max((len(one.name) for one in groups), default=0)
    room_for_bar = max(8, width - max(names, _NAMES) - (64 if has_parts else 22))
    for one in groups:
        cells = [
            Text(str(one.turn.count), palette.text),
            Text(_minutes(one.turn.median), palette.strong),
            Text(_minutes(one.turn.p90), quiet),
        ]
        if has_parts:
            for part in (one.wait, one.clean, one.inspect):
                cells += [
                    Text(_minutes(part.median), palette.text),
                    Text(_minutes(part.p90), quiet),
                ]
            cells.append(Text(str(one.recleans or ""), palette.warning))
        bar = _bar(one, longest, min(room_for_bar, 60), palette)
        table.add_row(Text(plain(one.name), palette.text), *cells, bar)
    return table


def people_table(figures: Figures, palette: Palette, width: int) -> RenderableType:
    """One line a person: rooms cleaned and how long that took, failed ones, inspections."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, min_width=_NAMES, max_width=26)
    for _ in range(5):
        table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    columns = ("cleaned", "minutes", "90%", "failed", "inspected")
    table.add_row(
        _heading("person", palette), *(Text(name, palette.quiet) for name in columns), Text("")
    )
    longest = max((_seconds(one.clean) for one in figures.people), default=0.0)
    room_for_bar = max(8, min(40, width - 66))
    for one in figures.people:
        cells = round(_seconds(one.clean) / longest * room_for_bar) if longest else 0
        table.add_row(
            Text(plain(one.name), palette.text),
            Text(str(one.cleaned or ""), palette.text),
            Text(_minutes(one.clean.median), palette.strong),
            Text(_minutes(one.clean.p90), palette.quiet),
            Text(str(one.failed or ""), palette.alert),
            Text(str(one.inspected or ""), palette.text),
            Text("▓" * cells, palette.columns[Column.CLEANING]),
        )
    return table


def backlog_chart(hours: Sequence[HourOfDay], palette: Palette, width: int) -> RenderableType:
    """A column for each hour: rooms dirty, in cleaning and to inspect, stacked; means over days."""
    if not hours:
        return Text("No room waited at any full hour.", palette.quiet)
    tallest = max(one.dirty + one.cleaning + one.to_inspect for one in hours)
    wide = max(2, min(6, (width - 8) // max(len(hours), 1) - 1))
    lines = []
    for level in range(_HIGH, 0, -1):
        label = f"{tallest * level / _HIGH:5.0f} " if level in {_HIGH, _HIGH // 2} else " " * 6
        line = Text(label, palette.quiet, no_wrap=True)
        for one in hours:
            line.append_text(_cell(one, (level - 0.5) * tallest / _HIGH, wide, palette))
            line.append(" ")
        lines.append(line)
    feet = Text(" " * 6, palette.quiet, no_wrap=True)
    for one in hours:
        feet.append(f"{one.hour:02d}".ljust(wide + 1), palette.quiet)
    most = max(hours, key=lambda one: one.most)
    said = Text(f"      at most {most.most} rooms at once, at {most.hour:02d}:00", palette.quiet)
    return Group(*lines, feet, said)


def _cell(one: HourOfDay, at: float, wide: int, palette: Palette) -> Text:
    """One line of an hour's column: what stands at this height."""
    reached = 0.0
    heights = {"wait": one.dirty, "clean": one.cleaning, "inspect": one.to_inspect}
    for name, column, texture in PARTS:
        reached += heights[name]
        if at <= reached:
            return Text(texture * wide, palette.columns[column])
    return Text(" " * wide)


def figures_text(figures: Figures, hotel: Hotel, palette: Palette, width: int) -> RenderableType:
    """All of the figures, one under the other, and what is counted."""
    parts: list[RenderableType] = []
    if figures.total.turn.count:
        parts += [legend(palette), Text("")]
        for title, groups in (
            ("all", (figures.total,)),
            ("day", figures.days),
            ("floor", figures.floors),
            ("type", figures.types),
        ):
            parts += [groups_table(title, groups, palette, width), Text("")]
    else:
        parts += [Text("No room was turned in this time.", palette.text), Text("")]
    if figures.people:
        parts += [people_table(figures, palette, width), Text("")]
    parts.append(_heading("backlog through the day", palette))
    key = Text()
    for (_, column, texture), word in zip(PARTS, ("dirty", "cleaning", "to inspect"), strict=True):
        key.append(f"{texture * 2} ", palette.columns[column])
        key.append(f"{word}  ", palette.quiet)
    parts += [key, backlog_chart(by_hour_of_day(figures.backlog, hotel.zone), palette, width)]
    parts += [Text(""), _heading("what is counted", palette)]
    parts += [Text(sentence, palette.warning) for sentence in what_is_left_out(figures)]
    parts += [Text(sentence, palette.quiet) for sentence in what_counts(figures.hours)]
    return Group(*parts)
