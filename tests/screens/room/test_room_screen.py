"""The room's own screen: all there is about it, its guest's conversation, and every verb."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.widgets import Input

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import Refused
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays import chat, checkout, front_desk, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.guest_records import Message, OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.text_input import TextLine
from tests.screens.conftest import ANA, DORA, MARIA, MAX, TODAY, AtTheBoard, SmallHotel, board_on

HOSTILE = "so [/]ry \x1b[31mred \u202eright"


@pytest.fixture
async def lived_in(hotel: SmallHotel) -> SmallHotel:
    """A guest lives in 102, has written twice and ordered twice."""

    def fill(work: UnitOfWork) -> None:
        arrival, departure = TODAY - timedelta(days=1), TODAY + timedelta(days=2)
        status = BookingStatus.CONFIRMED
        work.bookings.save_all(
            [Booking("B7", "STD", arrival, departure, 2, 1, status, guest_name="Eva [b]Lund")]
        )
        done = front_desk.check_in(work, Act(DORA, Via.BOARD), "B7", "102")
        opened = chat.open_session(work, "102", done.pin)
        assert isinstance(opened, chat.SessionOpened)
        chat.send_as_guest(work, "102", opened.token, "towels please")
        chat.send_as_guest(work, "102", opened.token, HOSTILE)
        orders.add_order(work, "102", (OrderItem("tea", 2),), is_breakfast=False)
        orders.add_order(work, "102", (OrderItem("eggs", 1),), is_breakfast=True)

    await hotel.store.write(fill)
    return hotel


@asynccontextmanager
async def in_room(
    hotel: SmallHotel, number: str, size: tuple[int, int] = (160, 45), staff: Staff = MARIA
) -> AsyncIterator[tuple[AtTheBoard, RoomScreen]]:
    """The screen of a room over a board, the supervisor Maria signed in, or someone else."""
    async with board_on(hotel, size, staff=staff) as at:
        screen = RoomScreen(at.workstation, number)
        at.app.push_screen(screen)
        await at.until(lambda: "Status" in at.text or "CONVERSATION" in at.text, "the room")
        await at.until(lambda: f"{number}  S" in at.text, "its title")
        yield at, screen


async def messages(hotel: SmallHotel, number: str) -> list[Message]:
    return await hotel.store.read(lambda work: work.guests.messages(number))


async def test_a_guest_who_should_have_come_yesterday_is_told_of(hotel: SmallHotel) -> None:
    yesterday, leaving = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    late = Booking("L1", "STD", yesterday, leaving, 1, 0, BookingStatus.CONFIRMED, "103")
    await hotel.store.write(lambda work: work.bookings.save_all([late]))
    async with in_room(hotel, "103") as (at, _):
        await at.until(lambda: "L1" in at.text, "the booking")
        assert "arrival expected since yesterday" in at.text


async def test_a_room_that_is_still_opening_is_told_the_news_when_it_is_there(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        at.screen.action_open()
        # The room's screen is in front, and has nothing on it yet.
        request = TurnRequest(Verb.START, "101")
        at.screen.deliver(Outcome((request,), refused=(("101", Refused("Not now.")),)))
        await at.until(lambda: "HISTORY" in at.text and "Not now." in at.text, "the room")


async def test_it_tells_the_guest_the_booking_and_the_stay(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102") as (at, _):
        for words in (
            "■ occupied",
            "STD, floor 1, section East",
            "Eva [b]Lund",
            "B7",
            "2 adults, 1 child",
            "yesterday to Mon 23 Nov, 3 nights",
        ):
            assert words in at.text


async def test_it_tells_who_cleaned_and_inspected_and_why_it_failed(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "105", staff=MARIA)
    await hotel.do(Verb.CLEAN, "105", staff=ANA)
    hotel.clock.pass_time(minutes=20)
    await hotel.do(Verb.FAIL, "105", staff=MARIA, note="hair in the bath")
    hotel.clock.pass_time(minutes=5)
    async with in_room(hotel, "105") as (at, _):
        assert "Ana Reis, 10:42 (25m)" in at.text
        assert "Maria Keller, 11:02 (5m), failed" in at.text
        assert "failed inspection" in at.text
        assert "hair in the bath" in at.text


async def test_the_history_names_kinds_people_and_notes(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "105", staff=MARIA, note="spilled")
    await hotel.do(Verb.START, "105", staff=ANA)
    async with in_room(hotel, "105") as (at, _):
        assert "put back  Maria Keller" in at.text
        assert "spilled" in at.text
        assert at.text.index("cleaning started  Ana Reis") < at.text.index("put back")


async def test_a_shown_pin_hides_by_itself_after_20_seconds(lived_in: SmallHotel) -> None:
    pin = await lived_in.store.read(lambda work: work.rooms.pin("102"))
    async with in_room(lived_in, "102") as (at, _):
        for _ in range(2):
            await at.press("P")
            await at.until(lambda: pin in at.text, "the PIN")
            lived_in.clock.pass_time(seconds=20)
            await at.until(lambda: pin not in at.text, "the PIN hidden")


async def test_all_notes_stand_on_the_room_screen_with_who_and_when(lived_in: SmallHotel) -> None:
    await lived_in.do(Verb.NOTE, "102", staff=ANA, note="cot wanted")
    lived_in.clock.pass_time(minutes=5)
    await lived_in.do(Verb.NOTE, "102", note="linen late")
    async with in_room(lived_in, "102") as (at, screen):
        await at.until(lambda: "linen late (Maria Keller 10:47)" in at.text, "the newest note")
        assert "cot wanted (Ana Reis 10:42)" in at.text
        lived_in.clock.pass_time(days=1)
        screen.reload()
        await at.until(lambda: "(Maria Keller Sat 21 Nov" in at.text, "the day too")


async def test_the_pin_is_hidden_until_asked_for_and_again_on_leaving(
    lived_in: SmallHotel,
) -> None:
    pin = await lived_in.store.read(lambda work: work.rooms.pin("102"))
    async with in_room(lived_in, "102") as (at, _):
        assert pin not in at.text
        await at.press("P")
        await at.until(lambda: pin in at.text, "the PIN")
        await at.press("P")
        assert pin not in at.text
        await at.press("P")
        await at.until(lambda: pin in at.text, "the PIN")
        await at.press("n", "escape")
        assert pin not in at.text


async def test_the_whole_conversation_is_shown_literally(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102") as (at, _):
        assert "towels please" in at.text
        assert "so [/]ry ␛[31mred <U+202E>right" in at.text
        assert "\x1b" not in at.text


async def test_a_reply_goes_to_the_guest_with_the_name_of_who_wrote(
    lived_in: SmallHotel,
) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        await at.press("a", *"coming", "space", *"up", "enter")
        await at.until(lambda: "coming up" in at.text and "Dora Lima" in at.text, "the reply")
        last = (await messages(lived_in, "102"))[-1]
        assert (last.body, last.staff_name) == ("coming up", "Dora Lima")
        assert screen.query_one("#reply", TextLine).value == ""


async def test_verbs_are_letters_while_a_reply_is_typed(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        await at.press("a", *"men")
        assert screen.query_one("#reply", TextLine).value == "men"
        assert at.app.screen is screen


async def test_escape_leaves_the_reply_with_its_words_and_then_the_room(
    lived_in: SmallHotel,
) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        await at.press("a", *"hm", "escape")
        assert at.app.screen is screen
        assert not isinstance(screen.focused, Input)
        assert screen.query_one("#reply", TextLine).value == "hm"
        await at.press("escape")
        assert not isinstance(at.app.screen, RoomScreen)


async def test_a_vacant_room_has_nobody_to_answer(hotel: SmallHotel) -> None:
    async with in_room(hotel, "105") as (at, _):
        await at.press("a")
        assert "no guest to write to" in at.text


async def test_after_an_answer_letters_are_keys_again(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        await at.press("a", *"coming", "enter")
        assert not isinstance(screen.focused, Input)
        await at.press("x", "enter")
        await at.until(lambda: "coming" in at.text, "the reply")
        bodies = [message.body for message in await messages(lived_in, "102")]
        assert bodies == ["towels please", HOSTILE, "coming"]


async def test_a_half_written_answer_is_there_again_until_another_person_signs_in(
    lived_in: SmallHotel,
) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        assert "a to answer the guest" in at.text
        await at.press("a")
        assert "your answer, enter sends it" in at.text
        assert "a to answer the guest" not in at.text
        assert at.text.count("esc ") == 1
        await at.press(*"half", "escape", "escape")
        assert at.app.screen is not screen
        at.app.push_screen(RoomScreen(at.workstation, "102"))
        await at.until(lambda: "› half" in at.text, "what was begun")
        at.workstation.sign_in(MAX)
        at.app.screen.live_changed()  # type: ignore[attr-defined]
        await at.until(lambda: "half" not in at.text, "that it is forgotten")


async def test_a_half_written_answer_goes_with_the_guest(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, _):
        await at.press("a", *"half", "escape", "escape")
        assert at.workstation.unsent.of("B7") == "half"
        await lived_in.store.write(
            lambda work: checkout.check_out(work, Act(DORA, Via.BOARD), ["102"])
        )
        await at.workstation.look()
        await at.until(lambda: not at.workstation.unsent.of("B7"), "that it is forgotten")


async def test_who_may_not_answer_is_told_who_does(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=ANA) as (at, screen):
        assert "a to answer" not in at.text
        assert "A answered" not in at.text
        await at.press("a")
        assert "The front desk answers guests" in at.text
        assert not isinstance(screen.focused, Input)
        await at.press("b")
        await at.until(lambda: "2x tea" not in at.text, "the order done")


async def test_no_answer_needed_is_asked_told_as_done_and_stands_so_in_the_history(
    lived_in: SmallHotel,
) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, _):
        await at.press("A")
        await at.until(lambda: "cannot be undone" in at.text, "the question")
        await at.press("y")
        await at.until(lambda: "Room 102 waits for no answer now." in at.text, "the answer")
        assert "no answer needed  Dora Lima" in at.text
        assert "guest answered" not in at.text


async def test_a_long_order_is_read_whole(lived_in: SmallHotel) -> None:
    name = "a pot of tea with oat milk and the lemon cake of yesterday, but without the lemon"
    await lived_in.store.write(
        lambda work: orders.add_order(work, "102", (OrderItem(name, 1),), is_breakfast=False)
    )
    async with in_room(lived_in, "102") as (at, screen):
        listed = screen.query_one("#orders", RowList)
        listed.stand_on("2")
        await at.until(lambda: "without the" in at.text and "lemon" in at.text, "its end")


async def test_what_was_refused_twice_is_told_once_and_goes_when_it_is_asked(
    lived_in: SmallHotel,
) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, _):
        at.guard.paused += 1
        await at.pilot.press("U")
        await at.until(lambda: "has used it already" in at.text, "why not")
        await at.pilot.press("U")
        assert "has used it already" in at.text
        assert "twice" not in at.text
        await at.press("l")
        await at.until(lambda: "Late" in at.text, "the question")
        assert "has used it already" not in at.text


async def test_an_order_is_completed_by_its_key(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102") as (at, _):
        assert "2x tea" in at.text
        assert "breakfast: eggs" in at.text
        await at.press("b")
        await at.until(lambda: "2x tea" not in at.text, "the order gone")
        still_open = await lived_in.store.read(lambda work: work.orders.open("102"))
        assert [order.items[0].name for order in still_open] == ["eggs"]


async def test_a_verb_turns_the_room_and_the_screen_shows_it(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "105")
    async with in_room(hotel, "105") as (at, _):
        await at.press("s")
        await at.until(lambda: "◐ cleaning" in at.text, "cleaning")
        await at.press("c")
        await at.until(lambda: "cleaned, to inspect" in at.text, "cleaned")
        await at.press("p")
        await at.until(lambda: "● ready" in at.text, "ready")
        assert (await hotel.room("105")).status is RoomStatus.READY_FOR_GUEST
        assert "inspection passed  Maria Keller" in at.text


async def test_a_verb_that_does_not_apply_is_answered_in_words(hotel: SmallHotel) -> None:
    async with in_room(hotel, "105") as (at, _):
        await at.press("p")
        assert "105 is available already." in at.text


async def test_it_follows_what_happens_at_another_terminal(hotel: SmallHotel) -> None:
    async with in_room(hotel, "105") as (at, _):
        await hotel.do(Verb.MAINTENANCE, "105", note="dripping tap")
        await at.workstation.look()
        await at.until(lambda: "dripping tap" in at.text and "▲ maintenance" in at.text, "the flag")


async def test_a_guests_new_message_appears_by_itself(
    lived_in: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("housekeeper.screens.room.room_screen.LOOK_SECONDS", 0.05)
    async with in_room(lived_in, "102") as (at, _):
        await lived_in.store.write(
            lambda work: chat.send_as_staff(work, Act(DORA, Via.BOARD), "102", "on its way")
        )
        await at.until(lambda: "on its way" in at.text, "the message")


async def test_a_checkout_elsewhere_takes_the_guest_off_the_screen(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, screen):
        await at.press("a", *"bye")
        await lived_in.store.write(
            lambda work: checkout.check_out(work, Act(DORA, Via.BOARD), ["102"])
        )
        await at.workstation.look()
        await at.until(lambda: "○ dirty" in at.text, "dirty")
        assert "Eva" not in at.text
        assert "towels" not in at.text
        assert "erased: 1 guest, 1 chat session" in at.text
        assert "2 messages" in at.text
        assert not isinstance(screen.focused, Input)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 50)])
async def test_every_part_is_reached_by_tab_at_any_size(
    lived_in: SmallHotel, size: tuple[int, int]
) -> None:
    async with in_room(lived_in, "102", size, staff=DORA) as (at, screen):
        seen = [screen.focused.id if screen.focused else None]
        text = at.text
        for _ in range(4):
            await at.press("tab")
            seen.append(screen.focused.id if screen.focused else None)
            text += at.text
        assert seen == ["messages", "reply", "history", "facts", "orders"]
        for words in ("Booking", "2x tea", "towels please", "checked in  Dora Lima"):
            assert words in text


async def test_at_80_by_24_a_click_on_a_tab_shows_its_part(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", (80, 24)) as (at, _):
        await at.pilot.click("#tab-facts")
        await at.pilot.pause()
        assert "towels please" not in at.text
        await at.pilot.click("#tab-guest")
        await at.pilot.pause()
        assert "towels please" in at.text


async def test_a_key_in_the_last_line_can_be_clicked(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "105")
    async with in_room(hotel, "105", (80, 24)) as (at, _):
        at.guard.paused += 1
        await at.pilot.click("#hint", offset=(2, 1))
        await at.until(lambda: "◐ cleaning" in at.text, "cleaning")


async def test_a_room_that_is_gone_is_told(hotel: SmallHotel) -> None:
    async with board_on(hotel, (120, 40)) as at:
        at.app.push_screen(RoomScreen(at.workstation, "999"))
        await at.until(lambda: "999" in at.hint or "999" in at.text, "a sentence")
        assert "no room 999" in at.text.lower() or "999" in at.text
