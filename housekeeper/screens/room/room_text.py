"""What the room screen says: facts, conversation and history, as tables of literal text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.content import Content

from housekeeper.core.acts import Source, Via
from housekeeper.core.board.column import column_of
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.entered_text import plain, plain_lines
from housekeeper.core.erasure import finished_at
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Deleted, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.room_record import HISTORY_LIMIT, Dossier
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.guest_records import Order, Sender
from housekeeper.core.stays.inventory import OutOfOrderRange
from housekeeper.screens.drawing.theme import GLYPHS, Palette, palette_of
from housekeeper.screens.front_desk.checkout_text import counted
from housekeeper.screens.widgets.time_text import (
    age_text,
    arrival_text,
    day_text,
    moment_text,
    nights_text,
    note_lines,
)
from housekeeper.screens.workstation import Workstation

LABEL_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """What a room is told with: the hotel's zone, the moment, the colours.

    `has_file` is whether the database is a file of which freed bytes are overwritten.
    """

    hotel: Hotel
    now: datetime
    palette: Palette
    has_file: bool = False

    def moment(self, at: datetime) -> str:
        """A moment with its age."""
        return f"{moment_text(self.hotel, at, self.now)} ({age_text(at, self.now)})"


def telling_of(workstation: Workstation, theme: str) -> Telling:
    """What a room of this workstation is told with now, in this theme."""
    hotel, now = workstation.store.hotel, workstation.clock.now()
    return Telling(hotel, now, palette_of(theme), has_file=workstation.erasure is not None)


def status_text(room: Room, telling: Telling) -> Text:
    """The room's status, as a glyph and words, with its age."""
    column = column_of(room)
    words = Text()
    words.append(f"{GLYPHS[column]} {room.status.label}", telling.palette.columns[column])
    words.append(f"  {age_text(room.status_since, telling.now)}", telling.palette.quiet)
    if not room.is_active:
        words.append("  not in use", telling.palette.alert)
    return words


def flag_text(room: Room, telling: Telling) -> Text:
    """The room's flags in words."""
    palette = telling.palette
    words = Text()
    if room.maintenance_required and room.maintenance_priority is not None:
        words.append(f"▲ {room.maintenance_priority.value}", _priority_style(room, palette))
    if room.is_occupied and (room.maintenance_required or room.is_out_of_order):
        words.append("  " if words else "")
        words.append("occupied", palette.text)
    when = HouseTime.of(telling.hotel, telling.now)
    for flag in flags_of(room, when):
        words.append("  " if words else "")
        sentence = _FLAG_SENTENCES[flag]
        if flag is Flag.ARRIVAL and room.next_arrival is not None:
            sentence = f"arrival {arrival_text(room.next_arrival, when.today)}"
        words.append(sentence, palette.flags[flag])
    return words


_FLAG_SENTENCES = {
    Flag.WAITING: "guest waits",
    Flag.FAILED: "failed inspection",
    Flag.ARRIVAL: "arrival",
    Flag.OVERDUE: "overdue",
    Flag.DUE_OUT: "due out today",
    Flag.LATE: "late check-out",
}


def title_text(room: Room, telling: Telling) -> Content:
    """The room's number and type, its status, and its flags, on one line."""
    number = Content(f"{plain(room.number)}  {plain(room.room_type)}  ").stylize("bold")
    status, flags = status_text(room, telling), flag_text(room, telling)
    return number + Content.from_rich_text(status) + "  " + Content.from_rich_text(flags)


def _priority_style(room: Room, palette: Palette) -> Style:
    match room.maintenance_priority:
        case MaintenancePriority.HIGH:
            return palette.alert
        case MaintenancePriority.MED:
            return palette.warning
        case _:
            return palette.quiet


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=LABEL_WIDTH, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    return grid


def _people(adults: int, children: int) -> str:
    words = f"{adults} adult{'' if adults == 1 else 's'}"
    return f"{words}, {children} child{'' if children == 1 else 'ren'}" if children else words


def facts_table(
    dossier: Dossier, telling: Telling, pin: str | None, key_of_pin: str
) -> RenderableType:
    """Everything about the room itself and its guest; the PIN only where it was asked for."""
    palette = telling.palette
    grid = _grid()

    def row(label: str, *values: str | Text, style: Style | None = None) -> None:
        text = Text()
        for value in values:
            text.append(value if isinstance(value, Text) else Text(value, style or palette.text))
        grid.add_row(Text(label, palette.quiet), text)

    def head(words: str) -> None:
        grid.add_row(Text(""), Text(""))
        grid.add_row(Text(words, palette.faint + Style(bold=True)), Text(""))

    room = dossier.room
    row("Status", status_text(room, telling))
    section = f", section {plain(room.section)}" if room.section else ""
    row("Room", f"{plain(room.room_type)}, floor {room.floor}{section}")
    if room.attendant:
        row("Cleaning", plain(dossier.named(room.attendant)))
    if room.last_cleaned_at is not None:
        who = plain(dossier.named(room.cleaned_by))
        row("Cleaned", f"{who}, {telling.moment(room.last_cleaned_at)}")
    if room.last_inspected_at is not None:
        who = plain(dossier.named(room.inspected_by))
        how = ", failed" if room.fail_reason else ""
        row("Inspected", f"{who}, {telling.moment(room.last_inspected_at)}{how}")
    if room.fail_reason:
        row("Failed for", plain(room.fail_reason), style=palette.alert)
    if room.maintenance_required:
        row("Maintenance", _maintenance_text(room, palette))
    if room.is_out_of_order:
        until = room.out_of_order_until
        today = telling.hotel.day(telling.now)
        end = f"until {day_text(until, today)}" if until else "no end known yet"
        row("Out of order", f"{plain(room.out_of_order_reason)}, {end}")
    if dossier.planned is not None:
        row("Out of order", _planned_text(room, dossier.planned, telling))
    row("Note", _notes_text(room, telling) or Text("none", palette.faint))
    head("GUEST" if room.is_occupied else "NEXT GUEST")
    for label, value in _guest_rows(dossier, telling):
        row(label, value)
    hidden = Text(f"••••••  {key_of_pin} shows it", palette.quiet)
    row("PIN", Text(pin, palette.strong) if pin else hidden)
    return grid


def _notes_text(room: Room, telling: Telling) -> str:
    lines = note_lines(room.housekeeping_notes, telling.hotel.day(telling.now))
    return "\n".join(map(plain, lines))


def _planned_text(room: Room, planned: OutOfOrderRange, telling: Telling) -> str:
    today = telling.hotel.day(telling.now)
    until = f" until {day_text(planned.ends, today)}" if planned.ends else ", no end known yet"
    waits = "; waits for its guest to leave" if planned.starts <= today else ""
    starts = day_text(planned.starts, today)
    return f"{plain(room.out_of_order_reason)}, from {starts}{until}{waits}"


def _maintenance_text(room: Room, palette: Palette) -> Text:
    priority = room.maintenance_priority.value if room.maintenance_priority else ""
    text = Text()
    text.append(priority, _priority_style(room, palette))
    text.append(f"  {plain(room.maintenance_notes)}", palette.text)
    return text


def _stay_text(booking: Booking, telling: Telling) -> str:
    today = telling.hotel.day(telling.now)
    first, last = day_text(booking.arrival, today), day_text(booking.departure, today)
    return f"{first} to {last}, {nights_text(booking.arrival, booking.departure)}"


def _guest_rows(dossier: Dossier, telling: Telling) -> Iterator[tuple[str, str | Text]]:
    room, booking, palette = dossier.room, dossier.booking, telling.palette
    today = telling.hotel.day(telling.now)
    if room.is_occupied:
        if dossier.guest_names:
            yield "Name", ", ".join(plain(name) for name in dossier.guest_names)
        if booking is not None:
            yield "Booking", plain(booking.reference)
            yield "Guests", _people(booking.adults, booking.children)
            yield "Stay", _stay_text(booking, telling)
        elif room.departure is not None:
            yield "Departure", day_text(room.departure, today)
        if room.late_checkout is not None:
            yield "Late until", f"{room.late_checkout:%H:%M}"
        if room.next_arrival is not None:
            yield "Next arrival", arrival_text(room.next_arrival, today)
        return
    if dossier.arrival is not None:
        arrival = dossier.arrival
        if arrival.guest_name:
            yield "Name", plain(arrival.guest_name)
        yield "Booking", plain(arrival.reference)
        yield "Guests", _people(arrival.adults, arrival.children)
        yield "Stay", _stay_text(arrival, telling)
    elif room.next_arrival is not None:
        yield "Arrival", arrival_text(room.next_arrival, today)
    else:
        yield "Arrival", Text("none assigned", palette.faint)


def order_line(order: Order, telling: Telling) -> str:
    """One open order on a line: what, since when, and its id."""
    items = ", ".join(
        f"{item.quantity}x {plain(item.name)}" if item.quantity > 1 else plain(item.name)
        for item in order.items
    )
    kind = "breakfast: " if order.id.is_breakfast else ""
    return f"{order.id!s:<5} {age_text(order.created_at, telling.now):>5}  {kind}{items}"


def conversation_table(dossier: Dossier, telling: Telling) -> RenderableType:
    """The whole conversation, oldest first."""
    palette = telling.palette
    if not dossier.room.is_occupied:
        return Text("No guest is in this room, so there is no conversation.", palette.quiet)
    if not dossier.messages:
        return Text("No messages yet.", palette.quiet)
    lines: list[RenderableType] = []
    for message in dossier.messages:
        is_guest = message.sender is Sender.GUEST
        who = "Guest" if is_guest else plain(message.staff_name or "Staff")
        head = Text()
        head.append("▸ " if is_guest else "◂ ", palette.key if is_guest else palette.quiet)
        head.append(who, palette.strong if is_guest else palette.text)
        head.append(f"  {moment_text(telling.hotel, message.sent_at, telling.now)}", palette.quiet)
        lines.append(head)
        body = Table.grid(padding=(0, 0), expand=True)
        body.add_column(width=2)
        body.add_column(ratio=1, overflow="fold")
        style = palette.text if is_guest else palette.quiet
        for line in plain_lines(message.body):
            body.add_row(Text(""), Text(line, style))
        lines += [body, Text("")]
    return Group(*lines[:-1])


def _erased_text(deleted: Deleted) -> str:
    found = [f"{count:,} {words}" for count, words in counted(deleted) if count]
    return f"erased: {', '.join(found) or 'nothing'}"


def history_table(dossier: Dossier, telling: Telling) -> RenderableType:
    """What happened to the room, newest first, with who did it and what they wrote."""
    palette = telling.palette
    if not dossier.history:
        words = "Nothing has happened to this room yet."
        if dossier.is_history_cut:
            words = "Nothing has happened to this room in the history that is kept."
        return Text(words, palette.quiet)
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=_when_width(dossier, telling), no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for event in dossier.history:
        when = moment_text(telling.hotel, event.at, telling.now)
        left_at = finished_at(dossier.erasures, event.erasure)
        grid.add_row(Text(when, palette.quiet), _event_text(event, telling, left_at))
    if len(dossier.history) == HISTORY_LIMIT:
        words = f"The newest {HISTORY_LIMIT}; `housekeeper history` gives more."
        grid.add_row(Text(""), Text(words, palette.quiet))
    return grid


def _when_width(dossier: Dossier, telling: Telling) -> int:
    return max(len(moment_text(telling.hotel, event.at, telling.now)) for event in dossier.history)


def _event_text(event: RoomEvent, telling: Telling, left_at: datetime | None) -> Text:
    palette = telling.palette
    words = Text()
    words.append(event.kind.label, palette.strong)
    words.append(f"  {plain(event.staff_name or event.staff_code)}", palette.text)
    if event.from_status is not event.to_status:
        column = column_of(event.room)
        words.append("  → ", palette.quiet)
        words.append(f"{GLYPHS[column]} {event.to_status.label}", palette.columns[column])
    if event.source is Source.MANAGER_OVERRIDE:
        words.append("  by hand", palette.warning)
    if event.via is Via.COMMAND_LINE:
        words.append("  command line", palette.faint)
    if event.note:
        words.append(f"\n{plain(event.note)}", palette.text)
    if event.deleted is not None:
        words.append(f"\n{_erased_text(event.deleted)}", palette.quiet)
        if left_at is not None:
            local = telling.hotel.local(left_at)
            words.append(f", left the database file {local:%d %b %H:%M}", palette.quiet)
        elif event.erasure is not None and telling.has_file:
            words.append(", erasure from the file pending", palette.quiet)
    return words
