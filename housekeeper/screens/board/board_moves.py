"""How the reader goes about the board: the cursor, typed numbers, and marks."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import chain

from housekeeper.core.board.board import Board, find_room
from housekeeper.core.board.column import Column, column_of
from housekeeper.core.board.typed_number import TypedNumber, shown_digits
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.turnover import TurnRequest, foreseen
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.board.board_filter import BoardFilter
from housekeeper.screens.board.board_text import missing_text, now_on_text
from housekeeper.screens.board.board_view import BoardView
from housekeeper.screens.keyboard.act_guard import NUMBER_SECONDS
from housekeeper.screens.workstation import Workstation
from housekeeper.settings.terminal import AfterAct

_MISSING_ENDS_SECONDS = 0.5
"""A digit typed later than this behind a number that no room has begins a new one."""


def _leaving_column(board: Board, requests: Sequence[TurnRequest], now: datetime) -> set[str]:
    """The rooms that these acts will take out of the column in which they stand."""
    leaving = set()
    for request in requests:
        room = board.room(request.room_number)
        if room is not None:
            after = foreseen(room, request, now, board.when.today)
            if column_of(after) is not column_of(room):
                leaving.add(room.number)
    return leaving


class BoardMoves:
    """Moves of the cursor over the board that a view shows, and marks set on the way."""

    def __init__(self, view: "MovingBoard") -> None:
        self._view = view
        self._cursor = view.cursor
        self._typed_at: datetime | None = None
        self._typing_ends: asyncio.TimerHandle | None = None
        self._acted_at: tuple[Column, int] | None = None
        self._guard = view.workstation.act_guard
        self._leaving: set[str] = set()
        self._went_on_to: str | None = None

    def remember_act(self) -> None:
        """Something is done here: `go_on` comes back to this place."""
        self._acted_at = (self._cursor.column, self._cursor.row)

    def go_on_from(self, requests: Sequence[TurnRequest]) -> None:
        """Leave the room for that which comes in its place, where these acts take it away.

        At once and not when they are done: which room the next key takes must not hang on how
        quick the database is.
        """
        view, board, cursor = self._view, self._view.workstation.board, self._cursor
        if board is None or view.workstation.settings.after_act is AfterAct.FOLLOW:
            return
        self._leaving |= _leaving_column(board, requests, view.workstation.clock.now())
        if cursor.number not in self._leaving or not cursor.is_seen(board, view.columns):
            return
        below = range(cursor.row + 1, board.shown(cursor.column))
        for row in chain(below, range(cursor.row - 1, -1, -1)):
            room = board.at(cursor.column, row)
            if room is not None and room.number not in self._leaving:
                cursor.go(board, cursor.column, row)
                self._went_on_to = cursor.number
                self._guard.went_on()
                view.show_columns({view.painted, cursor.column}, follow=True)
                view.show_hint()
                return

    def came_back(self, outcome: Outcome) -> None:
        """These acts are done, or refused: the board says where their rooms are.

        A room of which is asked now has the cursor again: its act is yet to be done. So has one
        whose act failed, where the hand has not moved since.
        """
        board = self._view.workstation.board
        self._leaving.difference_update(request.room_number for request in outcome.requests)
        if outcome.to_ask and board is not None:
            self._cursor.go_to_room(board, outcome.to_ask[0][0].room_number)
            self._view.show_columns({self._view.painted, self._cursor.column}, follow=True)
        elif outcome.failed and board is not None and self._cursor.number == self._went_on_to:
            if self._cursor.go_to_room(board, outcome.failed[0][0]):
                self._guard.cursor_put(now_on_text(outcome.failed[0][0]))
            self._view.show_columns({self._view.painted, self._cursor.column}, follow=True)

    def moved(self) -> None:
        """After the reader moved: the typed number and the last news are done with."""
        view = self._view
        self._went_on_to = None
        self._guard.room_chosen()
        view.message.clear()
        if view.number.digits or view.missing:
            self._typed_at = None
            view.set_number(TypedNumber(), "")
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
        view, board = self._view, self._view.workstation.board
        if board is None:
            return
        now, typed_at = view.workstation.clock.real_now(), self._typed_at
        longest = _MISSING_ENDS_SECONDS if view.number.is_missing else NUMBER_SECONDS
        if typed_at is not None and (now - typed_at).total_seconds() > longest:
            self.end_typing()
        self._typed_at = now
        self._take(view.number.type(digit, partial(find_room, board)))
        if self._typing_ends is not None:
            self._typing_ends.cancel()
        loop = asyncio.get_running_loop()
        self._typing_ends = loop.call_later(NUMBER_SECONDS, self.end_typing, True)

    def untype_digit(self) -> None:
        """Take back the last digit."""
        view, board = self._view, self._view.workstation.board
        shorter = TypedNumber() if board is None else view.number.untype(partial(find_room, board))
        if shorter.digits:
            self._take(shorter)
        elif view.number.digits or view.missing:
            # One that a verb has ended is still told.
            self.forget_number()

    def jump_to(self, number: str) -> None:
        """Go to a room as if its number were typed; the number is done with then."""
        if board := self._view.workstation.board:
            self._take(TypedNumber(number, find_room(board, number)), is_typed=False)

    def end_typing(self, is_pause: bool = False) -> None:
        """The next digit begins a number; one that means no room is told until one is chosen."""
        if is_pause:
            # The room to which the digits have led is the one that is meant.
            self._guard.typing_paused()
        if self._view.number.digits and self._view.is_mounted:
            self._typed_at = None
            self._view.show_number(TypedNumber(), self._view.missing)

    def forget_number(self) -> None:
        """The number is done with, whatever it meant: the cursor stays where it is."""
        self._view.message.clear()
        self.leave_number()

    def leave_number(self) -> None:
        """The same, where what is told stays."""
        self._typed_at = None
        self._guard.number_forgotten()
        self._view.show_number(TypedNumber(), "")

    def _take(self, number: TypedNumber, is_typed: bool = True) -> None:
        """Go where the number leads; while it leads to no room for certain, no verb acts."""
        view, board = self._view, self._view.workstation.board
        if board is None:
            return
        view.message.clear()
        is_sure = not number.is_doubtful and board.meant_by(number.digits)[1]
        if not self._go_to(number):
            self._guard.number_missing(missing_text(number, board))
        elif is_sure or not is_typed:
            self._guard.room_chosen()
        else:
            self._guard.number_begun(plain(shown_digits(number.digits)))
        missing = missing_text(number, board) if number.is_missing else ""
        view.set_number(number if is_typed else TypedNumber(), missing)
        self._look_at_room()

    def _go_to(self, number: TypedNumber) -> bool:
        view, board = self._view, self._view.workstation.board
        position = board.position(number.room) if board and number.room else None
        if board is None or number.room is None or position is None:
            return False
        if position[0] not in view.columns:
            if not number.is_whole:
                return False
            view.reach.bring(position[0])
            self._cursor.go_to_room(board, number.room)
            view.arrange_columns()
            view.call_after_refresh(view.show_all, True)
        return self._cursor.go_to_room(board, number.room)

    # Marks

    def mark(self) -> None:
        """Mark the room under the cursor, or unmark it, and go on to the next."""
        board, number = self._view.workstation.board, self._cursor.number
        if board is None or number is None or not self._view.has_room("space"):
            return
        board.marked.symmetric_difference_update({number})
        if self._cursor.is_seen(board, self._view.columns):
            self._cursor.go(board, self._cursor.column, self._cursor.row + 1)
        self.moved()

    def extend(self, rows: int) -> None:
        """Mark the room under the cursor and the neighbour, and go there."""
        board = self._view.workstation.board
        if board is None or self._cursor.number is None or not self._view.has_room("shift"):
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


class MovingBoard(BoardView):
    """The board with the actions of the keys that move about it and mark rooms."""

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation)
        self._moves = BoardMoves(self)
        self.showing = BoardFilter(self, self.cursor_was_put)

    def cursor_was_put(self) -> None:
        """The cursor is on another room by no move: say so, and let no key act unawares."""
        if self.cursor.number is not None:
            told = now_on_text(self.cursor.number)
            self.workstation.act_guard.cursor_put(told)
            self.tell(told)

    def board_read_anew(self) -> None:
        """Show the workstation's board; where the cursor's room is gone, say which it is on."""
        on = self.cursor.number
        super().board_read_anew()
        if on is not None and self.cursor.number != on:
            self.cursor_was_put()

    def toggle_further(self) -> None:
        """Show the columns of occupied and out-of-order rooms; hide them where any is shown."""
        self.message.clear()
        self.reach.toggle()
        self.show_reach()

    def show_reach(self) -> None:
        """Show the columns that are in reach now, and the cursor in one of them."""
        if board := self.workstation.board:
            on = self.cursor.number
            self.cursor.settle(board, self.columns)
            if not self.cursor.is_seen(board, self.columns):
                self.cursor.go(board, self.cursor.column, self.cursor.row)
            if self.cursor.number != on:
                self.cursor_was_put()
        self.arrange_columns()
        self.call_after_refresh(self.show_all, True)

    def has_room(self, key: str) -> bool:
        """Whether the cursor is on a room that the hand chose; if not, say what was typed."""
        refusal = self.workstation.act_guard.refuse_number(key)
        if refusal:
            self.tell(refusal)
        return not refusal

    def on_screen_suspend(self) -> None:
        """A number that was being typed is done with where another screen opens."""
        if self.number.digits or self.missing:
            self._moves.leave_number()

    def set_number(self, number: TypedNumber, missing: str) -> None:
        """Take what is typed of a number, and whether it is missing, for the next frame."""
        self.number, self.missing = number, missing
        self.large_number.digits = number.shown
        self.large_number.is_missing = number.is_missing

    def show_number(self, number: TypedNumber, missing: str) -> None:
        """Show this number at once; a reader who has scrolled stays where he is."""
        self.set_number(number, missing)
        self.show_columns({self.painted, self.cursor.column}, follow=False)
        self.show_hint()

    @property
    def acts_elsewhere(self) -> bool:
        """Whether a verb takes marked rooms, of which the reader may think no more."""
        board = self.workstation.board
        return board is not None and bool(board.marked - {self.cursor.number})

    def action_move(self, rows: int) -> None:
        """Go down, or up, in the column."""
        self._moves.move(rows)

    def action_page(self, pages: int) -> None:
        """Go a screenful down or up."""
        self._moves.page(pages)

    def action_edge(self, end: int) -> None:
        """Go to the first or the last room of the column."""
        self._moves.edge(end)

    def action_turn(self, columns: int) -> None:
        """Go to a neighbouring column, to the room on the same line."""
        self._moves.turn(columns)

    def action_go_on(self) -> None:
        """Go to the room that took the place of the one last acted on."""
        self._moves.go_on()

    def action_digit(self, digit: str) -> None:
        """Go to the room that the digits typed so far mean."""
        self._moves.type_digit(digit)

    def action_backspace(self) -> None:
        """Take back the last digit."""
        self._moves.untype_digit()

    def action_mark(self) -> None:
        """Mark the room under the cursor, or unmark it, and go on to the next."""
        self._moves.mark()

    def action_extend(self, rows: int) -> None:
        """Mark the room under the cursor and the neighbour, and go there."""
        self._moves.extend(rows)

    def action_mark_shown(self) -> None:
        """Mark every room that the column shows; where all are marked, every room shown."""
        self._moves.mark_shown()
