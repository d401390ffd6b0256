"""The handover to the next shift on the command line, and its notes."""

from argparse import Namespace
from collections.abc import Callable, Sequence

from housekeeper.commands.argument_values import begins
from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import print_json, print_table, say, say_lines
from housekeeper.commands.parser import WrongUsage
from housekeeper.core.errors import InvalidInput, UnknownName
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.rooms.event import Act, RoomStep
from housekeeper.core.rooms.snapshot import encode, utc_text
from housekeeper.core.shift.handover import (
    LEFT_OPEN,
    LINES,
    Handover,
    add_note,
    handover_for,
    redact,
    tick,
)
from housekeeper.core.shift.handover_note import HandoverNote
from housekeeper.core.stays.booking import Booking
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

_TOLD = tuple((line.word.capitalize(), kinds) for line, kinds in LINES.items())
_LISTED = {line.word.capitalize() for line in LINES if line.is_printed}


async def handover(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper handover [--since T]`, `handover add TEXT`, `tick ID` or `redact ID`."""
    async with opened_house(settings) as house:
        match arguments.words:
            case []:
                return await _show(house, arguments)
            case ["add", *words] if words:
                return await _add(house, " ".join(words), arguments.json)
            case ["tick", number]:
                return await _change(house, number, tick, "is ticked", arguments.json)
            case ["redact", number]:
                return await _change(house, number, redact, "is blanked", arguments.json)
            case _:
                raise WrongUsage("handover takes nothing, add TEXT, tick ID, or redact ID")


async def _show(house: House, arguments: Namespace) -> int:
    def look(work: UnitOfWork) -> Handover:
        since = None
        if arguments.since is not None:
            since = begins(arguments.since, work.hotel, work.now)
            if since > work.now:
                raise InvalidInput("--since lies ahead; a handover tells what happened.")
        return handover_for(work, None, since)

    told = await house.store.read(look)
    if arguments.json:
        print_json(_json(told))
    else:
        _tell(told, house.hotel)
    return 0


async def _add(house: House, text: str, as_json: bool) -> int:
    act = await house.act()
    note = await house.store.write(lambda work: add_note(work, act, text))
    if as_json:
        print_json(_note_json(note))
    else:
        say(f"Note {note.id} stays for the next shift until it is ticked.")
    return 0


async def _change(
    house: House,
    number: str,
    change: Callable[[UnitOfWork, Act, int], HandoverNote],
    what: str,
    as_json: bool,
) -> int:
    act = await house.act()
    if not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise UnknownName(f"There is no handover note {number[:40]} in this hotel.")
    note = await house.store.write(lambda work: change(work, act, int(number)))
    await erase_asked(house)
    if as_json:
        print_json(_note_json(note))
    else:
        say(f"Note {note.id} {what}.")
    return 0


def _note_json(note: HandoverNote) -> dict[str, object]:
    return {
        "id": note.id,
        "text": note.text,
        "written_by": note.written_by,
        "written_at": utc_text(note.written_at),
        "ticked_by": note.ticked_by,
        "ticked_at": None if note.ticked_at is None else utc_text(note.ticked_at),
    }


def _step_json(step: RoomStep) -> dict[str, object]:
    return {
        "seq": step.seq,
        "at": utc_text(step.at),
        "room_number": step.room_number,
        "staff_code": step.staff_code,
        "staff_name": step.staff_name,
        "note": step.note,
    }


def _booking_json(booking: Booking) -> dict[str, object]:
    return {
        "reference": booking.reference,
        "room_type": booking.room_type,
        "room_number": booking.room_number,
        "arrival": booking.arrival.isoformat(),
        "departure": booking.departure.isoformat(),
    }


def _json(told: Handover) -> dict[str, object]:
    happened = {
        title.lower().replace(" ", "_"): [_step_json(step) for step in told.of(*kinds)]
        for title, kinds in _TOLD
    }
    return {
        "since": utc_text(told.since),
        "until": utc_text(told.until),
        **happened,
        "left_open": {
            status.value.lower(): [encode(room) for room in told.open_in(status)]
            for status in LEFT_OPEN
        },
        "guests_waiting": list(told.waiting),
        "overdue": list(told.overdue),
        "still_expected": [_booking_json(booking) for booking in told.expected],
        "notes": [_note_json(note) for note in told.notes],
        "ticked": [_note_json(note) for note in told.ticked],
    }


def _tell(told: Handover, hotel: Hotel) -> None:
    say(f"Since {moment(hotel, told.since)}, to {moment(hotel, told.until)}")
    counts = [(title, len(told.of(*kinds))) for title, kinds in _TOLD]
    said = ", ".join(f"{title.lower()} {count}" for title, count in counts if count)
    say(said or "Nothing happened.")
    rows = [
        (
            title,
            step.room_number,
            hotel.local(step.at).strftime("%H:%M"),
            step.staff_name,
            step.note,
        )
        for title, kinds in _TOLD
        if title in _LISTED
        for step in told.of(*kinds)
    ]
    if rows:
        say("")
        print_table(("What", "Room", "When", "Who", "Note"), rows)
    say("")
    waiting = False
    for status in LEFT_OPEN:
        numbers = [room.number for room in told.open_in(status)]
        if numbers:
            waiting = True
            say(f"Left open, {status.label}: {len(numbers)}")
            say_lines(_wrapped(numbers), indent="  ")
    for words, rooms in told.of_guests:
        waiting = True
        say(f"Left open, {words}: {len(rooms)}")
        say_lines(_wrapped(rooms), indent="  ")
    if not waiting:
        say("Nothing is left open.")
    for booking in told.expected:
        wanted = f"room {booking.room_number}" if booking.room_number else booking.room_type
        say(f"Still expected since {booking.arrival}: {booking.reference}, {wanted}")
    _tell_notes(told, hotel)


def _wrapped(numbers: Sequence[str]) -> str:
    from textwrap import fill

    return fill(" ".join(numbers), width=76)


def _tell_notes(told: Handover, hotel: Hotel) -> None:
    if not told.notes and not told.ticked:
        return
    say("")
    for note in told.notes:
        who = told.named(note.written_by)
        say(f"Note {note.id}, {who}, {moment(hotel, note.written_at)}")
        say_lines(note.text, indent="  ")
    for note in told.ticked:
        say(f"Note {note.id} was ticked by {told.named(note.ticked_by)}: {note.text}")
