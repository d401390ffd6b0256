"""What a line being typed would do, or what would be right instead."""

from housekeeper.core import rights
from housekeeper.core.board.board import Board
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.room import require_possible
from housekeeper.core.staff.staff import Staff
from housekeeper.core.typed_acts.parse import ActLine, Line, RoomsLine, WordsLine, parse
from housekeeper.screens.acting.verb_keys import VERB_KEYS
from housekeeper.screens.widgets.dialog import named_rooms


def read_line(text: str, board: Board) -> Line:
    """What a line says of the rooms on this board. Raises `InvalidInput`."""
    types = {room.room_type for room in board.rooms.values()}
    return parse(text, board.rooms, types, board.today)


def line_hint(text: str, board: Board, staff: Staff | None) -> str:
    """What Enter would do with a line, in a sentence."""
    if not text.strip():
        return "Rooms and a verb, or the board's own words. Tab completes, ↑ brings lines back."
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
            if room is not None:
                require_possible(room, line.verb)
        except HousekeeperError as error:
            not_possible.append((number, str(error)))
    count = len(line.rooms)
    label = VERB_KEYS[line.verb].label
    if count == 1:
        return not_possible[0][1] if not_possible else f"Enter: {label}, room {line.rooms[0]}"
    possible = f"{count - len(not_possible)} of {count}" if not_possible else str(count)
    left = f"; not {', '.join(number for number, _ in not_possible[:5])}" if not_possible else ""
    more = " …" if len(not_possible) > 5 else ""
    return f"Enter: {label}, {possible} rooms{left}{more}"
