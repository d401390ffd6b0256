"""Words that can be known again, put by the product's own services wherever a guest's go."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from housekeeper.core.acts import Verb, Via
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.chat import (
    SessionOpened,
    digest,
    open_session,
    send_as_guest,
    send_as_staff,
)
from housekeeper.core.stays.front_desk import check_in, move
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order, complete_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore
from proofs.hotel import MANAGER, PROOF_HOTEL, store_of

_BEGINNING = "zq"
_LETTERS = "abcdefghijklmnoprstuvwxy"
LENGTH = 16
"""Characters of a word. It has 14 letters of chance, so no other text holds it by accident."""

LONG = 9_500
"""Characters of a long message: with a page of 4,096 bytes it spills over three."""


class Words:
    """Makes words that stand nowhere else."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def new(self) -> str:
        """One word."""
        return _BEGINNING + "".join(self._random.choices(_LETTERS, k=LENGTH - 2))

    def text(self, characters: int, into: set[str]) -> str:
        """A text of about so many characters, all of it words, kept in `into` as well."""
        words = [self.new() for _ in range(max(1, characters // (LENGTH + 1)))]
        into.update(words)
        return " ".join(words)


@dataclass(slots=True)
class Planted:
    """What was planted: words by the room of the guest, and those that nobody keeps.

    `dropped` are names of cancelled bookings, names that were corrected, and blanked notes.
    `messages` is how many words of each room are in its conversation.
    """

    by_room: dict[str, set[str]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    conversations: dict[str, set[str]] = field(default_factory=dict)

    def of(self, rooms: tuple[str, ...]) -> set[str]:
        """The words of the guests in these rooms."""
        return set().union(*(self.by_room[room] for room in rooms))


@dataclass(frozen=True, slots=True)
class Size:
    """How much is planted: rooms with a guest, and messages in each."""

    rooms: int
    messages: int

    @property
    def numbers(self) -> tuple[str, ...]:
        """The rooms with a guest."""
        return tuple(str(101 + place) for place in range(self.rooms))

    @property
    def leaving(self) -> tuple[str, ...]:
        """Every other of them: these guests leave."""
        return self.numbers[::2]

    @property
    def staying(self) -> tuple[str, ...]:
        """The others stay."""
        return self.numbers[1::2]


def _act() -> Act:
    return Act(MANAGER, Via.BOARD)


def _booking(work: UnitOfWork, reference: str, name: str) -> Booking:
    return Booking(
        reference=reference,
        room_type="STD",
        arrival=work.today,
        departure=work.today + timedelta(days=1),
        adults=2,
        children=0,
        status=BookingStatus.CONFIRMED,
        guest_name=name,
    )


class Planter:
    """Fills one hotel with guests and their words."""

    def __init__(self, size: Size, random: Random) -> None:
        self.size = size
        self.planted = Planted({room: set() for room in size.numbers})
        self._random = random
        self._words = Words(random)
        self._tokens: dict[str, str] = {}

    async def plant(self, path: Path) -> None:
        """Make the hotel in a new file, with every guest, and churn it."""
        database = await Database.open(str(path))
        try:
            await database.create_hotel(PROOF_HOTEL)
            store = store_of(database)
            await store.write(self._furnish)
            for room in self.size.numbers:
                await store.write(lambda work, room=room: self._arrive(work, room))  # type: ignore[misc]
            await self._write_messages(store)
            await store.write(self._churn)
            await store.write(self._drop)
        finally:
            await database.close()

    def _furnish(self, work: UnitOfWork) -> None:
        # One room more than guests, so that one of them can move.
        rooms = [*self.size.numbers, "900"]
        import_rooms(work, [RoomRow(line, room, "STD", 1, "") for line, room in enumerate(rooms)])
        import_staff(work, [StaffRow(1, MANAGER)])

    def _arrive(self, work: UnitOfWork, room: str) -> None:
        """A guest with a name, two devices, an order and a breakfast order."""
        own, words = self.planted.by_room[room], self._words
        booking = _booking(work, f"B{room}", words.text(150, own))
        if self._random.random() < 0.5:
            booking = replace(booking, status=BookingStatus.CHECKED_IN, room_number=room)
            import_bookings(work, [BookingRow(1, booking)])
        else:
            import_bookings(work, [BookingRow(1, booking)])
            check_in(work, _act(), booking.reference, room)
        for _ in range(2):
            opened = open_session(work, room, work.rooms.pin(room), words.text(170, own))
            assert isinstance(opened, SessionOpened)
            self._tokens[room] = opened.token
            own.update((opened.token, digest(opened.token)))
        for is_breakfast in (False, True):
            items = tuple(OrderItem(words.text(190, own), 1) for _ in range(3))
            add_order(work, room, items, is_breakfast)

    async def _write_messages(self, store: HotelStore) -> None:
        """Messages as people write them: now in one room, now in another; some are long."""
        turns = [room for room in self.size.numbers for _ in range(self.size.messages)]
        self._random.shuffle(turns)
        for first in range(0, len(turns), 20):
            some = turns[first : first + 20]
            await store.write(lambda work, some=some: self._write(work, some))  # type: ignore[misc]

    def _write(self, work: UnitOfWork, rooms: list[str]) -> None:
        for room in rooms:
            own = self.planted.conversations.setdefault(room, set())
            text = self._words.text(LONG if self._random.random() < 0.1 else 400, own)
            self.planted.by_room[room] |= own
            if self._random.random() < 0.5:
                send_as_guest(work, room, self._tokens[room], text)
            else:
                send_as_staff(work, _act(), room, text)

    def _churn(self, work: UnitOfWork) -> None:
        """Orders are done, one guest moves to another room and back."""
        for order in work.orders.open()[::3]:
            complete_order(work, _act(), order.id)
        moving = self.size.leaving[0]
        move(work, _act(), f"B{moving}", "900")
        for verb in (Verb.CLEAN, Verb.PASS):
            perform(work, _act(), TurnRequest(verb, moving))
        move(work, _act(), f"B{moving}", moving)

    def _drop(self, work: UnitOfWork) -> None:
        """Names that are not kept: cancelled, corrected, of old; and a note that is blanked."""
        dropped, words = self.planted.dropped, self._words
        cancelled, corrected = (
            _booking(work, reference, words.text(150, dropped)) for reference in ("C1", "C2")
        )
        import_bookings(work, [BookingRow(1, cancelled), BookingRow(2, corrected)])
        cancelled = replace(cancelled, status=BookingStatus.CANCELLED)
        corrected = replace(corrected, guest_name="Some Body")
        import_bookings(work, [BookingRow(1, cancelled), BookingRow(2, corrected)])
        self._end_long_ago(work)
        note = words.text(300, dropped)
        event = perform(work, _act(), TurnRequest(Verb.NOTE, self.size.staying[0], note=note))
        redact(work, _act(), event.seq)

    def _end_long_ago(self, work: UnitOfWork) -> None:
        """A cancelled booking and a no-show, whose guests and references nobody keeps any more."""
        dropped, words = self.planted.dropped, self._words
        arrival = work.today - timedelta(days=3 * 365)
        for status in (BookingStatus.CANCELLED, BookingStatus.NO_SHOW):
            reference = words.text(LENGTH, dropped)
            booking = replace(
                _booking(work, reference, words.text(150, dropped)),
                arrival=arrival,
                departure=arrival + timedelta(days=2),
            )
            import_bookings(work, [BookingRow(1, booking)])
            import_bookings(work, [BookingRow(1, replace(booking, status=status))])


def planted_hotel(path: Path, size: Size, random: Random) -> Planted:
    """A new file with a hotel full of words; gives them."""
    planter = Planter(size, random)
    asyncio.run(planter.plant(path))
    return planter.planted
