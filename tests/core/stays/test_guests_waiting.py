"""A guest waits until staff answer or bring what was ordered; boards learn of it by events."""

import random
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from housekeeper.core.acts import OF_GUESTS_WAITING, EventKind, Source, Verb
from housekeeper.core.errors import NotAllowed, NotPossible
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import encode
from housekeeper.core.rooms.undo import undo
from housekeeper.core.shift.figures import figures_of_days
from housekeeper.core.shift.handover import handover
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays import chat, front_desk, orders
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.guest_records import Order, OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MARIA, House, a_booking, act_of

TEA = (OrderItem("tea", 2),)


async def guest_in(house: House, number: str = "101", reference: str = "C1") -> str:
    """A guest in a room; gives the token of their device."""
    await house.book(a_booking(reference, room_number=number))

    def arrive(work: UnitOfWork) -> str:
        arrived = front_desk.check_in(work, act_of(DESK), reference, number)
        opened = chat.open_session(work, number, arrived.pin)
        assert isinstance(opened, SessionOpened)
        return opened.token

    return await house.store.write(arrive)


async def writes(house: House, token: str, number: str = "101") -> None:
    await house.store.write(lambda work: chat.send_as_guest(work, number, token, "secret words"))


async def answers(house: House, number: str = "101") -> None:
    await house.store.write(lambda work: chat.send_as_staff(work, act_of(DESK), number, "coming"))


async def needs_no_answer(house: House, number: str = "101") -> None:
    await house.store.write(lambda work: chat.mark_answered(work, act_of(DESK), number))


async def ordered(house: House, is_breakfast: bool = False, number: str = "101") -> Order:
    return await house.store.write(lambda work: orders.add_order(work, number, TEA, is_breakfast))


async def brought(house: House, order: Order) -> None:
    await house.store.write(lambda work: orders.complete_order(work, act_of(DESK), order.id))


async def events_of(house: House) -> list[RoomEvent]:
    return await house.store.read(lambda work: work.events.after(0, 1000))


def waiting(room: Room) -> tuple[int, datetime | None, int, datetime | None]:
    return (
        room.messages_waiting,
        room.messages_waiting_since,
        room.orders_open,
        room.orders_open_since,
    )


async def test_messages_wait_from_the_oldest_on_until_one_answer(house: House) -> None:
    token = await guest_in(house)
    began = house.clock.now()
    await writes(house, token)
    house.clock.pass_time(minutes=14)
    await writes(house, token)
    room = await house.room("101")
    assert waiting(room) == (2, began, 0, None)
    assert (room.is_guest_waiting, room.guest_waits_since) == (True, began)
    await answers(house)
    assert waiting(await house.room("101")) == (0, None, 0, None)


async def test_what_needs_no_answer_waits_no_longer(house: House) -> None:
    await writes(house, await guest_in(house))
    await needs_no_answer(house)
    before = await events_of(house)
    assert not (await house.room("101")).is_guest_waiting
    await needs_no_answer(house)
    assert await events_of(house) == before


async def test_orders_wait_until_each_is_brought(house: House) -> None:
    await guest_in(house)
    first = await ordered(house)
    house.clock.pass_time(minutes=5)
    second_at = house.clock.now()
    await ordered(house, is_breakfast=True)
    await answers(house)
    assert (await house.room("101")).orders_open == 2
    await brought(house, first)
    assert waiting(await house.room("101")) == (0, None, 1, second_at)
    done = await events_of(house)
    await brought(house, first)
    assert await events_of(house) == done


async def test_each_change_is_an_event_with_counts_and_times_and_no_word(house: House) -> None:
    token = await guest_in(house)
    version = (await house.room("101")).version
    await writes(house, token)
    order = await ordered(house)
    await answers(house)
    await brought(house, order)
    told = [event for event in await events_of(house) if event.kind in OF_GUESTS_WAITING]
    assert [event.kind for event in told] == [
        EventKind.GUEST_WROTE,
        EventKind.GUEST_ORDERED,
        EventKind.GUEST_ANSWERED,
        EventKind.ORDER_DONE,
    ]
    assert {event.room.version for event in told} == {version}
    assert [event.source for event in told] == 2 * [Source.SYSTEM] + 2 * [Source.FRONT_DESK]
    assert [event.staff_code for event in told] == ["SYSTEM", "SYSTEM", "desk", "desk"]
    for event in told:
        assert "secret" not in str(encode(event.room))
        assert "tea" not in str(event)
    assert told[-1].room == await house.room("101")


async def test_an_answer_where_nobody_waits_is_no_event(house: House) -> None:
    await guest_in(house)
    before = await events_of(house)
    await answers(house)
    assert await events_of(house) == before


async def test_a_retried_message_waits_once(house: House) -> None:
    token, act_id = await guest_in(house), act_of(DESK).id
    for _ in range(2):
        await house.store.write(
            lambda work: chat.send_as_guest(work, "101", token, "towels", act_id)
        )
        for is_breakfast in (False, True):
            await house.store.write(
                lambda work, kind=is_breakfast: orders.add_order(  # type: ignore[misc]
                    work, "101", TEA, kind, act_id
                )
            )
    room = await house.room("101")
    assert (room.messages_waiting, room.orders_open) == (1, 2)


async def test_a_guest_who_moves_waits_in_the_new_room(house: House) -> None:
    token = await guest_in(house)
    await writes(house, token)
    await ordered(house)
    before = waiting(await house.room("101"))
    await house.store.write(lambda work: front_desk.move(work, act_of(DESK), "C1", "102"))
    assert waiting(await house.room("101")) == (0, None, 0, None)
    assert waiting(await house.room("102")) == before
    await answers(house, "102")
    assert (await house.room("102")).messages_waiting == 0


async def test_who_leaves_waits_for_nothing(house: House) -> None:
    await writes(house, await guest_in(house))
    await ordered(house)
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    assert waiting(await house.room("101")) == (0, None, 0, None)


async def test_no_undo_heeds_that_a_guest_waits(house: House) -> None:
    token = await guest_in(house)
    await house.do(DESK, Verb.MAINTENANCE, "101", note="lamp")
    await writes(house, token)
    await answers(house)
    undone = await house.store.write(lambda work: undo(work, act_of(DESK)))
    assert (undone.kind, undone.refused, undone.passed_over) == (
        EventKind.MAINTENANCE_FLAGGED,
        (),
        (),
    )
    room = await house.room("101")
    assert (room.maintenance_required, room.messages_waiting) == (False, 0)


async def test_an_undo_leaves_who_waits_waiting(house: House) -> None:
    token = await guest_in(house)
    await house.do(DESK, Verb.MAINTENANCE, "101", note="lamp")
    await writes(house, token)
    await house.store.write(lambda work: undo(work, act_of(DESK)))
    assert (await house.room("101")).messages_waiting == 1


async def test_an_answer_alone_leaves_nothing_to_undo(house: House) -> None:
    token = await guest_in(house)
    house.clock.pass_time(minutes=10)
    await writes(house, token)
    await answers(house)
    with pytest.raises(NotPossible, match="An answer to a guest is never undone: room 101 has it"):
        await house.store.write(lambda work: undo(work, act_of(DESK)))


async def test_an_undo_right_behind_what_was_done_for_a_guest_says_that_it_is_never_undone(
    house: House,
) -> None:
    token = await guest_in(house)
    house.clock.pass_time(minutes=10)
    await brought(house, await ordered(house))
    with pytest.raises(NotPossible, match="An order that is done is never undone: room 101's"):
        await house.store.write(lambda work: undo(work, act_of(DESK)))
    await writes(house, token)
    await needs_no_answer(house)
    with pytest.raises(NotPossible, match="That room 101 waits for no answer is never undone"):
        await house.store.write(lambda work: undo(work, act_of(DESK)))


async def test_who_needs_no_answer_was_not_answered(house: House) -> None:
    token = await guest_in(house)
    await writes(house, token)
    await needs_no_answer(house)
    told = (await events_of(house))[-1]
    assert (told.kind, told.kind.label) == (EventKind.NO_ANSWER_NEEDED, "no answer needed")


@pytest.mark.parametrize("staff", [ANA, MARIA])
async def test_only_the_desk_answers_guests(house: House, staff: Staff) -> None:
    token = await guest_in(house)
    await writes(house, token)
    who = "that takes: front desk or manager"
    with pytest.raises(NotAllowed, match=who):
        await house.store.write(
            lambda work: chat.send_as_staff(work, act_of(staff), "101", "coming")
        )
    with pytest.raises(NotAllowed, match=who):
        await house.store.write(lambda work: chat.mark_answered(work, act_of(staff), "101"))
    assert (await house.room("101")).messages_waiting == 1


async def test_neither_figures_nor_handover_count_what_guests_ask_for(house: House) -> None:
    token = await guest_in(house)
    began = house.clock.now()
    await house.do(ANA, Verb.DIRTY, "102")

    async def told() -> tuple[object, ...]:
        account = await house.store.read(lambda work: handover(work, began))
        figures = await house.store.read(lambda work: figures_of_days(work, 2))
        return account.happened, figures.total, figures.people, figures.backlog

    before = await told()
    await writes(house, token)
    await brought(house, await ordered(house))
    await answers(house)
    assert await told() == before


@dataclass(slots=True)
class Corridor:
    """Who waits where, told a second time: as lists of times, by room."""

    messages: dict[str, list[datetime]] = field(default_factory=dict)
    open_orders: dict[str, list[Order]] = field(default_factory=dict)

    def of(self, number: str) -> tuple[int, datetime | None, int, datetime | None]:
        sent = self.messages.get(number, [])
        times = [order.created_at for order in self.open_orders.get(number, [])]
        return len(sent), min(sent, default=None), len(times), min(times, default=None)


@pytest.mark.parametrize("seed", range(4))
async def test_random_guests_wait_as_a_list_of_their_wishes_says(house: House, seed: int) -> None:
    chance = random.Random(seed)
    rooms = ("101", "102")
    tokens = {number: await guest_in(house, number, f"C{number}") for number in rooms}
    told = Corridor()
    for _ in range(40):
        number = chance.choice(rooms)
        house.clock.pass_time(minutes=chance.randrange(20))
        now = house.clock.now()
        match chance.randrange(5):
            case 0:
                await writes(house, tokens[number], number)
                told.messages.setdefault(number, []).append(now)
            case 1:
                await answers(house, number)
                told.messages.pop(number, None)
            case 2:
                await needs_no_answer(house, number)
                told.messages.pop(number, None)
            case 3:
                order = await ordered(house, chance.random() < 0.5, number)
                told.open_orders.setdefault(number, []).append(order)
            case _:
                mine = told.open_orders.get(number, [])
                if mine:
                    await brought(house, mine.pop(chance.randrange(len(mine))))
        for each in rooms:
            assert waiting(await house.room(each)) == told.of(each)
    newest = {event.room_number: event.room for event in await events_of(house)}
    for each in rooms:
        assert waiting(newest[each]) == told.of(each)
