"""How the lines of a column are shared out: which room is at the top, and how high cards are."""

from collections.abc import Callable

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.rooms.room import Room
from housekeeper.screens.board.columns.card import COMPACT, EVERYTHING, CardHeight

_AROUND = 2
"""So many rooms are seen above or below one that was jumped to."""

_HIGH_ENOUGH = 8
"""A column of fewer lines than this shows no rooms around one that was jumped to."""


class ColumnLines:
    """Keeps the room at the top of a column there, and says how many lines each card may have.

    `compact_height` tells the lines of a room's card where there are none to spare, `height`
    how many it would like. Every answer costs as much as the rooms on the screen, no more.
    """

    def __init__(
        self,
        column: Column,
        compact_height: Callable[[Room], int],
        height: Callable[[Room], CardHeight],
    ) -> None:
        self._column = column
        self._compact_height = compact_height
        self._height = height
        self.board: Board | None = None
        self.high = 1
        """How many lines there are for cards."""
        self.top = 0
        self.top_number: str | None = None
        """The room that was drawn at the top last."""
        self.lines = COMPACT
        """The most that a card may take now."""

    def share_out(self, may_grow: bool) -> bool:
        """Give cards as many lines as there are for all of them; True where that is another.

        Cards that fit stay as they are, unless they `may_grow`: a room that comes or goes
        moves no other under the reader's eyes.
        """
        if not may_grow and (self.lines == COMPACT or self._fit(self.lines)):
            return False
        before = self.lines
        most = (lines for lines in range(EVERYTHING, COMPACT, -1) if self._fit(lines))
        self.lines = next(most, COMPACT)
        return self.lines != before

    def _fit(self, lines: int) -> bool:
        board = self.board
        if board is None or board.shown(self._column) > self.high:
            return False
        left = self.high
        for number in board.numbers(self._column):
            left -= self._height(board.rooms[number]).within(lines)
            if left < 0:
                return False
        return True

    def height_of(self, row: int) -> int:
        """How many lines the card in a row has now."""
        room = self.board.at(self._column, row) if self.board else None
        if room is None:
            return 0
        if self.lines == COMPACT:
            return self._compact_height(room)
        return self._height(room).within(self.lines)

    def hold_top(self) -> None:
        """Keep the room at the top there, though rooms came or went above it."""
        if self.board is None:
            return
        if self.top and self.top_number is not None:
            position = self.board.position(self.top_number)
            if position is not None and position[0] is self._column:
                self.top = position[1]
        self.keep_filled()

    def keep_filled(self) -> None:
        """Do not leave lines empty at the end while rooms are hidden above."""
        if self.top <= 0:
            self.top = 0
            return
        last = self.board.shown(self._column) - 1 if self.board else -1
        self.top = max(0, min(self.top, last))
        if last - self.top + 1 >= self.high:
            # Every card has a line at least.
            return
        left = self.high
        row = last
        while row >= self.top and left > 0:
            left -= self.height_of(row)
            row -= 1
        while row >= 0 and self.top > row >= 0 and left >= self.height_of(row):
            left -= self.height_of(row)
            self.top = row
            row -= 1

    def scroll_to(self, number: str | None) -> None:
        """Scroll the least that brings a room in sight; after a jump with others around it."""
        position = self.board.position(number) if self.board and number else None
        if self.board is None or position is None or position[0] is not self._column:
            return
        row = position[1]
        around = _AROUND if self.high >= _HIGH_ENOUGH else 0
        if row < self.top:
            is_step = row == self.top - 1
            self.top = row if is_step else max(0, row - around)
        elif self._least_top(row) > self.top:
            is_step = row == 0 or self._least_top(row - 1) <= self.top
            last = self.board.shown(self._column) - 1
            self.top = min(row, self._least_top(row if is_step else min(last, row + around)))

    def _least_top(self, row: int) -> int:
        """The first row that can be at the top with the whole of this one in sight."""
        left = self.high - self.height_of(row)
        while row > 0 and left >= (height := self.height_of(row - 1)):
            left -= height
            row -= 1
        return row
