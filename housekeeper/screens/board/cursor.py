"""Where the reader is on the board: on a room, which the cursor never leaves by itself."""

from collections.abc import Sequence

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column


class Cursor:
    """A room on the board, and the place where it was last seen.

    The cursor stays on its room wherever that goes, even out of sight (a hidden column, the
    filter); then `column` and `row` are where it left from, and the next move goes on there.
    """

    def __init__(self, column: Column = Column.DIRTY) -> None:
        self.column = column
        self.row = 0
        self.number: str | None = None

    def settle(self, board: Board, columns: Sequence[Column]) -> None:
        """Find the room's place after the board, its filter or the columns changed."""
        position = board.position(self.number) if self.number else None
        if position is not None and position[0] in columns:
            self.column, self.row = position
            return
        if self.column not in columns:
            self.column = columns[0]
        if self.number is None or self.number not in board:
            self.go(board, self.column, self.row)

    def is_seen(self, board: Board, columns: Sequence[Column]) -> bool:
        """Whether the room stands in a column that is shown."""
        position = board.position(self.number) if self.number else None
        return position is not None and position[0] in columns

    def go(self, board: Board, column: Column, row: int) -> None:
        """Go to a row of a column, or the nearest there is; an empty column has no room."""
        self.column = column
        self.row = max(0, min(row, board.shown(column) - 1))
        room = board.at(column, self.row)
        self.number = room.number if room else None

    def go_to_room(self, board: Board, number: str) -> bool:
        """Go to a shown room; False, and nothing changes, where it is not shown."""
        position = board.position(number)
        if position is None:
            return False
        self.number = number
        self.column, self.row = position
        return True

    def first_seen(self, board: Board, columns: Sequence[Column]) -> None:
        """Go to the top of this column, or of the first that has any room."""
        order = [self.column, *columns] if self.column in columns else list(columns)
        column = next((column for column in order if board.shown(column)), order[0])
        self.go(board, column, 0)
