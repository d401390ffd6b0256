"""Files to begin with: each has every column, and a few rows that are taken as they stand."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TextIO

from housekeeper.files.read_bookings import COLUMNS as BOOKING_KEY
from housekeeper.files.read_bookings import OPTIONAL_COLUMNS as BOOKING_COLUMNS
from housekeeper.files.read_rooms import COLUMNS as ROOM_KEY
from housekeeper.files.read_rooms import OPTIONAL_COLUMNS as ROOM_COLUMNS
from housekeeper.files.read_staff import COLUMNS as STAFF_KEY
from housekeeper.files.read_staff import OPTIONAL_COLUMNS as STAFF_COLUMNS

KINDS = ("rooms", "staff", "bookings")


def write_template(file: TextIO, kind: str, today: date) -> None:
    """Write the template of one of `KINDS`; its bookings begin today."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows(_table(kind, today))


def _table(kind: str, today: date) -> Sequence[Sequence[object]]:
    match kind:
        case "rooms":
            return [
                (*ROOM_KEY, *ROOM_COLUMNS),
                (101, "STD", 1, "East", "", "", "", "", ""),
                (102, "STD", 1, "East", "", "", "", "", ""),
                (103, "STD", 1, "East", "dirty", "", "", "", ""),
                (201, "DLX", 2, "West", "ready", "LOW", "lamp flickers", "", ""),
                (202, "DLX", 2, "West", "", "", "", "new carpet", today + timedelta(days=3)),
            ]
        case "staff":
            return [
                (*STAFF_KEY, *STAFF_COLUMNS),
                ("ana", "Ana Reis", "attendant"),
                ("maria", "Maria Keller", "supervisor"),
                ("desk", "Front desk", "front_desk"),
                ("paulo", "Paulo Nunes", "maintenance"),
            ]
        case _:
            day = timedelta(days=1)
            return [
                (*BOOKING_KEY, *BOOKING_COLUMNS),
                ("B1", "STD", today, today + 2 * day, 2, 0, "CONFIRMED", 101, "Zoë Adler"),
                ("B2", "DLX", today, today + day, 1, 0, "CONFIRMED", "", ""),
                ("B3", "STD", today - day, today + day, 2, 1, "CHECKED_IN", 102, ""),
            ]
