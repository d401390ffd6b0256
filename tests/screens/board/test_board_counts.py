"""Guests who wait, on the board that shows them; and counts that show their rooms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.column import Column
from housekeeper.core.board.statistics import COUNTS
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import chat, checkout, front_desk, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.guest_records import Order, OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.board.count_strip import told_counts
from housekeeper.screens.room.room_screen import RoomScreen
from tests.screens.conftest import ANA, DORA, MARIA, TODAY, AtTheBoard, SmallHotel, board_on

TOKENS = dict[str, str]


def top(at: AtTheBoard, line: int = 0) -> str:
    return at.text.splitlines()[line]


async def guests_in(hotel: SmallHotel, *numbers: str) -> TOKENS:
    """A guest in each of these rooms, who leaves today; gives the token of their device."""

    def arrive(work: UnitOfWork) -> TOKENS:
        tokens = {}
        for number in numbers:
            reference, status = f"B{number}", BookingStatus.CONFIRMED
            stay = Booking(reference, "STD", TODAY - timedelta(days=1), TODAY, 1, 0, status)
            work.bookings.save_all([stay])
            done = front_desk.check_in(work, Act(DORA, Via.BOARD), reference, number, anyway=True)
            opened = chat.open_session(work, number, done.pin)
            assert isinstance(opened, chat.SessionOpened)
            tokens[number] = opened.token
        return tokens

    return await hotel.store.write(arrive)


async def writes(hotel: SmallHotel, tokens: TOKENS, number: str) -> None:
    await hotel.store.write(
        lambda work: chat.send_as_guest(work, number, tokens[number], "my words")
    )


async def orders_tea(hotel: SmallHotel, number: str) -> Order:
    return await hotel.store.write(
        lambda work: orders.add_order(work, number, (OrderItem("tea", 1),), is_breakfast=False)
    )


def listen(at: AtTheBoard, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every ringing of this terminal."""
    rung: list[str] = []
    ring: Callable[[], Any] = lambda: rung.append("ring")  # noqa: E731
    monkeypatch.setattr(at.app, "bell", ring)
    return rung


async def test_a_guest_who_writes_is_told_rings_once_and_goes_when_answered(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = await guests_in(hotel, "101", "102")
    async with board_on(hotel, (200, 40), staff=DORA, lock_after_minutes=60) as at:
        rung = listen(at, monkeypatch)
        assert "✉" not in at.text
        await writes(hotel, tokens, "101")
        await at.until(lambda: "✉ 1 in 101, oldest 0m" in top(at), "the message")
        assert rung == ["ring"]
        assert "The guest of 101 wrote." in at.hint
        assert "my words" not in at.text
        hotel.clock.pass_time(minutes=14)
        order = await orders_tea(hotel, "102")
        await at.until(lambda: "✉ 2, oldest 14m" in top(at), "the order")
        assert rung == ["ring"] * 2
        await at.press("w")
        await at.until(lambda: "101 STD ✉" in at.text, "the cards")
        answer = Act(DORA, Via.BOARD)
        await hotel.store.write(lambda work: chat.send_as_staff(work, answer, "101", "coming"))
        await at.until(lambda: "✉ 1 in 102, oldest 0m" in top(at), "the answer")
        done = Act(DORA, Via.BOARD)
        await hotel.store.write(lambda work: orders.complete_order(work, done, order.id))
        await at.until(lambda: "✉" not in at.text, "that it is done")
        assert rung == ["ring"] * 2


async def test_who_leaves_waits_no_longer(hotel: SmallHotel) -> None:
    tokens = await guests_in(hotel, "101")
    await writes(hotel, tokens, "101")
    async with board_on(hotel, staff=DORA) as at:
        assert "✉ 1 in 101, oldest 0m" in top(at)
        leave = Act(DORA, Via.BOARD)
        await hotel.store.write(lambda work: checkout.check_out(work, leave, ["101"]))
        await at.until(lambda: "✉" not in at.text, "the checkout")


async def test_a_locked_terminal_rings_and_counts_and_tells_no_room(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = await guests_in(hotel, "101")
    async with board_on(hotel, (120, 40), staff=DORA) as at:
        rung = listen(at, monkeypatch)
        await at.press("L")
        await at.until(lambda: at.workstation.is_locked, "the lock")
        await writes(hotel, tokens, "101")
        await at.until(lambda: rung == ["ring"], "the ring")
        assert at.board.statistics.guests_waiting == 1


@pytest.mark.parametrize(("width", "told"), [(120, "✉ 2, oldest 3m"), (80, "✉ 2, oldest 3m")])
async def test_the_header_says_it_at_any_width(hotel: SmallHotel, width: int, told: str) -> None:
    tokens = await guests_in(hotel, "101", "102")
    await writes(hotel, tokens, "101")
    await writes(hotel, tokens, "102")
    hotel.clock.pass_time(minutes=3)
    async with board_on(hotel, (width, 24), staff=MARIA) as at:
        assert told in top(at)
        assert "Maria Keller" in top(at)
        assert "●" in top(at)


async def test_the_room_opens_at_the_guest_who_waits(hotel: SmallHotel) -> None:
    tokens = await guests_in(hotel, "101", "102")
    await writes(hotel, tokens, "101")
    async with board_on(hotel, (80, 24), staff=DORA) as at:
        await at.press("C", "enter", "enter")
        await at.until(lambda: "▸ Guest" in at.text, "the conversation")
        assert "my words" in at.text
        assert isinstance(at.app.screen, RoomScreen)
        await at.press("a", *"yes", "enter")
        await at.until(lambda: not at.board.rooms["101"].is_guest_waiting, "the answer")
        await at.press("escape", "escape")
        await at.until(lambda: "✉" not in top(at), "the header")


async def test_a_message_that_needs_no_answer_is_marked_so(hotel: SmallHotel) -> None:
    tokens = await guests_in(hotel, "101")
    await writes(hotel, tokens, "101")
    async with board_on(hotel, staff=DORA) as at:
        await at.press("C", "enter", "enter")
        await at.until(lambda: "A answered" in at.text, "the key")
        await at.press("A")
        await at.press("y")
        await at.until(lambda: "Room 101 waits for no answer now." in at.text, "the mark")
        assert not at.board.rooms["101"].is_guest_waiting


async def test_every_count_shows_as_many_rooms_as_it_says(hotel: SmallHotel) -> None:
    await guests_in(hotel, "101", "102", "103")
    await hotel.do(Verb.MAINTENANCE, "103", "104", note="lamp")
    await hotel.do(Verb.DIRTY, "105", "106")
    await hotel.do(Verb.OUT_OF_ORDER, "107", note="flood")
    async with board_on(hotel, (200, 50)) as at:
        for fact, _, number in at.screen.countable():
            at.screen.action_show_count(fact)
            await at.pilot.pause()
            found = sum(at.board.shown(column) for column in at.screen.columns)
            assert str(found) == number, fact
        assert {one.fact for one in COUNTS} >= {"occupied", "flagged", "to_turn"}


async def test_a_count_is_chosen_by_keys_and_escape_shows_all_again(hotel: SmallHotel) -> None:
    await guests_in(hotel, "101", "102")
    await hotel.do(Verb.MAINTENANCE, "102", note="lamp")
    async with board_on(hotel, (200, 50)) as at:
        await at.press("C", "right", "enter")
        assert at.board.filter_text == "occupied"
        assert "2 rooms occupied; esc shows all again." in at.hint
        assert at.board.numbers(Column.OCCUPIED) == ["101"]
        assert at.board.numbers(Column.MAINTENANCE) == ["102"]
        assert "101 STD" in at.text
        await at.press("escape")
        assert at.board.filter_text == ""


async def test_a_letter_typed_among_the_counts_touches_no_room(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        before = await hotel.history("101")
        await at.press("C", *"scpfdmnvo123 ", "tab", "shift+tab", "home", "end")
        assert at.screen.counts.is_choosing
        assert at.screen.counts.chosen is told_counts(at.board.statistics)[-1]
        assert at.app.screen is at.screen
        await at.press("escape")
        assert not at.screen.counts.is_choosing
        assert await hotel.history("101") == before
        await at.press("s")
        await at.until(lambda: at.board.rooms["101"].attendant == "max", "the room's own key")


async def test_a_number_is_clicked(hotel: SmallHotel) -> None:
    tokens = await guests_in(hotel, "101", "102")
    await writes(hotel, tokens, "102")
    async with board_on(hotel, (160, 40)) as at:
        await at.pilot.click("#counts", offset=(top(at, 1).index("due out") + 2, 0))
        await at.pilot.pause()
        assert at.board.filter_text == "due out"
        await at.pilot.click("#header", offset=(top(at).index("✉"), 0))
        await at.pilot.pause()
        assert at.board.filter_text == "waiting"
        assert at.room == "102"
        await at.pilot.click("#counts", offset=(2, 0))
        await at.pilot.pause()
        assert at.board.filter_text == ""


async def test_the_palette_shows_the_rooms_of_a_count(hotel: SmallHotel) -> None:
    await guests_in(hotel, "101", "102")
    async with board_on(hotel) as at:
        await at.press("ctrl+p", *"show: due")
        await at.until(lambda: "Show: due out (2)" in at.text, "the count")
        await at.press("down", "enter")
        await at.until(lambda: at.board.filter_text == "due out", "its rooms")


@pytest.mark.parametrize("staff", [ANA, None])
async def test_news_that_are_old_are_loud_and_fresh_ones_are_a_dot(
    hotel: SmallHotel, staff: Any
) -> None:
    async with board_on(hotel, staff=staff) as at:
        assert "store feed" not in top(at)
        assert " old" not in top(at)
        proved = at.workstation.live.fresh_at
        assert proved is not None
        header = at.screen._header
        for seconds, told in ((2, "●"), (4, "▲ 4 s old "), (12, "▲ 12 s old")):
            header.show(_at(header.facts, proved + timedelta(seconds=seconds)))
            assert told in header.draw()[0].text


def _at(facts: Any, moment: Any) -> Any:
    from dataclasses import replace

    return replace(facts, real_now=moment)
