"""What the check-in says: an arrival's line, a room's line, the booking chosen."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from housekeeper.core.entered_text import has_words, plain
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import Booking, Hold
from housekeeper.core.stays.front_desk import CheckedIn, CheckInOffer, is_other_type
from housekeeper.core.stays.held_rooms import holds_text
from housekeeper.screens.widgets.row_list import MUTED, Row
from housekeeper.screens.widgets.time_text import day_text, nights_text, since_text


def arrivals_meeting(arrivals: Sequence[Booking], typed: str) -> list[Booking]:
    """The arrivals whose reference and guest's name contain the words typed, in any order."""
    return [one for one in arrivals if has_words(f"{one.reference} {one.guest_name or ''}", typed)]


def arrival_row(booking: Booking, today: date) -> Row:
    """One arrival on a line: reference, type, nights, people, room, name, and how late it is."""
    guests = f"{booking.adults}+{booking.children}" if booking.children else booking.adults
    people = f"{guests} guest{'' if guests == 1 else 's'}"
    late = booking.arrival < today
    room = f"room {plain(booking.room_number)}" if booking.room_number else ""
    return Row(
        booking.reference,
        Content.assemble(
            (f"{plain(booking.reference):<12} ", "bold"),
            f"{plain(booking.room_type):<6} ",
            f"{nights_text(booking.arrival, booking.departure):<10} ",
            (f"{people:<10} ", MUTED),
            (f"{room:<10} ", MUTED),
            plain(booking.guest_name or ""),
            (f"  {since_text(booking.arrival, today)}" if late else "", "$text-warning"),
        ),
    )


def arrivals_text(arrivals: Sequence[Booking], shown: int, is_narrowed: bool, today: date) -> str:
    """How many arrivals are still to come, and how another booking is found."""
    count, before = len(arrivals), sum(one.arrival < today for one in arrivals)
    if not count:
        return "No arrivals today that are still to come; type a reference to find another."
    since = f", {before} of them since before today" if before else " today"
    if is_narrowed:
        return f"{shown} of {count} arrivals{since}; Enter also finds another reference."
    return f"{count} arrival{'' if count == 1 else 's'}{since}, still to check in"


def booking_text(offer: CheckInOffer, today: date) -> Content:
    """The booking chosen, and why it cannot have the room that is assigned to it."""
    booking = offer.booking
    return Content.assemble(
        (plain(booking.reference), "bold"),
        f"  {plain(booking.room_type)}  ",
        f"{day_text(booking.arrival, today)} to ",
        f"{day_text(booking.departure, today)}, ",
        nights_text(booking.arrival, booking.departure),
        f"  {plain(booking.guest_name or '')}",
        (_assigned_text(offer), "$text-warning"),
    )


def _assigned_text(offer: CheckInOffer) -> str:
    room = offer.assigned
    if room is None or room.is_bookable:
        return ""
    return f"\nRoom {plain(room.number)} is assigned to it, but is {room.status.label}."


def hold_text(hold: Hold | None, today: date) -> str:
    """What a room is held for, as a list of rooms shows it."""
    if hold is None:
        return ""
    what = f"held for {plain(hold.reference)}" if hold.reference is not None else "out of order"
    word = "on" if hold.ends == hold.starts else "from"
    return f"  {what}, {word} {day_text(hold.starts, today)}"


def room_row(room: Room, booking: Booking, today: date, hold: Hold | None) -> Row:
    """One free room on a line, with what speaks against it for this booking."""
    is_other = is_other_type(room, booking)
    return Row(
        room.number,
        Content.assemble(
            (f"{plain(room.number):<8} ", "bold"),
            (f"{plain(room.room_type):<6} ", "$text-warning" if is_other else ""),
            (f"floor {room.floor}  {room.status.label}", MUTED),
            (hold_text(hold, today), "$text-warning"),
            ("  other type" if is_other else "", "$text-warning"),
        ),
    )


def given_text(done: CheckedIn) -> str:
    """What is to be known of the room that was given: a line for each, most often none."""
    lines = []
    if done.assigned is not None:
        number, assigned = plain(done.room_number), plain(done.assigned)
        lines.append(f"Room {number}, not room {assigned}, which was assigned")
    if done.held_for:
        lines.append(plain(holds_text(done.held_for)))
    return "\n".join(lines)
