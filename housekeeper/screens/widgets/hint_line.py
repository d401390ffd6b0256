"""The last two lines: the room under the cursor and the news, then the keys that apply to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from textual.events import Click
from textual.strip import Strip

from housekeeper.core.board.column import column_of
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.due import HouseTime, overdue_from
from housekeeper.screens.board.columns.card import words_of
from housekeeper.screens.drawing.line import Piece, cut, line, pieces_width
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.drawing.theme import GLYPHS, Palette
from housekeeper.screens.widgets.key_hints import key_of
from housekeeper.screens.widgets.time_text import age_text, arrival_text, short_day_text
from housekeeper.screens.workstation import Workstation


@dataclass(frozen=True, slots=True)
class Hint:
    """What the hint line tells.

    `marked` are the rooms that a verb would act on instead of `room`; `keys` are (key, label)
    of what applies now, the least needed last, `always` of what applies at any time, the least
    needed first. `typed` is the room number being typed; `news` a sentence of what came or
    went wrong.
    """

    room: Room | None = None
    keys: Sequence[tuple[str, str]] = ()
    always: Sequence[tuple[str, str]] = ()
    typed: str = ""
    marked: Sequence[str] = ()
    news: str = ""
    is_alert: bool = False
    filter_text: str = ""


@dataclass(frozen=True, slots=True)
class HintFrame:
    """What facts about a room are told with."""

    when: HouseTime
    now: datetime
    staff_names: dict[str, str]


def frame_of(workstation: Workstation) -> HintFrame | None:
    """What a workstation's rooms are told with now; None before its board is read."""
    board = workstation.board
    if board is None:
        return None
    return HintFrame(board.when, workstation.clock.now(), board.staff_names)


FOOT_ROWS = 2
"""Rows over which a message that needs them goes on; the keys give way to it."""


def rows_of(text: str, width: int) -> list[str]:
    """A message in rows of at most this many cells, broken between words."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if cell_len(longer) <= width or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    if len(rows) > FOOT_ROWS:
        rows[FOOT_ROWS - 1 :] = [" ".join(rows[FOOT_ROWS - 1 :])]
    return [cut(row, width) for row in rows]


def fits_foot(text: str, width: int) -> bool:
    """Whether a message can be read whole at the foot."""
    return cell_len(text) <= width or " ".join(rows_of(text, width)).split() == text.split()


_FACTS_CELLS = 24
"""Cells that the room's number and status need beside a message."""


def _named(code: str | None, frame: HintFrame) -> str:
    return plain(frame.staff_names.get(code, code)) if code else ""


def _when(at: datetime, frame: HintFrame) -> str:
    local = frame.when.hotel.local(at)
    clock = f"{local:%H:%M}"
    return clock if local.date() == frame.when.today else f"{short_day_text(local.date())} {clock}"


def waiting_words(room: Room) -> str:
    """What of the guest waits: `2 messages, 1 order`."""
    told = ((room.messages_waiting, "message"), (room.orders_open, "order"))
    return ", ".join(f"{count} {noun}{'s' * (count > 1)}" for count, noun in told if count)


def room_facts(room: Room, frame: HintFrame) -> list[str]:
    """What else there is to say about a room, the most pressing first."""
    facts = []
    if room.is_guest_waiting and room.guest_waits_since is not None:
        facts.append(f"{waiting_words(room)}, {age_text(room.guest_waits_since, frame.now)}")
    match room.status:
        case RoomStatus.CLEANING_IN_PROGRESS if room.attendant:
            facts.append(f"{_named(room.attendant, frame)} is on it")
        case RoomStatus.CLEANED_UNINSPECTED if room.cleaned_by and room.last_cleaned_at:
            facts.append(
                f"cleaned by {_named(room.cleaned_by, frame)} {_when(room.last_cleaned_at, frame)}"
            )
        case RoomStatus.READY_FOR_GUEST if room.inspected_by and room.last_inspected_at:
            facts.append(
                f"passed by {_named(room.inspected_by, frame)} "
                f"{_when(room.last_inspected_at, frame)}"
            )
    flags = flags_of(room, frame.when)
    if Flag.FAILED in flags and room.inspected_by and room.last_inspected_at:
        facts.append(
            f"failed by {_named(room.inspected_by, frame)} {_when(room.last_inspected_at, frame)}"
        )
    if Flag.ARRIVAL in flags and room.next_arrival is not None:
        facts.append(f"arrival {arrival_text(room.next_arrival, frame.when.today)}")
    if room.is_occupied:
        if room.status is not RoomStatus.OCCUPIED:
            facts.append("occupied")
        if Flag.OVERDUE in flags and room.departure:
            since = overdue_from(
                frame.when.hotel, room.departure, room.late_checkout, room.is_day_use
            )
            facts.append(f"overdue since {_when(since, frame)}")
        elif Flag.DUE_OUT in flags:
            late = f", late {room.late_checkout:%H:%M}" if room.late_checkout else ""
            facts.append(f"due out today{late}")
        elif room.departure:
            facts.append(f"until {short_day_text(room.departure)}")
    if room.is_out_of_order and room.out_of_order_until:
        facts.append(f"until {short_day_text(room.out_of_order_until)}")
    if room.maintenance_required and room.maintenance_priority:
        facts.append(f"{room.maintenance_priority.value} priority")
    facts += [words for words, _ in words_of(room)]
    return facts


def _key_width(key: str, label: str) -> int:
    """Cells that a key with its label takes in the last line."""
    return cell_len(key) + cell_len(label) + 3


_LASTING = 2
"""So many of the keys of any time give way after what applies now: the way out, and help."""


def hints_that_fit(
    keys: Sequence[tuple[str, str]], always: Sequence[tuple[str, str]], width: int
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Those hints that stand whole in so many cells.

    First what applies at any time gives way, the first of it first, then what applies now from
    its end, and help, which is last and tells of all the others, as the last.
    """
    kept, lasting = list(keys), list(always)
    while sum(_key_width(*hint) for hint in (*kept, *lasting)) > width:
        if len(lasting) > _LASTING or not kept:
            if not lasting:
                break
            lasting.pop(0)
        else:
            kept.pop()
    return kept, lasting


class HintLine(LineWidget):
    """Two lines at the foot of every screen: facts and news above, keys below."""

    DEFAULT_CSS = "HintLine { height: 2; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__(id="hint")
        self._hint = Hint()
        self._frame: HintFrame | None = None
        self._upper_of: tuple[object, ...] = ()
        self._lower_of: tuple[object, ...] = ()
        self._upper: Strip | None = None
        self._lower: Strip | None = None
        self._shown_keys: Sequence[tuple[str, str]] = ()
        self._shown_always: Sequence[tuple[str, str]] = ()

    def show(self, hint: Hint, frame: HintFrame | None) -> None:
        """Tell this."""
        self._hint, self._frame = hint, frame
        self.redraw()

    @property
    def _goes_on(self) -> bool:
        """Whether a message needs the row of the keys too."""
        if self._hint.typed or self.width <= 2:
            return False
        return cell_len(self._hint.news) > self.width - 2 - pieces_width(self._lead)

    @property
    def _lead(self) -> list[Piece]:
        """The room that a verb would take, named whatever is told, where both can be read."""
        hint, palette = self._hint, self.palette
        if self.height < FOOT_ROWS:
            return []
        lead: list[Piece] = []
        if hint.marked:
            lead = [(f" ✓ {len(hint.marked)} marked ", palette.mark)]
        elif hint.room is not None and self._frame is not None:
            lead = [(f" {plain(hint.room.number)} ", palette.strong)]
        return lead if fits_foot(hint.news, self.width - 2 - pieces_width(lead)) else []

    @property
    def text(self) -> str:
        """Both lines as they read now."""
        return "\n".join(strip.text for strip in self.draw())

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys of the last line, each with its label, those too that do not fit."""
        return [*self._hint.keys, *self._hint.always]

    @property
    def always(self) -> Sequence[tuple[str, str]]:
        """Those of them that apply at any time."""
        return self._hint.always

    async def on_click(self, event: Click) -> None:
        """Do what the key does whose label was clicked in the last line."""
        if event.y != self.height - 1 or self._goes_on:
            return
        end = 0
        for key, label in self._shown_keys:
            end += _key_width(key, label)
            if event.x < end:
                await self._press(key)
                return
        begin = self.width
        for key, label in reversed(self._shown_always):
            begin -= _key_width(key, label)
            if event.x >= begin:
                await self._press(key)
                return

    async def _press(self, shown: str) -> None:
        active = self.screen.active_bindings.get(key_of(shown))
        if active is not None and active.enabled:
            await self.app.run_action(active.binding.action, active.node)

    def forget_drawn(self) -> None:
        """Draw anew: width or theme is another."""
        self._upper = self._lower = None

    def draw(self) -> list[Strip]:
        """Both lines, each kept as long as it would read the same."""
        if self._goes_on:
            return self._draw_long_message()[: self.height]
        left, right = self._upper_pieces()
        upper_of = (tuple(left), tuple(right))
        if self._upper is None or upper_of != self._upper_of:
            self._upper_of = upper_of
            self._upper = self.shown(line(left, right, self.width, self.palette.bar))
        hint = self._hint
        lower_of = (tuple(hint.keys), tuple(hint.always))
        if self._lower is None or lower_of != self._lower_of:
            self._lower_of = lower_of
            self._lower = self.shown(self._draw_keys())
        return [self._upper, self._lower][: self.height]

    def _draw_long_message(self) -> list[Strip]:
        """A message that fills the upper line and goes on in the lower one."""
        self.forget_drawn()
        palette, hint = self.palette, self._hint
        style = palette.alert if hint.is_alert else palette.key
        lead = self._lead
        cells = pieces_width(lead)
        rows = rows_of(hint.news, self.width - 2 - cells)
        rows += [""] * (FOOT_ROWS - len(rows))
        before = [lead, [(" " * cells, palette.text)]]
        return [
            self.shown(
                line([*led, (f" {row} " if row else "", style)], [], self.width, palette.bar)
            )
            for led, row in zip(before, rows, strict=True)
        ]

    def _upper_pieces(self) -> tuple[list[Piece], list[Piece]]:
        hint, palette = self._hint, self.palette
        right: list[Piece] = []
        if hint.filter_text:
            right.append((f" / {plain(hint.filter_text)} ", palette.warning))
        left = self._room_pieces(palette)
        if hint.typed:
            typed: list[Piece] = [
                (" go to ", palette.quiet),
                (f"{plain(hint.typed)}▏", palette.key),
            ]
            return typed + left, right
        if hint.news:
            news: Piece = (
                f" {hint.news} ",
                palette.alert if hint.is_alert else palette.key,
            )
            wanted = pieces_width([news, *right])
            if wanted > self.width - _FACTS_CELLS:
                # A message is read whole; the room's own facts give way, then the filter.
                left = self._lead
                right = right if wanted + pieces_width(left) <= self.width else []
            right = [news, *right]
        return left, right

    def _room_pieces(self, palette: Palette) -> list[Piece]:
        room, frame, marked = self._hint.room, self._frame, self._hint.marked
        if marked:
            return [
                (f" ✓ {len(marked)} marked ", palette.mark),
                (" ".join(marked), palette.text),
            ]
        if room is None or frame is None:
            return []
        column = column_of(room)
        colour = palette.columns[column]
        pieces: list[Piece] = [
            (f" {room.number} ", palette.strong),
            (f"{GLYPHS[column]} {room.status.label}", colour),
            (f" {age_text(room.status_since, frame.now)}", palette.text),
        ]
        for fact in room_facts(room, frame):
            pieces += [(" · ", palette.faint), (fact, palette.text)]
        return pieces

    def _draw_keys(self) -> Strip:
        palette = self.palette

        def pieces_of(keys: Sequence[tuple[str, str]]) -> list[Piece]:
            return [
                piece
                for key, label in keys
                for piece in ((f" {key}", palette.key), (f" {label} ", palette.quiet))
            ]

        keys, always = hints_that_fit(self._hint.keys, self._hint.always, self.width)
        self._shown_keys, self._shown_always = keys, always
        return line(pieces_of(keys), pieces_of(always), self.width, palette.bar)
