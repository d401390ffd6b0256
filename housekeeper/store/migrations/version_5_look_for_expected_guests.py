"""Version 5: the indexes on bookings tell of departures too.

A guest who should have come before today is expected while nights are left, so each look at
arrivals asks for departures. Bookings that were never ended pile up in front of it, and would
be read one by one.
"""

from sqlalchemy import Column, Connection, Date, Index, Integer, MetaData, String, Table

from housekeeper.store.guest_keys.stay_key import StayKeys


def migrate(connection: Connection, _: StayKeys) -> None:
    """Make both indexes anew, with the departure as their last column."""
    booking = Table(
        "booking",
        MetaData(),
        Column("hotel_id", Integer),
        Column("room_id", Integer),
        Column("status", String(16)),
        Column("arrival", Date),
        Column("departure", Date),
    )
    for name, first in (("booking_by_room", "room_id"), ("booking_by_arrival", "hotel_id")):
        columns = (booking.c[each] for each in (first, "status", "arrival", "departure"))
        index = Index(name, *columns)
        index.drop(connection)
        index.create(connection)
