"""The board's keys: moving about, marking, filtering, the line, and what acts come to."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from housekeeper.core.board.board import BoardChange
from housekeeper.core.board.column import Column
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.rooms.undo import Undone
from housekeeper.screens import navigation
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.board.board_text import done_text, news_text
from housekeeper.screens.board.columns.column import RoomPicked
from housekeeper.screens.board.count_keys import CountKeys
from housekeeper.screens.board.foot_lines import FootLines
from housekeeper.screens.board.tab_line import TabLine
from housekeeper.screens.drawing.foot_input import FootLine
from housekeeper.screens.widgets.key_hints import make_binding as _key
from housekeeper.screens.workstation import Workstation


class BoardScreen(CountKeys):
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
        _key(
            "escape",
            "escape",
            "Clear",
            "Clear digits, filter, marks; hide what a jump showed.",
            "escape",
        ),
        *(
            _key(str(digit), f"digit('{digit}')", "Go to room", "Go to a room.", f"digit.{digit}")
            for digit in range(10)
        ),
    ]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation)
        self._lines = FootLines(self, self._moves)
        self._awaiting: set[str] = set()

    def foot_lines(self) -> Iterable[FootLine]:
        """Where the filter is typed, and a line of rooms and a verb."""
        return (self._lines.filter, self._lines.command)

    # What comes from outside

    def board_changed(
        self, changes: Sequence[BoardChange], room_events: Sequence[RoomEvent]
    ) -> None:
        """Repaint after live changes; the cursor stays on its room and the news are told."""
        board = self.workstation.board
        if board is None:
            return
        before, on = self.cursor.column, self.cursor.number
        self.cursor.settle(board, self.columns)
        others = [event for event in room_events if event.room_number not in self._awaiting]
        if others and changes:
            self.message.tell_news(news_text(others))
        if on is not None and self.cursor.number != on:
            self.cursor_was_put()
        touched = {before, self.cursor.column}
        for change in changes:
            touched |= change.columns
        own = {event.room_number for event in room_events} & self._awaiting
        if own:
            # In one painting with their new places.
            touched |= self.columns_of(self.flash.begin(own))
        self.showing.rooms_came(touched)
        self.show_columns(touched, follow=self.cursor.column is not before)
        self.counts.show(board.statistics)
        self.show_hint()

    def verb_pressed(self) -> None:
        """A number being typed is done with."""
        self._moves.end_typing()

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """Remember where the hand was, and that these rooms are not news; go on to the next."""
        self._moves.remember_act()
        self._awaiting.update(request.room_number for request in requests)
        super().submitted(requests)
        self._moves.go_on_from(requests)

    def forget_marks(self) -> None:
        """No room is marked any more."""
        board = self.workstation.board
        if board is not None and board.marked:
            super().forget_marks()
            self.show_columns(tuple(Column), follow=False)
            self.show_hint()

    def acted(self, outcome: Outcome) -> None:
        """Say what was done, and let the eye see where it went."""
        board = self.workstation.board
        if board is None:
            return
        self._awaiting.difference_update(request.room_number for request in outcome.requests)
        self._moves.came_back(outcome)
        if outcome.done:
            told = done_text(outcome.done, board.when.today)
            dropped = self.workstation.act_guard.dropped
            # A second press that was dropped meanwhile is told still.
            self.tell(f"{told}. {dropped}" if self.message.text == dropped != "" else told)
            self.flash.light(event.room_number for event in outcome.done)
        self.show_hint()
        self.paint()

    def undone(self, undone: Undone) -> None:
        """Tell what was taken back, and let the eye see where it went."""
        super().undone(undone)
        self.flash.light(event.room_number for event in undone.events)

    # The lines at the foot, and the columns

    def action_filter(self) -> None:
        """Open the line in which the filter is typed."""
        self._lines.open_filter()

    def action_line(self) -> None:
        """Open the line in which rooms and a verb are typed."""
        self._lines.open_command()

    def action_further(self) -> None:
        """Show or hide the columns of occupied and out-of-order rooms."""
        self.toggle_further()

    def action_escape(self) -> None:
        """Clear the typed number; else the filter; else the marks."""
        board = self.workstation.board
        if self.has_class("-filtering"):
            self.showing.give_up()
            self._lines.close()
        elif self.number.digits or self.missing:
            self._moves.forget_number()
        elif board is not None and board.filter_text:
            self.message.clear()
            self.showing.clear()
        elif board is not None and board.marked:
            board.marked.clear()
        else:
            self.message.clear()
            if self.reach.let_go(but=self.cursor.column):
                self.show_reach()
            elif self.reach.has_by_jump(self.cursor.column):
                # A column that left with the cursor in it would take the cursor elsewhere.
                self.tell(f"{self.cursor.column.value} stays while the cursor is in it.")
        self.show_all()

    # Opening, and the mouse

    def action_open(self) -> None:
        """Open the room under the cursor; in a hotel without rooms, what comes first."""
        if self.is_empty:
            navigation.offer_first_steps(self)
        elif self.cursor.number is None or not self.lets_open("open"):
            return
        elif self.has_room("enter"):
            self._moves.end_typing()
            opened = self.cursor.number

            def left(number: str) -> None:
                if number != opened:
                    # The next key takes the room that was seen last.
                    self._moves.jump_to(number)

            navigation.open_room(self.app, self.workstation, opened, left)

    def action_handover(self) -> None:
        """Open the handover."""
        if self.lets_open("handover"):
            self._moves.end_typing()
            navigation.open_handover(self.app, self.workstation)

    def action_figures(self) -> None:
        """Open the figures."""
        if self.lets_open("figures"):
            self._moves.end_typing()
            navigation.open_figures(self.app, self.workstation)

    def on_room_picked(self, message: RoomPicked) -> None:
        """A card was clicked."""
        board = self.workstation.board
        if board is None or not self.cursor.go_to_room(board, message.number):
            return
        self.counts.leave()
        if message.is_mark:
            board.marked.symmetric_difference_update({message.number})
        self._moves.moved()
        if message.is_open:
            self.action_open()

    def on_tab_line_tab_chosen(self, message: TabLine.TabChosen) -> None:
        """A tab was clicked."""
        if board := self.workstation.board:
            self.cursor.go(board, message.column, self.views[message.column].top)
            self._moves.moved()
