"""The board's line on the command line: `housekeeper do "412 fail hair in the bath"`."""

from argparse import Namespace
from dataclasses import replace

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import print_json, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.commands.rooms.acts import perform_each
from housekeeper.commands.rooms.typed_line import own_command, read_line, rooms_meant
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.snapshot import encode
from housekeeper.core.typed_acts.board_words import BoardWord
from housekeeper.core.typed_acts.parse import ActLine, BoardLine, RoomsLine, WordsLine
from housekeeper.settings.table import Settings


async def do(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper do LINE`: the verb for each room; rooms or a filter alone are listed.

    With `-` in place of a line, all lines of standard input.
    """
    if arguments.line[0] == "-" and len(arguments.line) > 1:
        raise WrongUsage("'-' stands alone: it reads lines from standard input")
    line = " ".join(arguments.line)
    async with opened_house(settings) as house:
        if line == "-":
            # A line alone is done sooner without it.
            from housekeeper.commands.rooms.do_lines import do_lines

            return await do_lines(house, arguments)
        said = await house.store.read(lambda work: read_line(work, line))
        if isinstance(said, ActLine):
            asked = [replace(request, anyway=arguments.anyway) for request in said.requests()]
            return await perform_each(house, asked, arguments.json)
        if isinstance(said, BoardLine) and said.word is not BoardWord.UNDO:
            raise InvalidInput(own_command(said))
        if not isinstance(said, BoardLine):
            return await _list(house, said, arguments.json)
    # Undoing knows every act that can be undone.
    from housekeeper.commands.rooms.undo import undo

    return await undo(settings, arguments)


async def _list(house: House, said: RoomsLine | WordsLine, as_json: bool) -> int:
    rooms = await house.store.read(lambda work: rooms_meant(work, said))
    if as_json:
        print_json([encode(room) for room in rooms])
        return 0
    for room in rooms:
        say(f"{room.number}  {room.status.label}")
    if not rooms:
        say("No such rooms.")
    return 0
