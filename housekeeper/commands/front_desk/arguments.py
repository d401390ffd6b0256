"""The arguments of the commands about stays, their guests and what can be sold."""

from argparse import ArgumentParser

from housekeeper.commands.arguments import DAY, ROOM_LIST, anyway_option, json_option


def arrivals(parser: ArgumentParser) -> None:
    """`arrivals [DATE]`, or `arrivals --day DATE`."""
    parser.add_argument("words", metavar="DATE", nargs="*", help=f"the day they come: {DAY}")
    parser.add_argument("--day", metavar="DATE", help=f"the day they come: {DAY}")
    json_option(parser)


def checkin(parser: ArgumentParser) -> None:
    """`checkin REFERENCE [--room N] [--anyway]`."""
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("--room", metavar="N", help="this room; otherwise one is chosen")
    parser.add_argument(
        "--reason", "--note", metavar="TEXT", default="", help="why a room of another type is given"
    )
    parser.add_argument(
        "--undo",
        action="store_true",
        help="take a wrong check-in back, while nothing of the guest is stored",
    )
    anyway_option(parser)
    json_option(parser)


def checkout(parser: ArgumentParser) -> None:
    """`checkout ROOM ...` or `checkout --booking REFERENCE`."""
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=ROOM_LIST)
    parser.add_argument("--booking", metavar="REFERENCE", help="the room of this booking")
    parser.add_argument("--dry-run", action="store_true", help="show what would be erased")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    json_option(parser)


def move(parser: ArgumentParser) -> None:
    """`move REFERENCE ROOM [--anyway]`."""
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("room", metavar="ROOM", help="the room to move to")
    parser.add_argument(
        "--reason", "--note", metavar="TEXT", default="", help="why a room of another type is given"
    )
    anyway_option(parser)
    json_option(parser)


def late(parser: ArgumentParser) -> None:
    """`late REFERENCE TIME`."""
    parser.add_argument("reference", metavar="REFERENCE", help="the booking")
    parser.add_argument("time", metavar="TIME", help="hotel time such as 14:00, or none")
    json_option(parser)


def inventory(parser: ArgumentParser) -> None:
    """`inventory ROOM_TYPE DATE`."""
    parser.add_argument("room_type", metavar="ROOM_TYPE")
    parser.add_argument("date", metavar="DATE", help=f"the night: {DAY}")
    rule = parser.add_mutually_exclusive_group()
    rule.add_argument("--stop-sell", action="store_true", help="sell none in this night")
    rule.add_argument("--total", type=int, metavar="N", help="sell at most so many")
    rule.add_argument("--clear", action="store_true", help="take the rule away")
    json_option(parser)


def availability(parser: ArgumentParser) -> None:
    """`availability ROOM_TYPE ARRIVAL DEPARTURE`."""
    parser.description = (
        "What can be sold of a type for every night of a stay: its rooms in use, less those out "
        "of order, those flagged (tonight), and those of guests who stay or are expected. With "
        "the setting sell = ready, only rooms that are ready now are counted."
    )
    parser.add_argument("room_type", metavar="ROOM_TYPE")
    parser.add_argument("arrival", metavar="ARRIVAL", help=DAY)
    parser.add_argument("departure", metavar="DEPARTURE", help="the same, or +2 for two nights")
    json_option(parser)


def session(parser: ArgumentParser) -> None:
    """`session open|validate`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="open|validate")
    opened = actions.add_parser("open", help="open a guest's session with the room's PIN")
    opened.add_argument("room", metavar="ROOM")
    opened.add_argument("pin", metavar="PIN")
    opened.add_argument("--fcm-token", metavar="TOKEN", help="the device's push token")
    json_option(opened)
    validated = actions.add_parser("validate", help="say what a token is worth")
    validated.add_argument("token", metavar="TOKEN")
    json_option(validated)


def message(parser: ArgumentParser) -> None:
    """`message send|list`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="send|list")
    sent = actions.add_parser("send", help="write to the guest, or with a token as the guest")
    sent.add_argument("room", metavar="ROOM")
    sent.add_argument("text", metavar="TEXT")
    sent.add_argument("--token", metavar="TOKEN", help="the guest's token")
    json_option(sent)
    listed = actions.add_parser("list", help="the whole conversation of the guest in a room")
    listed.add_argument("room", metavar="ROOM")
    json_option(listed)


def order(parser: ArgumentParser) -> None:
    """`order add|list|done`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|done")
    added = actions.add_parser("add", help="take an order for the guest of a room")
    added.add_argument("room", metavar="ROOM")
    added.add_argument("item", metavar="ITEM")
    added.add_argument("--quantity", type=int, default=1, metavar="N")
    added.add_argument("--breakfast", action="store_true", help="a breakfast order")
    json_option(added)
    listed = actions.add_parser("list", help="open orders")
    listed.add_argument("room", metavar="ROOM", nargs="?")
    json_option(listed)
    done = actions.add_parser("done", help="mark an order done")
    done.add_argument("id", metavar="ID", help="17, or B4 for a breakfast order")
    json_option(done)
