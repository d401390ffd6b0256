"""A line of `housekeeper do`, read in the hotel that it is for."""

from collections.abc import Sequence

from housekeeper.core.acts import Verb
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.turnover import TURN_VERBS
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.typed_acts.board_words import BoardWord
from housekeeper.core.typed_acts.parse import BoardLine, Line, RoomsLine, WordsLine, parse
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.core.unit_of_work import UnitOfWork


def own_command(said: BoardLine) -> str:
    """What takes the place of a word that opens something on the board."""
    if said.word is BoardWord.CHECK_IN:
        return "A check-in is a command of its own: housekeeper checkin REFERENCE --room 412."
    command = _COMMANDS.get(said.word)
    if command is None:
        return f"'{said.word.value}' is for the board's line; write rooms and a verb: 412 start."
    rooms = "".join(f" {number}" for number in said.rooms[:_ROOMS_TOLD])
    return f"'{said.word.value}' is a command of its own: housekeeper {command}{rooms}."


_COMMANDS = {
    BoardWord.HELP: "--help",
    BoardWord.ROUND: "round",
    BoardWord.HANDOVER: "handover",
    BoardWord.FIGURES: "report",
    BoardWord.CHECK_OUT: "checkout",
}
_ROOMS_TOLD = 4


def read_line(work: UnitOfWork, line: str) -> Line:
    """What a line says. Raises `InvalidInput`, as `parse` does."""
    numbers = [room.number for room in work.rooms.all()]

    def matching(words: str, verb: Verb) -> list[str]:
        meant = rooms_meant(work, WordsLine(words))
        return [room.number for room in meant if is_possible(room, verb)]

    def verbs(named: Sequence[str]) -> list[Verb]:
        rooms = work.rooms.find(named)
        return [verb for verb in TURN_VERBS if any(is_possible(room, verb) for room in rooms)]

    asker = Asker("", verbs, {}, ELSEWHERE)
    return parse(line, numbers, work.inventory.types(), work.today, matching, asker)


_LATE = "A late check-out is a command of its own: housekeeper late REFERENCE 14:00."
ELSEWHERE = {
    "late": _LATE,
    "late checkout": _LATE,
    "move": "A move is a command of its own: housekeeper move REFERENCE ROOM.",
    "message": "A message is a command of its own: housekeeper message send {room} TEXT.",
    "order": "An order is a command of its own: housekeeper order add {room} ITEM.",
}
"""What no line does, and the command that does it."""


def rooms_meant(work: UnitOfWork, said: RoomsLine | WordsLine) -> list[Room]:
    """The rooms that a line without a verb names, or that its words filter."""
    if isinstance(said, RoomsLine):
        return work.rooms.find(said.rooms)
    matches = parse_filter(said.text, work.inventory.types())
    names = {one.code: one.name for one in work.staff.all()}
    when = HouseTime.of(work.hotel, work.now)
    return [
        room for room in work.rooms.all() if matches is None or matches(haystack(room, when, names))
    ]
