"""Every room in its column, in order, with counts kept as sums."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from housekeeper.core.board.column import COLUMN_ORDER, Column, Place, Standing, Standings
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.due import HouseTime


def remove_place(places: list[Place], place: Place) -> None:
    """Take a place out of a column, where it is in it."""
    row = bisect_left(places, place)
    if row < len(places) and places[row] == place:
        del places[row]


class Arrangement:
    """Rooms in their columns at one moment, `totals` of each column and counts of `facts`.

    `waiting` are the rooms whose guest waits, each with the time since when and
    the number of messages and orders.
    """

    def __init__(self, rooms: Iterable[Room], when: HouseTime) -> None:
        self._standings = Standings(when)
        self.standing = self._standings.of
        self.facts: Counter[str] = Counter()
        self.totals: Counter[Column] = Counter()
        self.waiting: dict[str, tuple[datetime | None, int]] = {}
        self.columns: dict[Column, list[Place]] = {column: [] for column in Column}
        self._arrange(rooms)

    def _arrange(self, rooms: Iterable[Room]) -> None:
        alike: dict[Standing, list[Place]] = {}
        standing_of = self.standing
        for room in rooms:
            standing = standing_of(room)
            places = alike.get(standing)
            if places is None:
                places = alike[standing] = []
            places.append((standing.rank, natural_key(room.number), room.number))
            if room.is_guest_waiting:
                self.note_waiting(room)
        for standing, places in sorted(alike.items(), key=lambda one: one[0].rank):
            self.columns[standing.column] += places
            self.totals[standing.column] += len(places)
            for fact in standing.facts:
                self.facts[fact] += len(places)
        for places in self.columns.values():
            places.sort()

    @property
    def when(self) -> HouseTime:
        """The moment for which rooms stand so; another object once one stands otherwise."""
        return self._standings.when

    def place(self, room: Room) -> Place:
        """Where the room stands in its column."""
        return (self.standing(room).rank, natural_key(room.number), room.number)

    def order(self, room: Room) -> tuple[int, Place]:
        """Where the room stands on the whole board."""
        return COLUMN_ORDER[self.standing(room).column], self.place(room)

    def note_waiting(self, room: Room) -> None:
        """Keep since when the guest of a room waits, and for how much, where one does."""
        if room.is_guest_waiting:
            self.waiting[room.number] = (room.guest_waits_since, room.requests_waiting)
        else:
            self.waiting.pop(room.number, None)

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the first of the guests waits who wait now."""
        told = (since for since, _ in self.waiting.values())
        return min((since for since in told if since is not None), default=None)

    @property
    def requests_waiting(self) -> int:
        """How many messages and orders wait."""
        return sum(count for _, count in self.waiting.values())

    def put_in(self, room: Room) -> Column:
        """Put a room in its column, and count it."""
        standing = self.standing(room)
        self.totals[standing.column] += 1
        self.facts.update(standing.facts)
        insort(self.columns[standing.column], self.place(room))
        self.note_waiting(room)
        return standing.column

    def take_out(self, room: Room) -> Column:
        """Take a room out of its column and out of the counts."""
        standing = self.standing(room)
        self.totals[standing.column] -= 1
        self.facts.subtract(standing.facts)
        remove_place(self.columns[standing.column], self.place(room))
        self.waiting.pop(room.number, None)
        return standing.column

    def later(self, now: datetime) -> Standings | None:
        """How rooms stand at this moment, or None where they stand as they do."""
        if self._standings.hold_at(now):
            return None
        return Standings(replace(self.when, now=now))

    def turn_to(self, standings: Standings) -> None:
        """From here on rooms stand so; those that stand otherwise than before are not in."""
        self._standings, self.standing = standings, standings.of
