"""The words of the command line: every command, what adds its arguments, the function it runs.

Only the parser of the command that was named is built, and nothing of the hotel is imported
before it is known: the board, too, starts through here.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, NoReturn

from housekeeper.commands import arguments
from housekeeper.commands.completion import arguments as completion_arguments
from housekeeper.commands.database import arguments as database_arguments
from housekeeper.commands.front_desk import arguments as front_desk_arguments
from housekeeper.commands.overview import overview, version_text
from housekeeper.commands.rooms import arguments as rooms_arguments
from housekeeper.commands.shift import arguments as shift_arguments
from housekeeper.core.entered_text import plain, quoted
from housekeeper.settings.address_text import without_passwords
from housekeeper.settings.table import option_rows


class WrongUsage(Exception):
    """Words that fit no command, found after the parser has let them pass."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one sentence, safe to print, and end the program with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})
        # Whichever parser was the last to read words is the one that can tell of them.
        self.set_defaults(reader=self)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and how they should be."""
        from housekeeper.commands.usage_words import told_in_our_words

        self.refuse(told_in_our_words(message, self.prog, self.format_usage()))

    def refuse_unknown(self, words: Sequence[str]) -> NoReturn:
        """Say that there is no place for these words, and what there is."""
        from housekeeper.commands.usage_words import unknown_words

        self.refuse(unknown_words(words, self.prog, self.format_usage(), self.flags()))

    def flags(self) -> list[str]:
        """The options that it knows, and those of the whole program."""
        own = re.findall(r"(?<![\w-])--[\w-]+", self.format_help())
        return list(dict.fromkeys([*own, *(option.flag for _, option in option_rows())]))

    def refuse(self, sentence: str) -> NoReturn:
        """Say this of the words, and end the program."""
        self.exit(2, f"{self.prog}: {plain(without_passwords(sentence))}\n")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print the versions and end the program."""
        sys.stdout.write(version_text())
        parser.exit()


class _Program(Parser):
    """The parser of the whole program; its help is at hand without those of its commands."""

    def format_help(self) -> str:
        """The text that `docs/write_commands.py` wrote."""
        return overview()


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
    "arrivals": Command(
        "guests who are expected today, or on another day",
        "commands.front_desk.arrivals:arrivals",
        front_desk_arguments.arrivals,
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
    "bookings": Command(
        "how many bookings are kept, and deleting those that ended long ago",
        "commands.database.bookings:bookings",
        database_arguments.bookings,
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
    "completion": Command(
        "print what completes commands, rooms and staff in a shell",
        "commands.completion.scripts:completion",
        completion_arguments.completion,
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


def _command_at(words: Sequence[str]) -> int | None:
    """The place of the first word that is neither a global option nor its value."""
    value_options = {option.flag for _, option in option_rows()}
    expecting_value = False
    for place, word in enumerate(words):
        if expecting_value:
            expecting_value = False
        elif word in value_options:
            expecting_value = True
        elif not word.startswith("-"):
            return place
    return None


def _globals_first(words: Sequence[str], place: int, own: Parser) -> list[str]:
    """The words with the global options that stand behind the command put before it.

    An option that the command has of its own is the command's; behind `--` all is text.
    """
    values = {option.flag: option.metavar for _, option in option_rows()}
    if not any(word.partition("=")[0] in values for word in words[place + 1 :]):
        return list(words)
    # Once help tells of them as the program's, they are in no command's own usage.
    for flag in re.findall(r"(?<![\w-])--[\w-]+", own.format_usage()):
        values.pop(flag, None)
    first, left = [*words[:place]], [words[place]]
    behind = iter(words[place + 1 :])
    for word in behind:
        if word == "--":
            left += [word, *behind]
        elif word in values:
            value = next(behind, None)
            if value is None:
                _refuse_without_value(own, word)
            first += [word, value]
        elif word.partition("=")[0] in values:
            first.append(word)
        else:
            left.append(word)
    return first + left


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The words as a namespace; `command` is None where the board is wanted.

    Ends the program, as argparse does, for help and for words that fit nothing.
    """
    parser = _program(_Program)
    place = _command_at(words)
    if place is None:
        return _read(parser, words)
    known, command = commands(), words[place]
    if command not in known:
        if place and words[place - 1] in known:
            _refuse_without_value(parser, words[place - 2])
        parser.refuse(f"there is no command {quoted(command)}{_meant(command)}; --help lists them.")
    own = _add_commands(parser, {command: known[command]})[command]
    return _read(parser, _globals_first(words, place, own))


def whole_parser() -> argparse.ArgumentParser:
    """The parser with all its commands, for what is written down of them; no words are read."""
    parser = _program(Parser)
    _add_commands(parser, commands())
    return parser


def _program(kind: type[Parser]) -> Parser:
    parser = kind(
        prog="housekeeper",
        description="The housekeeping board of a hotel. Without a command, opens the board.",
    )
    for name, option in option_rows():
        parser.add_argument(option.flag, dest=name, metavar=option.metavar, help=option.help)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.set_defaults(command=None)
    return parser


def _add_commands(parser: Parser, chosen: Mapping[str, Command]) -> dict[str, Parser]:
    subparsers = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", parser_class=Parser
    )
    added: dict[str, Parser] = {}
    for name, about in chosen.items():
        own = added[name] = subparsers.add_parser(
            name, help=about.help, description=about.help, epilog=_EVERY_COMMANDS
        )
        about.arguments(own)
        own.set_defaults(run=about.run)
    return added


_EVERY_COMMANDS = "Also, before the command or after it: " + ", ".join(
    f"{option.flag} {option.metavar}" for _, option in option_rows()
)


def _refuse_without_value(parser: Parser, flag: str) -> NoReturn:
    from housekeeper.commands.usage_words import value_missing

    metavars = {option.flag: option.metavar for _, option in option_rows()}
    parser.refuse(value_missing(flag, metavars[flag]))


def _read(parser: Parser, words: Sequence[str]) -> argparse.Namespace:
    found, unknown = parser.parse_known_args(words)
    if unknown:
        found.reader.refuse_unknown(unknown)
    del found.reader
    return found


def _meant(command: str) -> str:
    from housekeeper.core.typed_acts.nearest_word import nearest_word

    near = nearest_word(command, commands())
    return f"; perhaps {near!r}" if near else ""
