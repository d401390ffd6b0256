"""What the checkout screen says: a guest's line, the preview of what goes, the receipt."""

from collections.abc import Sequence
from datetime import date, datetime

from textual.content import Content

from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import ErasureState
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Deleted
from housekeeper.core.rooms.numbers import begins_so
from housekeeper.core.stays.checkout import Guestroom, Receipt, RoomPreview
from housekeeper.core.stays.due import Due, HouseTime
from housekeeper.screens.widgets.row_list import MUTED, Row
from housekeeper.screens.widgets.time_text import day_text

ROOMS_LISTED = 200
"""How many rooms a preview or receipt lists by number before it counts the rest."""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def due_text(
    due: Due, departure: date | None, overdue_since: datetime | None, when: HouseTime
) -> str:
    """How a departure stands to a moment, in words."""
    if departure is None:
        return "no departure date"
    match due:
        case Due.OVERDUE if overdue_since is not None and departure == when.today:
            return f"overdue since {when.hotel.local(overdue_since):%H:%M}"
        case Due.OVERDUE:
            return f"overdue {_days((when.today - departure).days)}"
        case Due.TODAY:
            return "due out today"
        case Due.EARLY:
            return f"early: until {day_text(departure, when.today)}"


_DUE_STYLES = {Due.OVERDUE: "$text-error", Due.TODAY: "$text-warning", Due.EARLY: MUTED}

_HEADINGS = {
    Due.OVERDUE: "OVERDUE",
    Due.TODAY: "DUE OUT TODAY",
    Due.EARLY: "STAYING ON",
}


def list_rows(rooms: Sequence[Guestroom], beginning: str, when: HouseTime) -> list[Row]:
    """The rows of the list: the rooms whose number begins so, under a heading for each kind."""
    rows: list[Row] = []
    for due in Due:
        these = [one for one in rooms if one.due is due and begins_so(one.room.number, beginning)]
        if not these:
            continue
        rows.append(Row(None, Content(f"{_HEADINGS[due]} {len(these)}")))
        rows.extend(Row(one.room.number, _line(one, when)) for one in these)
    return rows


def _line(one: Guestroom, when: HouseTime) -> Content:
    room = one.room
    words = due_text(one.due, room.departure, one.overdue_since, when)
    match one.due:
        case Due.EARLY if room.departure is not None:
            words = f"until {day_text(room.departure, when.today)}"
        case Due.TODAY if room.late_checkout is not None:
            words = f"late {room.late_checkout:%H:%M}"
        case Due.OVERDUE:
            # The heading says of what.
            words = words.replace("overdue since", "since")
    return Content.assemble(
        (f"{plain(room.number):<6} ", "bold"),
        f"{plain(room.room_type)[:6]:<6} ",
        (f"{words:<17} ", _DUE_STYLES[one.due]),
        (plain(one.reference or ""), MUTED),
    )


_KINDS = (
    ("guests", "guest", "guests"),
    ("guest_chat_sessions", "chat session", "chat sessions"),
    ("conversations", "conversation", "conversations"),
    ("messages", "message", "messages"),
    ("orders", "order", "orders"),
    ("breakfast_orders", "breakfast order", "breakfast orders"),
)


def counted(deleted: Deleted) -> list[tuple[int, str]]:
    """Each kind of thing that goes, with how many there are of it."""
    counts: list[int] = [getattr(deleted, name) for name, _, _ in _KINDS]
    return [
        (count, one if count == 1 else many)
        for count, (_, one, many) in zip(counts, _KINDS, strict=True)
    ]


def _counts(deleted: Deleted) -> list[Content]:
    return [
        Content.assemble((f"{count:>6,}  ", "bold"), words)
        if count
        else Content.styled(f"{count:>6}  {words}", MUTED)
        for count, words in counted(deleted)
    ]


def _listed(rooms: Sequence[RoomPreview]) -> str:
    numbers = ", ".join(plain(one.room_number) for one in rooms[:ROOMS_LISTED])
    rest = len(rooms) - ROOMS_LISTED
    return f"{numbers} and {rest} more" if rest > 0 else numbers


def preview_text(receipt: Receipt, when: HouseTime) -> Content:
    """What checking these rooms out would erase, and what to look at before."""
    rooms = receipt.rooms
    if not rooms:
        return Content("")
    lines: list[Content] = []
    if len(rooms) == 1:
        one = rooms[0]
        lines.append(Content.assemble((f"Room {plain(one.room_number)}", "bold")))
        if one.reference:
            lines.append(Content(f"Booking {plain(one.reference)}"))
        words = due_text(one.due, one.departure, one.overdue_since, when)
        style = "$text-warning" if one.due is Due.EARLY else _DUE_STYLES[one.due]
        lines.append(Content.styled(f"{words[0].upper()}{words[1:]}", style))
    else:
        lines.append(Content.styled(f"{len(rooms)} rooms", "bold"))
        for due, words, style in (
            (Due.OVERDUE, "overdue", "$text-error"),
            (Due.TODAY, "due out today", ""),
            (Due.EARLY, "EARLY", "$text-warning"),
        ):
            these = [one for one in rooms if one.due is due]
            if these:
                lines.append(Content.styled(f"{len(these)} {words}: {_listed(these)}", style))
    waiting = [one for one in rooms if one.open_orders]
    if waiting:
        named = ", ".join(
            f"{plain(one.room_number)} ({one.open_orders})" for one in waiting[:ROOMS_LISTED]
        )
        words = (
            f"Open orders: {waiting[0].open_orders}" if len(rooms) == 1 else f"Open orders: {named}"
        )
        lines.append(Content.styled(f"! {words}", "$text-warning"))
    lines += [Content(""), Content.styled("Erased for good:", "bold"), *_counts(receipt.deleted)]
    becomes = "The room becomes" if len(rooms) == 1 else "The rooms become"
    gets = "gets a new PIN" if len(rooms) == 1 else "get new PINs"
    lines += [Content(""), Content.styled(f"{becomes} dirty and {gets}.", MUTED)]
    return Content("\n").join(lines)


def erasure_text(state: ErasureState | None, receipt: Receipt, at: str) -> str:
    """How far what a checkout erased has left the database file, which it did at a time."""
    if state is None or receipt.erasure is None:
        return ""
    if state.covers(receipt.erasure):
        return f"Left the database file too, at {at}." if at else "Left the database file too."
    if state.waits_for_night:
        return "Leaves the database file in the quiet hour."
    return "Leaves the database file when nobody acts for half a minute."


def receipt_text(receipt: Receipt, hotel: Hotel, erasure: str = "") -> Content:
    """What a checkout erased; `erasure` says how far that has left the database file."""
    rooms = receipt.rooms
    at = f"{hotel.local(receipt.at):%H:%M}"
    done = f"Room {plain(rooms[0].room_number)}" if len(rooms) == 1 else f"{len(rooms)} rooms"
    lines = [
        Content.assemble(("✓ ", "$text-success"), (f"{done} checked out at {at}", "bold")),
        Content(""),
        Content("Erased:"),
        *_counts(receipt.deleted),
    ]
    if len(rooms) > 1:
        lines += [Content(""), Content(f"Rooms: {_listed(rooms)}")]
    if receipt.already_vacant:
        vacant = ", ".join(plain(number) for number in receipt.already_vacant[:ROOMS_LISTED])
        lines += [Content(""), Content(f"Already vacant, left as they were: {vacant}")]
    lines += [Content(""), Content.styled("Now dirty, with a new PIN.", MUTED)]
    if erasure:
        lines.append(Content.styled(erasure, MUTED))
    return Content("\n").join(lines)
