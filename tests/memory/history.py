"""How far back the history of a hotel in memory goes, and figures of its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.repository import Held
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.shift.day_figures import DayFigures
from tests.memory.state import HotelState


def _stays(event: RoomEvent, held: Held) -> bool:
    stamps = [at for at in (event.at, event.real_at) if at <= held.ahead]
    is_recent = held.recently <= event.real_at <= held.ahead
    return is_recent or (bool(stamps) and stamps[0] >= held.since)


@dataclass(slots=True)
class MemoryKeptHistory:
    """The events, of which the first ones can be let go."""

    state: HotelState

    def first_seq(self) -> int:
        return self.state.let_go + 1

    def earliest_at(self) -> datetime | None:
        return min((one.at for one in self.state.events), default=None)

    def first_held(self, held: Held) -> int:
        staying = [one.seq for one in self.state.events if _stays(one, held)]
        return min(staying, default=self.state.last_seq + 1)

    def earliest_undone_by(self, seq: int) -> int | None:
        undone = [one.undoes_seq for one in self.state.events if one.seq >= seq]
        return min((one for one in undone if one is not None and one < seq), default=None)

    def hotel_events(self, before: datetime, seq: int) -> list[HotelEvent]:
        found: list[HotelEvent] = []
        for one in self.state.hotel_events:
            if one.at >= before or one.after_seq >= seq:
                break
            found.append(one)
        return found

    def let_go(self, seq: int, hotel_event_number: int) -> None:
        state = self.state
        state.hotel_events = [
            one
            for one in state.hotel_events
            if one.number > hotel_event_number or one.after_seq >= seq
        ]
        state.events = [one for one in state.events if one.seq >= seq]
        state.let_go = max(state.let_go, seq - 1)

    def claim_day(self, day: date) -> bool:
        is_new, self.state.swept_on = self.state.swept_on != day, day
        return is_new


@dataclass(slots=True)
class MemoryKeptDays:
    """The days of which figures are kept."""

    state: HotelState

    def last_day(self) -> date | None:
        return max(self.state.day_figures, default=None)

    def between(self, first: date, behind: date) -> list[DayFigures]:
        return [one for day, one in sorted(self.state.day_figures.items()) if first <= day < behind]

    def keep(self, days: Sequence[DayFigures]) -> None:
        for one in days:
            self.state.day_figures.setdefault(one.day, one)
