"""The order in which an inspector walks the rooms of a round, and which room comes next."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from housekeeper.core.inspection.round import Visit, VisitState, WalkingOrder
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room

WalkingKey = tuple[object, ...]


def _rank(room: Room, order: WalkingOrder, today: date) -> int:
    if order is not WalkingOrder.ARRIVALS_FIRST or room.next_arrival is None:
        return 1
    return 0 if room.next_arrival <= today else 1


def walking_key(room: Room, order: WalkingOrder, today: date) -> tuple[object, ...]:
    """A sorting key: floor, section, natural number; before them, if wanted, arrivals today."""
    return (
        _rank(room, order, today),
        room.floor,
        natural_key(room.section),
        natural_key(room.number),
        room.number,
    )


def next_room(
    visits: Iterable[Visit],
    rooms: Mapping[str, Room],
    order: WalkingOrder,
    today: date,
    staff_code: str,
    real_now: datetime,
    after: str | None = None,
) -> str | None:
    """The room to walk to next from room `after`, or None where none waits.

    Onwards in walking order, and round to its beginning at the end; rooms that someone else
    looks at only where there is no other.
    """
    here = rooms.get(after) if after is not None else None
    here_key = None if here is None else walking_key(here, order, today)

    def distance(visit: Visit) -> tuple[object, ...]:
        room = rooms[visit.room_number]
        key = walking_key(room, order, today)
        is_taken = visit.claimed_by not in {None, staff_code} and visit.is_claimed(real_now)
        is_behind = here_key is not None and key <= here_key
        return (is_taken, _rank(room, order, today), is_behind, key)

    waiting = [
        visit
        for visit in visits
        if visit.state is VisitState.WAITING and visit.room_number in rooms
    ]
    return min(waiting, key=distance).room_number if waiting else None


def in_walking_order(
    visits: Iterable[Visit], rooms: Mapping[str, Room], order: WalkingOrder, today: date
) -> list[Visit]:
    """The visits in the order of the round, earlier visits of a room before later ones."""
    return sorted(
        (visit for visit in visits if visit.room_number in rooms),
        key=lambda visit: (walking_key(rooms[visit.room_number], order, today), visit.number),
    )
