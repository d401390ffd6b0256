"""Random days of a small hotel on a real database: what must hold at every step does.

The machine keeps its own few facts of each room and stay, worked out from the acts alone, and
compares: who may get a room, what is left of a guest, PINs, the order of events, the board.
"""

import asyncio
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import ClassVar, Protocol, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.clock import RealMoment
from housekeeper.core.errors import Refused
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms import redaction, turnover
from housekeeper.core.rooms import undo as undoing
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import chat, checkout, front_desk, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.chat import PinRefused, SessionOpened, TokenState
from housekeeper.core.stays.check_in_undo import undo_check_in
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.guest_records import OrderItem, Sender
from housekeeper.core.unit_of_work import StoreMark, UnitOfWork
from housekeeper.store.columns import SealedWords
from housekeeper.store.database import Database, HotelStore
from housekeeper.store.guest_keys import report as key_report
from housekeeper.store.guest_keys.cipher import Seal, number_of
from housekeeper.store.guest_keys.stay_key import StayKey
from housekeeper.store.tables import metadata
from housekeeper.store.transfer.restore import restore as put_back
from tests.engines import everything, postgresql_database

Answer = TypeVar("Answer")

HOTEL = Hotel("small", "Small Hotel", "Europe/Lisbon")
ROOMS = {"101": "STD", "102": "STD", "103": "STD", "201": "DLX", "202": "DLX"}
PEOPLE = {role: Staff(role.value, role.label.title(), role) for role in Role}
SECRET = re.compile(r"secret-\d+-words")
WITH_SEALED_WORDS = {
    table.name
    for table in metadata.sorted_tables
    if any(isinstance(column.type, SealedWords) for column in table.c)
}
SEALED = re.compile(r"X'([0-9A-F]{20,})'")

anyone = st.sampled_from(list(PEOPLE.values()))
often_the_manager = st.one_of(anyone, st.just(PEOPLE[Role.MANAGER]))
often_the_desk = st.one_of(anyone, st.just(PEOPLE[Role.FRONT_DESK]))
rarely = st.sampled_from((False, False, False, False, False, True))

A_DAY = (
    *("turn",) * 4,
    *("help_along",) * 6,
    *("book",) * 4,
    *("check_in",) * 5,
    *("check_out",) * 4,
    *("open_session",) * 2,
    *("chat_and_order",) * 3,
    *("undo",) * 3,
    "back_up",
    "restore",
    "move",
    *("take_back_check_in",) * 2,
    "cancel",
    "correct",
    "import_rooms",
    "use",
    "repeat",
    "redact",
    "time_passes",
)
"""What may happen at any moment, the more frequent the more often named."""

A_DAY_OF_BACKUPS = (
    *("guest_comes",) * 5,
    *("help_along",) * 4,
    *("check_out",) * 4,
    *("open_session",) * 2,
    "back_up",
    *("restore",) * 2,
    "chat_and_order",
    "undo",
    "move",
    "cancel",
    "correct",
)
"""The same for days on which the hotel is put back again and again."""


class Draw(Protocol):
    """How an act takes what is random in it."""

    def __call__(self, strategy: st.SearchStrategy[Answer], /) -> Answer: ...


def shown(value: object) -> str:
    """A value of a row as text: bytes as they are told of in SQL."""
    return f"X'{value.hex().upper()}'" if isinstance(value, bytes) else str(value)


a_room_number = st.sampled_from(list(ROOMS))


@dataclass(slots=True)
class HandClock:
    """A clock that only the machine moves."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 10, 42, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at

    def real_moment(self) -> RealMoment:
        return RealMoment(self.at)


class FewPins:
    """So few PINs that rooms would often draw the same one."""

    def __init__(self) -> None:
        self._random = Random(7)

    def new_pin(self) -> str:
        return f"ACDEF{self._random.choice('GHJKMNPQ')}"


@dataclass(slots=True)
class RoomFacts:
    """What the machine knows of a room from the acts alone."""

    trusted: bool = True
    """Inspected or overridden since its last checkout and last flag, or never yet slept in."""
    occupied: bool = False
    flagged: bool = False
    out_of_order: bool = False
    active: bool = True
    wrong_pins: list[datetime] = field(default_factory=list)

    @property
    def bookable(self) -> bool:
        hindered = self.occupied or self.flagged or self.out_of_order or not self.active
        return self.trusted and not hindered


@dataclass(slots=True)
class StayFacts:
    """What the machine knows of a guest in the house."""

    reference: str
    secret: str
    arrived_on: date | None
    """The day of the check-in to this very room; None for who came otherwise."""
    is_stored: bool = False
    """Whether a session, a message or an order is kept."""
    tokens: dict[str, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """All that the machine knows of the hotel: a backup holds what it was then.

    `before` is what was known of a room before each event on it that can be undone, by seq.
    `lives` tells one key of a booking from the next, by a number that never comes again.
    """

    rooms: dict[str, RoomFacts] = field(default_factory=dict)
    stays: dict[str, StayFacts] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    before: dict[int, RoomFacts] = field(default_factory=dict)
    lives: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup, what was known when it was made, and the PINs of that moment."""

    path: Path
    known: Known
    pins: dict[str, str]


@settings(
    max_examples=8,
    stateful_step_count=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
class HotelMachine(RuleBasedStateMachine):
    """Random acts of random staff and guests."""

    day: ClassVar[tuple[str, ...]] = A_DAY

    @initialize()
    def open_house(self) -> None:
        self.places = ExitStack()
        self.target = self.places.enter_context(self.new_place())
        self.runner = asyncio.Runner()
        self.clock = HandClock()
        self.database = self.runner.run(Database.open(self.target, FewPins()))
        self.runner.run(self.database.create_hotel(HOTEL))
        self.store: HotelStore = self.database.hotel(HOTEL, self.clock)
        self.known = Known({number: RoomFacts() for number in ROOMS})
        self.backup: Backup | None = None
        self.pins_given: set[str] = set()
        self.ended: set[int] = set()
        self.dead_tokens: list[str] = []
        self.made = 0
        self.known_text = ""
        self.written(self.furnish)
        self.last_act: Callable[[UnitOfWork], object] | None = None
        self.seen_mark, self.board = self.fresh_board()

    @property
    def rooms(self) -> dict[str, RoomFacts]:
        return self.known.rooms

    @property
    def stays(self) -> dict[str, StayFacts]:
        return self.known.stays

    @property
    def expected(self) -> dict[str, str]:
        """The secrets in the names of guests who are to come; empty where it was forgotten."""
        return self.known.expected

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.run(self.database.close())
            self.runner.close()
        if hasattr(self, "places"):
            self.places.close()

    @staticmethod
    @contextmanager
    def new_place() -> Iterator[str]:
        """A place for a new hotel."""
        with tempfile.TemporaryDirectory(prefix="housekeeper-machine-") as folder:
            yield f"{folder}/hotel.db"

    @staticmethod
    def furnish(work: UnitOfWork) -> None:
        rows = [
            RoomRow(line, number, room_type, int(number[0]), "")
            for line, (number, room_type) in enumerate(ROOMS.items(), start=2)
        ]
        import_rooms(work, rows)
        import_staff(work, [StaffRow(line, one) for line, one in enumerate(PEOPLE.values(), 2)])

    def read(self, unit: Callable[[UnitOfWork], Answer]) -> Answer:
        return self.runner.run(self.store.read(unit))

    def written(self, unit: Callable[[UnitOfWork], Answer]) -> Answer | None:
        """Run a unit that writes; where it is refused, nothing at all was written."""
        try:
            answer = self.runner.run(self.store.write(unit))
        except Refused as refusal:
            said, answer = str(refusal), None
        else:
            said = ""
        self.runner.run(self.database.settle())
        before, self.known_text = self.known_text, self.text()
        if said:
            assert self.known_text == before
            assert re.fullmatch(r"[A-Z0-9].*[.]", said)
        return answer

    def act(self, staff: Staff) -> Act:
        return Act(staff, Via.BOARD)

    def text(self) -> str:
        """Everything that the database holds, as text, read past the program.

        A guest's words stand in it as the keys that there are open them.
        """
        lines = [
            (table, f"{table}: {[shown(value) for value in row]}")
            for table, rows in everything(self.target).items()
            for row in rows
        ]
        assert SECRET.findall("\n".join(line for _, line in lines)) == []
        return "\n".join(
            SEALED.sub(self.opened, line) if table in WITH_SEALED_WORDS else line
            for table, line in lines
        )

    def opened(self, sealed: re.Match[str]) -> str:
        """A sealed word, opened; as it is where its key is gone."""
        content = bytes.fromhex(sealed[1])
        number = number_of(content)
        assert number is not None
        key = self.database.keys.read([number])[number]
        return f"'{Seal(key).open(content)}'" if isinstance(key, StayKey) else sealed[0]

    def fresh_board(self) -> tuple[StoreMark, Board]:
        def look(work: UnitOfWork) -> Board:
            return Board(
                work.rooms.all(),
                HouseTime.of(work.hotel, work.now),
                work.events.last_seq(),
                arrivals=work.bookings.arrivals(work.today),
                arrivals_since_before=work.bookings.arrivals_since_before(work.today),
            )

        return self.runner.run(self.store.mark()), self.read(look)

    def arrived(self, reference: str, number: str, on: date | None = None) -> None:
        self.rooms[number].occupied = True
        self.stays[number] = StayFacts(reference, self.expected.pop(reference), on)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        """One rule for all, so that every day is made of all kinds of acts."""
        getattr(self, data.draw(st.sampled_from(self.day)))(data.draw)

    def likely_with_guest(self, draw: Draw) -> str:
        """A room, and where any has a guest most often one of those."""
        if not self.stays or draw(rarely):
            return draw(a_room_number)
        return draw(st.sampled_from(sorted(self.stays)))

    # What staff do to rooms.

    def turn(self, draw: Draw) -> None:
        """Any act of turning, by anyone, possible or not, at times on a room since changed."""
        staff, number = draw(often_the_manager), draw(a_room_number)
        status, late = draw(st.sampled_from(RoomStatus)), draw(rarely)
        room = self.read(lambda work: work.rooms.get(number))
        likely = [one for one in TURN_VERBS if is_possible(room, one)] or TURN_VERBS
        verb = draw(st.one_of(st.sampled_from(likely), st.sampled_from(TURN_VERBS)))
        request = TurnRequest(
            verb,
            number,
            room.version - 1 if late else room.version,
            draw(st.sampled_from(("seen by me", "seen by me", ""))),
            draw(st.sampled_from(MaintenancePriority)),
            None,
            status,
        )
        unit = partial(turnover.perform, act=self.act(staff), request=request)
        event = self.written(unit)
        if event is None:
            return
        self.known.before[event.seq] = deepcopy(self.rooms[number])
        assert rights.may(staff.role, verb)
        # A note is added to whatever the room is by now.
        went_through = "an act on a room as it no longer was went through"
        assert not late or verb is Verb.NOTE, went_through
        self.last_act = unit
        self.learn(number, verb, status)

    def help_along(self, draw: Draw) -> None:
        """Whatever brings the room nearer to its next guest, by a supervisor."""
        number = draw(a_room_number)
        room = self.read(lambda work: work.rooms.get(number))
        verb = {
            RoomStatus.CHECKOUT_DIRTY: Verb.START,
            RoomStatus.CLEANING_IN_PROGRESS: Verb.CLEAN,
            RoomStatus.CLEANED_UNINSPECTED: Verb.PASS,
            RoomStatus.MAINTENANCE_REQUIRED: Verb.FIXED,
            RoomStatus.OUT_OF_ORDER: Verb.RETURN,
        }.get(room.status)
        if verb is None or not room.is_active:
            return
        request = TurnRequest(verb, number, room.version)
        supervisor = self.act(PEOPLE[Role.SUPERVISOR])
        unit = partial(turnover.perform, act=supervisor, request=request)
        event = self.written(unit)
        assert event is not None
        self.known.before[event.seq] = deepcopy(self.rooms[number])
        self.last_act = unit
        self.learn(number, verb, None)

    def learn(self, number: str, verb: Verb, status: RoomStatus | None) -> None:
        """Keep what an act that went through means for the room."""
        facts = self.rooms[number]
        match verb:
            case Verb.PASS:
                facts.trusted = True
            case Verb.DIRTY | Verb.FAIL:
                facts.trusted = False
            case Verb.MAINTENANCE:
                facts.flagged, facts.trusted = True, False
            case Verb.FIXED:
                facts.flagged = False
            case Verb.OUT_OF_ORDER:
                facts.out_of_order, facts.trusted = True, False
            case Verb.RETURN:
                facts.out_of_order = False
            case Verb.OVERRIDE:
                facts.trusted = status in {RoomStatus.AVAILABLE, RoomStatus.READY_FOR_GUEST}
                if status is RoomStatus.OUT_OF_ORDER:
                    facts.out_of_order = True
                elif status is RoomStatus.MAINTENANCE_REQUIRED:
                    facts.out_of_order, facts.flagged = False, True
                else:
                    facts.out_of_order = facts.flagged = False

    def undo(self, draw: Draw) -> None:
        """Someone takes back what they did last; the rooms are to them as they were before."""
        unit = partial(undoing.undo, act=self.act(draw(often_the_manager)))
        undone = self.written(unit)
        if undone is None:
            return
        self.last_act = unit
        for event in undone.events:
            number, facts = event.room_number, self.rooms[event.room_number]
            if undone.kind is EventKind.CHECKED_IN:
                # The other event is that of the room that was held for the guest.
                if number in self.stays:
                    stay = self.stays.pop(number)
                    self.expected[stay.reference] = stay.secret
                    facts.occupied = False
                continue
            if undone.kind is EventKind.NOTED:
                # Only the words go; what was done in the room since then stays.
                continue
            assert event.undoes_seq is not None
            earlier = self.known.before[event.undoes_seq]
            facts.trusted, facts.flagged = earlier.trusted, earlier.flagged
            facts.out_of_order = earlier.out_of_order

    def use(self, draw: Draw) -> None:
        """Take a room out of use, or back into it."""
        staff, number = draw(often_the_manager), draw(a_room_number)
        active = self.rooms[number].active is draw(rarely)
        unit = partial(turnover.set_active, act=self.act(staff), room_number=number, active=active)
        if self.written(unit) is not None:
            assert staff.role is Role.MANAGER
            self.rooms[number].active = active
            self.rooms[number].trusted &= not active
            self.last_act = unit

    def repeat(self, _draw: Draw) -> None:
        """An act whose answer was lost is sent again: nothing happens twice."""
        if self.last_act is not None:
            before = self.known_text
            self.written(self.last_act)
            assert self.known_text == before

    # What the front desk does.

    def book(self, draw: Draw) -> None:
        """A booking for today, with or without a room; rarely of a guest who is here already."""
        self.made += 1
        today = HOTEL.day(self.clock.now())
        here_already, wish = draw(rarely), draw(st.one_of(st.none(), a_room_number))
        booking = Booking(
            reference=f"B{self.made}",
            room_type=draw(st.sampled_from(("STD", "DLX"))),
            arrival=today,
            departure=today + timedelta(days=draw(st.integers(0, 3))),
            adults=2,
            children=0,
            status=BookingStatus.CHECKED_IN if here_already else BookingStatus.CONFIRMED,
            room_number=wish,
            guest_name=f"secret-{self.made}-words",
        )
        rows = [BookingRow(2, booking)]
        unit = partial(import_bookings, rows=rows, anyway=draw(st.booleans()))
        if self.written(unit) is None:
            return
        self.last_act = None
        self.expected[booking.reference] = f"secret-{self.made}-words"
        self.known.lives[booking.reference] = self.made
        if here_already:
            assert wish is not None
            assert self.rooms[wish].active
            assert not self.rooms[wish].occupied
            self.arrived(booking.reference, wish)

    def cancel(self, draw: Draw) -> None:
        """A booking that will not come; its guest's name is not kept."""
        if not self.expected:
            return
        reference = draw(st.sampled_from(sorted(self.expected)))
        known = self.read(lambda work: work.bookings.get(reference))
        booking = replace(known, status=BookingStatus.CANCELLED, guest_name="secret-0-words")
        rows = [BookingRow(2, booking)]
        assert self.written(partial(import_bookings, rows=rows)) is not None
        del self.expected[reference]
        self.ended.add(self.known.lives[reference])
        self.last_act = None

    def correct(self, draw: Draw) -> None:
        """A booking is imported once more with another name; the first is not kept."""
        if not self.expected:
            return
        self.made += 1
        reference = draw(st.sampled_from(sorted(self.expected)))
        known = self.read(lambda work: work.bookings.get(reference))
        rows = [BookingRow(2, replace(known, guest_name=f"secret-{self.made}-words"))]
        assert self.written(partial(import_bookings, rows=rows, anyway=True)) is not None
        self.expected[reference] = f"secret-{self.made}-words"
        self.last_act = None

    def import_rooms(self, draw: Draw) -> None:
        """The rooms are imported once more, some of them in another section."""
        section = draw(st.sampled_from(("East", "West")))
        rows = [
            RoomRow(line, number, room_type, int(number[0]), section)
            for line, (number, room_type) in enumerate(ROOMS.items(), start=2)
        ]
        assert self.written(partial(import_rooms, rows=rows)) is not None
        self.last_act = None

    # What whoever looks after the machine does.

    def back_up(self, _draw: Draw) -> None:
        """A copy of the hotel's file, in place of an earlier one."""
        if "://" in self.target:
            # A server is put back by its own tools.
            return
        path = Path(f"{self.target}.copy-{self.made}")
        self.made += 1
        self.runner.run(self.database.backup(path))
        self.backup = Backup(path, deepcopy(self.known), self.pins())

    def restore(self, _draw: Draw) -> None:
        """The hotel is as it was, but for those who have left since."""
        if self.backup is None or not self.backup.known.stays:
            self.back_up(_draw)
            return
        since, pins = self.known, self.pins()
        restored = self.runner.run(put_back(Path(self.target), self.backup.path, may_discard=True))
        self.known, self.last_act = deepcopy(self.backup.known), None
        lives = self.known.lives
        left = [number for number, one in self.stays.items() if lives[one.reference] in self.ended]
        assert {number for _, number in restored.erased_again.rooms} == set(left)
        known_tokens = {token for one in since.stays.values() for token in one.tokens}
        for number in left:
            known_tokens |= set(self.stays.pop(number).tokens)
            facts = self.rooms[number]
            facts.occupied = facts.trusted = False
        for reference in self.expected:
            if lives[reference] in self.ended:
                self.made += 1
                self.expected[reference], lives[reference] = "", self.made
        # A corrected name was sealed again under the same key: the first can be read once more.
        kept = {
            number for number, one in self.stays.items() if pins[number] == self.backup.pins[number]
        }
        for number in self.stays.keys() - kept:
            self.stays[number].tokens.clear()
        known_tokens -= {token for one in self.stays.values() for token in one.tokens}
        self.dead_tokens += sorted(known_tokens)
        for facts in self.rooms.values():
            facts.wrong_pins = [at for at in facts.wrong_pins if facts.occupied]
        after = self.pins()
        assert {number for number in kept if after[number] != pins[number]} == set()
        changed = {after[number] for number in ROOMS if number not in kept}
        assert not changed & (self.pins_given | set(pins.values()))
        sweep = partial(key_report.destroy_unused, keys=self.database.keys)
        self.runner.run(self.database.run(sweep, "IMMEDIATE"))
        self.known_text = self.text()

    def check_in(self, draw: Draw) -> None:
        """Any booking into any room, or into the one that the program chooses."""
        if not self.expected:
            return
        staff, number = draw(often_the_desk), draw(st.one_of(st.none(), a_room_number))
        reference = draw(st.sampled_from(sorted(self.expected)))
        unit = partial(
            front_desk.check_in,
            act=self.act(staff),
            reference=reference,
            room_number=number,
            reason="the guest likes it",
            anyway=draw(st.booleans()),
        )
        answer = self.written(unit)
        if answer is None:
            return
        assert staff.role in {Role.FRONT_DESK, Role.MANAGER}
        assert number in {None, answer.room_number}
        assert self.rooms[answer.room_number].bookable
        assert answer.pin == self.pins()[answer.room_number]
        self.pins_given.add(answer.pin)
        self.last_act = unit
        self.arrived(reference, answer.room_number, HOTEL.day(self.clock.now()))

    def take_back_check_in(self, draw: Draw) -> None:
        """A wrong check-in: as if it had not been, as long as nothing of the guest is kept."""
        if not self.stays:
            return
        staff, number = draw(often_the_desk), draw(st.sampled_from(sorted(self.stays)))
        stay, facts, old_pins = self.stays[number], self.rooms[number], self.pins()
        unit = partial(undo_check_in, act=self.act(staff), reference=stay.reference)
        answer = self.written(unit)
        is_desk = staff.role in {Role.FRONT_DESK, Role.MANAGER}
        may = is_desk and stay.arrived_on is not None and not stay.is_stored
        assert (answer is not None) is may
        if not may or stay.arrived_on is None:
            return
        self.last_act = unit
        self.expected[stay.reference] = self.stays.pop(number).secret
        facts.occupied = False
        facts.trusted &= stay.arrived_on == HOTEL.day(self.clock.now())
        facts.wrong_pins.clear()
        assert self.pins()[number] != old_pins[number]

    def guest_comes(self, draw: Draw) -> None:
        """A booking, a check-in where there is room, and a device that opens a session."""
        self.book(draw)
        self.check_in(draw)
        if self.stays:
            self.open_in(draw(st.sampled_from(sorted(self.stays))), is_wrong=False)

    def move(self, draw: Draw) -> None:
        """A guest changes rooms and keeps the conversation and every token."""
        if not self.stays:
            return
        staff, to = draw(often_the_desk), draw(a_room_number)
        number = draw(st.sampled_from(sorted(self.stays)))
        old_pins = self.pins()
        unit = partial(
            front_desk.move,
            act=self.act(staff),
            reference=self.stays[number].reference,
            to_number=to,
            reason="noise",
            anyway=draw(st.booleans()),
        )
        if self.written(unit) is None:
            return
        assert self.rooms[to].bookable
        self.last_act = unit
        self.stays[to] = self.stays.pop(number)
        self.stays[to].arrived_on = None
        self.rooms[to].occupied = True
        self.rooms[to].wrong_pins += self.rooms[number].wrong_pins
        self.rooms[number].wrong_pins.clear()
        self.rooms[number].occupied = self.rooms[number].trusted = False
        pins = self.pins()
        assert pins[number] != old_pins[number]
        assert pins[to] != old_pins[to]

    def check_out(self, draw: Draw) -> None:
        """One room or several, with guests or without."""
        staff, numbers = draw(often_the_desk), [self.likely_with_guest(draw)]
        if draw(rarely):
            numbers.append(draw(a_room_number))
        old_pins = self.pins()
        promised = self.read(partial(checkout.preview, numbers=numbers))
        unit = partial(checkout.check_out, act=self.act(staff), numbers=numbers)
        receipt = self.written(unit)
        if receipt is None:
            assert staff.role not in {Role.FRONT_DESK, Role.MANAGER}
            return
        assert receipt.deleted == promised.deleted
        leaving = {number for number in numbers if number in self.stays}
        assert {one.room_number for one in receipt.rooms} == leaving
        assert set(receipt.already_vacant) == set(numbers) - leaving
        assert len(receipt.events) == len(leaving)
        self.last_act = unit if leaving else None
        pins = self.pins()
        for number in leaving:
            self.ended.add(self.known.lives[self.stays[number].reference])
            self.dead_tokens += self.stays.pop(number).tokens
            facts = self.rooms[number]
            facts.occupied = facts.trusted = False
            facts.wrong_pins.clear()
            assert pins[number] != old_pins[number]

    # What guests do.

    def open_session(self, draw: Draw) -> None:
        """A device opens a session with the right PIN or, at times, a wrong one."""
        self.open_in(self.likely_with_guest(draw), draw(rarely))

    def open_in(self, number: str, is_wrong: bool) -> None:
        facts, now = self.rooms[number], self.clock.now()
        pin = "XXXXXX" if is_wrong else self.pins()[number]
        secret = self.stays[number].secret if number in self.stays else "nobody"
        recent = [at for at in facts.wrong_pins if now - at < timedelta(minutes=15)]
        unit = partial(chat.open_session, room_number=number, pin=pin, fcm_token=secret)
        answer = self.written(unit)
        if len(recent) >= chat.WRONG_PIN_LIMIT:
            assert isinstance(answer, PinRefused)
        elif facts.occupied and not is_wrong:
            assert isinstance(answer, SessionOpened)
            self.stays[number].tokens[answer.token] = now + timedelta(days=7)
            self.stays[number].is_stored = True
        else:
            assert isinstance(answer, PinRefused)
            facts.wrong_pins.append(now)

    def chat_and_order(self, draw: Draw) -> None:
        """A guest writes from every device, the staff answer and take two orders."""
        if not self.stays:
            return
        number = draw(st.sampled_from(sorted(self.stays)))
        self.open_in(number, is_wrong=False)
        words = f"{self.stays[number].secret}: more towels"
        for token, expires_at in self.stays[number].tokens.items():
            sent = self.written(
                partial(chat.send_as_guest, room_number=number, token=token, text=words)
            )
            assert (sent is None) is (expires_at <= self.clock.now())
        act = self.act(draw(anyone))
        says = partial(chat.send_as_staff, act=act, room_number=number, text=words)
        assert bool(self.written(says)) is (act.staff.role in {Role.FRONT_DESK, Role.MANAGER})
        self.stays[number].is_stored = True
        item = OrderItem(words, 2)
        for is_breakfast in (False, True):
            order = partial(
                orders.add_order, room_number=number, items=(item,), is_breakfast=is_breakfast
            )
            assert self.written(order)
        after = draw(st.sampled_from(("nothing", "writes again", "all brought")))
        if after == "writes again":
            for token in self.stays[number].tokens:
                self.written(
                    partial(chat.send_as_guest, room_number=number, token=token, text=words)
                )
        elif after == "all brought":
            for taken in self.read(lambda work: work.orders.open(number)):
                done = partial(orders.complete_order, act=self.act(act.staff), order_id=taken.id)
                assert self.written(done)

    def time_passes(self, draw: Draw) -> None:
        """Minutes, or days."""
        self.clock.at += timedelta(minutes=draw(st.sampled_from((1, 20, 300, 3 * 1440))))

    def redact(self, draw: Draw) -> None:
        """A manager blanks the note of some event."""
        seq = draw(st.integers(1, max(self.board.last_seq, 1)))
        self.written(partial(redaction.redact, act=self.act(draw(often_the_manager)), seq=seq))
        self.last_act = None

    # What holds at every step.

    def pins(self) -> dict[str, str]:
        return self.read(lambda work: {number: work.rooms.pin(number) for number in ROOMS})

    @invariant()
    def rooms_are_bookable_as_their_story_says(self) -> None:
        rooms: list[Room] = self.read(lambda work: work.rooms.all(inactive=True))
        told = {number: facts.bookable for number, facts in self.rooms.items()}
        assert {room.number: room.is_bookable for room in rooms} == told

    @invariant()
    def nothing_is_left_of_those_who_left(self) -> None:
        present = {one.secret for one in self.stays.values()} | set(self.expected.values())
        assert set(SECRET.findall(self.known_text)) == present - {""}
        named = [secret for secret in self.expected.values() if secret]
        assert len(self.database.keys.live()) == len(self.stays) + len(named)
        states = self.read(lambda work: [chat.validate(work, token) for token in self.dead_tokens])
        assert set(states) <= {TokenState.NOT_FOUND}

    @invariant()
    def those_who_stay_keep_their_tokens(self) -> None:
        for facts in self.stays.values():
            for token, expires_at in facts.tokens.items():
                ended = expires_at <= self.clock.now()
                state = TokenState.EXPIRED if ended else TokenState.ACTIVE
                assert self.read(partial(chat.validate, token=token)) is state

    @invariant()
    def a_room_has_one_stay_and_only_an_occupied_one_has_any(self) -> None:
        def look(connection: Connection) -> tuple[list[str], list[str]]:
            stays = connection.exec_driver_sql(
                "SELECT number FROM booking JOIN room ON room.id = room_id "
                "WHERE status = 'CHECKED_IN' ORDER BY number"
            )
            occupied = connection.exec_driver_sql(
                "SELECT number FROM room WHERE is_occupied ORDER BY number"
            )
            return [row[0] for row in stays], [row[0] for row in occupied]

        staying, occupied = self.runner.run(self.database.run(look, "DEFERRED"))
        assert staying == occupied == sorted(self.stays)

    @invariant()
    def a_guest_waits_for_what_is_stored_and_not_answered(self) -> None:
        def look(work: UnitOfWork) -> dict[str, tuple[list[datetime], list[datetime]]]:
            found = {}
            for number in ROOMS:
                unanswered: list[datetime] = []
                for message in work.guests.messages(number):
                    if message.sender is Sender.STAFF:
                        unanswered = []
                    else:
                        unanswered.append(message.sent_at)
                found[number] = unanswered, [one.created_at for one in work.orders.open(number)]
            return found

        rooms: list[Room] = self.read(lambda work: work.rooms.all(inactive=True))
        found: dict[str, tuple[list[datetime], list[datetime]]] = self.read(look)
        for room in rooms:
            sent, taken = found[room.number]
            assert (room.messages_waiting, room.orders_open) == (len(sent), len(taken))
            assert room.messages_waiting_since == min(sent, default=None)
            assert room.orders_open_since == min(taken, default=None)

    @invariant()
    def pins_are_unique(self) -> None:
        assert len(set(self.pins().values())) == len(ROOMS)

    @invariant()
    def the_board_follows_the_events_and_they_have_no_gaps(self) -> None:
        mark, anew = self.fresh_board()
        events = self.read(lambda work: work.events.after(0, 10_000))
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert mark.last_seq == len(events)
        if mark.generation != self.seen_mark.generation or anew.when.today != self.board.when.today:
            self.board = anew
        self.board.apply_all(events)
        if mark.quiet_changes != self.seen_mark.quiet_changes:
            known = self.seen_mark.quiet_changes
            told: list[Room] = self.read(lambda work: work.rooms.told_since(known))
            self.board.arrivals = anew.arrivals
            self.board.arrivals_since_before = anew.arrivals_since_before
            self.board.read_again(told, anew.staff_names)
        self.seen_mark = mark
        self.board.pass_time(self.clock.now())
        assert self.board.rooms == anew.rooms
        assert self.board.statistics == anew.statistics
        for column in Column:
            assert self.board.numbers(column) == anew.numbers(column)


class HotelMachineOfBackups(HotelMachine):
    """Guests come and go, and backups are put back beneath them."""

    day = A_DAY_OF_BACKUPS


class HotelMachineOnPostgresql(HotelMachine):
    """The same on a server."""

    @staticmethod
    @contextmanager
    def new_place() -> Iterator[str]:
        """A database of its own."""
        with postgresql_database() as url:
            yield url


TestHotelMachine = HotelMachine.TestCase
TestHotelMachineOfBackups = HotelMachineOfBackups.TestCase
TestHotelMachineOfBackups.settings = settings(HotelMachine.TestCase.settings, max_examples=4)
TestHotelMachineOnPostgresql = HotelMachineOnPostgresql.TestCase
TestHotelMachineOnPostgresql.settings = settings(HotelMachine.TestCase.settings, max_examples=4)
