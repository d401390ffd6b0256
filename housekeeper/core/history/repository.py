"""What the hotel's own history asks of the store."""

from collections.abc import Mapping
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
