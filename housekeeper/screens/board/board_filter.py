"""Showing only some rooms: one way for the filter that is typed, the line and the counts."""

from collections.abc import Callable, Iterable

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import FURTHER_COLUMNS, Column
from housekeeper.core.board.statistics import COUNTS_BY_WORDS, rooms_text
from housekeeper.core.entered_text import plain
from housekeeper.screens.board.board_view import BoardView
from housekeeper.screens.widgets.key_hints import key_hint


class BoardFilter:
    """Sets the filter of a view's board, brings the columns of what it finds, and clears it."""

    def __init__(self, view: BoardView, cursor_was_put: Callable[[], None]) -> None:
        self._view = view
        self._cursor_was_put = cursor_was_put
        self._without_hits: frozenset[Column] = frozenset()
        self._cursor_before: str | None = None
        """The room that the cursor was on before there was a filter."""

    def show_only(self, text: str) -> None:
        """Show only rooms that meet this, the cursor on the first; tell how many they are."""
        board = self._view.workstation.board
        if board is None:
            return
        if text.strip():
            self._set(board, text)
            self._bring(board, (column for column in FURTHER_COLUMNS if board.shown(column)))
            self._view.tell(self._told(board))
        else:
            self.clear()
            self._view.tell(f"All {rooms_text(len(board))}.")

    def type_on(self, text: str) -> None:
        """Show at once what meets the letters typed so far; columns come where none has any."""
        view, board = self._view, self._view.workstation.board
        if board is None or text == board.filter_text:
            return
        self._set(board, text)
        if text.strip() and not any(map(board.shown, view.columns)):
            hits = [column for column in FURTHER_COLUMNS if board.shown(column)]
            # Where no column has any, no layout: it takes longer than all else of a letter.
            if hits:
                self._bring(board, hits)
                return
        self._settle(board)
        view.show_all(follow=True)

    def clear(self) -> None:
        """Show all rooms again, and the columns alone that were there before the filter."""
        view, board = self._view, self._view.workstation.board
        if board is None or not board.filter_text:
            return
        board.set_filter("")
        on = view.cursor.number
        self._bring(board, ())
        if view.cursor.number != on:
            self._cursor_was_put()

    def give_up(self) -> None:
        """Clear a filter that was being typed: the cursor is where it was before it."""
        view, board = self._view, self._view.workstation.board
        if board is not None and board.filter_text:
            board.set_filter("")
            before = self._cursor_before
            self._bring(board, ())
            if before is not None and view.cursor.go_to_room(board, before):
                view.show_all(follow=True)

    def _set(self, board: Board, text: str) -> None:
        if not board.filter_text:
            self._cursor_before = self._view.cursor.number
        board.set_filter(text)

    def _bring(self, board: Board, columns: Iterable[Column]) -> None:
        view = self._view
        view.reach.find(columns)
        self._settle(board)
        self._arrange(board)
        view.call_after_refresh(view.show_all, True)

    def rooms_came(self, columns: Iterable[Column]) -> None:
        """Rooms came into these columns: one that had none to show gets the width for them."""
        view, board = self._view, self._view.workstation.board
        if board is not None and board.filter_text:
            came = self._without_hits.intersection(columns)
            if any(map(board.shown, came)):
                self._arrange(board)
                view.call_after_refresh(view.show_all)

    def _arrange(self, board: Board) -> None:
        self._without_hits = frozenset(one for one in Column if not board.shown(one))
        self._view.arrange_columns()

    def _settle(self, board: Board) -> None:
        """Where the cursor's room is not shown: the first that is, or the one of before."""
        view, before = self._view, self._cursor_before
        if not view.cursor.is_seen(board, view.columns):
            at = board.position(before) if before and not board.filter_text else None
            if before is not None and at is not None and at[0] in view.columns:
                view.cursor.go_to_room(board, before)
            else:
                view.cursor.first_seen(board, view.columns)
        view.cursor.settle(board, view.columns)

    def _told(self, board: Board) -> str:
        words = " ".join(board.filter_text.split())
        count = COUNTS_BY_WORDS.get(words.casefold())
        number = sum(map(board.shown, Column))
        rooms = rooms_text(number) if number else "No room"
        what = (
            count.after_rooms
            if count is not None
            else f"{'meet' if number > 1 else 'meets'} '{plain(words)}'"
        )
        return f"{rooms} {what}; {key_hint(type(self._view), 'escape')} shows all again."
