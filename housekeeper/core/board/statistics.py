"""Counts over all rooms of a hotel."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.stays.due import HouseTime


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of facts over the rooms in use; one room may count in several."""

    total_rooms: int
    available_for_booking: int
    occupied: int
    needs_cleaning: int
    cleaning_in_progress: int
    needs_inspection: int
    needs_maintenance: int
    out_of_order: int
    ready_for_guests: int
    due_out: int
    overdue: int
    arrivals: int
    arrivals_since_before: int

    @property
    def to_turn(self) -> int:
        """Vacant rooms between a checkout and an inspection that passed."""
        return self.needs_cleaning + self.cleaning_in_progress + self.needs_inspection


def facts_of(room: Room, when: HouseTime) -> Iterator[str]:
    """The statistics in which a room counts."""
    yield "total_rooms"
    if room.is_bookable:
        yield "available_for_booking"
    if room.is_occupied:
        yield "occupied"
    else:
        match room.turn_status:
            case TurnStatus.CHECKOUT_DIRTY:
                yield "needs_cleaning"
            case TurnStatus.CLEANING_IN_PROGRESS:
                yield "cleaning_in_progress"
            case TurnStatus.CLEANED_UNINSPECTED:
                yield "needs_inspection"
            case TurnStatus.AVAILABLE | TurnStatus.READY_FOR_GUEST:
                yield "ready_for_guests"
    if room.maintenance_required:
        yield "needs_maintenance"
    if room.is_out_of_order:
        yield "out_of_order"
    flags = flags_of(room, when)
    if Flag.OVERDUE in flags:
        yield "overdue"
    if Flag.DUE_OUT in flags:
        yield "due_out"


def statistics(
    rooms: Iterable[Room], when: HouseTime, arrivals: int, arrivals_since_before: int = 0
) -> Statistics:
    """Count the facts of these rooms.

    `arrivals` are the bookings expected today; of these, how many since before today.
    """
    facts = Counter(fact for room in rooms for fact in facts_of(room, when))
    return sum_up(facts, arrivals, arrivals_since_before)


def sum_up(facts: Mapping[str, int], arrivals: int, arrivals_since_before: int) -> Statistics:
    """The statistics of facts that are counted already."""
    expected = {"arrivals": arrivals, "arrivals_since_before": arrivals_since_before}
    counts = {name: facts.get(name, 0) for name in Statistics.__dataclass_fields__}
    return Statistics(**{**counts, **expected})
