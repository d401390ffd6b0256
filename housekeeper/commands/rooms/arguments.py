"""The arguments of the commands about rooms: the acts on them, their list, and their history."""

from argparse import ArgumentParser, HelpFormatter
from collections.abc import Callable

from housekeeper.commands.arguments import (
    DAY,
    anyway_option,
    json_option,
    note_option,
    output_options,
    rooms_argument,
    span_options,
)

_PRIORITIES = ("LOW", "MED", "HIGH")


def rooms(parser: ArgumentParser) -> None:
    """`rooms [--status S]`, or `rooms rename OLD NEW`."""
    parser.usage = (
        "housekeeper rooms [--status S] [--inactive] [--json]\n"
        "       housekeeper rooms rename OLD NEW"
    )
    parser.add_argument("words", nargs="*", metavar="rename OLD NEW")
    parser.add_argument("--status", metavar="S", help="only this status, such as CHECKOUT_DIRTY")
    parser.add_argument("--inactive", action="store_true", help="also rooms that are not in use")
    json_option(parser)


def types(parser: ArgumentParser) -> None:
    """`types`, or `types rename OLD NEW`."""
    parser.usage = "housekeeper types [--json]\n       housekeeper types rename OLD NEW"
    parser.add_argument("words", nargs="*", metavar="rename OLD NEW")
    json_option(parser)


def room(parser: ArgumentParser) -> None:
    """`room ROOM [--active yes|no]`."""
    parser.add_argument("room", metavar="ROOM", help="a room number")
    parser.add_argument("--active", choices=("yes", "no"), help="take it into use, or out of it")
    anyway_option(parser)
    json_option(parser)


def turn(
    about_note: str, further: Callable[[ArgumentParser], None] | None
) -> Callable[[ArgumentParser], None]:
    """An act on rooms; `about_note` says what its note is for, `further` adds what it asks for."""

    def arguments(parser: ArgumentParser) -> None:
        rooms_argument(parser)
        note_option(parser, about_note)
        json_option(parser)
        if further is not None:
            further(parser)

    return arguments


def _capital(text: str) -> str:
    return text.strip().upper().replace("-", "_")


def priority_option(parser: ArgumentParser) -> None:
    """How soon a fault is to be mended."""
    parser.add_argument(
        "--priority", type=_capital, choices=_PRIORITIES, default="MED", help="how soon (MED)"
    )


def until_option(parser: ArgumentParser) -> None:
    """From when, and until when, a room is out of order."""
    parser.add_argument(
        "--from",
        dest="starts",
        metavar="DATE",
        help=f"the day it begins: {DAY}",
    )
    parser.add_argument("--until", metavar="DATE", help="the first day back; +3: three days on")
    anyway_option(parser)


def replace_option(parser: ArgumentParser) -> None:
    """Whether a note takes the place of those that are there."""
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of all notes there are"
    )


def override(parser: ArgumentParser) -> None:
    """`override ROOM STATUS --note TEXT`."""
    parser.add_argument("room", metavar="ROOM", help="a room number")
    parser.add_argument("status", metavar="STATUS", help="any room status but OCCUPIED")
    parser.add_argument("--note", metavar="TEXT", required=True, help="the reason")
    anyway_option(parser)
    json_option(parser)


def do(parser: ArgumentParser) -> None:
    """`do LINE`, or `do -` for the lines of standard input."""
    parser.add_argument(
        "line",
        nargs="+",
        metavar="LINE",
        help="such as '412 fail hair in the bath'; - for all lines of standard input, each "
        "answered with one line",
    )
    anyway_option(parser)
    json_option(parser)


class _OneValue(HelpFormatter):
    """Names one value behind `--before`, though the parser takes what follows it too."""

    def format_help(self) -> str:
        """The help, its columns as they are."""
        return super().format_help().replace("--before [DATE ...]", "--before DATE      ")


def history(parser: ArgumentParser) -> None:
    """`history [ROOM]` with its filters, `history redact SEQ` or `history archive FILE`."""
    parser.formatter_class = _OneValue
    parser.usage = (
        "housekeeper history [ROOM] [--by CODE] [--kind K] [--from T] [--to T]\n"
        "                           [--limit N] [--file FILE] [--json | --csv [--bom]]\n"
        "       housekeeper history redact SEQ\n"
        "       housekeeper history archive [--before DATE] FILE"
    )
    parser.add_argument("words", nargs="*", metavar="ROOM | redact SEQ | archive FILE")
    parser.add_argument("--by", metavar="CODE", help="only what this person did")
    parser.add_argument(
        "--kind", metavar="K", help="only this kind: an act such as fail, or CLEANED; or a list"
    )
    span_options(parser)
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="the newest so many (50)"
    )
    parser.add_argument(
        "--file", metavar="FILE", help="of a file that 'history archive' wrote; needs no hotel"
    )
    parser.add_argument(
        "--before",
        # The parser takes all words before an option or none: so the file may stand behind it.
        nargs="*",
        metavar="DATE",
        help="archive: write what was before this day to FILE, then let it go; "
        "without it, what history_kept_months does not keep",
    )
    output_options(parser)
