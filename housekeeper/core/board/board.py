"""The board as a value: columns, order, counts, filter, cursor and marks. No I/O, no terminal.

`apply` touches one room. Ten thousand rooms are an ordinary size: columns are kept sorted,
and counts are kept as sums.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from housekeeper.core.acts import EventKind
from housekeeper.core.board.arrangement import Arrangement, remove_place
from housekeeper.core.board.column import Column
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.board.number_search import Spellings
from housekeeper.core.board.statistics import Statistics, sum_up
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.numbers import narrowed, natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.stays.booking import is_expected
from housekeeper.core.stays.due import HouseTime


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

    `when` is the moment for which it stands: `pass_time` brings it on, and when the hotel's
    date turns, make a new board. `staff_names` are names by code; `arrivals` are the confirmed
    bookings expected today, with a room or without, `arrivals_since_before` those of them that
    should have come before. Rooms that are not in use are not on it. `marked` are the rooms that
    the next verb takes, `unseen` those that changed while nobody could see it.
    """

    def __init__(
        self,
        rooms: Iterable[Room],
        when: HouseTime,
        last_seq: int = 0,
        staff_names: Mapping[str, str] | None = None,
        arrivals: int = 0,
        arrivals_since_before: int = 0,
    ) -> None:
        self.arrivals, self.arrivals_since_before = arrivals, arrivals_since_before
        self.last_seq = last_seq
        self.staff_names = dict(staff_names or {})
        self.marked: set[str] = set()
        self.unseen: set[str] = set()
        self.filter_text = ""
        self._filter = parse_filter("", ())
        self._rooms = {room.number: room for room in rooms if room.is_active}
        self._haystacks: dict[str, str] = {}
        self._arrangement = Arrangement(self._rooms.values(), when)
        self._columns = self._arrangement.columns
        self._spellings: Spellings | None = None
        self._room_types: set[str] | None = None

    def _shows(self, room: Room) -> bool:
        return self._filter is None or self._filter(self._haystack(room.number))

    def _haystack(self, number: str) -> str:
        found = self._haystacks.get(number)
        if found is None:
            room = self._rooms[number]
            facts = self._arrangement.standing(room).sought
            found = self._haystacks[number] = haystack(room, self.when, self.staff_names, facts)
        return found

    def prepare_filter(self) -> Mapping[str, str]:
        """Collect what the filter looks at in each room, so that the first letter need not."""
        if len(self._haystacks) < len(self._rooms):
            for number in self._rooms:
                self._haystack(number)
        return self._haystacks

    def __len__(self) -> int:
        return len(self._rooms)

    def __contains__(self, number: object) -> bool:
        return number in self._rooms

    def room(self, number: str) -> Room | None:
        """The room with this number, if it is on the board (filtered out or not)."""
        return self._rooms.get(number)

    @property
    def when(self) -> HouseTime:
        """The moment for which the board stands; another object once a room stands otherwise."""
        return self._arrangement.when

    @property
    def rooms(self) -> Mapping[str, Room]:
        """Every room on the board by number."""
        return self._rooms

    @property
    def statistics(self) -> Statistics:
        """Counts over all rooms on the board, whatever the filter."""
        standing = self._arrangement
        return sum_up(
            standing.facts,
            self.arrivals,
            self.arrivals_since_before,
            standing.waiting_since,
            standing.requests_waiting,
            next(iter(standing.waiting)) if len(standing.waiting) == 1 else "",
        )

    def shown(self, column: Column) -> int:
        """How many rooms of a column the filter shows."""
        return len(self._columns[column])

    def total(self, column: Column) -> int:
        """How many rooms stand in a column, shown or not."""
        return self._arrangement.totals[column]

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
        column = self._arrangement.standing(room).column
        return column, bisect_left(self._columns[column], self._arrangement.place(room))

    def set_filter(self, text: str) -> None:
        """Show only rooms that meet every word of a filter line; an empty one shows all."""
        self.filter_text = text
        if self._room_types is None:
            self._room_types = {room.room_type for room in self._rooms.values()}
        before, self._filter = self._filter, parse_filter(text, self._room_types)
        if self._filter is None:
            self._columns = self._arrangement.columns
            return
        # A letter more is looked for only where the letters before it were found.
        is_within = before is not None and self._filter.is_within(before)
        looked_through = self._columns if is_within else self._arrangement.columns
        haystacks = self.prepare_filter()
        self._columns = {
            column: self._filter.among(places, haystacks)
            for column, places in looked_through.items()
        }

    def meant_by(self, typed: str, is_anywhere: bool = False) -> tuple[str | None, bool]:
        """The shown room that typed characters mean, and whether no other one could be meant.

        It is that number, else the first beginning so; with `is_anywhere` also a room that the
        filter hides.
        """
        wanted = narrowed(typed).casefold()
        if self._spellings is None:
            self._spellings = Spellings.of(self._rooms)
        exact, beginning = self._spellings.meant_by(wanted)
        found = [number for number in exact if is_anywhere or self._shows(self._rooms[number])]
        lowest, is_only = None, True
        # In natural order, so that of a thousand that begin so only the first are looked at.
        for number in () if found else beginning:
            if is_anywhere or self._shows(self._rooms[number]):
                if lowest is None:
                    lowest = natural_key(number)
                elif natural_key(number) != lowest:
                    is_only = False
                    break
                found.append(number)
        # Numbers such as 7 and 07 are one in natural order: then the board's order decides.
        order = self._arrangement.order
        first = min(found, key=lambda number: order(self._rooms[number]), default=None)
        return first, is_only and first is not None

    def apply(self, event: RoomEvent) -> BoardChange | None:
        """Take one event in; one already taken in changes nothing and answers None.

        Events come in seq order. The room is put where it now belongs, the sums follow.
        """
        if event.seq <= self.last_seq:
            return None
        self.last_seq = event.seq
        expected, expected_before = _arrivals_counted(event, self.when.today)
        self.arrivals += expected
        self.arrivals_since_before += expected_before
        return self._put(event.room_number, event.room if event.room.is_active else None)

    def read_again(self, rooms: Iterable[Room], names: Mapping[str, str]) -> list[BoardChange]:
        """Take in rooms that may be others without an event, and the names of all staff."""
        in_use = {room.number: room if room.is_active else None for room in rooms}
        others = [number for number, room in in_use.items() if self._rooms.get(number) != room]
        changes = [self._put(number, in_use[number]) for number in others]
        if names != self.staff_names:
            self.staff_names = dict(names)
            self._haystacks.clear()
        if self._filter is not None:
            # It may name who or what was not here when it was typed: all are looked through.
            self._filter = None
            self.set_filter(self.filter_text)
        return changes

    def apply_all(self, events: Sequence[RoomEvent]) -> list[BoardChange]:
        """Take in many events at once and tell what each changed."""
        return [change for change in map(self.apply, events) if change is not None]

    def pass_time(self, now: datetime) -> list[BoardChange]:
        """It is now this moment (aware): tell which rooms are overdue, or no longer so, by it.

        Costs nothing until one is. Of a day that has turned it knows nothing.
        """
        later, standing = self._arrangement.later(now), self._arrangement.standing
        if later is None:
            return []
        leaving = [room for room in self._rooms.values() if room.departure == self.when.today]
        turned = [room for room in leaving if standing(room).facts != later.of(room).facts]
        for room in turned:
            self._take_out(room)
        self._arrangement.turn_to(later)
        columns = [self._put_in(room) for room in turned]
        return [
            BoardChange(room.number, column, column)
            for room, column in zip(turned, columns, strict=True)
        ]

    def _put(self, number: str, room: Room | None) -> BoardChange:
        left = entered = None
        if room is not None and self._stays(number, room):
            column = self._arrangement.standing(room).column
            return BoardChange(number, column, column)
        before = self._rooms.get(number)
        if before is not None:
            left = self._take_out(before)
        if before is None or room is None:
            self._spellings = self._room_types = None
        elif before.room_type != room.room_type:
            self._room_types = None
        if room is None:
            self.marked.discard(number)
            self.unseen.discard(number)
        else:
            entered = self._put_in(room)
        return BoardChange(number, left, entered)

    def _stays(self, number: str, room: Room) -> bool:
        """Put a room in its own stead where its place and all that counts are as they were."""
        before = self._rooms.get(number)
        if before is None or self._filter is not None or before.room_type != room.room_type:
            return False
        standing = self._arrangement.standing
        if standing(before) is not standing(room):
            return False
        self._rooms[number] = room
        self._arrangement.note_waiting(room)
        self._haystacks.pop(number, None)
        return True

    def _put_in(self, room: Room) -> Column:
        self._rooms[room.number] = room
        column = self._arrangement.put_in(room)
        if self._filter is not None and self._shows(room):
            insort(self._columns[column], self._arrangement.place(room))
        return column

    def _take_out(self, room: Room) -> Column:
        del self._rooms[room.number]
        self._haystacks.pop(room.number, None)
        column = self._arrangement.take_out(room)
        if self._filter is not None:
            remove_place(self._columns[column], self._arrangement.place(room))
        return column


def _arrivals_counted(event: RoomEvent, today: date) -> tuple[int, int]:
    """By how many an event changes the arrivals of today, and those since before among them."""
    room, change = event.room, -1
    if event.kind is EventKind.UNDONE and event.before.get("is_occupied"):
        # A check-in that was taken back: the guest is expected again.
        room, change = decode({**encode(room), **event.before}), 1
    elif event.kind is not EventKind.CHECKED_IN:
        return 0, 0
    if room.arrival is None or room.departure is None:
        return 0, 0
    if not is_expected(room.arrival, room.departure, today):
        return 0, 0
    return change, change if room.arrival < today else 0


def find_room(board: Board, typed: str, is_anywhere: bool = False) -> str | None:
    """The room that typed characters mean on a board (see `Board.meant_by`); None for none."""
    return board.meant_by(typed, is_anywhere)[0]
