"""Checking out on the screen: what goes is shown first, and nothing goes before it is typed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from textual.widgets import Input

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import StoreBusy
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import chat, checkout, front_desk, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.front_desk.checkout_screen import CheckoutScreen, Stage
from housekeeper.screens.front_desk.receipt_pane import PREVIEW_DELAY, ReceiptPane
from housekeeper.screens.widgets.row_list import RowList
from tests.screens.conftest import DORA, MAX, TODAY, AtTheBoard, SmallHotel, board_on

pytestmark = pytest.mark.each_engine


def booking(reference: str, departure: date, **facts: Any) -> Booking:
    return Booking(
        reference,
        "STD",
        TODAY - timedelta(days=5),
        departure,
        2,
        0,
        BookingStatus.CONFIRMED,
        **facts,
    )


GUESTS = {
    "101": TODAY + timedelta(days=3),
    "102": TODAY,
    "103": TODAY - timedelta(days=1),
    "104": TODAY - timedelta(days=4),
    "201": TODAY,
}
"""Who is in the house: the day of departure by room."""


@pytest.fixture
async def full(hotel: SmallHotel) -> SmallHotel:
    """The hotel with guests in five rooms; the one in 102 has chatted and ordered."""

    def fill(work: UnitOfWork) -> None:
        work.bookings.save_all([booking(f"B{number}", day) for number, day in GUESTS.items()])
        for number in GUESTS:
            done = front_desk.check_in(
                work, Act(DORA, Via.BOARD), f"B{number}", number, anyway=True
            )
            if number == "102":
                opened = chat.open_session(work, number, done.pin)
                assert isinstance(opened, chat.SessionOpened)
                chat.send_as_guest(work, number, opened.token, "towels please")
                chat.send_as_guest(work, number, opened.token, "and soap")
                orders.add_order(work, number, (OrderItem("tea", 1),), is_breakfast=False)

    await hotel.store.write(fill)
    return hotel


@asynccontextmanager
async def checking_out(
    hotel: SmallHotel, *numbers: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[AtTheBoard, CheckoutScreen, list[Any]]]:
    """The checkout screen over a board, with these rooms named, and what it answers."""
    async with board_on(hotel, size, staff=DORA) as at:
        screen = CheckoutScreen(at.workstation, numbers)
        answers: list[Any] = []
        at.app.push_screen(screen, answers.append)
        await at.until(lambda: "Erased for good" in at.text or "!" in at.text, "a preview")
        yield at, screen, answers


async def occupied(hotel: SmallHotel) -> set[str]:
    rooms = await hotel.store.read(lambda work: work.rooms.all())
    return {room.number for room in rooms if room.is_occupied}


def listed(screen: CheckoutScreen) -> list[str]:
    return [row.key for row in screen.query_one("#rooms", RowList).rows if row.key is not None]


async def test_until_the_list_is_read_it_says_so_and_not_that_the_house_is_empty(
    full: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(full, (120, 40), staff=DORA) as at:
        store, goes_on = at.workstation.store, asyncio.Event()
        read = store.read

        async def read_once_it_goes_on(unit: Any) -> Any:
            await goes_on.wait()
            return await read(unit)

        monkeypatch.setattr(type(store), "read", staticmethod(read_once_it_goes_on))
        at.app.push_screen(CheckoutScreen(at.workstation))
        await at.until(lambda: "Reading who is in the house…" in at.text, "the word")
        assert "No room has a guest." not in at.text
        assert "nothing chosen" not in at.text
        goes_on.set()
        await at.until(lambda: "OVERDUE 2" in at.text and "Erased for good" in at.text, "the list")
        assert "Reading" not in at.text
        goes_on.clear()
        await at.press("down")
        await at.until(lambda: "Reading what would be erased…" in at.text, "the word")
        goes_on.set()
        await at.until(lambda: "Erased for good" in at.text, "the preview")


async def test_a_list_that_could_not_be_read_does_not_go_on_reading(
    full: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(full, (120, 40), staff=DORA) as at:

        async def fail(_: object) -> None:
            raise StoreBusy("The database is busy.")

        with monkeypatch.context() as patched:
            patched.setattr(type(at.workstation.store), "read", staticmethod(fail))
            at.app.push_screen(CheckoutScreen(at.workstation))
            await at.until(lambda: "could not be read" in at.text, "the word")
        assert "Reading" not in at.text
        assert "The database is busy." in at.text


async def test_the_longest_overdue_come_first_and_who_stays_on_comes_last(
    full: SmallHotel,
) -> None:
    async with checking_out(full) as (at, screen, _):
        assert listed(screen) == ["104", "103", "102", "201", "101"]
        assert "OVERDUE 2" in at.text
        assert "overdue 4 days" in at.text
        assert "until Tue 24 Nov" in at.text


async def test_who_should_have_left_by_now_is_among_the_overdue(full: SmallHotel) -> None:
    full.clock.pass_time(hours=1)
    async with checking_out(full) as (at, screen, _):
        assert listed(screen) == ["104", "103", "102", "201", "101"]
        assert "OVERDUE 4" in at.text
        assert "since 11:30" in at.text
        await at.press("space", "space", "space", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the question")
        assert "3 overdue: 102, 103, 104" in at.text


async def test_one_room_is_checked_out_by_typing_its_number(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, screen, answers):
        assert screen.stage is Stage.CONFIRMING
        assert "2  messages" in at.text
        assert "Open orders: 1" in at.text
        await at.press(*"102", "enter")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")
        assert "Room 102 checked out at 10:42" in at.text
        await at.press("enter")
        [receipt] = answers
        assert receipt.deleted.messages == 2
        assert receipt.deleted.guests == 1
        assert await occupied(full) == {"101", "103", "104", "201"}
        assert at.board.rooms["102"].is_occupied is False


async def test_anything_else_typed_checks_nobody_out(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, screen, _):
        await at.press(*"103", "enter")
        assert "Nothing was done: type 102" in at.text
        assert screen.stage is Stage.CONFIRMING
        await at.press("backspace", "backspace", "backspace", "enter")
        assert screen.stage is Stage.CONFIRMING
        assert await occupied(full) == set(GUESTS)


async def test_many_rooms_are_checked_out_by_typing_their_count(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, answers):
        await at.press("space", "space", "space", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the question")
        assert "Type 3, the number of rooms" in at.text
        assert "2 overdue: 103, 104" in at.text
        assert "102 (1)" in at.text
        await at.press("3", "enter")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")
        assert "3 rooms checked out" in at.text
        await at.press("escape")
        assert [one.room_number for one in answers[0].rooms] == ["102", "103", "104"]
        assert await occupied(full) == {"101", "201"}


async def test_escape_before_the_confirmation_changes_nothing(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, answers):
        await at.press("space", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the question")
        await at.press(*"104", "escape")
        assert screen.stage is Stage.CHOOSING
        await at.press("escape")
        assert answers == [None]
        assert await occupied(full) == set(GUESTS)


async def test_escape_from_a_room_named_on_the_board_goes_back_to_it(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, _, answers):
        await at.press("escape")
        assert answers == [None]
        assert await occupied(full) == set(GUESTS)


async def test_digits_narrow_the_list_and_what_is_chosen_stays_chosen(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press("space", *"20")
        assert listed(screen) == ["201"]
        await at.press("space", "backspace", "backspace")
        assert len(listed(screen)) == 5
        await at.press("enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the question")
        assert "Type 2" in at.text


async def test_several_rooms_are_chosen_by_number_and_space(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press(*"201", "space", *"102", "space")
        assert "2 chosen" in at.text
        assert screen.query_one(RowList).marked == {"201", "102"}
        assert len(listed(screen)) == 5
        await at.press(*"201", "1")
        assert "room 1▏" in at.text
        await at.press(*"999")
        assert "No room with a guest has the number 1999" in at.text
        await at.press("enter")
        assert screen.stage is Stage.CHOOSING
        assert "No room with a guest has the number 1999" in at.text


async def test_behind_a_star_a_digit_begins_a_new_number(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press("2", "asterisk")
        assert all(number.startswith("2") for number in listed(screen))
        await at.press("1")
        assert "room 1▏" in at.text


async def test_letters_that_are_keys_elsewhere_only_narrow_the_list(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press("q", "t")
        assert at.app.screen is screen
        assert "room qt" in at.text
        await at.press("escape")
        assert len(listed(screen)) == 5


async def test_an_early_departure_is_marked(full: SmallHotel) -> None:
    async with checking_out(full, "101") as (at, _, _):
        assert "Early: until Tue 24 Nov" in at.text
    async with checking_out(full, "101", "102") as (at, _, _):
        assert "1 EARLY: 101" in at.text


async def test_a_vacant_room_has_nothing_to_check_out(full: SmallHotel) -> None:
    async with checking_out(full, "110") as (at, screen, _):
        await at.until(lambda: "nothing to check out" in at.text, "the sentence")
        assert "Room 110 is vacant" in at.text
        assert screen.stage is Stage.CHOOSING


async def test_an_empty_house_says_so(hotel: SmallHotel) -> None:
    async with board_on(hotel, (80, 24), staff=DORA) as at:
        screen = CheckoutScreen(at.workstation, [])
        at.app.push_screen(screen)
        await at.until(lambda: "No room has a guest" in at.text, "the list")
        await at.press("enter")
        await at.until(lambda: "nothing to check out" in at.text, "the sentence")


async def test_a_room_that_moved_meanwhile_is_refused_and_read_anew(full: SmallHotel) -> None:
    async with checking_out(full, "102", "103") as (at, screen, _):
        await full.store.write(lambda work: checkout.check_out(work, Act(MAX, Via.BOARD), ["103"]))
        await at.press("2", "enter")
        await at.until(lambda: "Max Braun changed room 103" in at.text, "the refusal")
        assert screen.stage is Stage.CHOOSING
        assert "103" not in listed(screen)
        assert "102" in await occupied(full)


async def test_a_flag_set_meanwhile_is_refused_too(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, _, _):
        await full.do(Verb.MAINTENANCE, "102", note="lamp")
        await at.press(*"102", "enter")
        await at.until(lambda: "Maria Keller changed room 102" in at.text, "the refusal")
        assert "102" in await occupied(full)


async def test_a_busy_store_is_tried_again_as_the_same_act(
    full: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with checking_out(full, "102") as (at, screen, answers):
        acts, real = [], checkout.check_out

        def lost(work: UnitOfWork, act: Act, *rest: Any) -> Any:
            acts.append(act)
            if len(acts) == 1:
                raise StoreBusy("The database is busy.")
            return real(work, act, *rest)

        monkeypatch.setattr(checkout, "check_out", lost)
        await at.press(*"102", "enter")
        await at.until(lambda: "Enter tries again" in at.text, "the sentence")
        assert screen.stage is Stage.CONFIRMING
        await at.press("enter")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")
        assert acts[0] == acts[1]
        await at.press("enter")
        assert answers[0].deleted.guests == 1


async def test_who_may_not_check_out_is_told_and_nobody_leaves(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, _, _):
        at.workstation.staff = at.workstation.staff_book["ana"]
        await at.press(*"102", "enter")
        await at.until(lambda: "Ana Reis" in at.text and "may not" in at.text, "the sentence")
        assert "102" in await occupied(full)


async def test_nobody_checks_out_unnamed(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, screen, _):
        at.workstation.staff = None
        await at.press(*"102", "enter")
        assert "Who is acting?" in at.text
        await at.press("escape")
        assert "102" in await occupied(full)
        await at.press("enter")
        await at.sign_in("dora")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")


async def test_a_star_chooses_every_room_shown(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press("asterisk")
        assert screen.query_one("#rooms", RowList).marked == set(GUESTS)
        await at.press("asterisk")
        assert screen.query_one("#rooms", RowList).marked == set()


async def test_a_click_chooses_a_room(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.pilot.click("#rooms", offset=(6, 2))
        await at.pilot.pause()
        assert screen.query_one("#rooms", RowList).marked == {"103"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_while_it_is_confirmed_only_what_goes_is_shown(
    full: SmallHotel, size: tuple[int, int]
) -> None:
    async with checking_out(full, size=size) as (at, screen, _):
        pane = screen.query_one(ReceiptPane)
        await at.press("space", "space", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        await at.until(lambda: pane.size.width == size[0], "the preview over the whole width")
        assert "2 rooms" in at.text
        assert "nothing chosen" not in at.text
        await at.press("escape")
        await at.until(lambda: "2 chosen" in at.text, "the list, with the rooms still chosen")
        assert pane.size.width < size[0]


async def test_a_receipt_of_many_rooms_is_scrolled_to_its_end(full: SmallHotel) -> None:
    async with checking_out(full, size=(80, 12)) as (at, screen, _):
        await at.press("*", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        await at.press("pagedown", "5", "enter")
        await at.until(lambda: "✓ 5 rooms checked out" in at.text, "the top of the receipt")
        assert "new PIN" not in at.text
        await at.press("end")
        await at.until(lambda: "Now dirty, with a new PIN." in at.text, "its end")


async def test_the_painter_gets_the_lines_that_textual_would_paint(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, screen, _):
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        pane = screen.query_one(ReceiptPane)
        await at.until(lambda: pane.size.width == 80, "the preview over the whole width")
        painted = [strip for _, strip in pane.lines_at(range(pane.height))]
        assert [strip.cell_length for strip in painted] == [pane.width] * pane.height
        top = pane.region.y
        shown = [line.ljust(80) for line in at.text.splitlines()[top : top + pane.height]]
        assert [strip.text for strip in painted] == shown


async def test_what_goes_is_scrolled_while_it_is_confirmed(full: SmallHotel) -> None:
    async with checking_out(full, size=(80, 12)) as (at, screen, _):
        await at.press("*", "enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        await at.until(lambda: "5 rooms" in at.text, "the top of what goes")
        assert "breakfast orders" not in at.text
        await at.press("5", "pagedown", "pagedown")
        await at.until(lambda: "breakfast orders" in at.text, "the end of what goes")
        await at.press("pageup", "pageup")
        await at.until(lambda: "5 rooms" in at.text, "the top again")
        await at.press("down")
        await at.until(lambda: "5 rooms" in at.text and "rooms become" not in at.text, "a line")
        assert screen.query_one("#confirm", Input).value == "5"


async def test_a_wrong_answer_is_told_until_another_is_typed(full: SmallHotel) -> None:
    async with checking_out(full, "102") as (at, screen, _):
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        await at.press("5", "enter")
        await at.until(lambda: "Nothing was done" in at.text, "the refusal")
        await at.press("1")
        await at.until(lambda: "Nothing was done" not in at.text, "a screen without it")


async def test_a_number_without_a_room_is_not_offered_to_enter(full: SmallHotel) -> None:
    async with checking_out(full) as (at, _, _):
        await at.press("9", "9", "9")
        await at.until(lambda: "room 999▏  no such room with a guest" in at.text, "what is wrong")


async def test_what_is_confirmed_is_what_was_shown_when_it_was_asked(full: SmallHotel) -> None:
    async with checking_out(full) as (at, screen, _):
        await at.press("1", "0", "2")
        pane = screen.query_one(ReceiptPane)
        screen.look_at_choice()
        await at.press("enter")
        await at.until(lambda: screen.stage is Stage.CONFIRMING, "the confirmation")
        asked, rested = pane.preview, asyncio.Event()
        # It begins after the one that would read once more, and so ends after it.
        screen.set_timer(PREVIEW_DELAY, rested.set)
        await rested.wait()
        await at.pilot.pause()
        assert pane.preview is asked
