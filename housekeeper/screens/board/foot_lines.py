"""The two lines at the foot of the board: the filter, and rooms with a verb."""

import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from rich.cells import cell_len
from textual.widgets import Input

from housekeeper.core import rights
from housekeeper.core.acts import ACTS, Verb
from housekeeper.core.board.board import Board
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS, reasons_of
from housekeeper.core.rooms.turnover import TURN_VERBS
from housekeeper.core.typed_acts.board_words import OPENS_ROOMS, BoardWord
from housekeeper.core.typed_acts.complete import complete
from housekeeper.core.typed_acts.parse import ActLine, BoardLine, Line, RoomsLine, WordsLine
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.screens.acting.act_dialogs import first_step
from housekeeper.screens.board.board_moves import BoardMoves, MovingBoard
from housekeeper.screens.board.typed_act_input import (
    CommandLine,
    asker_at,
    line_hint,
    read_line,
    why_not_opened,
)
from housekeeper.screens.drawing.foot_input import FilterInput

_ACTIONS: Mapping[BoardWord, str] = MappingProxyType(
    {
        BoardWord.QUIT: "app.quit",
        BoardWord.HELP: "app.help",
        BoardWord.LOCK: "app.lock",
        BoardWord.UNDO: "screen.undo",
        BoardWord.ROUND: "screen.round",
        BoardWord.HANDOVER: "screen.handover",
        BoardWord.FIGURES: "screen.figures",
    }
)
"""What the keys do that these words stand for."""


class FootLines:
    """Opens and closes the lines of a view, and does what is typed in them."""

    def __init__(self, view: MovingBoard, moves: BoardMoves) -> None:
        self._view = view
        self._moves = moves
        self._reasons: list[str] = list(DEFAULT_REASONS.values())
        self.filter = FilterInput(self._filter_typed, self._filter_entered)
        self.command = CommandLine(
            self._complete,
            view.workstation.lines,
            typed=self._show_what_it_does,
            entered=self._enter,
            left=self._leave,
        )

    def _open(self, line: Input) -> None:
        """Show a line and let it have every key from now on."""
        line.display = True
        self._view.set_focus(line)

    def close(self) -> None:
        """Hide both lines; the board has the keys again."""
        self._view.remove_class("-filtering", "-lined", "-tall")
        self.filter.display = self.command.display = False
        self._view.set_focus(None)
        self._view.show_hint()

    # The filter

    def open_filter(self) -> None:
        """Open the line in which the filter is typed."""
        view, board = self._view, self._view.workstation.board
        self._moves.forget_number()
        view.add_class("-filtering")
        self.filter.value = board.filter_text if board else ""
        self._open(self.filter)
        if board is not None:
            # Behind this key's frame, so that the first letter does not wait for it.
            view.call_after_refresh(board.prepare_filter)

    def _filter_typed(self, words: str) -> None:
        if self._view.has_class("-filtering"):
            self._view.showing.type_on(words)

    def _filter_entered(self) -> None:
        self.close()
        if self.filter.value.strip():
            self._view.showing.show_only(self.filter.value)
        else:
            self._view.showing.clear()

    # Rooms and a verb

    def open_command(self) -> None:
        """Open the line in which rooms and a verb are typed."""
        view = self._view
        if view.workstation.board is None:
            return
        self._moves.forget_number()
        view.add_class("-lined")
        self.command.begin(view.workstation.staff)
        self._open(self.command)
        self._show_what_it_does("")
        view.run_worker(self._read_reasons(), group="reasons", exclusive=True, exit_on_error=False)

    async def _read_reasons(self) -> None:
        with contextlib.suppress(HousekeeperError):
            reasons = await self._view.workstation.store.read(reasons_of)
            self._reasons = list(reasons.values())

    def _complete(self, typed: str) -> list[str]:
        board, staff = self._view.workstation.board, self._view.workstation.staff
        if board is None:
            return []
        types = {room.room_type for room in board.rooms.values()}
        verbs = [verb for verb in TURN_VERBS if staff is None or rights.may(staff.role, verb)]
        return complete(typed, board.rooms, types, self._reasons, verbs)

    def _show_what_it_does(self, typed: str) -> None:
        board, staff = self._view.workstation.board, self._view.workstation.staff
        if board is not None and self._view.has_class("-lined"):
            self._tell(line_hint(typed, board, staff, self._asker(board)))

    def _asker(self, board: Board) -> Asker:
        view = self._view
        return asker_at(type(view), board, view.workstation.staff, view.cursor.number or "")

    def _tell(self, text: str, is_error: bool = False) -> None:
        """Tell of the line above it, on a row more where one is not enough."""
        self._view.set_class(cell_len(text) > self._view.size.width - 2, "-tall")
        self._view.message.tell(text, is_error, is_lasting=True)

    def _leave(self) -> None:
        self._view.message.clear()
        self.close()

    def _enter(self, text: str) -> None:
        board = self._view.workstation.board
        if board is None or not text.strip():
            self._leave()
            return
        try:
            line = read_line(text, board, self._asker(board))
        except HousekeeperError as error:
            self._tell(str(error), is_error=True)
            return
        if isinstance(line, BoardLine):
            told = why_not_opened(line, board, self._view.workstation.staff)
            if told:
                self._tell(told, is_error=True)
                return
        self.command.remember(text.strip())
        self._leave()
        self._perform(line)

    def _perform(self, line: Line) -> None:
        view, board = self._view, self._view.workstation.board
        if board is None:
            return
        match line:
            case ActLine():
                view.when_signed_in(partial(self._act, line))
            case RoomsLine((number,)):
                self._moves.jump_to(number)
            case RoomsLine(numbers):
                board.marked = set(numbers)
                view.show_all()
            case WordsLine(words):
                view.showing.show_only(words)
            case BoardLine(BoardWord.FILTER_OFF):
                view.showing.show_only("")
            case BoardLine(word, numbers) if word in OPENS_ROOMS:
                self._open_for(OPENS_ROOMS[word], numbers)
            case BoardLine(word):
                view.app.call_later(view.app.run_action, _ACTIONS[word], view)

    def _open_for(self, verb: Verb, numbers: Sequence[str]) -> None:
        """Open the screen of an act for these rooms, as its key would."""
        view, board = self._view, self._view.workstation.board
        found = [board.room(number) for number in numbers] if board else []
        rooms = [room for room in found if room is not None] or view.acting_rooms()

        def open_screen() -> None:
            if view.is_allowed(verb):
                first_step(view, ACTS[verb], rooms, are_elsewhere=False)()

        view.when_signed_in(open_screen)

    def _act(self, line: ActLine) -> None:
        board = self._view.workstation.board
        if board is not None and self._view.is_allowed(line.verb):
            rooms = [board.room(number) for number in line.rooms]
            versions = {room.number: room.version for room in rooms if room is not None}
            self._view.workstation.acts.submit(self._view, line.requests(versions))
