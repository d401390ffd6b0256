"""How one room looks in a column: a pure function from a room to the lines of its card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.strip import Strip

from housekeeper.core.board.column import Column, column_of
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.drawing.line import Piece, cut, line, over, pieces_width
from housekeeper.screens.drawing.theme import Palette
from housekeeper.screens.widgets.time_text import short_day_text, since_text

WIDE = 60
"""From this many cells on, a card says everything in one line."""

FLASH = ">"
"""Before a room on which somebody here has just acted, where it went."""

UNSEEN = "•"
"""Before a room that changed during an outage, until the cursor has been there."""

_LONG_IN_HAND = timedelta(hours=1)

FLAG_WORDS: Mapping[Flag, tuple[str, str, str]] = {
    Flag.FAILED: ("✗ failed", "✗fail", "✗"),
    Flag.ARRIVAL: ("▸ arrival", "▸arr", "▸"),
    Flag.OVERDUE: ("! overdue", "!over", "!"),
    Flag.DUE_OUT: ("↗ due out", "↗due", "↗"),
    Flag.LATE: ("◷ late", "◷", "◷"),
}
"""Each flag in full, shorter, and as its glyph alone, for as much room as a card has."""

_LATE_ARRIVAL = ("▸ arrival {since}", "▸{day}", "▸")
"""The same for a guest who should have come before today."""


@dataclass(frozen=True, slots=True)
class CardFrame:
    """What all cards of a column share: cells for the whole card, its number and its type."""

    width: int
    number_width: int
    type_width: int


@dataclass(frozen=True, slots=True)
class CardState:
    """How a card stands in its column now. `age` is the text of its time in status."""

    age: str
    is_long_in_hand: bool = False
    is_cursor: bool = False
    is_marked: bool = False
    is_unseen: bool = False
    is_flashing: bool = False


def person_on_it(room: Room) -> str | None:
    """The code of who has the room in hand, or whose work waits to be looked at."""
    match room.status:
        case RoomStatus.CLEANING_IN_PROGRESS:
            return room.attendant
        case RoomStatus.CLEANED_UNINSPECTED:
            return room.cleaned_by
        case RoomStatus.CHECKOUT_DIRTY if room.fail_reason:
            return room.cleaned_by
        case _:
            return None


def _flag_pieces(room: Room, when: HouseTime, palette: Palette, brevity: int) -> list[Piece]:
    pieces: list[Piece] = []
    priority = room.maintenance_priority
    if room.maintenance_required and priority is not None:
        style = {
            MaintenancePriority.HIGH: palette.alert,
            MaintenancePriority.MED: palette.warning,
            MaintenancePriority.LOW: palette.quiet,
        }[priority]
        mark = "" if column_of(room) is Column.MAINTENANCE else "▲ "
        pieces.append((f"{mark}{priority.value}", style))
    if room.is_out_of_order and room.out_of_order_until is not None:
        day = short_day_text(room.out_of_order_until)
        pieces.append((f"until {day}" if brevity == 0 else f"→{day}", palette.quiet))
    if room.is_occupied and room.maintenance_required:
        pieces.append(("■ occupied" if brevity == 0 else "■", palette.columns[Column.OCCUPIED]))
    flags = flags_of(room, when)
    for flag in flags:
        word = FLAG_WORDS[flag][brevity]
        if flag is Flag.LATE and room.late_checkout is not None:
            word = f"{word} {room.late_checkout:%H:%M}"
        arrival = room.next_arrival
        if flag is Flag.ARRIVAL and arrival is not None and arrival < when.today:
            since, day = since_text(arrival, when.today), short_day_text(arrival)
            word = _LATE_ARRIVAL[brevity].format(since=since, day=day)
        pieces.append((word, palette.flags[flag]))
    departure = room.departure if room.status is RoomStatus.OCCUPIED else None
    if departure is not None and departure > when.today:
        day = short_day_text(departure)
        pieces.append((f"until {day}" if brevity == 0 else f"→{day}", palette.quiet))
    if room.status is RoomStatus.AVAILABLE and brevity < 2:
        pieces.append(("available" if brevity == 0 else "avail", palette.faint))
    return [spaced for piece in pieces for spaced in (piece, (" ", palette.text))][:-1]


def words_of(room: Room) -> list[tuple[str, bool]]:
    """What people wrote about the room, the most pressing first; True where it is a fault."""
    found = [
        (room.fail_reason if not room.is_occupied else "", True),
        (room.out_of_order_reason if room.is_out_of_order else "", True),
        (room.maintenance_notes, True),
        (room.housekeeping_notes, False),
    ]
    return [(plain(words), is_fault) for words, is_fault in found if words]


def height_of(room: Room, width: int) -> int:
    """How many lines the room's card has in a column of this width."""
    if width >= WIDE:
        return 1
    has_words = (
        (room.fail_reason and not room.is_occupied)
        or (room.out_of_order_reason and room.is_out_of_order)
        or room.maintenance_notes
        or room.housekeeping_notes
    )
    return 2 if has_words else 1


def _word_pieces(room: Room, palette: Palette) -> list[Piece]:
    pieces: list[Piece] = []
    for words, is_fault in words_of(room):
        if pieces:
            pieces.append((" · ", palette.faint))
        pieces.append((words, palette.text if is_fault else palette.quiet))
    return pieces


def _who(room: Room, staff_names: Mapping[str, str], limit: int) -> str:
    code = person_on_it(room)
    if code is None:
        return ""
    name = plain(staff_names.get(code, code))
    return cut(name.split()[0] if name.split() else name, limit)


def _left_pieces(room: Room, frame: CardFrame, state: CardState, palette: Palette) -> list[Piece]:
    """Edge, mark, number and type."""
    colour = palette.columns[column_of(room)]
    sign = "✓" if state.is_marked else UNSEEN if state.is_unseen else " "
    sign = FLASH if state.is_flashing else sign
    number = cut(room.number, max(frame.number_width, frame.width // 2))
    kind = cut(plain(room.room_type), frame.type_width).ljust(frame.type_width)
    return [
        ("▌" if state.is_cursor else " ", palette.edge),
        (sign, palette.mark),
        (number.ljust(frame.number_width), over(palette.strong, colour)),
        (f" {kind} ", palette.quiet),
    ]


def card(
    room: Room,
    when: HouseTime,
    staff_names: Mapping[str, str],
    frame: CardFrame,
    state: CardState,
    palette: Palette,
) -> tuple[Strip, ...]:
    """The one or two lines of a room's card, each exactly as wide as the frame.

    First line: number, type, flags, who is on it, age. Second, where somebody wrote
    something: its first words. A wide frame has it all in one line.
    """
    ground = palette.sheet
    if state.is_marked:
        ground = over(ground, palette.marked)
    if state.is_cursor or state.is_flashing:
        ground = over(ground, palette.cursor)
    left = _left_pieces(room, frame, state, palette)
    is_wide = frame.width >= WIDE
    age: Piece = (f" {state.age} ", palette.warning if state.is_long_in_hand else palette.quiet)
    who = _who(room, staff_names, 14 if is_wide else 9)
    wanted = cell_len(who) + 1 if who else 0
    spare = frame.width - pieces_width(left) - len(age[0])
    for brevity in range(3):
        flags = _flag_pieces(room, when, palette, brevity)
        flags_width = pieces_width(flags)
        if flags_width <= spare - wanted:
            break
    else:
        # Who has it and how it presses say more than the type, which opening the room tells.
        spare += pieces_width(left[-1:]) - 1
        left[-1] = (" ", palette.quiet)
    room_for_who = spare - flags_width - 1
    who = cut(who, room_for_who) if room_for_who >= 3 else ""
    right: list[Piece] = [(f" {who}" if who else "", palette.text), age]
    words = _word_pieces(room, palette)
    if not words:
        return (line(left + flags, right, frame.width, ground),)
    if is_wide:
        gap = " " * max(1, 22 - flags_width)
        return (line([*left, *flags, (gap, palette.text), *words], right, frame.width, ground),)
    lead: Piece = (" ╰ ", palette.faint)
    return (
        line(left + flags, right, frame.width, ground),
        line([left[0], lead, *words], [(" ", palette.text)], frame.width, ground),
    )


def is_long_in_hand(room: Room, now: datetime) -> bool:
    """Whether a room has been in cleaning, or waited for its inspection, for over an hour."""
    return (
        room.status in {RoomStatus.CLEANING_IN_PROGRESS, RoomStatus.CLEANED_UNINSPECTED}
        and now - room.status_since > _LONG_IN_HAND
    )
