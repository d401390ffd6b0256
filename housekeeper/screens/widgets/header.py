"""The first line: which hotel, what time there, who waits, how fresh the board is, who is here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rich.style import Style
from textual.events import Click
from textual.strip import Strip

from housekeeper.core.board.flags import Flag
from housekeeper.core.board.statistics import WAITING
from housekeeper.core.entered_text import plain
from housekeeper.core.hotel import Hotel
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.drawing.line import Piece, line, pieces_width
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.widgets.time_text import age_text
from housekeeper.screens.workstation import LiveState, Workstation

_TICK_SECONDS = 1.0

STALE_AFTER_SECONDS = 3.0
"""A board unproved for longer than this is called old, whatever the reason."""

WAITING_GLYPH = "✉"
_GAP: Piece = ("   ", Style())

_ERASURE_WORDS = ("◌ erasure pending", "◌ to erase", "to erase", "◌")
"""What is deleted and has yet to leave the database file, from wide terminals to narrow ones."""


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What the header tells. `now` is business time, `real_now` real time, both in UTC.

    `waiting` are the guests' messages and orders that wait, in so many rooms, the first of them
    since `waiting_since`.
    """

    hotel: Hotel | None = None
    now: datetime | None = None
    real_now: datetime | None = None
    is_training: bool = False
    live: LiveState | None = None
    staff: Staff | None = None
    is_locked: bool = False
    is_per_act: bool = False
    is_erasure_pending: bool = False
    waiting: int = 0
    waiting_rooms: int = 0
    waiting_since: datetime | None = None
    waiting_room: str = ""
    """The one room that waits, where it may be told."""


def facts_of(workstation: Workstation) -> HeaderFacts:
    """What the header tells of a workstation now."""
    counts = workstation.board.statistics if workstation.board is not None else None
    return HeaderFacts(
        hotel=workstation.store.hotel,
        now=workstation.clock.now(),
        real_now=workstation.clock.real_now(),
        is_training=bool(getattr(workstation.clock, "is_training", False)),
        live=workstation.live
        if workstation.board is not None or workstation.live.trouble
        else None,
        staff=workstation.staff,
        is_locked=workstation.is_locked,
        is_per_act=workstation.is_per_act,
        is_erasure_pending=workstation.erasure is not None and workstation.erasure.is_pending,
        waiting=counts.requests_waiting if counts is not None else 0,
        waiting_rooms=counts.guests_waiting if counts is not None else 0,
        waiting_since=counts.waiting_since if counts is not None else None,
        waiting_room="" if counts is None or workstation.is_locked else counts.waiting_room,
    )


def span_text(seconds: float) -> str:
    """An age of freshness in words: 4 s, 40 s, 12 min, 3 h."""
    if seconds < 120:
        return f"{max(0, int(seconds))} s"
    return f"{int(seconds // 60)} min" if seconds < 7200 else f"{int(seconds // 3600)} h"


def is_stale(live: LiveState, real_now: datetime) -> bool:
    """Whether the board can no longer be taken as right."""
    if live.trouble or live.fresh_at is None:
        return True
    return (real_now - live.fresh_at).total_seconds() > STALE_AFTER_SECONDS


class Header(LineWidget):
    """Hotel, clock, freshness and person on one line."""

    def __init__(self) -> None:
        super().__init__(id="header")
        self.facts = HeaderFacts()
        self._drawn_of: tuple[object, ...] = ()
        self._line: list[Strip] = []

    def show(self, facts: HeaderFacts) -> None:
        """Tell these facts."""
        self.facts = facts
        self.redraw()

    def forget_drawn(self) -> None:
        """Draw anew: width or theme is another."""
        self._drawn_of = ()

    def draw(self) -> list[Strip]:
        """The one line, kept as long as it would read the same."""
        left, right = self._pieces()
        made_of = (tuple(left), tuple(right))
        if made_of != self._drawn_of:
            self._drawn_of = made_of
            self._line = [self.shown(line(left, right, self.width, self.palette.bar))]
        return self._line

    def _live_pieces(self) -> list[Piece]:
        palette, facts = self.palette, self.facts
        if facts.live is None or facts.real_now is None:
            return [("opening …", palette.quiet)]
        live = facts.live
        if live.fresh_at is None:
            return [("▲ not read yet", palette.alert)]
        if is_stale(live, facts.real_now):
            age = span_text((facts.real_now - live.fresh_at).total_seconds())
            return [(f"▲ {age} old", palette.alert)]
        return [("●", palette.good)]

    def _waiting_forms(self) -> Iterator[list[Piece]]:
        """Who waits, in words, from wide terminals to narrow ones."""
        facts = self.facts
        if not facts.waiting:
            yield []
            return
        words = f"{WAITING_GLYPH} {facts.waiting}"
        if facts.waiting_since is not None and facts.now is not None:
            age = age_text(facts.waiting_since, facts.now)
            where = facts.waiting_room and plain(facts.waiting_room)
            if not where and facts.waiting_rooms != facts.waiting:
                where = f"{facts.waiting_rooms} rooms"
            if where:
                told = f"{words} in {where}, oldest {age}"
                yield [(told, self.palette.flags[Flag.WAITING]), _GAP]
            yield [(f"{words}, oldest {age}", self.palette.flags[Flag.WAITING]), _GAP]
            yield [(f"{words} {age}", self.palette.flags[Flag.WAITING]), _GAP]
        yield [(words, self.palette.flags[Flag.WAITING]), _GAP]

    def _pieces(self) -> tuple[list[Piece], list[Piece]]:
        palette, facts = self.palette, self.facts
        name = plain(facts.hotel.name) if facts.hotel else "housekeeper"
        left: list[Piece] = [(f" {name} ", palette.strong)]
        if facts.hotel and facts.now:
            local = facts.hotel.local(facts.now)
            clock = f"{local:%a} {local.day} {local:%b} {local:%H:%M}"
            if facts.is_training:
                left.append((f" TRAINING {clock} ", palette.training))
            else:
                left.append((f"  {clock}", palette.text))
        if facts.is_locked:
            who: list[Piece] = [("locked ", palette.warning)]
        elif facts.staff is None and facts.is_per_act:
            who = [("PIN at each act ", palette.quiet)]
        elif facts.staff is None:
            who = [("not signed in ", palette.quiet)]
        else:
            who = [
                (plain(facts.staff.name), palette.strong),
                (f" · {facts.staff.role.label} ", palette.quiet),
            ]
        right = self._fitting(left, who)
        if facts.is_erasure_pending:
            right = self._with_erasure(left, right)
        return left, right

    def _fitting(self, left: list[Piece], who: list[Piece]) -> list[Piece]:
        """Who waits, how fresh the board is and who is here, as fully as there is room."""
        people = [who]
        if self.facts.staff is not None and not self.facts.is_locked:
            people.append([(f"{plain(self.facts.staff.name)} ", self.palette.strong)])
        live = self._live_pieces()
        right: list[Piece] = []
        for waiting in self._waiting_forms():
            for person in people:
                right = [*waiting, *live, _GAP, *person]
                if self._has_room(left, right):
                    return right
        return right

    async def on_click(self, event: Click) -> None:
        """Show the rooms whose guests wait, where they are told of."""
        _, right = self._pieces()
        begin = self.width - pieces_width(right)
        is_told = bool(right) and right[0][0].startswith(WAITING_GLYPH)
        if is_told and begin <= event.x < begin + pieces_width(right[:1]):
            await self.run_action(f"screen.show_count('{WAITING.fact}')")

    def _has_room(self, left: list[Piece], right: list[Piece]) -> bool:
        return pieces_width(left) + pieces_width(right) + 2 <= self.width

    def _with_erasure(self, left: list[Piece], right: list[Piece]) -> list[Piece]:
        """Say before the rest that freed bytes are still in the file, as the width allows."""
        for words in _ERASURE_WORDS:
            told = [(f"{words}   ", self.palette.quiet), *right]
            if self._has_room(left, told):
                return told
        return [(f"{_ERASURE_WORDS[-1]} ", self.palette.quiet), *right]


class DeskHeader(Header):
    """The header of a screen other than the board: it reads the workstation every second."""

    DEFAULT_CSS = "DeskHeader { height: 1; }"

    def __init__(self, workstation: Workstation) -> None:
        super().__init__()
        self._workstation = workstation

    def on_mount(self) -> None:
        """Tell what is so now, and every second."""
        self.tell()
        self.set_interval(_TICK_SECONDS, self.tell)

    def tell(self) -> None:
        """Read the workstation and show it."""
        workstation = self._workstation
        if not self.screen.is_current and self.facts.hotel is not None:
            return
        self.show(facts_of(workstation))
