"""One column of the board: a title, and the cards of its rooms drawn by line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.board.columns.card import (
    CardFrame,
    CardHeight,
    CardState,
    card,
    compact_height,
    height_of,
    is_long_in_hand,
)
from housekeeper.screens.board.columns.column_lines import ColumnLines
from housekeeper.screens.board.columns.large_number import LargeNumber
from housekeeper.screens.board.tab_line import count_text, title_lines
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.widgets.time_text import age_text

_WHEEL_ROWS = 3
_MOST_KEPT = 512
"""So many cards are kept drawn for a return to them: another filter, a jump back."""


@dataclass(slots=True)
class _DrawnCard:
    """A card as it was drawn last, and what it was drawn from."""

    room: Room
    now: datetime
    when: HouseTime
    state: CardState
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class _KnownHeight:
    """How high a room's card would like to be, and what that was reckoned from."""

    room: Room
    when: HouseTime
    height: CardHeight


class RoomPicked(Message):
    """A card was clicked: select it, mark it (the left edge, or with ctrl), or open it."""

    def __init__(self, column: Column, number: str, is_mark: bool, is_open: bool) -> None:
        super().__init__()
        self.column = column
        self.number = number
        self.is_mark = is_mark
        self.is_open = is_open


class ColumnView(LineWidget):
    """The rooms of one column, with a scroll offset of its own, counted in rooms.

    The screen owns the cursor: it says by `set_cursor` which room it is on, and this column
    only draws it. A reader who has scrolled keeps the room at the top whatever comes or goes
    above it.
    """

    def __init__(self, column: Column) -> None:
        super().__init__(id=f"column-{column.name.lower().replace('_', '-')}")
        self.column = column
        self.board: Board | None = None
        self.now = datetime.min.replace(tzinfo=UTC)
        self.cursor: str | None = None
        self.is_active = False
        self.is_folded = False
        self.number_width = 3
        self.type_width = 3
        self._lines = ColumnLines(
            column, lambda room: compact_height(room, self.width), self._height_of
        )
        self._may_grow = True
        self._shared_for: tuple[object, ...] = (0, "")
        """The lines, the filter and the moment for which these were shared out last."""
        self._is_cursor_due = False
        self._rows_at: list[int] = []
        self._kept: dict[str, _DrawnCard] = {}
        """The cards as they were drawn, of as many lines as they may take now."""
        self._kept_by_lines: dict[int, dict[str, _DrawnCard]] = {}
        self._heights: dict[str, _KnownHeight] = {}
        self._title_of: tuple[object, ...] = ()
        self._title: tuple[Strip, ...] = ()
        self._blank: Strip | None = None
        self.flashing: Collection[str] = ()
        self.large_number = LargeNumber()

    def forget_drawn(self) -> None:
        """Draw every card anew: width or theme is another."""
        self._forget_cards()
        self._heights.clear()
        self._may_grow = True
        self._title_of = ()
        self._blank = None

    def take_board(self, board: Board | None) -> None:
        """Show another board; a reader who has scrolled stays at his room."""
        self.board = self._lines.board = board
        self._forget_cards()
        self._heights.clear()
        self._may_grow = True

    def _forget_cards(self) -> None:
        self._kept_by_lines.clear()
        self._kept = self._kept_by_lines.setdefault(self._lines.lines, {})

    def set_time(self, now: datetime) -> None:
        """From now on ages are counted up to this minute."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self.now:
            # The very same object until the minute turns: cards are compared by it.
            self.now = minute
            # Nobody reads here closely: what left may make room for what stays.
            self._may_grow = self._may_grow or not self.is_active

    def set_cursor(self, cursor: str | None, is_active: bool, follow: bool) -> None:
        """Note which room is under the cursor, and whether the cursor is in this column.

        `follow` scrolls so that the cursor is seen; without it the reader stays where he is.
        """
        self.cursor, self.is_active = cursor, is_active
        self._is_cursor_due = self._is_cursor_due or follow
        if self.height:
            self._settle()

    def _settle(self) -> None:
        """Share out the lines among the cards, and scroll to where the reader is."""
        board, lines = self.board, self._lines
        lines.high = self.rows_high
        filter_text = board.filter_text if board else ""
        shared_for = (lines.high, filter_text, *((board.last_seq, board.when) if board else ()))
        if self._may_grow or shared_for != self._shared_for:
            may_grow = self._may_grow or filter_text != self._shared_for[1]
            self._may_grow, self._shared_for = False, shared_for
            if lines.share_out(may_grow):
                # A letter of the filter and its taking back go from one height to the other.
                self._kept = self._kept_by_lines.setdefault(lines.lines, {})
        lines.hold_top()
        if self._is_cursor_due:
            self._is_cursor_due = False
            lines.scroll_to(self.cursor)

    @property
    def top(self) -> int:
        """The row of the first room that is shown."""
        return self._lines.top

    @property
    def _title_height(self) -> int:
        """Lines above the cards: in a folded board the tabs tell the title."""
        return 1 if self.is_folded else 2

    @property
    def rows_high(self) -> int:
        """How many lines there are for cards."""
        return max(1, self.height - self._title_height)

    def row_at(self, y: int) -> int | None:
        """The row whose card is at a line of this widget, or None below the last."""
        return self._rows_at[y] if 0 <= y < len(self._rows_at) and self._rows_at[y] >= 0 else None

    def line_of(self, row: int) -> int | None:
        """The line at which a row's card begins, or None where it is not on the screen."""
        return self._rows_at.index(row) if row in self._rows_at else None

    @property
    def rows_seen(self) -> int:
        """How many rooms are on the screen."""
        return len({row for row in self._rows_at if row >= 0})

    def _card(self, room: Room) -> tuple[Strip, ...]:
        board = self.board
        assert board is not None  # noqa: S101 - only called for rooms of a board
        number, when = room.number, board.when
        is_cursor, is_marked = number == self.cursor, number in board.marked
        is_unseen, is_flashing = number in board.unseen, number in self.flashing
        kept = self._kept.get(number)
        if kept is not None and kept.room is room:
            state = kept.state
            if (
                kept.now is self.now
                and kept.when is when
                and state.is_cursor is is_cursor
                and state.is_marked is is_marked
                and state.is_unseen is is_unseen
                and state.is_flashing is is_flashing
            ):
                return kept.strips
        state = CardState(
            age_text(room.status_since, self.now),
            is_long_in_hand(room, self.now),
            is_cursor,
            is_marked,
            is_unseen,
            is_flashing,
        )
        is_same = kept is not None and kept.room is room and kept.when is when
        if kept is not None and is_same and kept.state == state:
            kept.now = self.now
            return kept.strips
        strips = card(room, when, board.staff_names, self._frame, state, self.palette)
        strips = tuple(map(self.shown, strips))
        self._kept[number] = _DrawnCard(room, self.now, when, state, strips)
        return strips

    @property
    def _frame(self) -> CardFrame:
        return CardFrame(self.width, self.number_width, self.type_width, self._lines.lines)

    def _height_of(self, room: Room) -> CardHeight:
        """How high a card would like to be, reckoned once as long as the room is the same."""
        board = self.board
        assert board is not None  # noqa: S101 - only called for rooms of a board
        known = self._heights.get(room.number)
        if known is None or known.room is not room or known.when is not board.when:
            if len(self._heights) > _MOST_KEPT:
                self._heights.clear()
            height = height_of(room, board.when, board.staff_names, self._frame, self.palette)
            known = self._heights[room.number] = _KnownHeight(room, board.when, height)
        return known.height

    def scroll_rows(self, rows: int) -> None:
        """Scroll by so many rooms, without the cursor."""
        self._lines.top += rows
        self._lines.keep_filled()
        self.redraw()

    def draw(self) -> list[Strip]:
        """Title, cards from the top room on, and the empty sheet below."""
        if self._may_grow or self._is_cursor_due:
            self._settle()
        lines: list[Strip] = []
        rows: list[int] = [-1] * self._title_height
        board, row, high = self.board, self.top, self.rows_high
        blank = self._blank
        if blank is None:
            blank = self._blank = self.shown(Strip.blank(self.width, self.palette.sheet))
        numbers = board.numbers(self.column, row, row + high) if board else []
        self._lines.top_number = numbers[0] if numbers else None
        for number in numbers:
            if board is None or len(lines) >= high:
                break
            strips = self._card(board.rooms[number])
            lines += strips
            rows += [row] * len(strips)
            row += 1
        below = (board.shown(self.column) if board else 0) - row + (len(lines) > high)
        lines = lines[:high]
        lines += [blank] * (high - len(lines))
        self._rows_at = rows[: self._title_height + high]
        if len(self._kept) > _MOST_KEPT:
            self._forget_far(row)
        drawn = [*self._draw_title(self.top, below), *lines][: self.height]
        if self.is_active and self.large_number.digits:
            at = board.position(self.cursor) if board and self.cursor else None
            self.large_number.lay_over(drawn, self, self.line_of(at[1]) if at else None)
        return drawn

    def _forget_far(self, end: int) -> None:
        near = set(self.board.numbers(self.column, self.top, end)) if self.board else set()
        kept = {number: kept for number, kept in self._kept.items() if number in near}
        self._kept_by_lines.clear()
        self._kept = self._kept_by_lines[self._lines.lines] = kept

    def _draw_title(self, above: int, below: int) -> tuple[Strip, ...]:
        board = self.board
        shown, total = (
            (board.shown(self.column), board.total(self.column)) if board else (None, None)
        )
        made_of = (shown, total, above, below, self.is_active, self.is_folded)
        if made_of == self._title_of:
            return self._title
        count = "" if shown is None or total is None else count_text(shown, total)
        hidden = " ".join(
            f"{arrow}{rows}" for arrow, rows in (("↑", above), ("↓", below)) if rows > 0
        )
        self._title_of = made_of
        titles = title_lines(self.column, count, hidden, self.is_active, self.width, self.palette)
        self._title = tuple(map(self.shown, titles))[-self._title_height :]
        return self._title

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll down by what one notch of the wheel is worth."""
        event.stop()
        self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll up by as much."""
        event.stop()
        self.scroll_rows(-_WHEEL_ROWS)

    def on_click(self, event: Click) -> None:
        """Pick the room whose card was clicked."""
        row = self.row_at(event.y)
        room = self.board.at(self.column, row) if self.board and row is not None else None
        if room is not None:
            is_mark = event.ctrl or event.x < 2
            self.post_message(
                RoomPicked(self.column, room.number, is_mark, event.chain == 2 and not is_mark)
            )


def widths_of(room_numbers: Mapping[str, Room]) -> tuple[int, int]:
    """Cells for the longest usual room number and room type of a hotel."""
    number = max(map(len, room_numbers), default=3)
    kind = max((len(room.room_type) for room in room_numbers.values()), default=3)
    return max(3, min(number, 8)), max(1, min(kind, 6))
