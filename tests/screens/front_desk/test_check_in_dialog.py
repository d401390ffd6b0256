"""Checking in on the screen: choose the arrival, choose the room, hand out the PIN."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import StoreBusy
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.front_desk.check_in_dialog import CheckInDialog
from housekeeper.screens.front_desk.check_in_text import hold_text
from housekeeper.screens.widgets.big_letters import big
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from housekeeper.screens.widgets.shown_pin import PIN_LOOK_SECONDS
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.store.room_pins import ALPHABET
from tests.screens.conftest import DORA, TODAY, AtTheBoard, SmallHotel, board_on


def booking(reference: str, room_type: str = "STD", **facts: Any) -> Booking:
    departure = TODAY + timedelta(days=2)
    return Booking(reference, room_type, TODAY, departure, 2, 0, BookingStatus.CONFIRMED, **facts)


@pytest.fixture
async def expecting(hotel: SmallHotel) -> SmallHotel:
    """Three guests arrive today, one of them with room 203, one for a suite."""
    coming = [
        booking("A1", guest_name="Eva [/]Lund"),
        booking("A2", room_number="203"),
        booking("S1", "SUI"),
    ]
    await hotel.store.write(lambda work: work.bookings.save_all(coming))
    return hotel


@asynccontextmanager
async def checking_in(
    hotel: SmallHotel, room: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[AtTheBoard, list[Any]]]:
    """The dialog over a board at which the front desk is signed in, and what it answers."""
    async with board_on(hotel, size, staff=DORA) as at:
        answers: list[Any] = []
        at.app.push_screen(
            CheckInDialog(at.workstation, at.board.room(room) if room else None), answers.append
        )
        await at.until(lambda: "arrival" in at.text, "the arrivals")
        yield at, answers


def line(at: AtTheBoard, name: str) -> TextLine:
    return at.app.screen.query_one(f"#{name}", TextLine)


async def test_todays_arrivals_are_listed_literally(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, _):
        assert "3 arrivals today" in at.text
        assert "Eva [/]Lund" in at.text
        assert "room 203" in at.text


async def test_a_guest_who_should_have_come_yesterday_is_in_the_list(
    expecting: SmallHotel,
) -> None:
    late = replace(booking("A0"), arrival=TODAY - timedelta(days=1))
    await expecting.store.write(lambda work: work.bookings.save_all([late]))
    async with checking_in(expecting) as (at, _):
        assert "4 arrivals, 1 of them since before today, still to check in" in at.text
        assert at.text.count("since yesterday") == 1
        await at.press(*"a0")
        told = "1 of 4 arrivals, 1 of them since before today; Enter"
        await at.until(lambda: told in at.text, "those that fit")


async def test_a_reference_and_enter_twice_check_in_and_show_the_pin(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the assigned room")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        pin = await expecting.store.read(lambda work: work.rooms.pin("203"))
        assert f"PIN {pin}" in at.text
        assert all(drawn.rstrip() in at.text for drawn in big(pin).splitlines())
        await at.press("escape")
        assert answers[0].pin == pin
        assert (await expecting.room("203")).is_occupied


async def test_enter_pressed_twice_at_once_checks_nobody_in(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press_at_once("enter", "enter")
        await at.until(lambda: line(at, "room").display, "the question for the room")
        await at.workstation.acts.settled()
        assert "hand it to the guest" not in at.text
        assert answers == []
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")


async def test_a_reference_typed_behind_tab_narrows_the_list(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press("tab", *"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the room of what was typed")
        await at.press("tab", *"104")
        await at.until(lambda: line(at, "room").value == "104", "the room typed")
        assert "Check in to room 104" in at.text


async def test_an_enter_too_many_does_not_take_the_pin_away(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the assigned room")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        await at.press("enter", "enter")
        assert "hand it to the guest" in at.text
        assert "esc closes this. The PIN hides after 20 seconds;" in at.text
        assert answers == []


async def test_the_pin_hides_after_20_seconds_and_a_key_shows_it_again(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the assigned room")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        pin = await expecting.store.read(lambda work: work.rooms.pin("203"))
        expecting.clock.pass_time(seconds=19)
        await asyncio.sleep(2 * PIN_LOOK_SECONDS)
        assert f"PIN {pin}" in at.text
        expecting.clock.pass_time(seconds=1)
        await at.until(lambda: "The PIN is hidden: P shows it again" in at.text, "the PIN hidden")
        assert pin not in at.text
        assert "█" not in at.text
        await at.press("P")
        await at.until(lambda: f"PIN {pin}" in at.text, "the PIN again")
        await at.press("P")
        assert pin not in at.text
        assert answers == []
        await at.press("escape")
        assert answers[0].pin == pin


async def test_escape_from_the_pin_still_tells_of_the_check_in(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the assigned room")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        await at.press("escape")
        assert answers[0].room_number == "203"


async def test_escape_before_that_changes_nothing(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "203", "the assigned room")
        await at.press("escape")
        assert "3 arrivals today" in at.text or "1 of 3" in at.text
        await at.press("escape")
        assert answers == [None]
        assert not (await expecting.room("203")).is_occupied


async def test_without_an_assigned_room_the_first_free_one_is_proposed(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")


async def test_another_room_is_typed_over_the_proposal(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press(*"104", "enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        await at.press("escape")
        assert answers[0].room_number == "104"


async def test_the_next_free_room_is_chosen_by_arrow(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press("down", "enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        await at.press("escape")
        assert answers[0].room_number == "102"


async def test_another_room_type_asks_for_a_reason(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press(*"110", "enter")
        await at.until(lambda: "give a reason" in at.text, "the sentence")
        assert not (await expecting.room("110")).is_occupied
        await at.press(*"upgrade", "enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        assert (await expecting.history("110"))[0].note == "upgrade"


async def test_a_room_that_is_not_ready_is_refused_in_words(expecting: SmallHotel) -> None:
    await expecting.do(Verb.DIRTY, "105")
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press(*"105", "enter")
        await at.until(lambda: "105 is still dirty" in at.text, "the refusal")
        assert line(at, "room").value == ""


async def test_a_room_named_on_the_board_is_proposed(expecting: SmallHotel) -> None:
    async with checking_in(expecting, "104") as (at, _):
        assert "Check in to room 104" in at.text
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "104", "the room named")


async def test_where_no_room_is_ready_it_says_so_and_offers_others(
    expecting: SmallHotel,
) -> None:
    await expecting.do(Verb.DIRTY, "108", "109", "110", "208", "209", "210")
    async with checking_in(expecting) as (at, _):
        await at.press(*"s1", "enter")
        await at.until(lambda: "No room of type SUI is ready" in at.text, "the sentence")
        assert "other type" in at.text


async def test_an_unknown_reference_is_told(expecting: SmallHotel) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press(*"zzz", "enter")
        await at.until(lambda: "zzz" in at.text and "!" in at.text, "a sentence")


async def test_a_room_taken_meanwhile_is_refused_and_no_other_is_taken_by_enter(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await expecting.do(Verb.MAINTENANCE, "101", note="lamp")
        await at.press("enter")
        await at.until(lambda: "Maria Keller changed room 101" in at.text, "the refusal")
        assert line(at, "room").value == ""
        assert "Check in to room" not in at.text
        await at.press("enter")
        await at.until(lambda: "Type a room number, or choose" in at.text, "the question")
        assert not (await expecting.room("102")).is_occupied
        await at.press("down")
        await at.until(lambda: "Check in to room 102" in at.text, "the heading")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        assert (await expecting.room("102")).is_occupied


@pytest.mark.parametrize("typed", ["novak", "novak viktor", "NOVÁK", "a1 vik"])
async def test_a_name_is_found_without_accents_and_in_any_order(
    expecting: SmallHotel, typed: str
) -> None:
    named = replace(booking("A1"), guest_name="Viktor Novák")
    await expecting.store.write(lambda work: work.bookings.save_all([named]))
    async with checking_in(expecting) as (at, _):
        await at.press(*("space" if sign == " " else sign for sign in typed))
        await at.until(lambda: "1 of 3 arrivals" in at.text, "the one that fits")
        assert "Viktor Novák" in at.text


async def test_a_guest_checked_in_at_another_terminal_meanwhile_leads_back_to_the_list(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        act = Act(DORA, Via.BOARD)
        await expecting.store.write(lambda work: front_desk.check_in(work, act, "A1", "102"))
        await at.press("enter")
        await at.until(lambda: "A1 is already checked in to 102" in at.text, "the refusal")
        assert at.app.screen.has_class("-booking")
        assert "of 2 arrivals" in at.text
        assert not (await expecting.room("101")).is_occupied


async def test_the_heading_names_the_room_that_is_being_taken(expecting: SmallHotel) -> None:
    async with checking_in(expecting, "104") as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "104", "the room named")
        await at.press(*"105")
        await at.until(lambda: "Check in to room 105" in at.text, "the room typed")
        await at.press("backspace", *"6")
        await at.until(lambda: "Check in to room 106" in at.text, "the other room typed")
        await at.press("escape")
        await at.until(lambda: "Check in to room 104" in at.text, "the room named")


async def test_a_lost_answer_is_asked_again_as_the_same_act(
    expecting: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts, real = [], front_desk.check_in

    def lost(work: UnitOfWork, act: Act, *rest: Any) -> Any:
        acts.append(act)
        if len(acts) == 1:
            raise StoreBusy("The database is busy.")
        return real(work, act, *rest)

    monkeypatch.setattr(front_desk, "check_in", lost)
    async with checking_in(expecting) as (at, _):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press("enter")
        await at.until(lambda: "Enter tries again" in at.text, "the sentence")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        assert acts[0] == acts[1]
        assert acts[0].via is Via.BOARD


def test_every_letter_a_pin_can_have_is_drawn_large_and_differs() -> None:
    drawn = {big(letter) for letter in ALPHABET}
    assert len(drawn) == len(ALPHABET)
    assert big(" ") not in drawn


async def test_an_assigned_room_that_is_not_ready_is_told_and_another_proposed(
    expecting: SmallHotel,
) -> None:
    await expecting.do(Verb.DIRTY, "203")
    async with checking_in(expecting) as (at, _):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "101", "another room")
        assert "Room 203 is assigned to it, but is dirty." in at.text


async def test_a_held_room_is_marked_and_given_away_only_when_it_is_meant(
    expecting: SmallHotel,
) -> None:
    async with checking_in(expecting) as (at, answers):
        await at.press(*"a1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press(*"203")
        await at.until(lambda: "held for A2, from today" in at.text, "the mark")
        await at.press("enter")
        await at.until(lambda: "Room 203 is held for A2" in at.text, "the question")
        await at.press("n")
        await at.until(lambda: isinstance(at.app.screen, CheckInDialog), "the dialog")
        assert not (await expecting.room("203")).is_occupied
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the question")
        await at.press("y")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        assert "Room 203 is held for A2" in at.text
        await at.press("escape")
        assert answers[0].room_number == "203"


def test_a_day_use_holds_its_room_on_its_day() -> None:
    assert hold_text(Hold("203", "A2", TODAY, TODAY), TODAY) == "  held for A2, on today"


async def test_another_room_than_the_assigned_one_is_told_beside_the_pin(
    expecting: SmallHotel,
) -> None:
    await expecting.do(Verb.DIRTY, "203")
    async with checking_in(expecting) as (at, _):
        await at.press(*"a2", "enter")
        await at.until(lambda: line(at, "room").value == "101", "another room")
        await at.press("enter")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
        assert "Room 101, not room 203, which was assigned" in at.text


async def test_a_guest_of_next_week_for_a_held_room_is_asked_about_once(
    expecting: SmallHotel,
) -> None:
    week = TODAY + timedelta(days=7)
    coming = Booking("N1", "STD", week, week + timedelta(days=1), 1, 0, BookingStatus.CONFIRMED)
    await expecting.store.write(lambda work: work.bookings.save_all([coming]))
    async with checking_in(expecting) as (at, _):
        await at.press(*"N1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press(*"203", "enter")
        await at.until(lambda: "is to arrive on 2026-11-28" in at.text, "the question")
        assert "held for A2" in at.text
        await at.press("y")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")


async def test_a_guest_of_next_week_is_checked_in_only_when_it_is_meant(
    expecting: SmallHotel,
) -> None:
    week = TODAY + timedelta(days=7)
    coming = Booking("N1", "STD", week, week + timedelta(days=1), 1, 0, BookingStatus.CONFIRMED)
    await expecting.store.write(lambda work: work.bookings.save_all([coming]))
    async with checking_in(expecting) as (at, _):
        await at.press(*"N1", "enter")
        await at.until(lambda: line(at, "room").value == "101", "a proposal")
        await at.press("enter")
        await at.until(lambda: "is to arrive on 2026-11-28" in at.text, "the question")
        await at.press("y")
        await at.until(lambda: "hand it to the guest" in at.text, "the PIN")
