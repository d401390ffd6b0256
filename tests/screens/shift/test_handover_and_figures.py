"""The handover to the next shift, and the figures, on the screen."""

from datetime import UTC, datetime, timedelta

import pytest
from textual import events

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import Act
from housekeeper.core.shift.handover import add_note
from housekeeper.core.staff.sign_in import sign_in
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.screens import navigation
from housekeeper.screens.shift.figures_screen import FiguresScreen
from housekeeper.screens.shift.handover_screen import HandoverScreen
from housekeeper.screens.shift.since_dialog import read_since
from tests.screens.conftest import ANA, DORA, GRAND, MARIA, PIN, SmallHotel, board_on

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


async def test_it_tells_what_was_turned_failed_flagged_and_is_left_open(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    await hotel.do(Verb.CLEAN, "101", "102", staff=ANA)
    await hotel.do(Verb.PASS, "101")
    await hotel.do(Verb.FAIL, "102", note="hair [/]")
    await hotel.do(Verb.MAINTENANCE, "201", note="dripping tap")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "LEFT OPEN" in at.text, "the handover")
        for words in ("1 turned", "1 failed", "1 flagged", "hair [/]", "dripping tap"):
            assert words in at.text
        assert "102 103" in at.text
        await at.press("escape")
        assert at.app.screen is at.screen


async def test_it_tells_of_guests_who_should_have_come_before_today(hotel: SmallHotel) -> None:
    today = hotel.store.hotel.day(NOW)
    day = timedelta(days=1)
    late = Booking("L1", "STD", today - day, today + day, 1, 0, BookingStatus.CONFIRMED, "101")
    await hotel.store.write(lambda work: work.bookings.save_all([late]))
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "STILL EXPECTED" in at.text, "the guests")
        for words in ("L1", "since yesterday", "room 101"):
            assert words in at.text


async def test_it_begins_where_one_was_last_here_before_this_shift(hotel: SmallHotel) -> None:
    await sign_in(hotel.store, "maria", PIN)
    hotel.clock.pass_time(hours=1)
    await hotel.do(Verb.MAINTENANCE, "201", note="before")
    hotel.clock.pass_time(hours=16)
    await hotel.do(Verb.MAINTENANCE, "202", note="after")
    await sign_in(hotel.store, "maria", PIN)
    hotel.clock.pass_time(minutes=5)
    await sign_in(hotel.store, "maria", PIN)
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "Handover since Sat 21 Nov 10:42" in at.text, "the handover")
        assert "before" in at.text
        assert "after" in at.text


async def test_another_time_is_asked_for(hotel: SmallHotel) -> None:
    await hotel.do(Verb.MAINTENANCE, "201", note="before")
    hotel.clock.pass_time(hours=3)
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "before" in at.text, "the handover")
        await at.press("b", *"2h", "enter")
        await at.until(lambda: "since 11:42" in at.text, "the other time")
        assert "before" not in at.text


async def test_a_note_stays_until_someone_ticks_it(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "none: n leaves one" in at.text, "no notes")
        await at.press("n", *"linen [/]", "enter")
        await at.until(lambda: "☐ linen [/]" in at.text, "the note")
    async with board_on(hotel, staff=DORA) as at:
        await at.press("H")
        await at.until(lambda: "☐ linen [/]" in at.text, "the note")
        assert "Maria Keller" in at.text
        await at.press("space")
        await at.until(lambda: "☑ linen [/]" in at.text, "the tick")
        assert "Dora Lima" in at.text


async def test_the_figures_are_drawn_and_say_what_they_count(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    hotel.clock.pass_time(minutes=10)
    await hotel.do(Verb.START, "101", staff=ANA)
    hotel.clock.pass_time(minutes=25)
    await hotel.do(Verb.CLEAN, "101", staff=ANA)
    hotel.clock.pass_time(minutes=30)
    await hotel.do(Verb.PASS, "101")
    for size in ((80, 24), (160, 60)):
        async with board_on(hotel, size=size, staff=MARIA) as at:
            await at.press("F")
            await at.until(lambda: isinstance(at.app.screen, FiguresScreen), "the figures")
            await at.until(lambda: "Ana Reis" in at.text, "who cleaned")
            assert "the last 7 days" in at.text
            await at.press("d")
            await at.until(lambda: "Figures of today" in at.text, "today's figures")
            await at.press("end")
            await at.until(lambda: "do not count" in at.text, "what is counted")
            await at.press("escape")
            assert at.app.screen is at.screen


async def test_a_note_written_at_another_terminal_is_seen(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "none: n leaves one" in at.text, "no notes")
        await hotel.store.write(lambda work: add_note(work, Act(DORA, Via.BOARD), "towels"))
        screen = at.app.screen
        assert isinstance(screen, HandoverScreen)
        screen.look()
        await at.until(lambda: "towels" in at.text, "the note")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8h", datetime(2026, 11, 21, 2, 42, tzinfo=UTC)),
        ("6:00", datetime(2026, 11, 21, 6, 0, tzinfo=UTC)),
        ("22:00", datetime(2026, 11, 20, 22, 0, tzinfo=UTC)),
        ("2026-11-19", datetime(2026, 11, 19, 0, 0, tzinfo=UTC)),
        ("2026-11-19 23:15", datetime(2026, 11, 19, 23, 15, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, moment: datetime) -> None:
    assert read_since(text, GRAND, NOW) == moment


@pytest.mark.parametrize("text", ["", "soon", "25:00", "2027-01-01", "99999999-01-01"])
def test_what_is_no_time_or_lies_ahead_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_since(text, GRAND, NOW)


async def test_keys_typed_before_the_handover_is_there_wait_for_it(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        navigation.open_handover(at.app, at.workstation)
        await at.app.on_event(events.Key("enter", None))
        await at.until(lambda: "There is no note to tick." in at.text, "the answer")
        assert isinstance(at.app.screen, HandoverScreen)
