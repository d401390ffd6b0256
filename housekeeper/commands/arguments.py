"""Arguments that several commands share, and those of the commands that stand by themselves.

Only the standard library is imported here: the board, too, starts through the parser.
"""

from argparse import ArgumentParser

ROOM_LIST = "a room number, a list 301,302 or a range 301-318"
DAY = "today, tomorrow, fri, 5 dec or 2015-09-18"
MOMENT = "hotel time: yesterday, 2015-09-18, '2015-09-18 14:00', or 14:00 for today"


def json_option(parser: ArgumentParser) -> None:
    """JSON in place of text."""
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def output_options(parser: ArgumentParser) -> None:
    """JSON or CSV in place of text."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON instead of text")
    form.add_argument("--csv", action="store_true", help="print CSV for a spreadsheet")
    parser.add_argument("--bom", action="store_true", help="begin the CSV with a byte order mark")


def span_options(parser: ArgumentParser) -> None:
    """From when to when."""
    parser.add_argument("--from", dest="since", metavar="T", help=MOMENT)
    parser.add_argument("--to", dest="until", metavar="T", help="the end; a day counts whole")


def rooms_argument(parser: ArgumentParser) -> None:
    """One room or many."""
    parser.add_argument("rooms", nargs="+", metavar="ROOM", help=ROOM_LIST)


def note_option(parser: ArgumentParser, about: str) -> None:
    """A note; `about` says what it is for."""
    parser.add_argument("--note", metavar="TEXT", help=about)


def encoding_option(parser: ArgumentParser) -> None:
    """How a file's letters are written, where it is not UTF-8."""
    parser.add_argument(
        "--encoding", metavar="NAME", help="how the file is written, such as windows-1252 (UTF-8)"
    )


def demo(parser: ArgumentParser) -> None:
    """`demo [--live]`."""
    parser.add_argument(
        "--live", action="store_true", help="let a second process play the staff, to watch"
    )


def init(parser: ArgumentParser) -> None:
    """`init --name NAME`."""
    parser.add_argument("--name", required=True, help="the hotel's name")
    parser.add_argument("--slug", help="its short name: letters, digits, hyphen")
    parser.add_argument("--timezone", metavar="TZ", help="its zone, such as Europe/Lisbon")
    json_option(parser)


def anyway_option(parser: ArgumentParser) -> None:
    """What is refused as perhaps a mistake, such as a room held for another, is meant."""
    parser.add_argument(
        "--anyway", action="store_true", help="do it though a room is held or dates do not hold"
    )


def import_(parser: ArgumentParser) -> None:
    """`import rooms|staff|bookings FILE.csv`."""
    parser.add_argument("kind", choices=("rooms", "staff", "bookings"), help="what the file lists")
    parser.add_argument("file", metavar="FILE.csv", help="CSV with a line of column names")
    encoding_option(parser)
    parser.add_argument(
        "--dates", metavar="FORM", help="how its dates are written, such as dd/mm/yyyy"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen; write nothing"
    )
    anyway_option(parser)
    json_option(parser)


def template(parser: ArgumentParser) -> None:
    """`template rooms|staff|bookings`."""
    parser.add_argument("kind", choices=("rooms", "staff", "bookings"), help="what the file lists")


def cli_pin(parser: ArgumentParser) -> None:
    """`cli-pin [on|off]`."""
    parser.add_argument(
        "wanted",
        nargs="?",
        choices=("on", "off"),
        metavar="on|off",
        help="by a manager with the PIN; kept in the database, whatever settings say",
    )
    json_option(parser)


def staff(parser: ArgumentParser) -> None:
    """`staff add|list|disable|enable|role|code|set-pin|unlock`."""
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="add|list|disable|enable|role|code|set-pin|unlock"
    )
    added = actions.add_parser("add", help="add someone; the first manager needs no --as")
    added.add_argument("code", metavar="CODE", help="up to 32 letters, digits and . _ - @")
    added.add_argument("name", metavar="NAME")
    added.add_argument("role", metavar="ROLE", help="attendant, supervisor, front_desk, ...")
    added.add_argument(
        "--pin", action="store_true", help="ask for a PIN; without it a one-time code is printed"
    )
    json_option(added)
    role = actions.add_parser("role", help="give someone another role")
    role.add_argument("code", metavar="CODE")
    role.add_argument("role", metavar="ROLE", help="attendant, supervisor, front_desk, ...")
    json_option(role)
    json_option(actions.add_parser("list", help="everyone, disabled people too"))
    for action, about in (
        ("disable", "let someone act no more; the history keeps the name"),
        ("enable", "let someone act again"),
        ("code", "a one-time code to choose a PIN by, in place of the PIN there was"),
        ("set-pin", "set a PIN; asked for, or read from standard input"),
        ("unlock", "let someone try the PIN again"),
    ):
        one = actions.add_parser(action, help=about)
        one.add_argument("code", metavar="CODE")
        json_option(one)
