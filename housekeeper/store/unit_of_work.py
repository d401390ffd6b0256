"""A unit of work over one SQLAlchemy connection: the store's side of core's ports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, true, update

from housekeeper.core.clock import Clock, RealMoment
from housekeeper.core.errors import Refused, UnknownName
from housekeeper.core.history.repository import HotelEvents, KeptHistory
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.repository import Lists, Rounds
from housekeeper.core.retention.repository import EndedBookings
from housekeeper.core.rooms.repository import Events, Outbox, PinSource, Rooms
from housekeeper.core.shift.repository import HandoverNotes, KeptDays
from housekeeper.core.staff.repository import StaffBook
from housekeeper.core.stays.repository import Bookings, Erasures, Guests, Inventory, Orders
from housekeeper.store.columns import one_of_bound
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.migrations.migrate import refuse_newer
from housekeeper.store.repositories.bookings import SqlBookings
from housekeeper.store.repositories.erasures import SqlErasures
from housekeeper.store.repositories.events import SqlEvents, tell_every_hotel, tell_hotel
from housekeeper.store.repositories.guests import SqlGuests
from housekeeper.store.repositories.handover_notes import SqlHandoverNotes
from housekeeper.store.repositories.history.day_figures import SqlKeptDays
from housekeeper.store.repositories.history.hotel_events import SqlHotelEvents
from housekeeper.store.repositories.history.kept_history import SqlKeptHistory
from housekeeper.store.repositories.inspection_lists import SqlLists
from housekeeper.store.repositories.inventory import SqlInventory
from housekeeper.store.repositories.orders import SqlOrders
from housekeeper.store.repositories.outbox import SqlOutbox
from housekeeper.store.repositories.retention.ended_bookings import SqlEndedBookings
from housekeeper.store.repositories.rooms import SqlRooms
from housekeeper.store.repositories.rounds import SqlRounds
from housekeeper.store.repositories.staff import SqlStaffBook
from housekeeper.store.row_locks import Locks
from housekeeper.store.tables import database_mark, room, schema_version
from housekeeper.store.tables import hotel as hotel_table
from housekeeper.store.transfer.moved_away import refuse_moved

_HOTEL = CompiledStatement(
    select(
        hotel_table.c.id,
        hotel_table.c.quiet_changes,
        database_mark.c.moved_to,
        select(func.max(schema_version.c.version)).scalar_subquery(),
    )
    .select_from(hotel_table.join(database_mark, true()))
    .where(hotel_table.c.slug == bindparam("slug"))
)
_COUNT_QUIET_CHANGE = CompiledStatement(
    update(hotel_table)
    .where(hotel_table.c.id == bindparam("of_hotel"))
    .values(quiet_changes=hotel_table.c.quiet_changes + 1)
    .returning(hotel_table.c.quiet_changes)
)
_MARK_ROOMS = CompiledStatement(
    update(room)
    .where(room.c.hotel_id == bindparam("of_hotel"), one_of_bound(room.c.number, "of_numbers"))
    .values(quiet_change=bindparam("change"))
)
_HOTELS = select(hotel_table.c.slug, hotel_table.c.name, hotel_table.c.timezone)


@dataclass(slots=True)
class SqlUnit:
    """One transaction on one hotel (see `core.unit_of_work.UnitOfWork`)."""

    hotel: Hotel
    now: datetime
    real_now: datetime
    real_moment: RealMoment
    today: date
    quiet_changes: int
    rooms: Rooms
    events: Events
    hotel_events: HotelEvents
    bookings: Bookings
    ended_bookings: EndedBookings
    guests: Guests
    orders: Orders
    inventory: Inventory
    staff: StaffBook
    outbox: Outbox
    rounds: Rounds
    lists: Lists
    handover: HandoverNotes
    erasures: Erasures
    history: KeptHistory
    day_figures: KeptDays
    own_events: SqlEvents
    words: Words
    _connection: Connection
    _hotel_id: int

    def raise_generation(self) -> None:
        """Tell every board that all it shows must be read anew (restores, rooms renamed)."""
        self._connection.execute(
            update(database_mark).values(generation=database_mark.c.generation + 1)
        )
        tell_every_hotel(self._connection)

    def tell_boards(self, room_numbers: Collection[str] = ()) -> None:
        """Have every board of the hotel read its staff, its arrivals and these rooms again.

        The hotel's row is held from here to the commit: who sees it counted on sees all rooms
        that belong to it.
        """
        [(change,)] = _COUNT_QUIET_CHANGE.rows(self._connection, {"of_hotel": self._hotel_id})
        if room_numbers:
            _MARK_ROOMS.execute(
                self._connection,
                {"of_hotel": self._hotel_id, "of_numbers": list(room_numbers), "change": change},
            )
        tell_hotel(self._connection, self._hotel_id)


def open_unit(
    connection: Connection,
    hotel: Hotel,
    clock: Clock,
    pins: PinSource,
    words: Words,
    is_writing: bool,
    known_schema: int,
) -> SqlUnit:
    """A unit of work on this hotel inside the connection's transaction.

    With `is_writing` it locks what it looks at, where the engine needs that. Raises `UnknownName`
    where there is no such hotel (any more), `StoreMoved` where all are in another database now,
    `StoreUnusable` where a newer program than one of `known_schema` has changed the tables.
    """
    hotel_id, quiet_changes = _find_hotel(connection, hotel, known_schema)
    now = clock.now()
    events = SqlEvents(connection, hotel_id)
    locks = Locks(connection, hotel_id, is_writing and connection.dialect.name != "sqlite")
    today = hotel.day(now)
    return SqlUnit(
        hotel=hotel,
        now=now,
        real_now=clock.real_now(),
        real_moment=clock.real_moment(),
        today=today,
        quiet_changes=quiet_changes,
        rooms=SqlRooms(connection, hotel_id, today, pins, locks),
        events=events,
        hotel_events=SqlHotelEvents(connection, hotel_id, now, clock.real_now()),
        bookings=SqlBookings(connection, hotel_id, today, locks, words),
        ended_bookings=SqlEndedBookings(connection, hotel_id),
        guests=SqlGuests(connection, hotel_id, locks, words),
        orders=SqlOrders(connection, hotel_id, locks, words),
        inventory=SqlInventory(connection, hotel_id, today),
        staff=SqlStaffBook(connection, hotel_id, locks),
        outbox=SqlOutbox(connection, hotel_id, events),
        rounds=SqlRounds(connection, hotel_id, locks),
        lists=SqlLists(connection, hotel_id),
        handover=SqlHandoverNotes(connection, hotel_id),
        erasures=SqlErasures(connection, clock.real_now()),
        history=SqlKeptHistory(connection, hotel_id),
        day_figures=SqlKeptDays(connection, hotel_id),
        own_events=events,
        words=words,
        _connection=connection,
        _hotel_id=hotel_id,
    )


def _find_hotel(connection: Connection, hotel: Hotel, known_schema: int) -> tuple[int, int]:
    """The id of a hotel, and how many quiet changes it had; raises as `open_unit` does."""
    found = _HOTEL.rows(connection, {"slug": hotel.slug})
    if not found:
        raise UnknownName(f"There is no hotel {hotel.slug} in this database.")
    hotel_id, quiet_changes, moved_to, version = found[0]
    refuse_moved(moved_to)
    refuse_newer(version, known_schema, "This database")
    return hotel_id, quiet_changes


def read_hotels(connection: Connection) -> list[Hotel]:
    """Every hotel in the database, by slug."""
    rows = connection.execute(_HOTELS.order_by(hotel_table.c.slug))
    return [Hotel(row.slug, row.name, row.timezone) for row in rows]


def add_hotel(connection: Connection, hotel: Hotel) -> None:
    """Add a hotel; raises `Refused` where its slug is taken."""
    if any(known.slug == hotel.slug for known in read_hotels(connection)):
        raise Refused(f"There is a hotel {hotel.slug} in this database already.")
    connection.execute(
        insert(hotel_table).values(slug=hotel.slug, name=hotel.name, timezone=hotel.timezone)
    )
