"""The arguments of the commands about a shift: its history, rounds, lists, handover, figures."""

from argparse import ArgumentParser

_MOMENT = "hotel time: 2015-09-18, '2015-09-18 14:00', or 14:00 for today"


def _output(parser: ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON instead of text")
    form.add_argument("--csv", action="store_true", help="print CSV for a spreadsheet")
    parser.add_argument("--bom", action="store_true", help="begin the CSV with a byte order mark")


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def _span(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="since", metavar="T", help=_MOMENT)
    parser.add_argument("--to", dest="until", metavar="T", help="the end; a day counts whole")


def history(parser: ArgumentParser) -> None:
    """`history [ROOM]` with its filters, or `history redact SEQ`."""
    parser.usage = (
        "housekeeper history [ROOM] [--by CODE] [--kind K] [--from T] [--to T]\n"
        "                           [--limit N] [--json | --csv [--bom]]\n"
        "       housekeeper history redact SEQ"
    )
    parser.add_argument("words", nargs="*", metavar="ROOM | redact SEQ")
    parser.add_argument("--by", metavar="CODE", help="only what this person did")
    parser.add_argument(
        "--kind", metavar="K", help="only this kind: an act such as fail, or CLEANED; or a list"
    )
    _span(parser)
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="the newest so many (50)"
    )
    _output(parser)


def round_(parser: ArgumentParser) -> None:
    """`round [ID]`: what came of an inspection round."""
    parser.add_argument("id", nargs="?", type=int, metavar="ID", help="otherwise the newest")
    _output(parser)


def lists(parser: ArgumentParser) -> None:
    """`reasons [import FILE.csv]`."""
    parser.usage = "housekeeper reasons [--json]\n       housekeeper reasons import FILE.csv"
    parser.add_argument("words", nargs="*", metavar="import FILE.csv")
    _json(parser)


def checklist(parser: ArgumentParser) -> None:
    """`checklist [TYPE]`, or `checklist import FILE.csv`."""
    parser.usage = (
        "housekeeper checklist [TYPE] [--json]\n       housekeeper checklist import FILE.csv"
    )
    parser.add_argument("words", nargs="*", metavar="TYPE | import FILE.csv")
    _json(parser)


def handover(parser: ArgumentParser) -> None:
    """`handover [--since T]`, `handover add TEXT`, `handover tick ID` or `handover redact ID`."""
    parser.usage = (
        "housekeeper handover [--since T] [--json]\n"
        "       housekeeper handover add TEXT\n"
        "       housekeeper handover tick ID\n"
        "       housekeeper handover redact ID"
    )
    parser.add_argument("words", nargs="*", metavar="add TEXT | tick ID | redact ID")
    parser.add_argument("--since", metavar="T", help=_MOMENT)
    _json(parser)


def report(parser: ArgumentParser) -> None:
    """`report [--from T] [--to T]`."""
    _span(parser)
    parser.add_argument(
        "--hours",
        default="06:00-22:00",
        metavar="H-H",
        help="the hours of the day that count (06:00-22:00)",
    )
    _output(parser)
