"""The board as a value: columns, order, counts, filter, cursor and marks. No I/O, no terminal.

`apply` touches one room. Ten thousand rooms are an ordinary size: columns are kept sorted,
and counts are kept as sums.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housekeeper.core.acts import EventKind
from housekeeper.core.board.column import COLUMN_ORDER, Column, Place, Standing, Standings
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.board.number_search import Spellings
from housekeeper.core.board.statistics import Statistics, sum_up
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.numbers import narrowed, natural_key
from housekeeper.core.rooms.room import Room


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What an event did to the board: the columns to look at, and the rooms that moved there."""

    room_number: str
    left: Column | None
    entered: Column | None

    @property
    def columns(self) -> frozenset[Column]:
        """The columns whose rows changed."""
        return frozenset(column for column in (self.left, self.entered) if column is not None)


class Board:
    """One hotel's board at one seq. It belongs to one thread.

    `today` is the hotel's date; when it turns, make a new board. `staff_names` are names by
    code; `arrivals` are the confirmed bookings that come today, with a room or without.
    Rooms that are not in use are not on it. `marked` are the rooms that the next verb takes,
    `unseen` those that changed while nobody could see it.
    """

    def __init__(
        self,
        rooms: Iterable[Room],
        today: date,
        last_seq: int = 0,
        staff_names: Mapping[str, str] | None = None,
        arrivals: int = 0,
    ) -> None:
        self.today = today
        self.arrivals = arrivals
        self.last_seq = last_seq
        self.staff_names = dict(staff_names or {})
        self.marked: set[str] = set()
        self.unseen: set[str] = set()
        self.filter_text = ""
        self._filter = parse_filter("", ())
        self._rooms = {room.number: room for room in rooms if room.is_active}
        self._haystacks: dict[str, str] = {}
        self._standing = Standings(today).of
        self._facts: Counter[str] = Counter()
        self._totals: Counter[Column] = Counter()
        self._all = self._arranged()
        self._columns = self._all
        self._spellings: Spellings | None = None
        self._room_types: set[str] | None = None

    def _place(self, room: Room) -> Place:
        return (self._standing(room).rank, natural_key(room.number), room.number)

    def _arranged(self) -> dict[Column, list[Place]]:
        """Every room in its column, in order; counts totals and facts on the way."""
        alike: dict[Standing, list[Place]] = {}
        standing_of = self._standing
        for number, room in self._rooms.items():
            standing = standing_of(room)
            places = alike.get(standing)
            if places is None:
                places = alike[standing] = []
            places.append((standing.rank, natural_key(number), number))
        columns: dict[Column, list[Place]] = {column: [] for column in Column}
        for standing, places in sorted(alike.items(), key=lambda one: one[0].rank):
            columns[standing.column] += places
            self._totals[standing.column] += len(places)
            for fact in standing.facts:
                self._facts[fact] += len(places)
        for places in columns.values():
            places.sort()
        return columns

    def _shows(self, room: Room) -> bool:
        return self._filter is None or self._filter(self._haystack(room.number))

    def _haystack(self, number: str) -> str:
        found = self._haystacks.get(number)
        if found is None:
            room = self._rooms[number]
            found = self._haystacks[number] = haystack(room, self.today, self.staff_names)
        return found

    def prepare_filter(self) -> None:
        """Collect what the filter looks at in each room, so that the first letter need not."""
        if len(self._haystacks) < len(self._rooms):
            for number in self._rooms:
                self._haystack(number)

    def __len__(self) -> int:
        return len(self._rooms)

    def __contains__(self, number: object) -> bool:
        return number in self._rooms

    def room(self, number: str) -> Room | None:
        """The room with this number, if it is on the board (filtered out or not)."""
        return self._rooms.get(number)

    @property
    def rooms(self) -> Mapping[str, Room]:
        """Every room on the board by number."""
        return self._rooms

    @property
    def statistics(self) -> Statistics:
        """Counts over all rooms on the board, whatever the filter."""
        return sum_up(self._facts, self.arrivals)

    def shown(self, column: Column) -> int:
        """How many rooms of a column the filter shows."""
        return len(self._columns[column])

    def total(self, column: Column) -> int:
        """How many rooms stand in a column, shown or not."""
        return self._totals[column]

    def at(self, column: Column, row: int) -> Room | None:
        """The room in a row of a column as shown."""
        places = self._columns[column]
        return self._rooms[places[row][2]] if 0 <= row < len(places) else None

    def numbers(self, column: Column, start: int = 0, stop: int | None = None) -> list[str]:
        """Room numbers of a column as shown, in order."""
        return [place[2] for place in self._columns[column][start:stop]]

    def position(self, number: str) -> tuple[Column, int] | None:
        """The column and row at which a room is shown, or None where it is not."""
        room = self._rooms.get(number)
        if room is None or not self._shows(room):
            return None
        column = self._standing(room).column
        return column, bisect_left(self._columns[column], self._place(room))

    def set_filter(self, text: str) -> None:
        """Show only rooms that meet every word of a filter line; an empty one shows all."""
        self.filter_text = text
        if self._room_types is None:
            self._room_types = {room.room_type for room in self._rooms.values()}
        self._filter = parse_filter(text, self._room_types)
        if self._filter is None:
            self._columns = self._all
            return
        self.prepare_filter()
        shown = self._filter.among(self._haystacks)
        self._columns = {
            column: [place for place in places if place[2] in shown]
            for column, places in self._all.items()
        }

    def find(self, typed: str) -> str | None:
        """The shown room that typed characters mean: that number, else the first beginning so."""
        wanted = narrowed(typed).casefold()
        if self._spellings is None:
            self._spellings = Spellings.of(self._rooms)
        exact, beginning = self._spellings.meant_by(wanted)
        found = [number for number in exact if self._shows(self._rooms[number])]
        lowest = None
        # In natural order, so that of a thousand that begin so only the first are looked at.
        for number in () if found else beginning:
            if self._shows(self._rooms[number]):
                if lowest is None:
                    lowest = natural_key(number)
                elif natural_key(number) != lowest:
                    break
                found.append(number)
        # Numbers such as 7 and 07 are one in natural order: then the board's order decides.
        return min(found, key=self._board_order) if found else None

    def _board_order(self, number: str) -> tuple[int, Place]:
        room = self._rooms[number]
        return COLUMN_ORDER[self._standing(room).column], self._place(room)

    def apply(self, event: RoomEvent) -> BoardChange | None:
        """Take one event in; one already taken in changes nothing and answers None.

        Events come in seq order. The room is put where it now belongs, the sums follow.
        """
        if event.seq <= self.last_seq:
            return None
        self.last_seq = event.seq
        if event.kind is EventKind.CHECKED_IN and event.room.arrival == self.today:
            self.arrivals -= 1
        return self._put(event.room_number, event.room if event.room.is_active else None)

    def apply_all(self, events: Sequence[RoomEvent]) -> list[BoardChange]:
        """Take in many events at once and tell what each changed."""
        return [change for change in map(self.apply, events) if change is not None]

    def _put(self, number: str, room: Room | None) -> BoardChange:
        left = entered = None
        if room is not None and self._stays(number, room):
            column = self._standing(room).column
            return BoardChange(number, column, column)
        before = self._rooms.pop(number, None)
        if before is not None:
            standing = self._standing(before)
            left = standing.column
            self._totals[left] -= 1
            self._facts.subtract(standing.facts)
            self._take_out(left, self._place(before))
        self._haystacks.pop(number, None)
        if before is None or room is None:
            self._spellings = self._room_types = None
        elif before.room_type != room.room_type:
            self._room_types = None
        if room is None:
            self.marked.discard(number)
            self.unseen.discard(number)
        else:
            self._rooms[number] = room
            standing = self._standing(room)
            entered = standing.column
            self._totals[entered] += 1
            self._facts.update(standing.facts)
            place = self._place(room)
            insort(self._all[entered], place)
            if self._columns is not self._all and self._shows(room):
                insort(self._columns[entered], place)
        return BoardChange(number, left, entered)

    def _stays(self, number: str, room: Room) -> bool:
        """Put a room in its own stead where its place and all that counts are as they were."""
        before = self._rooms.get(number)
        if before is None or self._columns is not self._all:
            return False
        if before.room_type != room.room_type or self._standing(before) is not self._standing(room):
            return False
        self._rooms[number] = room
        self._haystacks.pop(number, None)
        return True

    def _take_out(self, column: Column, place: Place) -> None:
        for columns in (self._all, self._columns):
            places = columns[column]
            row = bisect_left(places, place)
            if row < len(places) and places[row] == place:
                del places[row]
