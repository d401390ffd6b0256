"""The board's line on the command line: `housekeeper do "412 fail hair in the bath"`."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import print_json, say
from housekeeper.commands.rooms.acts import perform_each
from housekeeper.commands.rooms.undo import undo
from housekeeper.core.acts import Verb
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.snapshot import encode
from housekeeper.core.rooms.turnover import TURN_VERBS
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.typed_acts.board_words import BoardWord
from housekeeper.core.typed_acts.parse import (
    ActLine,
    BoardLine,
    Line,
    RoomsLine,
    WordsLine,
    parse,
)
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings


async def do(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper do LINE`: the verb for each room; rooms or a filter alone are listed."""
    line = " ".join(arguments.line)
    async with opened_house(settings) as house:
        said = await house.store.read(lambda work: _read(work, line))
        if isinstance(said, ActLine):
            asked = [replace(request, anyway=arguments.anyway) for request in said.requests()]
            return await perform_each(house, asked, arguments.json)
        if isinstance(said, BoardLine) and said.word is not BoardWord.UNDO:
            raise InvalidInput(_own_command(said))
        if not isinstance(said, BoardLine):
            return await _list(house, said, arguments.json)
    return await undo(settings, arguments)


def _own_command(said: BoardLine) -> str:
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


def _read(work: UnitOfWork, line: str) -> Line:
    numbers = [room.number for room in work.rooms.all()]

    def matching(words: str, verb: Verb) -> list[str]:
        meant = _meant(work, WordsLine(words))
        return [room.number for room in meant if is_possible(room, verb)]

    def verbs(named: Sequence[str]) -> list[Verb]:
        rooms = work.rooms.find(named)
        return [verb for verb in TURN_VERBS if any(is_possible(room, verb) for room in rooms)]

    asker = Asker("", verbs, {}, _ELSEWHERE)
    return parse(line, numbers, work.inventory.types(), work.today, matching, asker)


_LATE = "A late check-out is a command of its own: housekeeper late REFERENCE 14:00."
_ELSEWHERE = {
    "late": _LATE,
    "late checkout": _LATE,
    "move": "A move is a command of its own: housekeeper move REFERENCE ROOM.",
    "message": "A message is a command of its own: housekeeper message send {room} TEXT.",
    "order": "An order is a command of its own: housekeeper order add {room} ITEM.",
}
"""What no line does, and the command that does it."""


async def _list(house: House, said: RoomsLine | WordsLine, as_json: bool) -> int:
    rooms = await house.store.read(lambda work: _meant(work, said))
    if as_json:
        print_json([encode(room) for room in rooms])
        return 0
    for room in rooms:
        say(f"{room.number}  {room.status.label}")
    if not rooms:
        say("No such rooms.")
    return 0


def _meant(work: UnitOfWork, said: RoomsLine | WordsLine) -> list[Room]:
    if isinstance(said, RoomsLine):
        return work.rooms.find(said.rooms)
    matches = parse_filter(said.text, work.inventory.types())
    names = {one.code: one.name for one in work.staff.all()}
    when = HouseTime.of(work.hotel, work.now)
    return [
        room for room in work.rooms.all() if matches is None or matches(haystack(room, when, names))
    ]
