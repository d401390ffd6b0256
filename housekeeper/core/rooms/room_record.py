"""All that the store knows of one room, read in one unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass

from housekeeper.core.erasure import ErasureRun
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.guest_records import Message, Order
from housekeeper.core.stays.inventory import OutOfOrderRange
from housekeeper.core.unit_of_work import UnitOfWork

HISTORY_LIMIT = 300
"""How many events of a room its screen shows."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A room with its guest, orders, conversation (oldest first) and history (newest first).

    `booking` is that of the guest in the room, `arrival` that of the guest who is expected today.
    `planned` is the time for which the room is to go out of order.
    `erasures` are the rewrites of the database file that cover its checkouts. `is_history_cut`
    where the hotel let older history go.
    """

    room: Room
    booking: Booking | None
    guest_names: tuple[str, ...]
    arrival: Booking | None
    orders: tuple[Order, ...]
    messages: tuple[Message, ...]
    history: tuple[RoomEvent, ...]
    erasures: tuple[ErasureRun, ...]
    staff_names: Mapping[str, str]
    planned: OutOfOrderRange | None = None
    is_history_cut: bool = False

    def named(self, code: str | None) -> str:
        """The name of a member of staff; the code itself where nobody has it."""
        return self.staff_names.get(code, code) if code else ""


def read_dossier(work: UnitOfWork, number: str) -> Dossier:
    """Read everything about a room; raises `UnknownName`."""
    room = work.rooms.get(number)
    guest = room.is_occupied
    coming = [one for one in work.bookings.arriving(work.today) if one.room_number == number]
    history = tuple(work.events.history(HistoryQuery(number, HISTORY_LIMIT)))
    numbers = [event.erasure for event in history if event.erasure is not None]
    return Dossier(
        room=room,
        booking=work.bookings.in_house([number]).get(number) if guest else None,
        guest_names=tuple(work.guests.names(number)) if guest else (),
        arrival=coming[0] if coming else None,
        orders=tuple(work.orders.open(number)),
        messages=tuple(work.guests.messages(number)) if guest else (),
        history=history,
        erasures=tuple(work.erasures.runs(min(numbers))) if numbers else (),
        staff_names={staff.code: staff.name for staff in work.staff.all()},
        planned=next(iter(work.inventory.planned_out_of_order([number])), None),
        is_history_cut=work.history.first_seq() > 1,
    )
