"""What the hotel's own history asks of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.rooms.event import Act, HistoryQuery

NO_COUNTS: Mapping[str, int] = MappingProxyType({})


class HotelEvents(Protocol):
    """What was done to the hotel as a whole, in order; never changed afterwards."""

    def add(
        self, act: Act, kind: EventKind, note: str, counts: Mapping[str, int] = NO_COUNTS
    ) -> HotelEvent:
        """Write what was done, after all else of the unit: its place in the order is held."""
        ...

    def add_everywhere(self, act: Act, kind: EventKind, note: str) -> None:
        """Write the same in every hotel of the database."""
        ...

    def of_act(self, act_id: UUID) -> HotelEvent | None:
        """What an earlier try of an act wrote, if it did."""
        ...

    def history(self, query: HistoryQuery) -> list[HotelEvent]:
        """The newest that were asked for, newest first; none where one room is asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Which events stay, by their stamps: those from `since` on, and those of the last days.

    `since` is compared with business time, `recently` with real time. A stamp after `ahead` is
    that of a clock that was wrong; then real time stands for business time, and an event with
    both wrong holds nothing.
    """

    since: datetime
    recently: datetime
    ahead: datetime


class KeptHistory(Protocol):
    """How far back the history of the hotel goes, and letting go of what is older."""

    def first_seq(self) -> int:
        """The place of the first event that is kept, or will be: one after the last where none is.

        From there to the last there is no gap.
        """
        ...

    def earliest_at(self) -> datetime | None:
        """The earliest business time (UTC) of an event; None where there is none."""
        ...

    def first_held(self, held: Held) -> int:
        """The place of the first event that stays; one after the last where none does."""
        ...

    def earliest_undone_by(self, seq: int) -> int | None:
        """The earliest event before this place that one from there on takes back."""
        ...

    def hotel_events(self, before: datetime, seq: int) -> list[HotelEvent]:
        """The hotel's own oldest events up to the first one that stays, in order.

        That is the first from a moment of business time on, or after the event at this place.
        """
        ...

    def let_go(self, seq: int, hotel_event_number: int) -> None:
        """Delete the events before this place, and the hotel's own up to this number among them."""
        ...

    def claim_day(self, day: date) -> bool:
        """Whether nobody had this day before: who has it does once what is done once a day."""
        ...
