"""The arguments of the commands about the database and the keys of guests' words."""

from argparse import ArgumentParser

from housekeeper.commands.arguments import json_option


def backup(parser: ArgumentParser) -> None:
    """`backup FILE [--keys COPY]`."""
    parser.add_argument("file", metavar="FILE", help="a file that does not exist yet")
    parser.add_argument(
        "--keys",
        dest="keys_copy",
        metavar="COPY",
        help="copy the keys of guests' words to a second file, to be kept apart",
    )
    json_option(parser)


def restore(parser: ArgumentParser) -> None:
    """`restore FILE [--keys COPY]`, or `restore --in-place`."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a file that 'housekeeper backup' wrote"
    )
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
    parser.add_argument(
        "--in-place",
        action="store_true",
        help="the backup was put back by other means (pg_restore, a copied file): check out "
        "who has left since, and give new PINs",
    )
    parser.add_argument(
        "--keys-too",
        action="store_true",
        help="with --in-place: the keys were put back with it, so they do not tell who left",
    )
    json_option(parser)


def copy(parser: ArgumentParser) -> None:
    """`copy SOURCE TARGET`."""
    parser.add_argument("source", metavar="SOURCE", help="the database to copy: a path or a URL")
    parser.add_argument("target", metavar="TARGET", help="an empty database, or a new file")
    parser.add_argument(
        "--keep-source", action="store_true", help="a plain copy: the source goes on as it is"
    )
    parser.add_argument(
        "--keys", dest="target_keys", metavar="FILE", help="where the copy's key file is to be"
    )
    json_option(parser)


def bookings(parser: ArgumentParser) -> None:
    """`bookings` and `bookings sweep`."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=("sweep",),
        metavar="sweep",
        help="delete bookings that ended more than bookings_kept_months ago",
    )
    json_option(parser)


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
    json_option(parser)
