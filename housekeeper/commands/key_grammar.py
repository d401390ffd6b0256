"""The arguments of the command about keys."""

from argparse import ArgumentParser


def keys(parser: ArgumentParser) -> None:
    """`keys`, `keys new` and `keys sweep`."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=("new", "sweep"),
        metavar="new|sweep",
        help="new: give lost keys up with all that is sealed with them, and begin anew; "
        "sweep: overwrite keys of stays that are in another copy of the database only",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
