"""How one room looks in a column: a pure function from a room to the lines of its card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.strip import Strip

from housekeeper.core.board.column import Column, column_of
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.entered_text import plain
from housekeeper.core.room_notes import newest_first
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.drawing.line import Piece, cut, line, over, pieces_width, wrapped
from housekeeper.screens.drawing.theme import Palette
from housekeeper.screens.widgets.time_text import short_day_text, since_text

WIDE = 60
"""From this many cells on, what people wrote stands beside the room."""

COMPACT = 1
"""A card of one line; in a narrow column one more has the first words that somebody wrote."""

MOST_LINES = 6
"""No card is higher than this, however much was written."""

EVERYTHING = MOST_LINES + 1
"""Said of a card's lines: there is room to tell in words too what its first line shortens."""

_AGE_WIDTH = 5
"""Cells that are kept for an age, so that a card does not change its words as time passes."""

_LEAD_WIDTH = 4
"""Cells before what stands beneath a card's first line."""

_WORDS_AT = 22
"""In a wide column words stand so many cells behind the type, beneath each other."""

_FEWEST_FOR_WORDS = 16

_ANY = 1000
"""More lines than any card has."""

FLASH = ">"
"""Before a room on which somebody here has just acted, where it went."""

UNSEEN = "•"
"""Before a room that changed during an outage, until the cursor has been there."""

_LONG_IN_HAND = timedelta(hours=1)

FLAG_WORDS: Mapping[Flag, tuple[str, str, str]] = {
    Flag.WAITING: ("✉ waiting", "✉", "✉"),
    Flag.FAILED: ("✗ failed", "✗fail", "✗"),
    Flag.ARRIVAL: ("▸ arrival", "▸arr", "▸"),
    Flag.OVERDUE: ("! overdue", "!over", "!"),
    Flag.DUE_OUT: ("↗ due out", "↗due", "↗"),
    Flag.LATE: ("◷ late", "◷", "◷"),
}
"""Each flag in full, shorter, and as its glyph alone, for as much room as a card has."""

_AVAILABLE = "available"

_GLYPHS_ALONE = 2
"""The shortest of the three ways in which flags are said."""

_LATE_ARRIVAL = ("▸ arrival {since}", "▸{day}", "▸")
"""The same for a guest who should have come before today."""


@dataclass(frozen=True, slots=True)
class CardFrame:
    """What all cards of a column share: cells for the whole card, its number and its type.

    `lines` is the most that a card may take: `COMPACT`, more where the column has room, and
    `EVERYTHING` where all that was written about its rooms is told, and room is left.
    """

    width: int
    number_width: int
    type_width: int
    lines: int = COMPACT


@dataclass(frozen=True, slots=True)
class CardHeight:
    """How many lines a card would like: for all there is to say, and for what was written."""

    whole: int
    words: int

    def within(self, lines: int) -> int:
        """How many it takes where it may have so many."""
        if lines >= EVERYTHING and self.whole <= MOST_LINES:
            return self.whole
        return min(self.words, lines, MOST_LINES)


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


def waiting_text(room: Room, brevity: int) -> str:
    """How many messages and orders of its guest wait: `✉ 2 waiting`, shorter `✉2`."""
    glyph = FLAG_WORDS[Flag.WAITING][2]
    count = room.requests_waiting
    return f"{glyph} {count} {Flag.WAITING}" if brevity == 0 else f"{glyph}{count}"


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
        if flag is Flag.WAITING:
            word = waiting_text(room, brevity)
        arrival = room.next_arrival
        if flag is Flag.ARRIVAL and arrival is not None and arrival < when.today:
            since, day = since_text(arrival, when.today), short_day_text(arrival)
            word = _LATE_ARRIVAL[brevity].format(since=since, day=day)
        pieces.append((word, palette.flags[flag]))
    departure = room.departure if room.status is RoomStatus.OCCUPIED else None
    if departure is not None and departure > when.today:
        day = short_day_text(departure)
        pieces.append((f"until {day}" if brevity == 0 else f"→{day}", palette.quiet))
    if room.status is RoomStatus.AVAILABLE and brevity < _GLYPHS_ALONE:
        pieces.append((_AVAILABLE if brevity == 0 else "avail", palette.faint))
    return [spaced for piece in pieces for spaced in (piece, (" ", palette.text))][:-1]


def words_of(room: Room) -> list[tuple[str, bool]]:
    """What people wrote about the room, the most pressing first; True where it is a fault.

    A note of several lines begins with the newest, which is its last.
    """
    found = [
        (room.fail_reason if not room.is_occupied else "", True),
        (room.out_of_order_reason if room.is_out_of_order else "", True),
        (room.maintenance_notes, True),
        (newest_first(room.housekeeping_notes), False),
    ]
    return [(plain(words), is_fault) for words, is_fault in found if words.strip()]


def _word_pieces(room: Room, palette: Palette) -> list[Piece]:
    pieces: list[Piece] = []
    for words, is_fault in words_of(room):
        if pieces:
            pieces.append((" · ", palette.faint))
        pieces.append((words, palette.text if is_fault else palette.quiet))
    return pieces


def _who(room: Room, staff_names: Mapping[str, str]) -> str:
    code = person_on_it(room)
    if code is None:
        return ""
    name = plain(staff_names.get(code, code))
    return name.split()[0] if name.split() else name


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


@dataclass(slots=True)
class _Told:
    """A card as it is laid out: its first line, and what may stand beneath it.

    `facts` are those that the first line had to shorten; `words` what people wrote, in lines
    of `words_width` cells, of which the first stands beside the room in a wide column.
    """

    left: list[Piece]
    flags: list[Piece]
    who: str
    facts: list[Piece]
    between: list[Piece]
    words: list[Piece]
    words_width: int
    is_wide: bool

    def height(self) -> CardHeight:
        """How many lines all of it takes."""
        least = 0 if self.is_wide else 1
        words = len(wrapped(self.words, self.words_width, _ANY))
        whole = words if not self.facts else len(wrapped(self._all, self.words_width, _ANY))
        return CardHeight(max(1, least + whole), max(1, least + words))

    @property
    def _all(self) -> list[Piece]:
        return [*self.facts, *(self.between if self.words else ()), *self.words]

    def beneath(self, lines: int) -> list[list[Piece]]:
        """What stands beneath the first line, or from it on in a wide column, in its lines."""
        if lines == COMPACT:
            return [self.words] if self.words else []
        most = min(lines, MOST_LINES) - (not self.is_wide)
        if self.facts and lines >= EVERYTHING:
            whole = wrapped(self._all, self.words_width, _ANY)
            if len(whole) <= most:
                return whole
        return wrapped(self.words, self.words_width, most)


def _words_of_glyphs(flags: list[Piece], in_full: list[Piece]) -> list[Piece]:
    """What those flags mean that stand in the first line as a glyph and nothing else.

    A glyph with a number or a day behind it says all that its words would.
    """
    return [
        (text.partition(" ")[2] if text[1:2] == " " else text, style)
        for (shown, _), (text, style) in zip(flags, in_full, strict=False)
        if shown.strip() and cell_len(shown) == 1 and text != shown
    ]


def _lay_out(
    room: Room,
    when: HouseTime,
    staff_names: Mapping[str, str],
    frame: CardFrame,
    state: CardState,
    palette: Palette,
    says_everything: bool,
) -> _Told:
    left = _left_pieces(room, frame, state, palette)
    words = _word_pieces(room, palette)
    is_wide = frame.width >= WIDE
    name = _who(room, staff_names)
    who = cut(name, 14 if is_wide else 9)
    wanted = cell_len(who) + 1 if who else 0
    spare = frame.width - pieces_width(left) - _AGE_WIDTH - is_wide
    kept_for_words = _FEWEST_FOR_WORDS if is_wide and words else 0
    facts: list[Piece] = []
    for brevity in range(_GLYPHS_ALONE + 1):
        flags = _flag_pieces(room, when, palette, brevity)
        flags_width = pieces_width(flags)
        if flags_width <= spare - wanted - kept_for_words:
            break
    else:
        # Who has it and how it presses say more than the type.
        if plain(room.room_type).strip():
            facts.append((plain(room.room_type), palette.quiet))
        spare += pieces_width(left[-1:]) - 1
        left[-1] = (" ", palette.quiet)
    says_by_glyph: list[Piece] = []
    if says_everything and brevity == _GLYPHS_ALONE:
        says_by_glyph = _words_of_glyphs(flags, _flag_pieces(room, when, palette, 0))
        facts += says_by_glyph
    room_for_who = spare - flags_width - 1
    shown = cut(who, room_for_who) if room_for_who >= 3 else ""
    if shown != name:
        facts.append((name, palette.text))
    words_width = frame.width - _LEAD_WIDTH
    between: list[Piece] = [("·", palette.faint)]
    if is_wide:
        flags.append((" " * max(1, _WORDS_AT - flags_width), palette.text))
        beside = spare - pieces_width(flags) - (cell_len(shown) + 1 if shown else 0)
        words_width = max(_FEWEST_FOR_WORDS, beside - 1)
        facts = []
    if len(facts) == 1 and not words and shown == name and not says_by_glyph:
        # A line for the type alone tells too little.
        facts = []
    facts = [(f"{text},", style) for text, style in facts[:-1]] + facts[-1:]
    return _Told(left, flags, shown, facts, between, words, words_width, is_wide)


def height_of(
    room: Room,
    when: HouseTime,
    staff_names: Mapping[str, str],
    frame: CardFrame,
    palette: Palette,
) -> CardHeight:
    """How many lines the room's card would like in such a frame, whatever its `lines` are."""
    told = _lay_out(room, when, staff_names, frame, CardState(""), palette, says_everything=True)
    return told.height()


def compact_height(room: Room, width: int) -> int:
    """How many lines the room's card has in a column of this width that has none to spare."""
    if width >= WIDE:
        return 1
    has_words = (
        (room.fail_reason.strip() and not room.is_occupied)
        or (room.out_of_order_reason.strip() and room.is_out_of_order)
        or room.maintenance_notes.strip()
        or room.housekeeping_notes.strip()
    )
    return 2 if has_words else 1


def card(
    room: Room,
    when: HouseTime,
    staff_names: Mapping[str, str],
    frame: CardFrame,
    state: CardState,
    palette: Palette,
) -> tuple[Strip, ...]:
    """The lines of a room's card, each exactly as wide as the frame.

    First line: number, type, flags, who is on it, age. Beneath it, as many lines as the frame
    gives: what people wrote, which a wide frame has beside, and what the first had to shorten.
    """
    ground = palette.sheet
    if state.is_marked:
        ground = over(ground, palette.marked)
    if state.is_cursor or state.is_flashing:
        ground = over(ground, palette.cursor)
    says_everything = frame.lines >= EVERYTHING
    told = _lay_out(room, when, staff_names, frame, state, palette, says_everything)
    left = told.left
    beneath = told.beneath(frame.lines)
    first = [*left, *told.flags]
    edge = " " if told.is_wide else ""
    age = f" {state.age}{edge}"
    if not told.is_wide and pieces_width(first) + len(age) > frame.width:
        # A number or a flag that is cut says something else; an age that is missing does not.
        age = ""
    right: list[Piece] = [
        (f" {told.who}" if told.who else "", palette.text),
        (age, palette.warning if state.is_long_in_hand else palette.quiet),
    ]
    indent = _LEAD_WIDTH
    if told.is_wide:
        indent = pieces_width(first)
        first += beneath[0] if beneath else []
        beneath = beneath[1:]
    lines = [line(first, right, frame.width, ground)]
    for place, pieces in enumerate(beneath):
        sign = " ╰ " if not place and not told.is_wide else " " * (indent - 1)
        strip = line(
            [left[0], (sign, palette.faint), *pieces], [(edge, palette.text)], frame.width, ground
        )
        lines.append(strip)
    return tuple(lines)


def is_long_in_hand(room: Room, now: datetime) -> bool:
    """Whether a room has been in cleaning, or waited for its inspection, for over an hour."""
    return (
        room.status in {RoomStatus.CLEANING_IN_PROGRESS, RoomStatus.CLEANED_UNINSPECTED}
        and now - room.status_since > _LONG_IN_HAND
    )
