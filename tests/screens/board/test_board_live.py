"""What reaches a board by itself: other people's acts, another day, a database that goes and
comes back."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path

import pytest

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.column import Column
from housekeeper.core.errors import StoreUnusable
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.front_desk import check_in, set_late_checkout
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.maintenance_dialog import MaintenanceDialog
from housekeeper.screens.opening.choose_hotel_dialog import HotelChooser
from housekeeper.screens.opening.welcome_screen import WelcomeScreen
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from housekeeper.store.database import Database
from tests.engines import only_on_sqlite
from tests.screens.conftest import (
    ANA,
    DORA,
    GRAND,
    TODAY,
    AtTheBoard,
    SetClock,
    SmallHotel,
    board_on,
)
from tests.store.postgresql.cutting import relayed

pytestmark = pytest.mark.each_engine

CONFIRMED = BookingStatus.CONFIRMED


async def test_news_keep_the_cursor_on_its_room_and_are_told(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "102", "103")
    async with board_on(hotel) as at:
        await at.press("down")
        assert at.room == "103"
        await hotel.do(Verb.DIRTY, "101", staff=ANA)
        await at.until(lambda: "Ana Reis: 101 put back" in at.hint, "the news")
        assert at.room == "103"
        assert at.screen.cursor.row == 2
        await hotel.do(Verb.START, "103", staff=ANA)
        await at.until(lambda: at.screen.cursor.column is Column.CLEANING, "the room's way")
        assert at.room == "103"


async def test_what_a_file_changes_is_shown_on_the_same_board(hotel: SmallHotel) -> None:
    """Cursor and marks stay; a guest expected, a new room and another name are there."""
    await hotel.do(Verb.DIRTY, "102")
    await hotel.do(Verb.START, "102", staff=ANA)

    def files(work: UnitOfWork) -> None:
        tomorrow = TODAY + timedelta(days=1)
        booking = Booking("C1", "STD", TODAY, tomorrow, 2, 0, CONFIRMED, "105")
        import_bookings(work, [BookingRow(2, booking)])
        import_rooms(work, [RoomRow(2, "1104", "LOFT", 11, "East")])
        import_staff(work, [StaffRow(2, replace(ANA, name="Bela Reis"))])

    async with board_on(hotel, size=(160, 40)) as at:
        await at.press("1", "0", "4", "space")
        board, room = at.board, at.room
        await hotel.store.write(files)
        await at.until(lambda: "1104" in at.text, "the new room")
        assert at.board is board, "nothing was read anew"
        assert (at.room, board.marked) == (room, {"104"})
        assert "arrivals 1" in at.text
        assert "LOFT" in at.text
        assert "Bela" in at.text


async def test_news_are_shown_behind_two_dialogs(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await at.press("m")
        await at.until(lambda: isinstance(at.app.screen, MaintenanceDialog), "the first dialog")
        await at.press("ctrl+q")
        await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the second dialog")
        await hotel.do(Verb.START, "101", staff=ANA)
        await at.until(lambda: "Ana" in at.text, "the news behind both")


async def test_many_changes_at_once_are_told_as_one(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await hotel.do(Verb.DIRTY, "101", "102", "103", "104", "105")
        await at.until(
            lambda: "5 rooms changed: 101, 102, 103, 104 …" in at.hint, "the news of five rooms"
        )
        assert at.board.total(Column.DIRTY) == 5


async def test_a_reader_who_has_scrolled_keeps_the_room_at_the_top(hotel: SmallHotel) -> None:
    numbers = [f"{floor}{room:02d}" for floor in (1, 2) for room in range(1, 11)]
    await hotel.do(Verb.DIRTY, *numbers[1:])
    async with board_on(hotel, size=(120, 14)) as at:
        view = at.screen.views[Column.DIRTY]
        view.scroll_rows(5)
        assert at.board.at(Column.DIRTY, view.top).number == "107"  # type: ignore[union-attr]
        await hotel.do(Verb.DIRTY, "101")
        await at.until(lambda: at.board.total(Column.DIRTY) == 20, "the news")
        assert at.board.at(Column.DIRTY, view.top).number == "107"  # type: ignore[union-attr]


async def test_an_import_makes_the_board_anew_and_keeps_cursor_marks_and_filter(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        await at.press("slash", "1", "enter", "1", "0", "5", "space")
        new = [RoomRow(2, "111", "STD", 1, "East")]
        await hotel.store.write(lambda work: import_rooms(work, new))
        await at.until(lambda: "111" in at.board, "the new room")
        assert at.room == "106"
        assert at.board.marked == {"105"}
        assert at.board.filter_text == "1"


async def test_at_midnight_in_the_hotels_zone_the_board_is_of_the_new_day(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        hotel.clock.pass_time(hours=14)
        await at.until(lambda: at.board.when.today.day == 22, "the new day")
        at.screen.tick()
        assert "Sun 22 Nov 00:42" in at.text


async def test_a_guest_who_should_have_left_is_overdue_without_a_key(hotel: SmallHotel) -> None:
    await guests_due_today(hotel, "101", "102", "103")
    async with board_on(hotel, size=(160, 40), lock_after_minutes=0) as at:
        await at.press("w", "1", "0", "3")
        assert at.screen.cursor.row == 2
        assert "103 " in at.hint
        assert "due out today, late 14:00" in at.hint
        hotel.clock.pass_time(minutes=48)
        await at.until(lambda: at.board.statistics.overdue == 2, "the hour")
        await at.until(lambda: "due out 1 + 2 overdue" in at.text.replace("  ", " "), "the counts")
        assert at.text.count("!over") + at.text.count("! overdue") == 2
        assert at.room == "103"
        await at.press("slash", *"overdue", "enter")
        assert at.board.numbers(Column.OCCUPIED) == ["101", "102"]
        assert at.room == "101"
        hotel.clock.pass_time(hours=3)
        await at.until(lambda: at.board.shown(Column.OCCUPIED) == 3, "the late check-out")
        assert at.room == "101"
        await at.press("down", "down")
        assert "overdue since 14:30" in at.hint


async def test_guests_expected_since_before_are_counted_beside_those_of_today(
    hotel: SmallHotel,
) -> None:
    day = timedelta(days=1)
    expected = [
        Booking("L1", "STD", TODAY - day, TODAY + day, 1, 0, CONFIRMED, "101"),
        Booking("L2", "STD", TODAY - 2 * day, TODAY + day, 1, 0, CONFIRMED),
        Booking("T1", "STD", TODAY, TODAY + day, 1, 0, CONFIRMED),
    ]
    await hotel.store.write(lambda work: work.bookings.save_all(expected))
    told_at = (
        (160, "arrivals 0 + 1 still expected + 2 no room"),
        (80, "arr 0 +1 before +2 no room"),
    )
    for width, told in told_at:
        async with board_on(hotel, size=(width, 40)) as at:
            assert told in at.text.replace("  ", " ")


async def guests_due_today(hotel: SmallHotel, *numbers: str) -> None:
    """Guests who leave today, the last of them by 14:00."""

    def arrive(work: UnitOfWork) -> None:
        leaving = [
            Booking(f"B{number}", "STD", TODAY - timedelta(days=1), TODAY, 1, 0, CONFIRMED)
            for number in numbers
        ]
        import_bookings(work, [BookingRow(2, one) for one in leaving])
        for number in numbers:
            check_in(work, Act(DORA, Via.BOARD), f"B{number}", number, anyway=True)
        set_late_checkout(work, Act(DORA, Via.BOARD), f"B{numbers[-1]}", clock_time(14))

    await hotel.store.write(arrive)


@only_on_sqlite
async def test_a_lost_database_leaves_the_board_up_and_stale_until_it_is_back(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    elsewhere = hotel.path.with_suffix(".away")
    async with board_on(hotel) as at:
        assert "store feed" not in at.text
        hotel.path.rename(elsewhere)
        await at.until(lambda: at.workstation.live.trouble, "the failure")
        assert "▲ 0 s old " in at.text
        assert "101 STD" in at.text
        assert at.workstation.live.trouble[:20] in at.text
        elsewhere.rename(hotel.path)
        await at.until(lambda: not at.workstation.live.trouble, "the recovery")
        assert "s old" not in at.text
        assert "up to date again: no room changed meanwhile" in at.hint


@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
async def test_a_server_that_is_away_leaves_the_board_up_and_stale_until_it_is_back(
    hotel: SmallHotel,
) -> None:
    with relayed(hotel.target) as (relay, url):
        async with board_on(replace(hotel, target=url)) as at:
            await at.press("j")
            room = at.room
            relay.cut()
            await at.until(lambda: at.workstation.live.trouble, "the trouble to be shown")
            assert "cannot be reached" in at.workstation.live.trouble
            await hotel.do(Verb.DIRTY, "105", "106")
            relay.heal()
            began = time.monotonic()
            await at.until(lambda: not at.workstation.live.trouble, "the board to recover")
            assert time.monotonic() - began < 15
            assert at.board.rooms["105"].turn_status == "CHECKOUT_DIRTY"
            assert at.room == room
            assert "up to date again: 2 rooms changed meanwhile" in at.hint


@only_on_sqlite
async def test_what_changed_in_an_outage_is_counted_and_marked_until_looked_at(
    hotel: SmallHotel,
) -> None:
    copy = hotel.path.with_suffix(".copy")
    await hotel.database.backup(copy)
    elsewhere = await Database.open(str(copy))
    there = replace(hotel, database=elsewhere, store=elsewhere.hotel(GRAND, hotel.clock))
    async with board_on(hotel, size=(120, 30)) as at:
        for end in ("", "-wal", "-shm"):
            hotel.path.with_name(f"hotel.db{end}").unlink()
        await at.until(lambda: at.workstation.live.trouble, "the failure")
        await there.do(Verb.DIRTY, "105", "203")
        await elsewhere.close()
        copy.rename(hotel.path)
        await at.until(lambda: not at.workstation.live.trouble, "the recovery")
        assert "2 rooms changed meanwhile" in at.hint
        assert at.board.unseen == {"105", "203"}
        assert "•105" in at.text
        assert "•203" in at.text
        await at.press("1", "0", "5")
        assert at.room == "105"
        assert "•105" not in at.text
        assert "•203" in at.text


async def test_who_waits_for_a_long_update_is_told_how_far_it_is(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def slow(progress: Callable[[int, int], None]) -> Database:
        await asyncio.to_thread(progress, 1_200_000, 2_000_000)
        await asked.wait()
        return await Database.open(str(tmp_path / "hotel.db"))

    app = HousekeeperApp(BoardRequest(slow, lambda _: SetClock()))
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: "1,200,000 of 2,000,000 events" in at.text, "how far it is")
        asked.set()
        await at.until(lambda: isinstance(app.screen, WelcomeScreen), "the board")


async def test_a_database_that_cannot_be_opened_is_said_in_full(tmp_path: Path) -> None:
    sentence = "The file hotel.db is no database of housekeeper."

    async def unusable(_: object) -> Database:
        raise StoreUnusable(sentence)

    app = HousekeeperApp(BoardRequest(unusable, lambda _: SetClock()))
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: app.opening_error, "the failure")
        assert sentence in at.text
        await pilot.press("q")
    assert app.return_code == 1
    assert app.opening_error == sentence


async def test_an_unknown_staff_code_is_refused_at_opening(hotel: SmallHotel) -> None:
    app = HousekeeperApp(
        BoardRequest(
            lambda _: Database.open(hotel.target), lambda _: hotel.clock, staff_code="nobody"
        )
    )
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: app.opening_error, "the refusal")
        assert "nobody" in app.opening_error


async def test_an_unknown_hotel_is_refused_naming_those_there_are(hotel: SmallHotel) -> None:
    app = HousekeeperApp(
        BoardRequest(
            lambda _: Database.open(hotel.target), lambda _: hotel.clock, hotel_slug="ritz"
        )
    )
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: app.opening_error, "the refusal")
        assert app.opening_error == "This database has no hotel 'ritz'; it has: grand."


async def test_without_a_hotel_the_first_start_welcomes(tmp_path: Path) -> None:
    path = str(tmp_path / "new.db")
    app = HousekeeperApp(BoardRequest(lambda _: Database.open(path), lambda _: SetClock()))
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: isinstance(app.screen, WelcomeScreen), "the welcome")
        await pilot.press("1")
        await at.until(lambda: app.workstation is not None and len(at.rooms()) == 120, "the board")
        assert app._opener is not None
        demonstration = app._opener._demonstration
        assert demonstration is not None
        assert Path(demonstration.target).exists()
    assert not Path(demonstration.target).parent.exists()


async def test_of_several_hotels_one_is_chosen(hotel: SmallHotel) -> None:
    await hotel.database.create_hotel(Hotel("ritz", "Ritz [/] Hotel", "Europe/Paris"))
    app = HousekeeperApp(BoardRequest(lambda _: Database.open(hotel.target), lambda _: hotel.clock))
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: isinstance(app.screen, HotelChooser), "the chooser")
        assert "Ritz [/] Hotel" in at.text
        await pilot.press("down", "enter")
        await at.until(lambda: app.verb_screens(), "the board")
        assert at.workstation.store.hotel.slug == "ritz"


async def test_the_board_is_seen_behind_a_dialog_that_lies_over_the_palette(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        await at.press("ctrl+p")
        at.app.push_screen(ConfirmDialog("Leave the board?", "Leave"))
        await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the dialog")
        await at.pilot.pause()
        assert "rooms 20" in at.text


def lines_of_cards(at: AtTheBoard, column: Column) -> list[int]:
    """How many lines each card of a column has on the screen."""
    view = at.screen.views[column]
    rows = [row for y in range(view.height) if (row := view.row_at(y)) is not None]
    return [rows.count(row) for row in dict.fromkeys(rows)]


async def test_cards_keep_their_lines_under_the_reader_and_grow_with_the_minute_elsewhere(
    hotel: SmallHotel,
) -> None:
    rooms = ("101", "102", "103", "104", "105", "106")
    await hotel.do(Verb.DIRTY, *rooms)
    await hotel.do(Verb.NOTE, *rooms, note="feather-free bedding, the guest has asthma")
    async with board_on(hotel, size=(120, 18)) as at:
        assert lines_of_cards(at, Column.DIRTY) == [2] * 6
        await hotel.do(Verb.START, "105", "106", staff=ANA)
        await at.until(lambda: at.board.shown(Column.DIRTY) == 4, "what Ana does")
        hotel.clock.pass_time(minutes=1)
        at.screen.tick()
        assert lines_of_cards(at, Column.DIRTY) == [2] * 4
        await at.press("right")
        hotel.clock.pass_time(minutes=1)
        at.screen.tick()
        assert lines_of_cards(at, Column.DIRTY) == [3] * 4
        await hotel.do(Verb.DIRTY, "201")
        await at.until(lambda: at.board.shown(Column.DIRTY) == 5, "the room put back")
        assert sum(lines_of_cards(at, Column.DIRTY)) <= 12
        assert lines_of_cards(at, Column.DIRTY) == [2, 2, 2, 2, 1]
