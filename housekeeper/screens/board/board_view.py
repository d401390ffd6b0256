"""What the board shows: every room in the column of its status, and the lines about them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from housekeeper.core.board.column import Column
from housekeeper.core.board.typed_number import TypedNumber, shown_digits
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.board.board_text import foot_keys
from housekeeper.screens.board.columns.column import ColumnView, widths_of
from housekeeper.screens.board.columns.column_widths import (
    NARROWEST_BOARD,
    ColumnsInReach,
    widths_on,
)
from housekeeper.screens.board.columns.flash import Flash
from housekeeper.screens.board.columns.large_number import LargeNumber
from housekeeper.screens.board.count_strip import CountStrip
from housekeeper.screens.board.cursor import Cursor
from housekeeper.screens.board.tab_line import TabLine
from housekeeper.screens.drawing.foot_input import FootLine
from housekeeper.screens.drawing.immediate_keys import ImmediateScreen
from housekeeper.screens.drawing.painter import Painter
from housekeeper.screens.widgets.header import Header, facts_of, is_stale
from housekeeper.screens.widgets.hint_line import Hint, HintLine, frame_of
from housekeeper.screens.workstation import Workstation


class BoardView(VerbScreen, ImmediateScreen):
    """Shows the workstation's board and its cursor; the keys are `BoardScreen`'s."""

    acts_by_cursor: ClassVar[bool] = True
    DEFAULT_CSS = """
    BoardView {
        layers: base;
        Header, CountStrip, TabLine { height: 1; }
        FilterInput, CommandLine {
            dock: bottom; height: 1; border: none; padding: 0 1; display: none;
            background: $panel; color: $foreground;
            &:focus { border: none; }
        }
        &.-filtering HintLine, &.-lined HintLine { height: 1; offset: 0 -1; }
        &.-tall HintLine { height: 2; }
        #columns { height: 1fr; background: $background; }
        ColumnView { height: 100%; margin-right: 1; display: none; }
    }
    """

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation)
        self.cursor = Cursor()
        self.number = TypedNumber()
        """The room number being typed."""
        self.missing = ""
        """A sentence of the number that was typed and means no room, until one is chosen."""
        self.reach = ColumnsInReach()
        self.painted = self.cursor.column
        self._header = Header()
        self.counts = CountStrip()
        self._tabs = TabLine()
        self._hint = HintLine()
        self.views = {column: ColumnView(column) for column in Column}
        self.large_number = LargeNumber()
        self.flash = Flash(self._show_rooms)
        for view in self.views.values():
            view.large_number, view.flashing = self.large_number, self.flash.numbers
        self._is_hint_due = False
        self._minute: datetime | None = None
        self._shown_before: tuple[object, ...] = ()
        self._is_stale = False
        self.each_second: Callable[[], None] = lambda: None
        """What else the board's one timer does: each that wakes an idle board costs it much."""
        self.painter = Painter(self, self._draw_hint)
        for drawn in (*self.views.values(), self._header, self.counts, self._tabs, self._hint):
            drawn.painter = self.painter

    def foot_lines(self) -> Iterable[FootLine]:
        """The lines at the foot in which something is typed."""
        return ()

    def compose(self) -> ComposeResult:
        """Header, counts, tabs, columns, and the lines at the foot."""
        yield self._header
        yield self.counts
        yield self._tabs
        with Horizontal(id="columns"):
            yield from self.views.values()
        yield self._hint
        for line in self.foot_lines():
            line.painter = self.painter
            yield line

    def on_mount(self) -> None:
        """Take the board that the workstation has."""
        self.board_read_anew()

    @property
    def is_folded(self) -> bool:
        """Whether the columns are folded into one with tabs."""
        return self.size.width < NARROWEST_BOARD

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that can be reached now, in order."""
        return self.reach.columns

    @property
    def is_empty(self) -> bool:
        """Whether the hotel has been read and has no rooms."""
        board = self.workstation.board
        return board is not None and not board.rooms

    def room_under_cursor(self) -> Room | None:
        """The room that the cursor is on."""
        board = self.workstation.board
        return board.room(self.cursor.number) if board and self.cursor.number else None

    def acting_rooms(self) -> list[Room]:
        """The marked rooms, or else the one under the cursor."""
        board = self.workstation.board
        if board is None:
            return []
        if board.marked:
            marked = (board.room(number) for number in sorted(board.marked, key=natural_key))
            return [room for room in marked if room is not None]
        room = self.room_under_cursor()
        return [room] if room else []

    def board_read_anew(self) -> None:
        """Show the workstation's board, the cursor on its room if that is still there."""
        board = self.workstation.board
        for view in self.views.values():
            view.take_board(board)
            if board is not None:
                view.number_width, view.type_width = widths_of(board.rooms)
        if board is not None:
            if self.cursor.number is None:
                self.cursor.first_seen(board, self.columns)
            self.cursor.settle(board, self.columns)
        self.arrange_columns()
        self.show_all(follow=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Fold or unfold the columns, and share out the width."""
        self.arrange_columns()
        self.call_after_refresh(self.show_all, True)

    def arrange_columns(self) -> None:
        """Say which columns are on the screen, and how wide each is."""
        width = self.size.width
        if not width:
            return
        self._tabs.display = self.is_folded
        board = self.workstation.board
        if self.is_folded:
            widths = {self.cursor.column: width}
        else:
            is_narrowing = not self.has_class("-filtering")
            widths = widths_on(board, self.columns, width, is_narrowing)
        for column, view in self.views.items():
            view.display = column in widths
            if view.is_folded is not self.is_folded:
                view.is_folded = self.is_folded
                view.restyle()
            if column in widths:
                last = column == list(widths)[-1]
                view.styles.width = widths[column]
                view.styles.margin = (0, 0 if last else 1, 0, 0)

    def show_all(self, follow: bool = False) -> None:
        """Repaint what changed anywhere on the screen."""
        board = self.workstation.board
        self.show_columns(tuple(Column), follow)
        self.counts.show(board.statistics if board else None)
        self.show_hint()
        self.live_changed()

    def show_columns(self, columns: Collection[Column], follow: bool) -> None:
        """Repaint what changed in these columns; `follow` scrolls to the cursor."""
        if self.is_folded and not self.views[self.cursor.column].display:
            self.arrange_columns()
        now = self.workstation.clock.now()
        for column in columns:
            view = self.views[column]
            if view.display:
                is_active = column is self.cursor.column
                view.set_time(now)
                view.set_cursor(self.cursor.number, is_active, follow and is_active)
                view.redraw()
        self.painted = self.cursor.column
        if self.is_folded:
            self._tabs.show(self.columns, self.cursor.column, self.workstation.board)

    def _show_rooms(self, numbers: Iterable[str]) -> None:
        """Repaint the columns in which these rooms stand."""
        if self.is_mounted:
            self.show_columns(self.columns_of(numbers), follow=False)

    def columns_of(self, numbers: Iterable[str]) -> set[Column]:
        """The columns in which these rooms stand."""
        board = self.workstation.board
        places = (board.position(number) for number in numbers) if board is not None else ()
        return {place[0] for place in places if place}

    def live_changed(self) -> None:
        """Tell in the header how fresh the board is, and who is signed in."""
        self._header.show(facts_of(self.workstation))

    def tick(self) -> None:
        """A second has passed: what time alone has changed is shown anew, ages with the minute."""
        self.each_second()
        if not self.workstation.acts.is_idle:
            self.message.tell_news("waiting for the database …")
        self.message.pass_time(self.workstation.live.fresh_at)
        if not self.is_current and not self.workstation.is_locked:
            return
        minute = self.workstation.clock.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self.show_all()
            return
        # An idle board draws nothing: every second that it draws in costs it a third more.
        workstation = self.workstation
        facts = facts_of(workstation)
        shown = replace(facts, now=None, real_now=None, live=None)
        keys = workstation.may_undo, workstation.to_retry, shown
        was, self._shown_before = self._shown_before, keys
        if keys != was:
            self.show_hint()
        was_stale = self._is_stale
        self._is_stale = is_stale(workstation.live, workstation.clock.real_now())
        if keys != was or was_stale or self._is_stale:
            self._header.show(facts)

    def on_screen_resume(self) -> None:
        """Show what came while another screen was in front."""
        self.show_all()

    def paint(self) -> None:
        """Put on the terminal what changed since the last frame."""
        self.painter.paint()

    def show_hint(self) -> None:
        """Have the lines at the foot told anew with the next frame, once for all that changed."""
        self._is_hint_due = True
        self.painter.call_soon()

    def _draw_hint(self) -> None:
        if not self._is_hint_due:
            return
        self._is_hint_due = False
        workstation, board = self.workstation, self.workstation.board
        rooms = self.acting_rooms()
        keys, always = foot_keys(type(self), type(self.app), workstation, rooms)
        news, is_alert = self.message.text, self.message.is_alert
        if self.missing and self.missing not in news and not self.has_class("-lined"):
            # A number that means no room is told until a room is chosen.
            news, is_alert = f"{self.missing} {news}".strip(), True
        self._hint.show(
            Hint(
                room=self.room_under_cursor(),
                keys=keys,
                always=always,
                typed="" if news else shown_digits(self.number.digits),
                marked=[room.number for room in rooms] if board and board.marked else (),
                news=news,
                is_alert=is_alert,
                filter_text=board.filter_text if board else "",
            ),
            frame_of(workstation),
        )

    @property
    def hint_text(self) -> str:
        """What the two lines at the foot say now."""
        self._draw_hint()
        return self._hint.text
