"""What the handover says: what happened since, and what is left open."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from housekeeper.core.board.column import Column
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.handover import LINES, Handover
from housekeeper.screens.drawing.theme import GLYPHS
from housekeeper.screens.room.room_text import Telling
from housekeeper.screens.widgets.time_text import since_text

_LISTED = [(line, kinds) for line, kinds in LINES.items() if line.is_listed]
_COUNTED = [
    *((line, kinds) for line, kinds in LINES.items() if not line.is_listed),
    *((line, kinds) for line, kinds in _LISTED if line.is_counted),
]
_OPEN = (
    (RoomStatus.CHECKOUT_DIRTY, Column.DIRTY),
    (RoomStatus.CLEANING_IN_PROGRESS, Column.CLEANING),
    (RoomStatus.CLEANED_UNINSPECTED, Column.TO_INSPECT),
    (RoomStatus.MAINTENANCE_REQUIRED, Column.MAINTENANCE),
    (RoomStatus.OUT_OF_ORDER, Column.OUT_OF_ORDER),
)


def _heading(words: str, telling: Telling) -> Text:
    return Text(words.upper(), telling.palette.quiet + Style(bold=True))


def _steps_table(told: Handover, telling: Telling) -> Table:
    palette = telling.palette
    table = Table.grid(padding=(0, 1), expand=True)
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for line, kinds in _LISTED:
        for step in told.of(*kinds):
            table.add_row(
                Text(step.room_number, palette.strong),
                Text(line.word, palette.alert if line.is_trouble else palette.text),
                Text(f"{telling.hotel.local(step.at):%H:%M}", palette.quiet),
                Text(_words_of(step), palette.text),
            )
    return table


def _words_of(step: RoomStep) -> str:
    who = plain(step.staff_name)
    return f"{plain(step.note)} ({who})" if step.note else who


def _expected_table(told: Handover, telling: Telling) -> Table:
    """Guests who should have come before today."""
    palette, today = telling.palette, telling.hotel.day(telling.now)
    table = Table.grid(padding=(0, 1), expand=True)
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for booking in told.expected:
        table.add_row(
            Text(plain(booking.reference), palette.strong),
            Text(plain(booking.room_type), palette.text),
            Text(since_text(booking.arrival, today), palette.warning),
            Text(f"room {booking.room_number}" if booking.room_number else "", palette.quiet),
        )
    return table


def handover_text(told: Handover, telling: Telling) -> RenderableType:
    """The account of what happened, and of what waits now."""
    palette = telling.palette
    counts = Text()
    for line, kinds in _COUNTED:
        number = len(told.of(*kinds))
        counts.append(f"{number} ", palette.strong if number else palette.quiet)
        counts.append(f"{line.word}   ", palette.text if number else palette.quiet)
    parts: list[RenderableType] = [_heading("what happened", telling), counts]
    if any(told.of(*kinds) for _, kinds in _LISTED):
        parts += [Text(""), _steps_table(told, telling)]
    parts += [Text(""), _heading("left open", telling)]
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    is_open = False
    for status, column in _OPEN:
        numbers: Sequence[str] = [room.number for room in told.open_in(status)]
        if numbers:
            is_open = True
            grid.add_row(
                Text(f"{GLYPHS[column]} {status.label}", palette.columns[column]),
                Text(str(len(numbers)), palette.strong),
                Text(" ".join(numbers), palette.text),
            )
    for words, numbers in told.of_guests:
        is_open = True
        grid.add_row(
            Text(words, palette.warning),
            Text(str(len(numbers)), palette.strong),
            Text(" ".join(numbers), palette.text),
        )
    parts.append(grid if is_open else Text("nothing", palette.good))
    if told.expected:
        parts += [Text(""), _heading("still expected", telling), _expected_table(told, telling)]
    return Group(*parts)
