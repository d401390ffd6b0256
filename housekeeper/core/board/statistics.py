"""Counts over all rooms of a hotel: in which each room counts, and what the counts are called."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.due import HouseTime


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the rooms in use; one room may count in several.

    By status, as the columns stand: `needs_cleaning`, `cleaning_in_progress`,
    `needs_inspection` (these three together are `to_turn`), `needs_maintenance`,
    `available_for_booking` (also called `ready_for_guests`) and `out_of_order`. By fact, in
    whatever column: `occupied` (of these flagged, in MAINTENANCE: `occupied_and_flagged`),
    `flagged`, `due_out`, `overdue`, `guests_waiting`, and the rooms that wait for a guest of
    today (`rooms_for_today`) or for one who should have come before (`rooms_still_expected`).
    `arrivals` and `arrivals_since_before` are no rooms but the bookings expected today, and those
    of them that should have come before; some of them have no room yet. `requests_waiting` are
    the messages and orders that wait in the rooms of `guests_waiting`, and `waiting_since` is when
    the first of them came (UTC); `waiting_room` is their room where it is the only one.
    """

    total_rooms: int
    available_for_booking: int
    occupied: int
    occupied_and_flagged: int
    needs_cleaning: int
    cleaning_in_progress: int
    needs_inspection: int
    to_turn: int
    needs_maintenance: int
    flagged: int
    out_of_order: int
    ready_for_guests: int
    due_out: int
    overdue: int
    guests_waiting: int
    rooms_for_today: int
    rooms_still_expected: int
    arrivals: int
    arrivals_since_before: int
    waiting_since: datetime | None = None
    requests_waiting: int = 0
    waiting_room: str = ""

    @property
    def arrivals_without_room(self) -> int:
        """The bookings expected today that no room waits for."""
        return max(0, self.arrivals - self.rooms_for_today - self.rooms_still_expected)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the board tells, and the filter words that show exactly its rooms.

    `fact` is its name in `Statistics`; `short` is the word for narrow terminals. The words of
    every room are "". `after_rooms` tells behind a number of rooms what is counted.
    """

    fact: str
    word: str
    short: str
    filter_words: str
    after_rooms: str = ""

    def of(self, counts: Statistics) -> int:
        """How many rooms it is."""
        number: int = getattr(counts, self.fact)
        return number


def rooms_text(number: int) -> str:
    """So many rooms: `1 room`, `22 rooms`."""
    return "1 room" if number == 1 else f"{number:,} rooms"


def _named(fact: str, word: str, short: str, after_rooms: str = "") -> Count:
    return Count(fact, word, short, word, after_rooms or word)


WAITING = _named("guests_waiting", "waiting", "wait", "with a guest who waits")
COUNTS = (
    WAITING,
    Count("total_rooms", "rooms", "rooms", ""),
    _named("occupied", "occupied", "occ"),
    _named("due_out", "due out", "due"),
    _named("overdue", "overdue", "over"),
    _named("rooms_for_today", "arrivals", "arr", "with an arrival today"),
    _named("rooms_still_expected", "still expected", "before", "with a guest still expected"),
    _named("to_turn", "to turn", "turn"),
    _named("available_for_booking", "ready now", "ready"),
    _named("needs_maintenance", "maintenance", "maint", "under maintenance"),
    _named("out_of_order", "out of order", "ooo"),
    _named("flagged", "flagged", "flag"),
)
"""Every number of rooms that the board tells, in its order."""

COUNTS_BY_FACT = {count.fact: count for count in COUNTS}

COUNTS_BY_WORDS = {count.filter_words: count for count in COUNTS}

FACT_OF_WORDS = {
    **{count.filter_words: count.fact for count in COUNTS if count.filter_words},
    # The word above the column: bookable rooms, however they came to be so.
    "ready": "available_for_booking",
    **dict.fromkeys(("messages", "guests waiting", "guests"), WAITING.fact),
}
"""What shows the rooms of a count, and nothing else, where it is typed whole as a filter."""

_SOUGHT = frozenset(FACT_OF_WORDS.values())


def sought_facts(facts: Iterable[str]) -> str:
    """The facts by which a filter finds rooms, as it looks for them in their haystacks."""
    return " ".join(f"is={fact}=" for fact in facts if fact in _SOUGHT)


_FACTS_OF_STATUS: Mapping[RoomStatus, tuple[str, ...]] = {
    RoomStatus.CHECKOUT_DIRTY: ("needs_cleaning", "to_turn"),
    RoomStatus.CLEANING_IN_PROGRESS: ("cleaning_in_progress", "to_turn"),
    RoomStatus.CLEANED_UNINSPECTED: ("needs_inspection", "to_turn"),
    RoomStatus.MAINTENANCE_REQUIRED: ("needs_maintenance",),
    RoomStatus.READY_FOR_GUEST: ("available_for_booking", "ready_for_guests"),
    RoomStatus.AVAILABLE: ("available_for_booking", "ready_for_guests"),
    RoomStatus.OCCUPIED: (),
    RoomStatus.OUT_OF_ORDER: ("out_of_order",),
}
"""What a room counts as by the column in which it stands, whatever else it is."""


def facts_of(room: Room, when: HouseTime) -> Iterator[str]:
    """The statistics in which a room in use counts: of what is in use, the one place to ask."""
    yield "total_rooms"
    yield from _FACTS_OF_STATUS[room.status]
    if room.is_occupied:
        yield "occupied"
        if room.maintenance_required:
            yield "occupied_and_flagged"
    if room.maintenance_required:
        yield "flagged"
    if room.is_guest_waiting:
        yield "guests_waiting"
    if room.next_arrival is not None and room.next_arrival <= when.today:
        is_today = room.next_arrival == when.today
        yield "rooms_for_today" if is_today else "rooms_still_expected"
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
    counted = list(rooms)
    facts = Counter(fact for room in counted for fact in facts_of(room, when))
    waiting = [room.guest_waits_since for room in counted if room.is_guest_waiting]
    since = min((at for at in waiting if at is not None), default=None)
    requests = sum(room.requests_waiting for room in counted)
    numbers = [room.number for room in counted if room.is_guest_waiting]
    room = numbers[0] if len(numbers) == 1 else ""
    return sum_up(facts, arrivals, arrivals_since_before, since, requests, room)


def sum_up(
    facts: Mapping[str, int],
    arrivals: int,
    arrivals_since_before: int,
    waiting_since: datetime | None = None,
    requests_waiting: int = 0,
    waiting_room: str = "",
) -> Statistics:
    """The statistics of facts that are counted already."""
    counts = {name: facts.get(name, 0) for name in _OF_ROOMS}
    return Statistics(
        **counts,
        arrivals=arrivals,
        arrivals_since_before=arrivals_since_before,
        waiting_since=waiting_since,
        requests_waiting=requests_waiting,
        waiting_room=waiting_room,
    )


_NOT_OF_ROOMS = {
    "arrivals",
    "arrivals_since_before",
    "waiting_since",
    "requests_waiting",
    "waiting_room",
}
_OF_ROOMS = tuple(field.name for field in fields(Statistics) if field.name not in _NOT_OF_ROOMS)
