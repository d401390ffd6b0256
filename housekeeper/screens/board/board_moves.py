"""How the reader goes about the board: the cursor, typed numbers, and marks."""

from datetime import datetime

from housekeeper.core.board.column import Column
from housekeeper.screens.board.board_view import BoardView

_PAUSE_SECONDS = 2.0
"""A digit typed later than this after the last one begins a new room number."""


class BoardMoves:
    """Moves of the cursor over the board that a view shows, and marks set on the way."""

    def __init__(self, view: BoardView) -> None:
        self._view = view
        self._cursor = view.cursor
        self._typed_at: datetime | None = None
        self._acted_at: tuple[Column, int] | None = None

    def remember_act(self) -> None:
        """Something is done here: `go_on` comes back to this place."""
        self._acted_at = (self._cursor.column, self._cursor.row)

    def moved(self) -> None:
        """After the reader moved: the typed number and the last news are done with."""
        self._view.typed, self._typed_at = "", None
        self._view.message.clear()
        self._look_at_room()

    def _look_at_room(self) -> None:
        """The reader went to the room under the cursor: it is new to nobody any more."""
        board, view = self._view.workstation.board, self._view
        if board is not None and self._cursor.number is not None:
            board.unseen.discard(self._cursor.number)
        view.show_columns({view.painted, self._cursor.column}, follow=True)
        view.show_hint()

    # Moving

    def move(self, rows: int) -> None:
        """Go down, or up, in the column."""
        if board := self._view.workstation.board:
            self._cursor.go(board, self._cursor.column, self._cursor.row + rows)
            self.moved()

    def page(self, pages: int) -> None:
        """Go a screenful down or up."""
        seen = self._view.views[self._cursor.column].rows_seen
        self.move(pages * max(1, seen - 1))

    def edge(self, end: int) -> None:
        """Go to the first or the last room of the column."""
        if board := self._view.workstation.board:
            column = self._cursor.column
            self._cursor.go(board, column, board.shown(column) * end)
            self.moved()

    def turn(self, columns: int) -> None:
        """Go to a neighbouring column, to the room on the same line."""
        view, board = self._view, self._view.workstation.board
        if board is None:
            return
        here = view.views[self._cursor.column]
        index = view.columns.index(self._cursor.column) + columns
        if view.is_folded:
            index %= len(view.columns)
        if not 0 <= index < len(view.columns):
            return
        column = view.columns[index]
        there = view.views[column]
        y = here.line_of(self._cursor.row)
        row = there.row_at(y) if y is not None and there.display else None
        if row is None:
            row = there.top if view.is_folded else board.shown(column) - 1
        self._cursor.go(board, column, row)
        self.moved()

    def go_on(self) -> None:
        """Go to the room that took the place of the one last acted on."""
        board = self._view.workstation.board
        if self._acted_at is None or board is None:
            self._view.tell("Nothing has been done yet from which to go on.")
            return
        column, row = self._acted_at
        if column in self._view.columns:
            self._cursor.go(board, column, row)
            self.moved()

    # Typed numbers

    def type_digit(self, digit: str) -> None:
        """Go to the room that the digits typed so far mean."""
        view = self._view
        if view.workstation.board is None:
            return
        now = view.workstation.clock.real_now()
        if self._typed_at and (now - self._typed_at).total_seconds() > _PAUSE_SECONDS:
            view.typed = ""
        view.typed, self._typed_at = view.typed + digit, now
        self._jump()

    def untype_digit(self) -> None:
        """Take back the last digit."""
        view = self._view
        if view.typed:
            view.typed = view.typed[:-1]
            if view.typed:
                self._jump()
            else:
                view.show_hint()

    def jump_to(self, number: str) -> None:
        """Go to a room as if its number were typed; the number is done with then."""
        self._view.typed = number
        self._jump()
        self._view.typed = ""
        self._view.show_hint()

    def _jump(self) -> None:
        view, board = self._view, self._view.workstation.board
        number = board.find(view.typed) if board else None
        position = board.position(number) if board and number else None
        if board is None or number is None or position is None:
            typed, view.typed = view.typed, ""
            view.tell(f"No room shown begins with {typed}.", is_error=True)
            return
        is_whole = number == view.typed
        if position[0] not in view.columns:
            if not is_whole:
                view.show_hint()
                return
            view.reach.bring(position[0])
            view.show_reach()
        view.message.clear()
        self._cursor.go_to_room(board, number)
        self._look_at_room()

    # Marks

    def mark(self) -> None:
        """Mark the room under the cursor, or unmark it, and go on to the next."""
        board, number = self._view.workstation.board, self._cursor.number
        if board is None or number is None:
            return
        board.marked.symmetric_difference_update({number})
        if self._cursor.is_seen(board, self._view.columns):
            self._cursor.go(board, self._cursor.column, self._cursor.row + 1)
        self.moved()

    def extend(self, rows: int) -> None:
        """Mark the room under the cursor and the neighbour, and go there."""
        board = self._view.workstation.board
        if board is None or self._cursor.number is None:
            return
        board.marked.add(self._cursor.number)
        if self._cursor.is_seen(board, self._view.columns):
            self._cursor.go(board, self._cursor.column, self._cursor.row + rows)
            if self._cursor.number is not None:
                board.marked.add(self._cursor.number)
        self.moved()

    def mark_shown(self) -> None:
        """Mark every room that the column shows; where all are marked, every room shown."""
        view, board = self._view, self._view.workstation.board
        if board is None:
            return
        numbers = set(board.numbers(self._cursor.column))
        if numbers <= board.marked:
            numbers = {number for column in view.columns for number in board.numbers(column)}
        if not numbers:
            view.tell("Nothing is shown that could be marked.")
            return
        board.marked |= numbers
        self.moved()
        view.show_columns(view.columns, follow=False)
