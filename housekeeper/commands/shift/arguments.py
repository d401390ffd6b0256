"""The arguments of the commands about a shift: its rounds, lists, handover and figures."""

from argparse import ArgumentParser

from housekeeper.commands.arguments import (
    MOMENT,
    encoding_option,
    json_option,
    output_options,
    span_options,
)


def round_(parser: ArgumentParser) -> None:
    """`round [ID]`: what came of an inspection round."""
    parser.add_argument("id", nargs="?", type=int, metavar="ID", help="otherwise the newest")
    output_options(parser)


def reasons(parser: ArgumentParser) -> None:
    """`reasons [import FILE.csv]`."""
    parser.usage = (
        "housekeeper reasons [--json]\n       housekeeper reasons import FILE.csv [--encoding NAME]"
    )
    parser.add_argument("words", nargs="*", metavar="import FILE.csv")
    encoding_option(parser)
    json_option(parser)


def checklist(parser: ArgumentParser) -> None:
    """`checklist [TYPE]`, or `checklist import FILE.csv`."""
    parser.usage = (
        "housekeeper checklist [TYPE] [--json]\n"
        "       housekeeper checklist import FILE.csv [--encoding NAME]"
    )
    parser.add_argument("words", nargs="*", metavar="TYPE | import FILE.csv")
    encoding_option(parser)
    json_option(parser)


def handover(parser: ArgumentParser) -> None:
    """`handover [--since T]`, `handover add TEXT`, `handover tick ID` or `handover redact ID`."""
    parser.usage = (
        "housekeeper handover [--since T] [--json]\n"
        "       housekeeper handover add TEXT\n"
        "       housekeeper handover tick ID\n"
        "       housekeeper handover redact ID"
    )
    parser.add_argument("words", nargs="*", metavar="add TEXT | tick ID | redact ID")
    parser.add_argument("--since", metavar="T", help=MOMENT)
    json_option(parser)


def report(parser: ArgumentParser) -> None:
    """`report [--from T] [--to T]`."""
    span_options(parser)
    parser.add_argument(
        "--hours",
        default="06:00-22:00",
        metavar="H-H",
        help="the hours of the day that count (06:00-22:00)",
    )
    output_options(parser)
