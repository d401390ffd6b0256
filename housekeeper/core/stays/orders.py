"""Orders and breakfast orders of the guest in a room: create, list what is open, complete.

How many are open, and since when, is a fact of the room, and each change of it an event.
"""

from uuid import UUID

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.entered_text import check_text
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import Act, guests_act
from housekeeper.core.rooms.room import Room, with_orders
from housekeeper.core.rooms.write_change import record
from housekeeper.core.stays.guest_records import Order, OrderId, OrderItem
from housekeeper.core.unit_of_work import UnitOfWork

QUANTITY_LIMIT = 999
ITEM_LIMIT = 200
"""Characters of an item's name."""


def add_order(
    work: UnitOfWork,
    room_number: str,
    items: tuple[OrderItem, ...],
    is_breakfast: bool,
    act_id: UUID | None = None,
) -> Order:
    """Take an order for the guest of an occupied room.

    With an `act_id` of the caller's, a retry gives the order that was taken already.
    """
    room = work.rooms.get(room_number)
    if not room.is_occupied:
        raise NotPossible(f"Room {room_number} has no guest to order for.")
    if not items:
        raise InvalidInput("An order needs at least one item.")
    for item in items:
        if not check_text(item.name, ITEM_LIMIT, "An item's name"):
            raise InvalidInput("An item needs a name.")
        if not 1 <= item.quantity <= QUANTITY_LIMIT:
            raise InvalidInput(f"A quantity is a whole number from 1 to {QUANTITY_LIMIT}.")
    earlier = None if act_id is None else work.orders.of_act(room_number, is_breakfast, act_id)
    if earlier is not None:
        return earlier
    taken = work.orders.add(room_number, items, is_breakfast, work.now, act_id)
    after = _with_open_orders(work, room)
    act = guests_act(act_id, "breakfast" if is_breakfast else "order")
    record(work, act, Verb.ORDER, EventKind.GUEST_ORDERED, room, after, "")
    return taken


def complete_order(work: UnitOfWork, act: Act, order_id: OrderId) -> Order:
    """Mark an order done; doing so twice leaves the first time standing."""
    rights.require(act.staff, Verb.ORDER)
    done = work.orders.complete(order_id, work.now)
    room = work.rooms.get(done.room_number)
    after = _with_open_orders(work, room)
    if after != room:
        record(work, act, Verb.ORDER, EventKind.ORDER_DONE, room, after, "")
    return done


def _with_open_orders(work: UnitOfWork, room: Room) -> Room:
    return with_orders(room, [order.created_at for order in work.orders.open(room.number)])
