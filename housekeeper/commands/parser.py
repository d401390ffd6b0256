"""The words of the command line: every command, its arguments, and the function it runs.

Only the parser of the command that was named is built, and nothing of the hotel is imported
before it is known: the board, too, starts through here.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, NoReturn

from housekeeper.commands import key_grammar, shift_grammar
from housekeeper.core.entered_text import plain
from housekeeper.settings.table import option_rows

_PRIORITIES = ("LOW", "MED", "HIGH")
_ROOM_LIST = "a room number, a list 301,302 or a range 301-318"


class WrongUsage(Exception):
    """Words that fit no command, found after the parser has let them pass."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are safe to print and end the program with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and how they should be."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {plain(message)}\n")


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


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def _rooms_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="+", metavar="ROOM", help=_ROOM_LIST)


def _capital(text: str) -> str:
    return text.strip().upper().replace("-", "_")


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the hotel's name")
    parser.add_argument("--slug", help="its short name: letters, digits, hyphen")
    parser.add_argument("--timezone", metavar="TZ", help="its zone, such as Europe/Lisbon")
    _json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("rooms", "staff", "bookings"), help="what the file lists")
    parser.add_argument("file", metavar="FILE.csv", help="CSV in UTF-8 with a line of column names")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen; write nothing"
    )
    _json(parser)


def _rooms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", metavar="S", help="only this status, such as CHECKOUT_DIRTY")
    parser.add_argument("--inactive", action="store_true", help="also rooms that are not in use")
    _json(parser)


def _checkin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("--room", metavar="N", help="this room; otherwise one is chosen")
    parser.add_argument(
        "--reason", "--note", metavar="TEXT", default="", help="why a room of another type is given"
    )
    _json(parser)


def _checkout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=_ROOM_LIST)
    parser.add_argument("--booking", metavar="REFERENCE", help="the room of this booking")
    parser.add_argument("--dry-run", action="store_true", help="show what would be erased")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    _json(parser)


def _note(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--note", metavar="TEXT", help=about)


def _turn(
    about_note: str, further: Callable[[argparse.ArgumentParser], None] | None
) -> Callable[[argparse.ArgumentParser], None]:
    def arguments(parser: argparse.ArgumentParser) -> None:
        _rooms_argument(parser)
        _note(parser, about_note)
        _json(parser)
        if further is not None:
            further(parser)

    return arguments


def _priority(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--priority", type=_capital, choices=_PRIORITIES, default="MED", help="how soon (MED)"
    )


def _until(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until", metavar="DATE", help="the day it is expected back")


def _override(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("room", metavar="ROOM", help="a room number")
    parser.add_argument("status", metavar="STATUS", help="any room status but OCCUPIED")
    parser.add_argument("--note", metavar="TEXT", required=True, help="the reason")
    _json(parser)


def _move(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("room", metavar="ROOM", help="the room to move to")
    parser.add_argument(
        "--reason", "--note", metavar="TEXT", default="", help="why a room of another type is given"
    )
    _json(parser)


def _late(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("time", metavar="TIME", help="hotel time such as 14:00, or none")
    _json(parser)


def _room(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("room", metavar="ROOM", help="a room number")
    parser.add_argument("--active", choices=("yes", "no"), help="take it into use, or out of it")
    _json(parser)


def _inventory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("room_type", metavar="ROOM_TYPE")
    parser.add_argument("date", metavar="DATE", help="the night, such as 2015-09-18")
    rule = parser.add_mutually_exclusive_group()
    rule.add_argument("--stop-sell", action="store_true", help="sell none in this night")
    rule.add_argument("--total", type=int, metavar="N", help="sell at most so many")
    rule.add_argument("--clear", action="store_true", help="take the rule away")
    _json(parser)


def _availability(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("room_type", metavar="ROOM_TYPE")
    parser.add_argument("arrival", metavar="ARRIVAL", help="such as 2015-09-18")
    parser.add_argument("departure", metavar="DEPARTURE", help="such as 2015-09-20")
    _json(parser)


def _session(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="open|validate")
    opened = actions.add_parser("open", help="open a guest's session with the room's PIN")
    opened.add_argument("room", metavar="ROOM")
    opened.add_argument("pin", metavar="PIN")
    opened.add_argument("--fcm-token", metavar="TOKEN", help="the device's push token")
    _json(opened)
    validated = actions.add_parser("validate", help="say what a token is worth")
    validated.add_argument("token", metavar="TOKEN")
    _json(validated)


def _message(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="send|list")
    sent = actions.add_parser("send", help="write to the guest, or with a token as the guest")
    sent.add_argument("room", metavar="ROOM")
    sent.add_argument("text", metavar="TEXT")
    sent.add_argument("--token", metavar="TOKEN", help="the guest's token")
    _json(sent)
    listed = actions.add_parser("list", help="the whole conversation of the guest in a room")
    listed.add_argument("room", metavar="ROOM")
    _json(listed)


def _order(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|done")
    added = actions.add_parser("add", help="take an order for the guest of a room")
    added.add_argument("room", metavar="ROOM")
    added.add_argument("item", metavar="ITEM")
    added.add_argument("--quantity", type=int, default=1, metavar="N")
    added.add_argument("--breakfast", action="store_true", help="a breakfast order")
    _json(added)
    listed = actions.add_parser("list", help="open orders")
    listed.add_argument("room", metavar="ROOM", nargs="?")
    _json(listed)
    done = actions.add_parser("done", help="mark an order done")
    done.add_argument("id", metavar="ID", help="17, or B4 for a breakfast order")
    _json(done)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a file that does not exist yet")
    parser.add_argument(
        "--keys",
        dest="keys_copy",
        metavar="COPY",
        help="copy the keys of guests' words to a second file, to be kept apart",
    )
    _json(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a file that 'housekeeper backup' wrote")
    parser.add_argument(
        "--keys",
        dest="keys_copy",
        metavar="COPY",
        help="a copy of the keys, where the key file is lost or cut off",
    )
    parser.add_argument(
        "--discard-newer",
        action="store_true",
        help="restore even where something newer than the backup is lost by it",
    )
    _json(parser)


def _copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="the database to copy: a path or a URL")
    parser.add_argument("target", metavar="TARGET", help="an empty database, or a new file")
    parser.add_argument(
        "--keep-source", action="store_true", help="a plain copy: the source goes on as it is"
    )
    parser.add_argument(
        "--keys", dest="target_keys", metavar="FILE", help="where the copy's key file is to be"
    )
    _json(parser)


def _do(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "line", nargs="+", metavar="LINE", help="such as '412 fail hair in the bath'"
    )
    _json(parser)


def _staff(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="add|list|disable|enable|set-pin|unlock"
    )
    added = actions.add_parser("add", help="add someone; the first manager needs no --as")
    added.add_argument("code", metavar="CODE", help="up to 32 letters, digits and . _ - @")
    added.add_argument("name", metavar="NAME")
    added.add_argument("role", metavar="ROLE", help="attendant, supervisor, front_desk, ...")
    added.add_argument(
        "--pin", action="store_true", help="ask for a PIN; without it one is chosen at sign-in"
    )
    _json(added)
    _json(actions.add_parser("list", help="everyone, disabled people too"))
    for action, about in (
        ("disable", "let someone act no more; the history keeps the name"),
        ("enable", "let someone act again"),
        ("set-pin", "set a PIN; asked for, or read from standard input"),
        ("unlock", "let someone try the PIN again"),
    ):
        one = actions.add_parser(action, help=about)
        one.add_argument("code", metavar="CODE")
        _json(one)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--live", action="store_true", help="let a second process play the staff, to watch"
    )


_FIRST_COMMANDS: dict[str, Command] = {
    "demo": Command("open the board on a demonstration hotel", "", _demo),
    "init": Command("make a hotel", "commands.set_up:init", _init),
    "import": Command(
        "read rooms, staff or bookings from a CSV file", "commands.set_up:bring_in", _import
    ),
    "rooms": Command("rooms by status", "commands.rooms.rooms:rooms", _rooms),
    "stats": Command("counts over all rooms", "commands.rooms.rooms:stats", _json),
    "due": Command(
        "guests who leave today or should have left", "commands.front_desk.stays:due", _json
    ),
    "checkin": Command("check a booking in", "commands.front_desk.stays:checkin", _checkin),
    "checkout": Command(
        "check rooms out and erase their guests", "commands.front_desk.checkout:checkout", _checkout
    ),
}
"""The commands before those of the acts on rooms, in the order of the help."""

_FURTHER_COMMANDS: dict[str, Command] = {
    "do": Command("do what a line says, such as '412 start'", "commands.rooms.do:do", _do),
    "undo": Command("take back your last act, for a minute", "commands.rooms.undo:undo", _json),
    "move": Command("move a stay to another room", "commands.front_desk.stays:move", _move),
    "late": Command("agree a late check-out", "commands.front_desk.stays:late", _late),
    "room": Command(
        "show a room, or take it into or out of use", "commands.rooms.rooms:room", _room
    ),
    "inventory": Command(
        "a room type's rule for one night", "commands.front_desk.stays:inventory", _inventory
    ),
    "availability": Command(
        "what can be sold for a stay", "commands.front_desk.stays:availability", _availability
    ),
    "session": Command("guest chat sessions", "commands.front_desk.guests:session", _session),
    "message": Command(
        "messages with the guest of a room", "commands.front_desk.guests:message", _message
    ),
    "order": Command("orders and breakfast orders", "commands.front_desk.guests:order", _order),
    "watch": Command("print events as they come", "commands.rooms.watch:watch", _json),
    "history": Command(
        "what happened, newest first; blank a note",
        "commands.rooms.history:history",
        shift_grammar.history,
    ),
    "round": Command(
        "what came of an inspection round", "commands.shift.round:round_", shift_grammar.round_
    ),
    "reasons": Command(
        "the hotel's reasons of a failed inspection",
        "commands.shift.inspection_lists:reasons",
        shift_grammar.lists,
    ),
    "checklist": Command(
        "what an inspector looks at, by room type",
        "commands.shift.inspection_lists:checklist",
        shift_grammar.checklist,
    ),
    "handover": Command(
        "what the next shift should know, and its notes",
        "commands.shift.handover:handover",
        shift_grammar.handover,
    ),
    "report": Command(
        "turn times and backlog, as text, JSON or CSV",
        "commands.shift.report:report",
        shift_grammar.report,
    ),
    "staff": Command("add, list, disable and unlock staff", "commands.staff:staff", _staff),
    "backup": Command(
        "copy the database to a new file", "commands.database.backup:backup", _backup
    ),
    "restore": Command(
        "put a backup in the database's place", "commands.database.backup:restore", _restore
    ),
    "copy": Command(
        "move all hotels to another database, or copy them", "commands.database.copy:copy", _copy
    ),
    "erase": Command(
        "let all that was deleted leave the database file now",
        "commands.database.erase:erase",
        _json,
    ),
    "keys": Command("the keys of guests' words", "commands.database.keys:keys", key_grammar.keys),
    "doctor": Command(
        "check database, versions and places", "commands.database.doctor:doctor", _json
    ),
    "config": Command(
        "each setting and where it came from", "commands.database.doctor:config", _json
    ),
}


@cache
def commands() -> Mapping[str, Command]:
    """Every command by its name, in the order of the help."""
    # The board, too, starts through here; its first frame needs no act.
    from housekeeper.core.acts import ACTS, Asks

    further = {Asks.FAULT: _priority, Asks.REASON_AND_END: _until}
    acts = {
        row.verb.value: Command(row.help, "commands.rooms.acts:override", _override)
        if row.asks is Asks.STATUS_AND_REASON
        else Command(
            row.help, "commands.rooms.acts:turn", _turn(row.note_help, further.get(row.asks))
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
