"""The words of the command line: every command, what adds its arguments, the function it runs.

Only the parser of the command that was named is built, and nothing of the hotel is imported
before it is known: the board, too, starts through here.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, NoReturn

from housekeeper.commands import arguments
from housekeeper.commands.database import arguments as database_arguments
from housekeeper.commands.front_desk import arguments as front_desk_arguments
from housekeeper.commands.rooms import arguments as rooms_arguments
from housekeeper.commands.shift import arguments as shift_arguments
from housekeeper.core.entered_text import plain
from housekeeper.settings.address_text import without_passwords
from housekeeper.settings.table import option_rows


class WrongUsage(Exception):
    """Words that fit no command, found after the parser has let them pass."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are safe to print and end the program with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and how they should be."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {plain(without_passwords(message))}\n")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that takes longer than the parse."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print the versions and end the program."""
        from importlib.metadata import version

        python = sys.version.split()[0]
        sys.stdout.write(f"housekeeper {version('housekeeper')} (Python {python})\n")
        parser.exit()


class Command(NamedTuple):
    """One command: a line of help, the function that runs it, and what adds its arguments."""

    help: str
    run: str
    arguments: Callable[[argparse.ArgumentParser], None]


_FIRST_COMMANDS: dict[str, Command] = {
    "demo": Command("open the board on a demonstration hotel", "", arguments.demo),
    "init": Command("make a hotel", "commands.init:init", arguments.init),
    "import": Command(
        "read rooms, staff or bookings from a CSV file",
        "commands.import_files:import_",
        arguments.import_,
    ),
    "template": Command(
        "print a file of rooms, staff or bookings to fill in",
        "commands.template:template",
        arguments.template,
    ),
    "rooms": Command("rooms by status", "commands.rooms.rooms:rooms", rooms_arguments.rooms),
    "types": Command(
        "the room types, and giving one another name",
        "commands.rooms.types:types",
        rooms_arguments.types,
    ),
    "stats": Command("counts over all rooms", "commands.rooms.rooms:stats", arguments.json_option),
    "due": Command(
        "guests who leave today or should have left",
        "commands.front_desk.stays:due",
        arguments.json_option,
    ),
    "checkin": Command(
        "check a booking in", "commands.front_desk.stays:checkin", front_desk_arguments.checkin
    ),
    "checkout": Command(
        "check rooms out and erase their guests",
        "commands.front_desk.checkout:checkout",
        front_desk_arguments.checkout,
    ),
}
"""The commands before those of the acts on rooms, in the order of the help."""

_FURTHER_COMMANDS: dict[str, Command] = {
    "do": Command(
        "do what a line says, such as '412 start'", "commands.rooms.do:do", rooms_arguments.do
    ),
    "undo": Command(
        "take back your last act, for a minute", "commands.rooms.undo:undo", arguments.json_option
    ),
    "move": Command(
        "move a stay to another room", "commands.front_desk.stays:move", front_desk_arguments.move
    ),
    "late": Command(
        "agree a late check-out", "commands.front_desk.stays:late", front_desk_arguments.late
    ),
    "room": Command(
        "show a room, or take it into or out of use",
        "commands.rooms.rooms:room",
        rooms_arguments.room,
    ),
    "inventory": Command(
        "a room type's rule for one night",
        "commands.front_desk.stays:inventory",
        front_desk_arguments.inventory,
    ),
    "availability": Command(
        "what can be sold for a stay",
        "commands.front_desk.stays:availability",
        front_desk_arguments.availability,
    ),
    "session": Command(
        "guest chat sessions", "commands.front_desk.guests:session", front_desk_arguments.session
    ),
    "message": Command(
        "messages with the guest of a room",
        "commands.front_desk.guests:message",
        front_desk_arguments.message,
    ),
    "order": Command(
        "orders and breakfast orders",
        "commands.front_desk.guests:order",
        front_desk_arguments.order,
    ),
    "watch": Command(
        "print events as they come", "commands.rooms.watch:watch", arguments.json_option
    ),
    "history": Command(
        "what happened, newest first; blank a note",
        "commands.rooms.history:history",
        rooms_arguments.history,
    ),
    "round": Command(
        "what came of an inspection round", "commands.shift.round:round_", shift_arguments.round_
    ),
    "reasons": Command(
        "the hotel's reasons of a failed inspection",
        "commands.shift.inspection_lists:reasons",
        shift_arguments.reasons,
    ),
    "checklist": Command(
        "what an inspector looks at, by room type",
        "commands.shift.inspection_lists:checklist",
        shift_arguments.checklist,
    ),
    "handover": Command(
        "what the next shift should know, and its notes",
        "commands.shift.handover:handover",
        shift_arguments.handover,
    ),
    "report": Command(
        "turn times and backlog, as text, JSON or CSV",
        "commands.shift.report:report",
        shift_arguments.report,
    ),
    "staff": Command(
        "add, list, disable and unlock staff", "commands.staff:staff", arguments.staff
    ),
    "cli-pin": Command(
        "have every command ask for the PIN of who acts",
        "commands.cli_pin:cli_pin",
        arguments.cli_pin,
    ),
    "backup": Command(
        "copy the database to a new file",
        "commands.database.backup:backup",
        database_arguments.backup,
    ),
    "restore": Command(
        "put a backup in the database's place",
        "commands.database.backup:restore",
        database_arguments.restore,
    ),
    "copy": Command(
        "move all hotels to another database, or copy them",
        "commands.database.copy:copy",
        database_arguments.copy,
    ),
    "erase": Command(
        "let all that was deleted leave the database file now",
        "commands.database.erase:erase",
        arguments.json_option,
    ),
    "keys": Command(
        "the keys of guests' words", "commands.database.keys:keys", database_arguments.keys
    ),
    "doctor": Command(
        "check database, versions and places",
        "commands.database.doctor:doctor",
        arguments.json_option,
    ),
    "config": Command(
        "each setting and where it came from",
        "commands.database.doctor:config",
        arguments.json_option,
    ),
}


@cache
def commands() -> Mapping[str, Command]:
    """Every command by its name, in the order of the help."""
    # The board, too, starts through here; its first frame needs no act.
    from housekeeper.core.acts import ACTS, Asks

    further = {
        Asks.FAULT: rooms_arguments.priority_option,
        Asks.REASON_AND_END: rooms_arguments.until_option,
        Asks.NOTE: rooms_arguments.replace_option,
    }
    acts = {
        row.verb.value: Command(row.help, "commands.rooms.acts:override", rooms_arguments.override)
        if row.asks is Asks.STATUS_AND_REASON
        else Command(
            row.help,
            "commands.rooms.acts:turn",
            rooms_arguments.turn(row.note_help, further.get(row.asks)),
        )
        for row in ACTS.values()
        if row.is_turn
    }
    return {**_FIRST_COMMANDS, **acts, **_FURTHER_COMMANDS}


def named_command(words: Sequence[str]) -> str | None:
    """The first word that is neither a global option nor its value."""
    value_options = {option.flag for _, option in option_rows()}
    expecting_value = False
    for word in words:
        if expecting_value:
            expecting_value = False
        elif word in value_options:
            expecting_value = True
        elif not word.startswith("-"):
            return word
    return None


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The words as a namespace; `command` is None where the board is wanted.

    Ends the program, as argparse does, for help and for words that fit nothing.
    """
    parser = Parser(
        prog="housekeeper",
        description="The housekeeping board of a hotel. Without a command, opens the board.",
    )
    add = parser.add_argument
    for name, option in option_rows():
        add(option.flag, dest=name, metavar=option.metavar, help=option.help)
    add("--version", action=_Version, nargs=0, help="print the version")
    parser.set_defaults(command=None)
    command = named_command(words)
    if command is None and not {"-h", "--help"} & set(words):
        return parser.parse_args(words)
    known = commands()
    if command is not None and command not in known:
        parser.error(f"there is no command {command[:40]!r}{_meant(command)}; --help lists them")
    chosen = known if command is None else {command: known[command]}
    subparsers = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", parser_class=Parser
    )
    for name, about in chosen.items():
        own = subparsers.add_parser(name, help=about.help, description=about.help)
        about.arguments(own)
        own.set_defaults(run=about.run)
    return parser.parse_args(words)


def _meant(command: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(command, commands(), 1)
    return f", perhaps {close[0]!r}" if close else ""
