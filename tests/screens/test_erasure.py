"""What the screens tell of bytes that have yet to leave the database file."""

from datetime import timedelta
from pathlib import Path

import pytest

from housekeeper.app.terminal.private_app import PrivateApp
from housekeeper.core.acts import Via
from housekeeper.core.erasure import ErasureState
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.front_desk.checkout_screen import CheckoutScreen, Stage
from housekeeper.screens.front_desk.checkout_text import erasure_text
from housekeeper.screens.room.room_screen import RoomScreen
from tests.screens.conftest import DORA, TODAY, SmallHotel, board_on

PENDING, DONE = ErasureState(asked=2, done=1), ErasureState(asked=2, done=2)


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These tests are about a database file."""
    return str(tmp_path / "hotel.db")


@pytest.fixture
async def let(hotel: SmallHotel) -> SmallHotel:
    """A guest lives in 102."""

    def fill(work: UnitOfWork) -> None:
        arrival, departure = TODAY - timedelta(days=1), TODAY
        booking = Booking("B7", "STD", arrival, departure, 2, 1, BookingStatus.CONFIRMED)
        work.bookings.save_all([booking])
        front_desk.check_in(work, Act(DORA, Via.BOARD), "B7", "102", anyway=True)

    await hotel.store.write(fill)
    return hotel


@pytest.mark.parametrize(
    ("columns", "mark"), [(200, "◌ erasure pending"), (120, "◌ erasure pending"), (80, "◌")]
)
async def test_the_header_shows_it_in_every_width_while_it_is_pending(
    hotel: SmallHotel, columns: int, mark: str
) -> None:
    async with board_on(hotel, (columns, 24)) as at:
        await at.until(lambda: at.workstation.erasure is not None, "the first look")
        assert "◌" not in at.text.splitlines()[0]
        at.workstation.erasure = PENDING
        at.screen.live_changed()
        await at.until(lambda: mark in at.text.splitlines()[0], "the mark")
        assert "Grand Hotel   Sat 21 Nov 10:42" in at.text.splitlines()[0]
        assert "Max Braun" in at.text.splitlines()[0]


async def test_the_receipt_says_when_the_bytes_left_and_so_does_the_rooms_history(
    let: SmallHotel,
) -> None:
    async with board_on(let, (120, 40), staff=DORA) as at:
        await at.until(lambda: at.workstation.erasure is not None, "the first look")
        screen = CheckoutScreen(at.workstation, ["102"])
        at.app.push_screen(screen)
        await at.until(lambda: "Erased for good" in at.text, "the preview")
        await at.press(*"102", "enter")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")
        await at.until(
            lambda: "Leaves the database file when nobody acts for half a minute." in at.text,
            "what is yet to come",
        )
        let.clock.pass_time(seconds=31)
        await at.until(
            lambda: "Left the database file too, at 10:42:31." in at.text, "that it is done"
        )
        await at.press("enter")
        await at.until(lambda: "◌" not in at.text.splitlines()[0], "the header without the mark")
        at.app.push_screen(RoomScreen(at.workstation, "102"))
        await at.until(lambda: "left the database file 21 Nov 10:42" in at.text, "the history")


async def test_a_receipt_of_a_large_file_names_the_quiet_hour(let: SmallHotel) -> None:
    large = ErasureState(asked=1, done=0, file_bytes=10**9)
    async with board_on(let, staff=DORA) as at:
        screen = CheckoutScreen(at.workstation, ["102"])
        at.app.push_screen(screen)
        await at.until(lambda: "Erased for good" in at.text, "the preview")
        await at.press(*"102", "enter")
        await at.until(lambda: screen.stage is Stage.DONE, "the receipt")
        receipt = screen._receipt
        assert receipt is not None
        assert erasure_text(large, receipt, "") == "Leaves the database file in the quiet hour."
        assert erasure_text(None, receipt, "") == ""


async def test_what_is_cut_or_copied_never_reaches_the_terminals_clipboard(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(hotel) as at:
        written: list[str] = []
        driver = at.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        at.app.copy_to_clipboard("towels please")
        assert at.app.clipboard == "towels please"
        assert not [text for text in written if "]52;" in text]
        at.app.action_lock()
        assert at.app.clipboard == ""


def test_text_is_not_selected_by_the_program() -> None:
    assert not PrivateApp.ALLOW_SELECT
