"""Check-in, room move, guest chat and orders, as the desk and the guest meet them."""

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, UnknownName
from housekeeper.core.shift.handover import handover_for
from housekeeper.core.stays import chat
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import PinRefused, SessionOpened
from housekeeper.core.stays.check_in_undo import undo_check_in
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.front_desk import CheckedIn, arrivals_today, check_in, move
from housekeeper.core.stays.guest_records import OrderId, OrderItem
from housekeeper.core.stays.orders import add_order, complete_order
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of


async def arrives(
    house: House, reference: str, number: str | None = None, why: str = "", anyway: bool = False
) -> CheckedIn:
    return await house.store.write(
        lambda work: check_in(work, act_of(DESK), reference, number, reason=why, anyway=anyway)
    )


async def opened(house: House, number: str, pin: str) -> SessionOpened | PinRefused:
    return await house.store.write(lambda work: chat.open_session(work, number, pin))


async def test_a_guest_gets_the_first_ready_room_of_the_type_and_its_pin(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.do(ANA, Verb.DIRTY, "101")
    answer = await arrives(house, "C1")
    assert answer.room_number == "102"
    assert answer.pin == await house.store.read(lambda work: work.rooms.pin("102"))
    room = await house.room("102")
    assert (room.status, room.departure) == ("OCCUPIED", TODAY.replace(day=23))
    assert answer.pin not in repr(answer)


async def test_a_room_held_for_another_arrival_is_not_given_away(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2", room_number="101"))
    assert (await house.room("101")).next_arrival == TODAY
    assert (await arrives(house, "C1")).room_number == "102"
    assert (await arrives(house, "C2")).room_number == "101"
    assert (await house.room("101")).next_arrival is None


async def test_a_reference_is_found_in_any_case_the_exact_one_first(house: House) -> None:
    await house.book(a_booking("ODD1"), a_booking("ODD2"), a_booking("odd2"), a_booking("Ödd3"))
    assert (await arrives(house, "odd1")).booking.reference == "ODD1"
    assert (await arrives(house, "ödd3")).booking.reference == "Ödd3"
    with pytest.raises(UnknownName, match="no booking Odd2"):
        await arrives(house, "Odd2")
    assert (await arrives(house, "odd2")).booking.reference == "odd2"


async def test_nothing_is_checked_in_to_that_is_not_ready(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.do(ANA, Verb.DIRTY, "101")
    with pytest.raises(NotPossible, match="101 is still dirty: clean it first"):
        await arrives(house, "C1", "101")
    await house.do(ANA, Verb.CLEAN, "101")
    with pytest.raises(NotPossible, match="101 is not inspected yet: pass it first"):
        await arrives(house, "C1", "101")
    await house.do(MARIA, Verb.PASS, "101")
    assert (await arrives(house, "C1", "101")).room_number == "101"


async def test_with_no_room_ready_the_desk_is_told_what_would_help(house: House) -> None:
    await house.book(a_booking("C1"))
    for n in range(1, 5):
        await house.do(ANA, Verb.DIRTY, f"10{n}")
    with pytest.raises(NotPossible, match="No room of type STD is ready"):
        await arrives(house, "C1")


async def test_another_type_of_room_takes_a_reason(house: House) -> None:
    await house.book(a_booking("C1"))
    with pytest.raises(InvalidInput, match="give a reason"):
        await arrives(house, "C1", "201")
    answer = await arrives(house, "C1", "201", why="upgrade")
    assert answer.events[0].note == "upgrade"


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.NO_SHOW])
async def test_only_a_confirmed_booking_checks_in(house: House, status: BookingStatus) -> None:
    await house.book(a_booking("C1", status=status, guest_name="Somebody"))
    with pytest.raises(NotPossible, match="only a confirmed one"):
        await arrives(house, "C1")
    booking = await house.store.read(lambda work: work.bookings.get("C1"))
    assert booking.guest_name is None


async def test_nobody_is_checked_in_twice_but_a_retry_gets_the_same_answer(house: House) -> None:
    await house.book(a_booking("C1"))
    act = act_of(DESK)
    first = await house.store.write(lambda work: check_in(work, act, "C1"))
    again = await house.store.write(lambda work: check_in(work, act, "C1"))
    assert again == first
    with pytest.raises(NotPossible, match="already checked in to 101"):
        await arrives(house, "C1")


async def test_a_supervisor_may_not_check_in_and_learns_who_may(house: House) -> None:
    await house.book(a_booking("C1"))
    with pytest.raises(NotAllowed, match="front desk"):
        await house.store.write(lambda work: check_in(work, act_of(MARIA), "C1"))


async def test_a_move_takes_the_stay_along_and_renews_both_pins(house: House) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    key = await opened(house, "101", arrived.pin)
    assert isinstance(key, SessionOpened)

    def live(work: UnitOfWork) -> None:
        chat.send_as_guest(work, "101", key.token, "the lamp is broken")
        add_order(work, "101", (OrderItem("tea", 1),), is_breakfast=False)

    await house.store.write(live)
    old_pins = [
        await house.store.read(lambda work: work.rooms.pin("101")),
        await house.store.read(lambda work: work.rooms.pin("102")),
    ]
    moved = await house.store.write(lambda work: move(work, act_of(DESK), "C1", "102"))
    assert moved.room_number == "102"
    assert moved.pin not in old_pins
    assert await house.store.read(lambda work: work.rooms.pin("101")) not in old_pins
    assert (await house.room("101")).status == "CHECKOUT_DIRTY"
    assert (await house.room("102")).status == "OCCUPIED"
    assert await house.store.read(lambda work: chat.validate(work, key.token)) == "active"
    messages = await house.store.read(lambda work: work.guests.messages("102"))
    assert [message.body for message in messages] == ["the lamp is broken"]
    orders = await house.store.read(lambda work: work.orders.open("102"))
    assert [order.items[0].name for order in orders] == ["tea"]
    assert await house.store.read(lambda work: work.guests.messages("101")) == []
    assert isinstance(await opened(house, "101", arrived.pin), PinRefused)


async def test_a_move_goes_only_to_a_ready_room(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await arrives(house, "C1", "101")
    await arrives(house, "C2", "102")
    with pytest.raises(NotPossible, match="102 has a guest in it"):
        await house.store.write(lambda work: move(work, act_of(DESK), "C1", "102"))
    with pytest.raises(NotPossible, match="already in room 101"):
        await house.store.write(lambda work: move(work, act_of(DESK), "C1", "101"))


async def test_a_pin_opens_only_an_occupied_room(house: House) -> None:
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    assert isinstance(await opened(house, "101", pin), PinRefused)


async def test_a_pin_is_read_in_any_case_of_letters(house: House) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    assert isinstance(await opened(house, "101", f" {arrived.pin.lower()} "), SessionOpened)


async def test_after_five_wrong_pins_even_the_right_one_waits_fifteen_minutes(house: House) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    for _ in range(5):
        refused = await opened(house, "101", "WRONG1")
        assert isinstance(refused, PinRefused)
        assert "not right" in refused.reason
    locked = await opened(house, "101", arrived.pin)
    assert isinstance(locked, PinRefused)
    assert "fifteen minutes" in locked.reason
    house.clock.pass_time(minutes=15, seconds=1)
    assert isinstance(await opened(house, "101", arrived.pin), SessionOpened)


@pytest.mark.parametrize("hours", [-9_000, -0.2, 0.3, 9_000])
async def test_a_clock_set_on_or_back_frees_no_try_and_keeps_nobody_out_longer(
    house: House, hours: float
) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    for _ in range(5):
        await opened(house, "101", "WRONG1")
        house.clock.pass_time(seconds=1)
    house.clock.set_on(hours=hours)
    house.clock.pass_time(minutes=14)
    assert isinstance(await opened(house, "101", arrived.pin), PinRefused)
    house.clock.pass_time(minutes=1)
    assert isinstance(await opened(house, "101", arrived.pin), SessionOpened)


async def test_a_clock_set_on_forgets_no_wrong_pin(house: House) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    for _ in range(5):
        house.clock.set_on(hours=1)
        await opened(house, "101", "WRONG1")
    house.clock.set_on(hours=1)
    assert isinstance(await opened(house, "101", arrived.pin), PinRefused)


async def test_a_token_speaks_only_in_its_own_room(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    arrived = await arrives(house, "C1", "101")
    await arrives(house, "C2", "102")
    key = await opened(house, "101", arrived.pin)
    assert isinstance(key, SessionOpened)
    with pytest.raises(NotPossible, match="no conversation in room 102"):
        await house.store.write(lambda work: chat.send_as_guest(work, "102", key.token, "hi"))


async def test_messages_keep_their_order_their_sender_and_every_character(house: House) -> None:
    await house.book(a_booking("C1"))
    key = await opened(house, "101", (await arrives(house, "C1", "101")).pin)
    assert isinstance(key, SessionOpened)
    said = "olá [/] \u202e \x1b[31m " + "x" * 5000

    def talk(work: UnitOfWork) -> None:
        chat.send_as_guest(work, "101", key.token, said)
        chat.send_as_staff(work, act_of(DESK), "101", "on our way")

    await house.store.write(talk)
    messages = await house.store.read(lambda work: work.guests.messages("101"))
    assert [(one.sender, one.staff_name, one.body) for one in messages] == [
        ("GUEST", None, said),
        ("STAFF", DESK.name, "on our way"),
    ]
    assert messages[0].id < messages[1].id
    with pytest.raises(NotPossible, match="no guest to write to"):
        await house.store.write(lambda work: chat.send_as_staff(work, act_of(DESK), "102", "hello"))


async def test_an_order_is_open_until_it_is_done_once(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    eggs = (OrderItem("eggs", 2),)
    made = await house.store.write(lambda work: add_order(work, "101", eggs, is_breakfast=True))
    assert str(made.id) == "B1"
    done = await house.store.write(lambda work: complete_order(work, act_of(ANA), made.id))
    house.clock.pass_time(minutes=5)
    again = await house.store.write(lambda work: complete_order(work, act_of(ANA), made.id))
    assert again == done
    assert await house.store.read(lambda work: work.orders.open()) == []
    with pytest.raises(UnknownName, match="no order 9"):
        await house.store.write(lambda work: complete_order(work, act_of(ANA), OrderId(9, False)))
    with pytest.raises(NotPossible, match="no guest to order for"):
        await house.store.write(lambda work: add_order(work, "102", eggs, is_breakfast=True))


async def test_an_occupied_room_keeps_its_guest_through_flag_and_fix(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    await house.do(ANA, Verb.MAINTENANCE, "101", note="shower drips")
    assert (await house.room("101")).status == "MAINTENANCE_REQUIRED"
    await house.do(MARIA, Verb.FIXED, "101")
    assert (await house.room("101")).status == "OCCUPIED"
    with pytest.raises(NotPossible, match="has a guest in it"):
        await house.do(MANAGER, Verb.OVERRIDE, "101", note="x", status="READY_FOR_GUEST")


async def test_the_board_counts_arrivals_with_and_without_a_room_as_they_come(house: House) -> None:
    tomorrow = TODAY.replace(day=22)
    await house.book(
        a_booking("C1", room_number="101"),
        a_booking("C2"),
        a_booking("C3", arrival=tomorrow, departure=tomorrow.replace(day=24)),
    )

    def board_of(work: UnitOfWork) -> Board:
        return Board(
            work.rooms.all(),
            HouseTime.of(work.hotel, work.now),
            work.events.last_seq(),
            arrivals=work.bookings.arrivals(work.today),
            arrivals_since_before=work.bookings.arrivals_since_before(work.today),
        )

    board = await house.store.read(board_of)
    assert board.statistics.arrivals == 2
    for reference in ("C2", "C3"):
        board.apply_all((await arrives(house, reference, anyway=True)).events)
    assert board.statistics.arrivals == 1
    assert board.statistics == (await house.store.read(board_of)).statistics


async def test_the_board_tells_guests_expected_since_before_from_those_of_today(
    house: House,
) -> None:
    tomorrow = TODAY.replace(day=22)
    await house.book(
        a_booking("C1", nights=3),
        a_booking("C2", nights=3, room_number="101"),
        a_booking("C3", arrival=tomorrow, departure=tomorrow.replace(day=24)),
        a_booking("C4", nights=1),
    )
    house.clock.pass_time(days=1)
    when = await house.store.read(lambda work: HouseTime.of(work.hotel, work.now))

    def board_of(work: UnitOfWork) -> Board:
        arrivals, before = (
            work.bookings.arrivals(work.today),
            work.bookings.arrivals_since_before(work.today),
        )
        return Board(work.rooms.all(), when, work.events.last_seq(), None, arrivals, before)

    def counted(of: Board) -> tuple[int, int]:
        return of.statistics.arrivals, of.statistics.arrivals_since_before

    board = await house.store.read(board_of)
    assert counted(board) == (3, 2)
    board.apply_all((await arrives(house, "C3")).events)
    assert counted(board) == (2, 2)
    board.apply_all((await arrives(house, "C2")).events)
    assert counted(board) == (1, 1)
    undone = await house.store.write(lambda work: undo_check_in(work, act_of(DESK), "C2"))
    board.apply_all(undone.events)
    assert counted(board) == counted(await house.store.read(board_of)) == (2, 2)


async def expected(house: House) -> tuple[list[str], int]:
    """The bookings in the check-in's list, and how many arrivals the board counts."""
    return await house.store.read(
        lambda work: (
            [one.reference for one in arrivals_today(work)],
            work.bookings.arrivals(work.today),
        )
    )


async def test_a_guest_who_has_not_come_by_midnight_is_still_expected(house: House) -> None:
    tomorrow = TODAY.replace(day=22)
    await house.book(
        a_booking("C1", arrival=tomorrow, departure=tomorrow.replace(day=24)),
        a_booking("C2", nights=3, room_number="101"),
        a_booking("C3", nights=1),
        a_booking("C4", nights=0),
        a_booking("C5", nights=2),
    )
    assert await expected(house) == (["C2", "C3", "C4", "C5"], 4)
    house.clock.pass_time(days=1)
    assert await expected(house) == (["C2", "C5", "C1"], 3)
    room = await house.room("101")
    assert room.next_arrival == TODAY
    when = await house.store.read(lambda work: HouseTime.of(work.hotel, work.now))
    assert Flag.ARRIVAL in flags_of(room, when)
    await house.book(a_booking("C5", status=BookingStatus.NO_SHOW))
    board = await house.store.read(
        lambda work: Board(work.rooms.all(), when, work.events.last_seq(), arrivals=2)
    )
    board.apply_all((await arrives(house, "C2")).events)
    assert board.statistics.arrivals == 1
    assert await expected(house) == (["C1"], 1)
    assert (await house.room("101")).next_arrival is None


async def test_a_guest_who_came_on_no_night_of_the_booking_is_expected_no_longer(
    house: House,
) -> None:
    await house.book(a_booking("C1", nights=2, room_number="101"))
    house.clock.pass_time(days=2)
    assert await expected(house) == ([], 0)
    assert (await house.room("101")).next_arrival is None


async def test_the_room_of_a_guest_who_is_still_expected_stays_held(house: House) -> None:
    await house.book(a_booking("C1", nights=3, room_number="101"))
    house.clock.pass_time(days=1)
    today = TODAY.replace(day=22)
    await house.book(a_booking("C2", arrival=today, departure=today.replace(day=23)))
    assert (await arrives(house, "C2")).room_number == "102"
    assert (await arrives(house, "C1")).room_number == "101"


async def test_held_rooms_count_from_tonight_also_for_a_guest_who_comes_early(
    house: House,
) -> None:
    tomorrow = TODAY.replace(day=22)
    await house.book(
        a_booking("C1", nights=1, room_number="101"),
        a_booking("C2", arrival=tomorrow, departure=tomorrow.replace(day=23)),
    )
    assert (await arrives(house, "C2", anyway=True)).room_number == "102"


async def test_a_room_is_not_held_by_nights_that_have_passed(house: House) -> None:
    await house.book(a_booking("C1", nights=1, room_number="101"), a_booking("C2", nights=3))
    house.clock.pass_time(days=1)
    assert (await arrives(house, "C2")).room_number == "101"


async def test_the_next_shift_hears_who_has_not_come(house: House) -> None:
    await house.book(a_booking("C1", nights=3, guest_name="Rosa"), a_booking("C2", nights=1))
    assert (await house.store.read(lambda work: handover_for(work, None))).expected == ()
    house.clock.pass_time(days=1)
    [late] = (await house.store.read(lambda work: handover_for(work, None))).expected
    assert (late.reference, late.arrival, late.guest_name) == ("C1", TODAY, None)


async def test_wrong_pins_go_with_the_stay_at_a_move(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await arrives(house, "C1", "101")
    for _ in range(chat.WRONG_PIN_LIMIT):
        await opened(house, "101", "wrong1")
    moved = await house.store.write(lambda work: move(work, act_of(DESK), "C1", "102"))
    refused = await opened(house, "102", moved.pin)
    assert isinstance(refused, PinRefused)
    assert "Too many wrong PINs for room 102" in refused.reason

    # The old room's next guest starts clean.
    await house.do(MANAGER, Verb.CLEAN, "101")
    await house.do(MANAGER, Verb.PASS, "101")
    next_guest = await arrives(house, "C2", "101")
    assert isinstance(await opened(house, "101", next_guest.pin), SessionOpened)


async def test_a_move_gives_both_new_pins_until_the_old_room_is_someone_elses(
    house: House,
) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    arrived = await arrives(house, "C1", "101")
    assert arrived.left is None
    act = act_of(DESK)
    moved = await house.store.write(lambda work: move(work, act, "C1", "102"))
    assert moved.left is not None
    assert moved.left.number == "101"
    assert moved.left.pin == await house.store.read(lambda work: work.rooms.pin("101"))
    assert moved.left.pin not in {arrived.pin, moved.pin}
    assert moved.left.pin not in repr(moved)
    assert await house.store.write(lambda work: move(work, act, "C1", "102")) == moved
    await house.do(MANAGER, Verb.CLEAN, "101")
    await house.do(MANAGER, Verb.PASS, "101")
    await arrives(house, "C2", "101")
    again = await house.store.write(lambda work: move(work, act, "C1", "102"))
    assert again.left is None
