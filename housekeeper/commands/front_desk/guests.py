"""The guest's side: chat sessions, messages, orders and breakfast orders."""

from argparse import Namespace

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, print_json, print_table, say, say_lines
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.rooms.snapshot import Json, utc_text
from housekeeper.core.stays.chat import (
    PinRefused,
    TokenState,
    open_session,
    send_as_guest,
    send_as_staff,
    validate,
)
from housekeeper.core.stays.guest_records import Message, Order, OrderId, OrderItem, Sender
from housekeeper.core.stays.orders import add_order, complete_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

_WORTH = {
    TokenState.NOT_FOUND: "No guest's session has this token.",
    TokenState.EXPIRED: "The session of this token has expired.",
}


async def session(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper session open|validate`."""
    async with opened_house(settings) as house:
        if arguments.action == "open":
            return await _open_session(house, arguments)
        state = await house.store.read(lambda work: validate(work, arguments.token))
    if arguments.json:
        print_json({"reason": state.value})
    else:
        say(state.value)
    if state is not TokenState.ACTIVE:
        complain(_WORTH[state])
        return 1
    return 0


async def _open_session(house: House, arguments: Namespace) -> int:
    number = await house.room_number(arguments.room)
    opened = await house.store.write(
        lambda work: open_session(work, number, arguments.pin, arguments.fcm_token)
    )
    if isinstance(opened, PinRefused):
        complain(opened.reason)
        return 1
    if arguments.json:
        print_json(
            {
                "token": opened.token,
                "room_number": opened.room_number,
                "expires_at": utc_text(opened.expires_at),
            }
        )
    else:
        say(opened.token)
        say(f"Room {opened.room_number}, until {moment(house.hotel, opened.expires_at)}")
    return 0


async def message(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper message send|list`."""
    async with opened_house(settings) as house:
        number = await house.room_number(arguments.room)
        if arguments.action == "list":
            listed = await house.store.read(
                lambda work: (work.rooms.get(number), work.guests.messages(number))[1]
            )
            _tell_messages(listed, house.hotel, number, arguments.json)
            return 0
        if arguments.token is not None:
            sent = await house.store.write(
                lambda work: send_as_guest(work, number, arguments.token, arguments.text)
            )
        else:
            act = await house.act()
            sent = await house.store.write(
                lambda work: send_as_staff(work, act, number, arguments.text)
            )
    if arguments.json:
        print_json(_message_json(sent))
    else:
        say(f"Message {sent.id} in room {number} sent.")
    return 0


def _message_json(sent: Message) -> dict[str, Json]:
    return {
        "id": sent.id,
        "sender": sent.sender.value,
        "staff_name": sent.staff_name,
        "body": sent.body,
        "sent_at": utc_text(sent.sent_at),
    }


def _tell_messages(listed: list[Message], hotel: Hotel, number: str, as_json: bool) -> None:
    if as_json:
        print_json([_message_json(one) for one in listed])
        return
    if not listed:
        say(f"No messages in room {number}.")
    for one in listed:
        writer = "guest" if one.sender is Sender.GUEST else one.staff_name or "staff"
        say(f"{moment(hotel, one.sent_at)}  {writer}:")
        say_lines(one.body, indent="  ")


async def order(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper order add|list|done`."""
    async with opened_house(settings) as house:
        match arguments.action:
            case "add":
                number = await house.room_number(arguments.room)
                items = (OrderItem(arguments.item.strip(), arguments.quantity),)
                taken = await house.store.write(
                    lambda work: add_order(work, number, items, arguments.breakfast)
                )
                _tell_order(taken, "is taken", arguments.json)
            case "done":
                order_id = OrderId.parse(arguments.id)
                act = await house.act()
                done = await house.store.write(lambda work: complete_order(work, act, order_id))
                _tell_order(done, "is done", arguments.json)
            case _:
                await _list_orders(house, arguments)
    return 0


async def _list_orders(house: House, arguments: Namespace) -> None:
    number = None if arguments.room is None else await house.room_number(arguments.room)

    def look(work: UnitOfWork) -> list[Order]:
        if number is not None:
            work.rooms.get(number)
        return work.orders.open(number)

    listed = await house.store.read(look)
    if arguments.json:
        print_json([_order_json(one) for one in listed])
    elif not listed:
        say("No open orders." if number is None else f"No open orders in room {number}.")
    else:
        print_table(
            ("Order", "Room", "Taken", "Kind", "Items"),
            [
                (
                    str(one.id),
                    one.room_number,
                    moment(house.hotel, one.created_at),
                    "breakfast" if one.id.is_breakfast else "order",
                    _items(one),
                )
                for one in listed
            ],
        )


def _items(one: Order) -> str:
    return ", ".join(f"{item.quantity} x {item.name}" for item in one.items)


def _tell_order(one: Order, what: str, as_json: bool) -> None:
    if as_json:
        print_json(_order_json(one))
    else:
        say(f"Order {one.id} of room {one.room_number} {what}: {_items(one)}")


def _order_json(one: Order) -> dict[str, Json]:
    return {
        "id": str(one.id),
        "room_number": one.room_number,
        "is_breakfast": one.id.is_breakfast,
        "items": [{"name": item.name, "quantity": item.quantity} for item in one.items],
        "created_at": utc_text(one.created_at),
        "completed_at": utc_text(one.completed_at) if one.completed_at else None,
    }
