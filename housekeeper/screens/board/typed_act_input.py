"""The line at the foot in which rooms and a verb are typed after `:`, and what it would do."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.filter import parse_filter
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, NotPossible
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import is_possible, require_possible
from housekeeper.core.staff.staff import Staff
from housekeeper.core.typed_acts.board_words import OPENS_ROOMS, BoardWord
from housekeeper.core.typed_acts.parse import (
    ActLine,
    BoardLine,
    Line,
    RoomsLine,
    WordsLine,
    parse,
)
from housekeeper.screens.acting.verb_keys import VERB_KEYS
from housekeeper.screens.drawing.foot_input import FootLine
from housekeeper.screens.widgets.dialog import named_rooms
from housekeeper.screens.widgets.key_hints import key_hint


class _Completion(Suggester):
    """Shows, faintly, how the line would go on."""

    def __init__(self, complete: Callable[[str], Sequence[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """The first way in which the line can go on."""
        return next(iter(self._complete(value)), None) if value else None


class CommandLine(FootLine):
    """A line with completion by Tab or the right arrow, and a history by the other arrows.

    `complete` gives whole lines that go on from what is typed; `history` is kept up to date,
    the newest line last. `typed` is told of every change, `entered` of Enter, `left` of Escape.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the line", show=False, id="line.leave"),
        Binding("tab", "take", "Complete", show=False, id="line.complete"),
        Binding("up", "earlier(1)", "Earlier line", show=False, id="line.earlier"),
        Binding("down", "earlier(-1)", "Later line", show=False, id="line.later"),
    ]

    def __init__(
        self,
        complete: Callable[[str], Sequence[str]],
        history: list[str],
        typed: Callable[[str], None],
        entered: Callable[[str], None],
        left: Callable[[], None],
    ) -> None:
        super().__init__(
            placeholder="412 fail hair in the bath · 301-318 start · floor 1 start · due out",
            suggester=_Completion(complete),
            select_on_focus=False,
            id="command-line",
        )
        self._complete = complete
        self._history = history
        self._typed = typed
        self._entered = entered
        self._left = left
        self._back = 0
        self._begun = ""

    def validate_value(self, value: str) -> str:
        """Keep only what can be shown."""
        return plain(value)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Tell what is typed now."""
        message.stop()
        self._typed(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Have done what the line says."""
        message.stop()
        self._entered(message.value)

    def begin(self, text: str = "") -> None:
        """Begin a new line."""
        self._back, self._begun = 0, ""
        self._go_to(text)

    def remember(self, line: str) -> None:
        """Keep a line that was entered, once where it is entered again and again."""
        if line and (not self._history or self._history[-1] != line):
            self._history.append(line)

    def _go_to(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(self.value)

    def action_leave(self) -> None:
        """Leave the line."""
        self._left()

    def action_take(self) -> None:
        """Let the line go on as is shown."""
        ways = list(self._complete(self.value)) if self.value else []
        if ways:
            self._go_to(ways[0])

    def action_earlier(self, lines: int) -> None:
        """Go back in the history, or forward to what was being typed."""
        if self._back == 0:
            self._begun = self.value
        self._back = max(0, min(self._back + lines, len(self._history)))
        self._go_to(self._history[-self._back] if self._back else self._begun)


_LINE_KEYS = ("line.complete", "line.earlier")


def read_line(text: str, board: Board) -> Line:
    """What a line says of the rooms on this board. Raises `InvalidInput`."""
    types = {room.room_type for room in board.rooms.values()}

    def matching(words: str, verb: Verb) -> list[str]:
        wanted, rooms = parse_filter(words, types), board.rooms
        found = wanted.among(board.prepare_filter()) if wanted is not None else ()
        return sorted(
            (number for number in found if is_possible(rooms[number], verb)), key=natural_key
        )

    return parse(text, board.rooms, types, board.when.today, matching)


def line_hint(text: str, board: Board, staff: Staff | None) -> str:
    """What Enter would do with a line, in a sentence."""
    if not text.strip():
        complete, earlier = (key_hint(CommandLine, name) for name in _LINE_KEYS)
        return (
            f"Rooms and a verb, or words of the board. {complete} completes, {earlier} brings back."
        )
    try:
        line = read_line(text, board)
    except HousekeeperError as error:
        return str(error)
    match line:
        case ActLine():
            return _act_hint(line, board, staff)
        case RoomsLine((only,)):
            return f"Enter goes to room {only}; a verb may follow."
        case RoomsLine(rooms):
            return f"Enter marks {named_rooms(rooms)}; a verb may follow."
        case WordsLine(words):
            return f"Enter shows only: {words}"
        case BoardLine():
            return _board_hint(line, board, staff)


_WHAT_ENTER_DOES: Mapping[BoardWord, str] = MappingProxyType(
    {
        BoardWord.QUIT: "Enter leaves the board.",
        BoardWord.HELP: "Enter shows what the keys do.",
        BoardWord.UNDO: "Enter takes back your last act.",
        BoardWord.LOCK: "Enter locks this terminal.",
        BoardWord.ROUND: "Enter begins an inspection round, or walks on in it.",
        BoardWord.HANDOVER: "Enter opens the handover.",
        BoardWord.FIGURES: "Enter opens the figures.",
        BoardWord.FILTER_OFF: "Enter shows all rooms again.",
        BoardWord.CHECK_OUT: "Enter opens the checkout.",
        BoardWord.CHECK_IN: "Enter opens the check-in.",
    }
)


def _board_hint(line: BoardLine, board: Board, staff: Staff | None) -> str:
    told = why_not_opened(line, board, staff)
    if told or not line.rooms:
        return told or _WHAT_ENTER_DOES[line.word]
    return f"{_WHAT_ENTER_DOES[line.word][:-1]} for {named_rooms(line.rooms)}."


def why_not_opened(line: BoardLine, board: Board, staff: Staff | None) -> str:
    """Why the screen that a line opens is of no use for its rooms; "" where it is for one."""
    verb = OPENS_ROOMS.get(line.word)
    if verb is None:
        return ""
    told = ""
    try:
        if staff is not None:
            rights.require(staff, verb)
        for number in line.rooms:
            room = board.room(number)
            try:
                if room is not None:
                    require_possible(room, verb)
            except NotPossible as error:
                told = told or str(error)
            else:
                return ""
    except HousekeeperError as error:
        return str(error)
    return told


def _act_hint(line: ActLine, board: Board, staff: Staff | None) -> str:
    if staff is not None:
        try:
            rights.require(staff, line.verb)
        except HousekeeperError as error:
            return str(error)
    not_possible = []
    for number in line.rooms:
        room = board.room(number)
        try:
            # Who is in the room today need not be on a later day.
            if room is not None and (line.starts is None or line.starts <= board.when.today):
                require_possible(room, line.verb)
        except HousekeeperError as error:
            not_possible.append((number, str(error)))
    count = len(line.rooms)
    label = VERB_KEYS[line.verb].label
    if line.replaces:
        label = f"{label} in place of all others" if line.note else "take all notes away"
    if count == 1:
        return not_possible[0][1] if not_possible else f"Enter: {label}, room {line.rooms[0]}"
    if not not_possible:
        return f"Enter: {label}, {named_rooms(line.rooms)}"
    possible = f"{count - len(not_possible)} of {count}"
    left = f"; not {', '.join(number for number, _ in not_possible[:5])}"
    more = " …" if len(not_possible) > 5 else ""
    return f"Enter: {label}, {possible} rooms{left}{more}"
