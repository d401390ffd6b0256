"""The board's keys: moving about, marking, filtering, the line, and what acts come to."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from housekeeper.core import rights
from housekeeper.core.board.board import BoardChange, Column
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS, reasons_of
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest
from housekeeper.core.typed_acts.complete import complete
from housekeeper.core.typed_acts.parse import ActLine, Line, RoomsLine, WordsLine
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.board.board_view import BoardView
from housekeeper.screens.board.column import ColumnView
from housekeeper.screens.board.foot_input import FootLine
from housekeeper.screens.board.tab_line import TabLine
from housekeeper.screens.board.typed_act_hint import line_hint, read_line
from housekeeper.screens.board.typed_act_input import CommandLine
from housekeeper.screens.workstation import Desk

_PAUSE_SECONDS = 2.0
"""A digit typed later than this after the last one begins a new room number."""


def _key(key: str, action: str, label: str, tooltip: str, key_id: str) -> Binding:
    return Binding(key, action, label, show=False, tooltip=tooltip, id=key_id)


class FilterLine(FootLine):
    """Where the filter is typed; `typed` is told every letter at once, in the frame of the key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.escape", "Clear the filter", show=False, id="filter.clear"),
    ]

    def __init__(self, typed: Callable[[str], None]) -> None:
        self._typed = typed
        super().__init__(placeholder="number, 4xx, floor 3, type, arrival, failed, a name, a word")

    def watch_value(self, value: str) -> None:
        """Tell what is typed now."""
        self._typed(value)


class BoardScreen(BoardView):
    """The screen that people live in."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("down,j", "move(1)", "Down", "The next room of the column.", "move.down"),
        _key("up,k", "move(-1)", "Up", "The room above.", "move.up"),
        _key("right,l", "turn(1)", "Right", "The column to the right.", "move.right"),
        _key("left,h", "turn(-1)", "Left", "The column to the left.", "move.left"),
        _key("tab", "turn(1)", "Next column", "The next column.", "move.next"),
        _key("shift+tab", "turn(-1)", "Column before", "The column before.", "move.before"),
        _key("pagedown", "page(1)", "Page down", "A screenful down.", "move.page-down"),
        _key("pageup", "page(-1)", "Page up", "A screenful up.", "move.page-up"),
        _key("home", "edge(0)", "First room", "The first room of the column.", "move.first"),
        _key("end", "edge(1)", "Last room", "The last room of the column.", "move.last"),
        _key("full_stop", "go_on", "Go on", "On to the next room where you last acted.", "go-on"),
        _key("shift+down,J", "extend(1)", "Mark on", "Mark this room and the next.", "mark.down"),
        _key("shift+up,K", "extend(-1)", "Mark up", "Mark this room and the one above.", "mark.up"),
        _key(
            "a", "mark_shown", "Mark all", "Mark all of the column; again: all shown.", "mark.all"
        ),
        _key("space", "mark", "Mark", "Mark the room; a verb then acts on all marked.", "mark"),
        _key("enter", "open", "Open room", "All there is about the room.", "open"),
        _key("slash", "filter", "Filter", "Show only rooms that meet these words.", "filter"),
        _key("colon", "line", "Line", "Type rooms and a verb: 301-318 start.", "line"),
        _key("w", "further", "More columns", "Show occupied and out of order too.", "further"),
        _key("H", "handover", "Handover", "What happened, what is open, and notes.", "handover"),
        _key("F", "figures", "Figures", "Turn times, and the backlog of the day.", "figures"),
        _key("backspace", "backspace", "Take back a digit", "Take back a digit.", "digit.back"),
        _key("escape", "escape", "Clear", "Clear digits, then filter, then marks.", "escape"),
        *(
            _key(str(digit), f"digit('{digit}')", "Go to room", "Go to a room.", f"digit.{digit}")
            for digit in range(10)
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._typed_at: datetime | None = None
        self._reasons: list[str] = list(DEFAULT_REASONS.values())
        self._acted_at: tuple[Column, int] | None = None
        self._awaiting: set[str] = set()

    def foot_lines(self) -> Iterator[FootLine]:
        """Where the filter is typed, and a line of rooms and a verb."""
        yield FilterLine(self._filter_typed)
        yield CommandLine(self._complete, self.desk.lines)

    # What comes from outside

    def board_changed(
        self, changes: Sequence[BoardChange], room_events: Sequence[RoomEvent]
    ) -> None:
        """Repaint after live changes; the cursor stays on its room and the news are told."""
        board = self.desk.board
        if board is None:
            return
        before = self.cursor.column
        self.cursor.settle(board, self.columns)
        self._tell_news(changes, room_events)
        ways = {(change.left, change.entered) for change in changes}
        found = {column for way in ways for column in way if column is not None}
        touched = found | {before, self.cursor.column}
        self._show_columns(touched, follow=self.cursor.column is not before)
        self._counts.show(board.statistics)
        self._show_hint()

    def _tell_news(self, changes: Sequence[BoardChange], room_events: Sequence[RoomEvent]) -> None:
        others = [event for event in room_events if event.room_number not in self._awaiting]
        if not others or not changes:
            return
        last = others[-1]
        numbers = list(dict.fromkeys(event.room_number for event in others))
        if len(numbers) == 1:
            name = plain(last.staff_name)
            self._news = f"{name}: {last.room_number} {last.kind.label}"
        else:
            named = ", ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
            self._news = f"{len(numbers)} rooms changed: {named}"
        self._is_alert = False

    def verb_pressed(self) -> None:
        """A number being typed is done with."""
        self.typed = ""

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """Remember where the hand was, and that these rooms are not news."""
        self._acted_at = (self.cursor.column, self.cursor.row)
        self._awaiting.update(request.room_number for request in requests)

    def acted(self, outcome: Outcome) -> None:
        """Say what was done; rooms that were not stay marked."""
        board = self.desk.board
        if board is None:
            return
        for request in outcome.requests:
            self._awaiting.discard(request.room_number)
        had_marks = bool(board.marked)
        board.marked.difference_update(event.room_number for event in outcome.done)
        if outcome.done:
            last = outcome.done[-1]
            if len(outcome.done) == 1:
                text = f"{last.room_number} {last.kind.label}"
                if last.to_status is not last.from_status:
                    text = f"{last.room_number} is now {last.to_status.label}"
            else:
                text = f"{len(outcome.done)} rooms {last.kind.label}"
            self.tell(text)
        if had_marks:
            self._show_columns(tuple(Column), follow=False)
        self._show_hint()
        self.paint()

    # Moving

    def _moved(self) -> None:
        """After the reader moved: the typed number and the last news are done with."""
        self.typed, self._typed_at = "", None
        self._news = ""
        self._look_at_room()

    def _look_at_room(self) -> None:
        """The reader went to the room under the cursor: it is new to nobody any more."""
        if self.desk.board is not None and self.cursor.number is not None:
            self.desk.board.unseen.discard(self.cursor.number)
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Repaint the column that the cursor left and the one it is in."""
        self._show_columns({self._painted, self.cursor.column}, follow=True)
        self._show_hint()

    def action_move(self, rows: int) -> None:
        """Go down, or up, in the column."""
        if board := self.desk.board:
            self.cursor.go(board, self.cursor.column, self.cursor.row + rows)
            self._moved()

    def action_page(self, pages: int) -> None:
        """Go a screenful down or up."""
        seen = self._views[self.cursor.column].rows_seen
        self.action_move(pages * max(1, seen - 1))

    def action_edge(self, end: int) -> None:
        """Go to the first or the last room of the column."""
        if board := self.desk.board:
            self.cursor.go(board, self.cursor.column, board.shown(self.cursor.column) * end)
            self._moved()

    def action_turn(self, columns: int) -> None:
        """Go to a neighbouring column, to the room on the same line."""
        board = self.desk.board
        if board is None:
            return
        here = self._views[self.cursor.column]
        index = self.columns.index(self.cursor.column) + columns
        if self.is_folded:
            index %= len(self.columns)
        if not 0 <= index < len(self.columns):
            return
        column = self.columns[index]
        there = self._views[column]
        y = here.line_of(self.cursor.row)
        row = there.row_at(y) if y is not None and there.display else None
        if row is None:
            row = there.top if self.is_folded else board.shown(column) - 1
        self.cursor.go(board, column, row)
        self._moved()

    def action_go_on(self) -> None:
        """Go to the room that took the place of the one last acted on."""
        if self._acted_at is None or self.desk.board is None:
            self.tell("Nothing has been done yet from which to go on.")
            return
        column, row = self._acted_at
        if column in self.columns:
            self.cursor.go(self.desk.board, column, row)
            self._moved()

    def action_digit(self, digit: str) -> None:
        """Go to the room that the digits typed so far mean."""
        board = self.desk.board
        if board is None:
            return
        now = self.desk.clock.real_now()
        if self._typed_at and (now - self._typed_at).total_seconds() > _PAUSE_SECONDS:
            self.typed = ""
        self.typed, self._typed_at = self.typed + digit, now
        self._jump()

    def action_backspace(self) -> None:
        """Take back the last digit."""
        if self.typed:
            self.typed = self.typed[:-1]
            if self.typed:
                self._jump()
            else:
                self._show_hint()

    def _jump(self) -> None:
        board = self.desk.board
        number = board.find(self.typed) if board else None
        position = board.position(number) if board and number else None
        if board is None or number is None or position is None:
            typed, self.typed = self.typed, ""
            self.tell(f"No room shown begins with {typed}.", is_error=True)
            return
        is_whole = number == self.typed
        if position[0] not in self.columns:
            if not is_whole:
                self._show_hint()
                return
            self._shows_further = True
            self._arrange()
        self._news = ""
        self.cursor.go_to_room(board, number)
        self._look_at_room()

    # Marking, filtering, columns

    def action_mark(self) -> None:
        """Mark the room under the cursor, or unmark it, and go on to the next."""
        board, number = self.desk.board, self.cursor.number
        if board is None or number is None:
            return
        board.marked.symmetric_difference_update({number})
        if self.cursor.is_seen(board, self.columns):
            self.cursor.go(board, self.cursor.column, self.cursor.row + 1)
        self._moved()

    def action_extend(self, rows: int) -> None:
        """Mark the room under the cursor and the neighbour, and go there."""
        board = self.desk.board
        if board is None or self.cursor.number is None:
            return
        board.marked.add(self.cursor.number)
        if self.cursor.is_seen(board, self.columns):
            self.cursor.go(board, self.cursor.column, self.cursor.row + rows)
            if self.cursor.number is not None:
                board.marked.add(self.cursor.number)
        self._moved()

    def action_mark_shown(self) -> None:
        """Mark every room that the column shows; where all are marked, every room shown."""
        board = self.desk.board
        if board is None:
            return
        of_column = set(board.numbers(self.cursor.column))
        if of_column <= board.marked:
            of_column = {number for column in self.columns for number in board.numbers(column)}
        if not of_column:
            self.tell("Nothing is shown that could be marked.")
            return
        board.marked |= of_column
        self._moved()
        self._show_columns(self.columns, follow=False)

    def action_filter(self) -> None:
        """Open the line in which the filter is typed."""
        self.typed = ""
        self.add_class("-filtering")
        line = self.query_one(FilterLine)
        line.value = self.desk.board.filter_text if self.desk.board else ""
        self._open(line)
        if self.desk.board is not None:
            # Behind this key's frame, so that the first letter does not wait for it.
            self.call_after_refresh(self.desk.board.prepare_filter)

    def _open(self, line: Input) -> None:
        """Show a line and let it have every key from now on."""
        line.display = True
        self.set_focus(line)

    # The line of rooms and a verb

    def action_line(self) -> None:
        """Open the line in which rooms and a verb are typed."""
        if self.desk.board is None:
            return
        self.typed = ""
        self.add_class("-lined")
        line = self.query_one(CommandLine)
        line.begin()
        self._open(line)
        self._hint_line("")
        self.run_worker(self._read_reasons(), group="reasons", exclusive=True, exit_on_error=False)

    async def _read_reasons(self) -> None:
        with contextlib.suppress(HousekeeperError):
            reasons = await self.desk.store.read(reasons_of)
            self._reasons = list(reasons.values())

    def _complete(self, typed: str) -> list[str]:
        board = self.desk.board
        if board is None:
            return []
        types = {room.room_type for room in board.rooms.values()}
        staff = self.desk.staff
        verbs = [verb for verb in TURN_VERBS if staff is None or rights.may(staff.role, verb)]
        return complete(typed, board.rooms, types, self._reasons, verbs)

    def _hint_line(self, typed: str) -> None:
        if board := self.desk.board:
            self._news, self._is_alert = plain(line_hint(typed, board, self.desk.staff)), False
            self._show_hint()

    def on_command_line_left(self) -> None:
        """The line was left."""
        self._news = ""
        self._close_lines()

    def _enter_line(self, text: str) -> None:
        board, line = self.desk.board, self.query_one(CommandLine)
        if board is None or not text.strip():
            self.on_command_line_left()
            return
        try:
            said = read_line(text, board)
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return
        line.remember(text.strip())
        self._news = ""
        self._close_lines()
        self._do_line(said)

    def _do_line(self, said: Line) -> None:
        board = self.desk.board
        if board is None:
            return
        match said:
            case ActLine():
                self.when_signed_in(lambda: self._perform_line(said))
            case RoomsLine((only,)):
                self.typed = only
                self._jump()
                self.typed = ""
                self._show_hint()
            case RoomsLine(rooms):
                board.marked = set(rooms)
                self.show_all()
            case WordsLine(words):
                self._set_filter(words)
                if not any(map(board.shown, self.columns)):
                    self.action_further()

    def _perform_line(self, said: ActLine) -> None:
        board = self.desk.board
        if board is not None and self.is_allowed(said.verb):
            rooms = [board.room(number) for number in said.rooms]
            self.submit_requests(
                said.requests({room.number: room.version for room in rooms if room is not None})
            )

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say what the line typed so far would do."""
        message.stop()
        if isinstance(message.input, CommandLine) and self.has_class("-lined"):
            self._hint_line(message.value)

    def _filter_typed(self, words: str) -> None:
        if self.has_class("-filtering"):
            self._set_filter(words)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep the filter, or do what the line says, and go back to the board."""
        message.stop()
        if isinstance(message.input, CommandLine):
            self._enter_line(message.value)
        else:
            self._close_lines()

    def _close_lines(self) -> None:
        self.remove_class("-filtering", "-lined")
        for line in self.query(Input):
            line.display = False
        self.set_focus(None)
        self._show_hint()

    def _set_filter(self, text: str) -> None:
        board = self.desk.board
        if board is None or text == board.filter_text:
            return
        board.set_filter(text)
        if not self.cursor.is_seen(board, self.columns):
            self.cursor.first_seen(board, self.columns)
        self.cursor.settle(board, self.columns)
        self.show_all(follow=True)

    def action_further(self) -> None:
        """Show or hide the columns of occupied and out-of-order rooms."""
        self._shows_further = not self._shows_further
        if board := self.desk.board:
            self.cursor.settle(board, self.columns)
            if not self.cursor.is_seen(board, self.columns):
                self.cursor.go(board, self.cursor.column, self.cursor.row)
        self._arrange()
        self.call_after_refresh(self.show_all, True)

    def action_escape(self) -> None:
        """Clear the typed number; else the filter; else the marks."""
        board = self.desk.board
        if self.has_class("-filtering"):
            self._set_filter("")
            self._close_lines()
        elif self.typed:
            self.typed = ""
        elif board is not None and board.filter_text:
            self._set_filter("")
        elif board is not None and board.marked:
            board.marked.clear()
        else:
            self._news = ""
        self.show_all()

    # Opening, and the mouse

    def action_open(self) -> None:
        """Open the room under the cursor."""
        from housekeeper.screens.room.room_screen import RoomScreen

        if self.cursor.number is not None:
            self.typed = ""
            self.app.push_screen(RoomScreen(self.desk, self.cursor.number))

    def action_handover(self) -> None:
        """Open the handover."""
        from housekeeper.screens.shift.handover_screen import HandoverScreen

        self.typed = ""
        self.app.push_screen(HandoverScreen(self.desk))

    def action_figures(self) -> None:
        """Open the figures."""
        from housekeeper.screens.shift.figures_screen import FiguresScreen

        self.typed = ""
        self.app.push_screen(FiguresScreen(self.desk))

    def on_column_view_picked(self, message: ColumnView.Picked) -> None:
        """A card was clicked."""
        board = self.desk.board
        if board is None or not self.cursor.go_to_room(board, message.number):
            return
        if message.is_mark:
            board.marked.symmetric_difference_update({message.number})
        self._moved()
        if message.is_open:
            self.action_open()

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        """A tab was clicked."""
        if board := self.desk.board:
            self.cursor.go(board, message.column, self._views[message.column].top)
            self._moved()
