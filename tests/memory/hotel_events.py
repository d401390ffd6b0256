"""What was done to a hotel in memory as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.repository import NO_COUNTS
from housekeeper.core.rooms.event import Act, HistoryQuery
from tests.memory.state import HotelState


@dataclass(slots=True)
class MemoryHotelEvents:
    """The hotel's own events, oldest first."""

    state: HotelState
    now: datetime
    real_now: datetime

    def add(
        self, act: Act, kind: EventKind, note: str, counts: Mapping[str, int] = NO_COUNTS
    ) -> HotelEvent:
        made = HotelEvent(
            max((one.number for one in self.state.hotel_events), default=0) + 1,
            act.id,
            kind,
            act.staff.code,
            act.staff.name,
            act.via,
            note,
            dict(counts),
            self.now,
            self.real_now,
            self.state.last_seq,
        )
        self.state.hotel_events.append(made)
        return made

    def add_everywhere(self, act: Act, kind: EventKind, note: str) -> None:
        self.add(act, kind, note)

    def of_act(self, act_id: UUID) -> HotelEvent | None:
        return next((one for one in self.state.hotel_events if one.act_id == act_id), None)

    def history(self, query: HistoryQuery) -> list[HotelEvent]:
        found = [
            one
            for one in self.state.hotel_events
            if query.room_number is None
            and query.staff_code in {None, one.staff_code}
            and (not query.kinds or one.kind in query.kinds)
            and (query.since is None or one.at >= query.since)
            and (query.until is None or one.at < query.until)
        ]
        return found[::-1][: query.limit]
