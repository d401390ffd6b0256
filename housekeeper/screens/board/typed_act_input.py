"""The line at the foot in which rooms and a verb are typed after `:`, and what it would do."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.suggester import Suggester
from textual.widgets import Input

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.filter import parse_filter
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, NotAllowed, NotPossible
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
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.screens import navigation
from housekeeper.screens.acting.verb_keys import VERB_KEYS, valid_verbs
from housekeeper.screens.board.board_text import out_of_order_text
from housekeeper.screens.drawing.foot_input import FootLine
from housekeeper.screens.widgets.dialog import named_rooms
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.time_text import day_text


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

    def begin(self, staff: Staff | None, text: str = "") -> None:
        """Begin a new line; where it is empty, it shows what this person could type."""
        self.placeholder = _examples(staff)
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


_EXAMPLES: Sequence[tuple[Verb, str]] = (
    (Verb.FAIL, "412 fail hair in the bath"),
    (Verb.START, "301-318 start"),
    (Verb.START, "floor 1 start"),
    (Verb.CHECK_OUT, "412 checkout"),
    (Verb.FIXED, "412 fixed"),
    (Verb.MAINTENANCE, "412 maintenance broken lamp"),
    (Verb.NOTE, "4xx note linen late"),
)
_EXAMPLES_SHOWN = 3


def _examples(staff: Staff | None) -> str:
    """Lines that this person may type."""
    own = [line for verb, line in _EXAMPLES if staff is None or rights.may(staff.role, verb)]
    return " · ".join([*own[:_EXAMPLES_SHOWN], "due out"])


_LINE_KEYS = ("line.complete", "line.earlier")


_ON_THE_ROOMS_PAGE: Mapping[str, str] = MappingProxyType(
    {
        "late": "room.late",
        "late checkout": "room.late",
        "move": "room.move",
        "undo check in": "room.undo-check-in",
        "undo checkin": "room.undo-check-in",
        "undo check-in": "room.undo-check-in",
        "message": "room.answer",
    }
)
"""What no line does, with the binding of its key on the page of the room."""


def asker_at(view: type[DOMNode], board: Board, staff: Staff | None, room: str) -> Asker:
    """Who types a line on this board, with the cursor on this room."""

    def verbs(numbers: Sequence[str]) -> Collection[Verb]:
        rooms = [found for found in map(board.room, numbers) if found is not None]
        allowed = [verb for verb in VERB_KEYS if staff is None or rights.may(staff.role, verb)]
        return valid_verbs(rooms, staff) or allowed

    opens = key_hint(view, "open")
    ways = {
        word: f"'{word}' is done on the room's page: {opens} on {{room}}, then "
        f"{navigation.key_in_room(name)}."
        for word, name in _ON_THE_ROOMS_PAGE.items()
    }
    keys = {key_hint(view, f"verb.{verb.value}"): verb for verb in VERB_KEYS}
    return Asker(room, verbs, keys, ways)


def read_line(text: str, board: Board, asker: Asker) -> Line:
    """What a line says of the rooms on this board. Raises `InvalidInput`."""
    types = {room.room_type for room in board.rooms.values()}

    def matching(words: str, verb: Verb) -> list[str]:
        wanted = parse_filter(words, types)
        if wanted is None:
            return []
        haystacks = board.prepare_filter()
        found = (number for number, hay in haystacks.items() if wanted(hay))
        return sorted(
            (number for number in found if is_possible(board.rooms[number], verb)), key=natural_key
        )

    return parse(text, board.rooms, types, board.when.today, matching, asker)


def line_hint(text: str, board: Board, staff: Staff | None, asker: Asker) -> str:
    """What Enter would do with a line, in a sentence."""
    if not text.strip():
        complete, earlier = (key_hint(CommandLine, name) for name in _LINE_KEYS)
        return (
            f"Rooms and a verb, or words of the board. {complete} completes, "
            f"{earlier} brings lines back."
        )
    try:
        line = read_line(text, board, asker)
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
    except HousekeeperError as error:
        return _told(error)
    try:
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


def _told(error: HousekeeperError) -> str:
    """A refusal on one row; a key that signs in someone else would be typed into the line."""
    return f"{error.brief}." if isinstance(error, NotAllowed) and error.brief else str(error)


def _act_hint(line: ActLine, board: Board, staff: Staff | None) -> str:
    if staff is not None:
        try:
            rights.require(staff, line.verb)
        except HousekeeperError as error:
            return _told(error)
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
    why = ""
    if line.verb is Verb.OUT_OF_ORDER:
        today = board.when.today
        begins = f" from {day_text(line.starts, today)}" if line.starts is not None else ""
        label += begins + out_of_order_text(line.until, today)
        why = f": {plain(line.note)}"
    if line.replaces:
        label = f"{label} in place of all others" if line.note else "take all notes away"
    if count == 1:
        return not_possible[0][1] if not_possible else f"Enter: {label}, room {line.rooms[0]}{why}"
    if not not_possible:
        return f"Enter: {label}, {named_rooms(line.rooms)}{why}"
    possible = f"{count - len(not_possible)} of {count}"
    left = f"; not {', '.join(number for number, _ in not_possible[:5])}"
    more = " …" if len(not_possible) > 5 else ""
    return f"Enter: {label}, {possible} rooms{left}{more}{why}"
