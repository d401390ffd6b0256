"""Checkout from the command line: shown first, asked for, all rooms or none."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from housekeeper.commands import argument_values
from housekeeper.commands.database.erase import completion, completion_text, erase_after
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import complain, counted, print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotPossible, RoomMoved
from housekeeper.core.rooms.event import Act, Deleted
from housekeeper.core.rooms.snapshot import Json, utc_text
from housekeeper.core.stays.checkout import Receipt, check_out, preview, rooms_of_booking
from housekeeper.core.stays.due import Due
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

ROOMS_LISTED = 20
"""Vacant rooms named in words; the JSON names all."""

_KINDS = (
    ("Sessions", "guest_chat_sessions"),
    ("Conversations", "conversations"),
    ("Messages", "messages"),
    ("Guests", "guests"),
    ("Orders", "orders"),
    ("Breakfast", "breakfast_orders"),
)


async def checkout(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper checkout`: by rooms or by booking; the dry run only tells."""
    if bool(arguments.rooms) == (arguments.booking is not None):
        raise WrongUsage("name the rooms to check out, or one --booking REFERENCE")

    def numbers(work: UnitOfWork) -> list[str]:
        if arguments.booking is not None:
            return list(rooms_of_booking(work, arguments.booking))
        return argument_values.rooms_named(work, arguments.rooms)

    async with opened_house(settings) as house:
        if arguments.dry_run:
            found = await house.store.read(lambda work: preview(work, numbers(work)))
            _tell(found, arguments, await completion(house, None))
            return 0
        act = await house.act_on_rooms()
        rights.require(act.staff, Verb.CHECK_OUT)
        seen: Receipt | None = None
        if not arguments.yes:
            seen = await house.store.read(lambda work: preview(work, numbers(work)))
            if seen.rooms and not _is_confirmed(seen):
                complain("Nothing was checked out: what was typed is not what was asked for.")
                return 1
        receipt = await house.store.write(lambda work: _as_seen(work, act, numbers(work), seen))
        await erase_after(house, receipt.erasure)
        erasure = await completion(house, receipt.erasure)
    _tell(receipt, arguments, erasure, was_shown=seen is not None)
    return 0


def _as_seen(work: UnitOfWork, act: Act, numbers: list[str], seen: Receipt | None) -> Receipt:
    """Check out what the person saw in the preview, and nothing that came since."""
    if seen is None:
        return check_out(work, act, numbers)
    versions = {one.room_number: one.version for one in seen.rooms}
    occupied = {one.room_number for one in preview(work, numbers).rooms}
    if not occupied <= set(versions):
        raise RoomMoved("A guest came or moved meanwhile; nothing was checked out, look again.")
    return check_out(work, act, numbers, versions)


def _is_confirmed(seen: Receipt) -> bool:
    """Show what goes and ask for the room number, or for many their count, to be typed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotPossible(
            "Nothing was checked out: without a terminal to ask on, confirm with --yes."
        )
    _print_rooms(seen)
    one_room = len(seen.rooms) == 1
    wanted = seen.rooms[0].room_number if one_room else str(len(seen.rooms))
    what = f"the room number {wanted}" if one_room else f"the number of rooms, {wanted},"
    sys.stdout.flush()
    sys.stderr.write(f"This cannot be undone. Type {what} to check out: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == wanted


def _print_rooms(receipt: Receipt) -> None:
    rows = [
        (
            one.room_number,
            one.reference,
            one.departure.isoformat() if one.departure else None,
            {Due.OVERDUE: "overdue", Due.TODAY: "today", Due.EARLY: "early"}[one.due],
            *(_count(one.deleted, kind) for _, kind in _KINDS),
            one.open_orders or None,
        )
        for one in receipt.rooms
    ]
    if len(rows) > 1:
        total = (_count(receipt.deleted, kind) for _, kind in _KINDS)
        open_orders = sum(one.open_orders for one in receipt.rooms) or None
        rows.append(("total", None, None, "", *total, open_orders))
    headings = ("Room", "Booking", "Departs", "Due", *(name for name, _ in _KINDS), "Open orders")
    print_table(headings, rows, numbers=(*(name for name, _ in _KINDS), "Open orders"))


def _count(deleted: Deleted, kind: str) -> int:
    return int(getattr(deleted, kind))


def _tell(
    receipt: Receipt, arguments: Namespace, erasure: dict[str, Json], was_shown: bool = False
) -> None:
    if arguments.json:
        print_json({**_receipt_json(receipt, arguments.dry_run), "erasure": erasure})
        return
    if receipt.rooms:
        rooms = counted(len(receipt.rooms), "room")
        if not was_shown:
            _print_rooms(receipt)
        if arguments.dry_run:
            say(f"This was a dry run: {rooms} would be checked out and the above erased.")
        else:
            say(f"{rooms} checked out; the above is erased. {completion_text(erasure)}".rstrip())
    if receipt.already_vacant:
        say(f"Already vacant, left as they are: {_list_rooms(receipt.already_vacant)}")
    if not receipt.rooms:
        say("Nothing to check out.")


def _list_rooms(numbers: Sequence[str]) -> str:
    """The first of a list of rooms, and how many more there are."""
    more = len(numbers) - ROOMS_LISTED
    return ", ".join(numbers[:ROOMS_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _receipt_json(receipt: Receipt, is_dry_run: bool) -> dict[str, Json]:
    return {
        "rooms": [one.room_number for one in receipt.rooms],
        "deleted": {kind: _count(receipt.deleted, kind) for _, kind in _KINDS},
        "already_vacant": list(receipt.already_vacant),
        "dry_run": is_dry_run,
        "at": utc_text(receipt.at),
        "details": [
            {
                "room_number": one.room_number,
                "reference": one.reference,
                "departure": one.departure.isoformat() if one.departure else None,
                "due": one.due.value,
                "open_orders": one.open_orders,
                "deleted": {kind: _count(one.deleted, kind) for _, kind in _KINDS},
            }
            for one in receipt.rooms
        ],
    }
