"""A unit of work over one SQLAlchemy connection: the store's side of core's ports."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, true, update

from housekeeper.core.clock import Clock, RealMoment
from housekeeper.core.errors import Refused, UnknownName
from housekeeper.core.history.repository import HotelEvents, KeptHistory
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.repository import Lists, Rounds
from housekeeper.core.rooms.repository import Events, Outbox, PinSource, Rooms
from housekeeper.core.shift.repository import HandoverNotes, KeptDays
from housekeeper.core.staff.repository import StaffBook
from housekeeper.core.stays.repository import Bookings, Erasures, Guests, Inventory, Orders
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.migrations.migrate import refuse_newer
from housekeeper.store.repositories.bookings import SqlBookings
from housekeeper.store.repositories.erasures import SqlErasures
from housekeeper.store.repositories.events import SqlEvents, tell_every_hotel
from housekeeper.store.repositories.guests import SqlGuests
from housekeeper.store.repositories.handover_notes import SqlHandoverNotes
from housekeeper.store.repositories.history.day_figures import SqlKeptDays
from housekeeper.store.repositories.history.hotel_events import SqlHotelEvents
from housekeeper.store.repositories.history.kept_history import SqlKeptHistory
from housekeeper.store.repositories.inspection_lists import SqlLists
from housekeeper.store.repositories.inventory import SqlInventory
from housekeeper.store.repositories.orders import SqlOrders
from housekeeper.store.repositories.outbox import SqlOutbox
from housekeeper.store.repositories.rooms import SqlRooms
from housekeeper.store.repositories.rounds import SqlRounds
from housekeeper.store.repositories.staff import SqlStaffBook
from housekeeper.store.row_locks import Locks
from housekeeper.store.tables import database_mark, schema_version
from housekeeper.store.tables import hotel as hotel_table
from housekeeper.store.transfer.moved_away import refuse_moved

_HOTEL_ID = CompiledStatement(
    select(
        hotel_table.c.id,
        database_mark.c.moved_to,
        select(func.max(schema_version.c.version)).scalar_subquery(),
    )
    .select_from(hotel_table.join(database_mark, true()))
    .where(hotel_table.c.slug == bindparam("slug"))
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
    rooms: Rooms
    events: Events
    hotel_events: HotelEvents
    bookings: Bookings
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

    def raise_generation(self) -> None:
        """Tell every board that what it shows must be read anew (imports, restores)."""
        self._connection.execute(
            update(database_mark).values(generation=database_mark.c.generation + 1)
        )
        tell_every_hotel(self._connection)


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
    found = _HOTEL_ID.rows(connection, {"slug": hotel.slug})
    if not found:
        raise UnknownName(f"There is no hotel {hotel.slug} in this database.")
    hotel_id, moved_to, version = found[0]
    refuse_moved(moved_to)
    refuse_newer(version, known_schema, "This database")
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
        rooms=SqlRooms(connection, hotel_id, today, pins, locks),
        events=events,
        hotel_events=SqlHotelEvents(connection, hotel_id, now, clock.real_now()),
        bookings=SqlBookings(connection, hotel_id, today, locks, words),
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
    )


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
