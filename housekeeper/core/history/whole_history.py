"""The history of a hotel: what happened in its rooms and to it as a whole, in one order."""

from housekeeper.core.history.hotel_event import HotelEvent, place
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.unit_of_work import UnitOfWork


def whole_history(work: UnitOfWork, query: HistoryQuery) -> list[RoomEvent | HotelEvent]:
    """The newest events that were asked for, newest first.

    Raises `UnknownName` for a room that the hotel does not have.
    """
    found: list[RoomEvent | HotelEvent] = [
        *work.events.history(query),
        *work.hotel_events.history(query),
    ]
    return sorted(found, key=place, reverse=True)[: query.limit]
