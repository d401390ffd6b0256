"""The rooms as they stand: by status, one in full, taken into and out of use, and the counts."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from types import MappingProxyType

from housekeeper.commands import argument_values
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import counted, print_json, print_pairs, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.commands.rooms.acts import held_json
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.board.statistics import Statistics, statistics
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import moment
from housekeeper.core.room_notes import newest_first
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.rename import rename_room
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import encode, utc_text
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import set_active
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.held_rooms import bookings_of, holds_text
from housekeeper.core.stays.inventory import OutOfOrderRange
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

KEY_OF_STATUS: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.CHECKOUT_DIRTY: "checkout_dirty",
        RoomStatus.CLEANING_IN_PROGRESS: "cleaning_in_progress",
        RoomStatus.CLEANED_UNINSPECTED: "awaiting_inspection",
        RoomStatus.MAINTENANCE_REQUIRED: "maintenance_required",
        RoomStatus.READY_FOR_GUEST: "ready_for_guests",
        RoomStatus.AVAILABLE: "ready_for_guests",
        RoomStatus.OCCUPIED: "occupied",
        RoomStatus.OUT_OF_ORDER: "out_of_order",
    }
)
"""Under which key of the JSON object a room is listed; the order is that of its way."""


async def rooms(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper rooms`: every room, or those of one status; or `rooms rename OLD NEW`."""
    match arguments.words:
        case []:
            return await _list(settings, arguments)
        case ["rename", old, new]:
            return await _rename(settings, old, new, arguments.json)
        case words:
            text = " ".join(words)
            try:
                argument_values.statuses(text)
            except InvalidInput:
                raise WrongUsage("rooms takes nothing, or rename OLD NEW") from None
            option = f"'{text}'" if len(words) > 1 else text
            raise WrongUsage(f"a status is an option: housekeeper rooms --status {option}")


async def _rename(settings: Settings, old: str, new: str, as_json: bool) -> int:
    def rename(work: UnitOfWork, act: Act) -> RoomEvent:
        # Not checked as numbers are: what an older program allowed must be able to go.
        [number] = work.rooms.as_written([old])
        return rename_room(work, act, number, new)

    async with opened_house(settings) as house:
        act = await house.act()
        event = await house.store.write(lambda work: rename(work, act))
    if as_json:
        print_json(encode(event.room))
    else:
        say(f"Room {event.before['room_number']} is {event.room_number}.")
    return 0


async def _list(settings: Settings, arguments: Namespace) -> int:
    wanted = None if arguments.status is None else _read_statuses(arguments.status)
    async with opened_house(settings) as house:
        found, names, when = await house.store.read(
            lambda work: (
                work.rooms.all(arguments.inactive),
                _names(work),
                HouseTime.of(work.hotel, work.now),
            )
        )
    listed = sorted(
        (room for room in found if wanted is None or room.status in wanted),
        key=lambda room: natural_key(room.number),
    )
    if arguments.json:
        by_key: dict[str, list[object]] = {key: [] for key in KEY_OF_STATUS.values()}
        for room in listed:
            by_key[KEY_OF_STATUS[room.status]].append(encode(room))
        print_json(by_key)
        return 0
    if not listed:
        say("No rooms yet: housekeeper import rooms FILE.csv" if not found else "No such rooms.")
        return 0
    print_table(
        ("Room", "Type", "Floor", "Section", "Status", "Since", "Who", "Departs", "Flags", "Notes"),
        [
            (
                room.number,
                room.room_type,
                room.floor,
                room.section,
                room.status.label + ("" if room.is_active else " (not in use)"),
                moment(house.hotel, room.status_since),
                names.get(room.attendant or "", room.attendant),
                room.departure.isoformat() if room.departure else None,
                ", ".join(_flags_in_text(room, when)),
                _notes(room),
            )
            for room in listed
        ],
        numbers=("Floor",),
    )
    return 0


def _read_statuses(text: str) -> frozenset[RoomStatus]:
    """The statuses that a word means: one status, or a key of the JSON object."""
    listed = frozenset(status for status, key in KEY_OF_STATUS.items() if key == text)
    return listed or argument_values.statuses(text)


def _names(work: UnitOfWork) -> dict[str, str]:
    return {one.code: one.name for one in work.staff.all()}


def _flags_in_text(room: Room, when: HouseTime) -> Iterator[str]:
    """The room's flags; of a guest who should have come before today, since when."""
    arrival = room.next_arrival
    for flag in flags_of(room, when):
        is_late = flag is Flag.ARRIVAL and arrival is not None and arrival < when.today
        yield f"{flag} since {arrival}" if is_late else flag


def _arrival_fact(room: Room, today: date) -> tuple[str, str]:
    if room.next_arrival is None:
        return "next arrival", ""
    name = "expected since" if room.next_arrival < today else "next arrival"
    return name, room.next_arrival.isoformat()


def _planned_text(room: Room, planned: OutOfOrderRange) -> str:
    until = f" until {planned.ends}" if planned.ends is not None else ""
    waits = ", when its guest has left" if room.is_occupied else ""
    return f"from {planned.starts}{until}{waits}: {room.out_of_order_reason}"


def _notes(room: Room) -> str:
    """All notes of a room on one line, the most pressing first."""
    out = room.out_of_order_reason if room.is_out_of_order else ""
    if room.is_out_of_order and room.out_of_order_until:
        out += f" (until {room.out_of_order_until})"
    flagged = f"{room.maintenance_priority or ''} {room.maintenance_notes}".strip()
    return "; ".join(
        part
        for part in (room.fail_reason, out, flagged, newest_first(room.housekeeping_notes))
        if part
    )


async def stats(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper stats`: the counts over all rooms in use."""
    async with opened_house(settings) as house:
        counts: Statistics = await house.store.read(
            lambda work: statistics(
                work.rooms.all(),
                HouseTime.of(work.hotel, work.now),
                work.bookings.arrivals(work.today),
                work.bookings.arrivals_since_before(work.today),
            )
        )
    told = asdict(counts)
    since = told.pop("waiting_since")
    told.pop("waiting_room")
    told["arrivals_without_room"] = counts.arrivals_without_room
    if arguments.json:
        print_json({**told, "waiting_since": utc_text(since) if since else None})
    else:
        told["waiting_since"] = moment(house.hotel, since) if since else None
        print_pairs((name.replace("_", " "), count) for name, count in told.items())
    return 0


async def room(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper room`: one room in full, or with --active into or out of use."""
    async with opened_house(settings) as house:
        number = await house.room_number(arguments.room)
        if arguments.active is None:
            await _show(house, number, arguments.json)
            return 0
        act = await house.act_on_rooms()
        active = arguments.active == "yes"
        holds, event = await house.store.write(
            lambda work: (
                [] if active else bookings_of(work, number),
                set_active(work, act, number, active, arguments.anyway),
            )
        )
    if arguments.json:
        print_json({**encode(event.room), "held_for": held_json(holds)})
        return 0
    say(f"{number}  {'in use' if active else 'not in use'}")
    if holds:
        say(holds_text(holds))
    return 0


async def _show(house: House, number: str, as_json: bool) -> None:
    def look(
        work: UnitOfWork,
    ) -> tuple[Room, dict[str, str], Booking | None, int, OutOfOrderRange | None, date]:
        found = work.rooms.get(number)
        stay = work.bookings.in_house([number]).get(number) if found.is_occupied else None
        planned = next(iter(work.inventory.planned_out_of_order([number])), None)
        return found, _names(work), stay, len(work.orders.open(number)), planned, work.today

    found, names, stay, orders, planned, today = await house.store.read(look)
    if as_json:
        starts = None if planned is None else planned.starts.isoformat()
        print_json({**encode(found), "out_of_order_from": starts})
        return

    def by(code: str | None) -> str:
        return f"  by {names.get(code, code)}" if code else ""

    facts = [
        ("room", found.number),
        ("type", found.room_type),
        ("floor", str(found.floor)),
        ("section", found.section),
        ("status", found.status.label + ("" if found.is_active else " (not in use)")),
        ("since", moment(house.hotel, found.status_since) + by(found.attendant)),
        ("booking", stay.reference if stay else ""),
        ("departs", found.departure.isoformat() if found.departure else ""),
        ("late check-out", found.late_checkout.strftime("%H:%M") if found.late_checkout else ""),
        _arrival_fact(found, today),
        ("cleaned", moment(house.hotel, found.last_cleaned_at) + by(found.cleaned_by)),
        ("inspected", moment(house.hotel, found.last_inspected_at) + by(found.inspected_by)),
        ("to be out of order", "" if planned is None else _planned_text(found, planned)),
        ("notes", _notes(found)),
        ("open orders", counted(orders, "order") if orders else ""),
    ]
    print_pairs((name, value) for name, value in facts if value)
