"""Hands faster than the program: each key finds the screen as the keys before it left it."""

from pathlib import Path

from textual import events

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.screens.opening.welcome_screen import WelcomeScreen
from housekeeper.store.database import Database
from tests.screens.conftest import PIN, AtTheBoard, SetClock, SmallHotel, board_on


def type_at_once(app: HousekeeperApp, *keys: str) -> None:
    """What a scanner or a paste does: every key is there before the first is dealt with."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_an_arrow_and_enter_at_once_take_the_row_that_the_arrow_went_to(
    tmp_path: Path,
) -> None:
    path = str(tmp_path / "new.db")
    app = HousekeeperApp(BoardRequest(lambda _: Database.open(path), lambda _: SetClock()))
    async with app.run_test(size=(100, 30)) as pilot:
        at = AtTheBoard(app, pilot)
        await at.until(lambda: isinstance(app.screen, WelcomeScreen), "the welcome")
        await pilot.pause()
        type_at_once(app, "down", "down", "enter")
        await at.until(lambda: app.screen.has_class("-importing"), "how to import")
        type_at_once(app, "escape")
        await at.until(lambda: app.screen.has_class("-choosing"), "the choices")
        type_at_once(app, "home", "down", "enter", *"Ritz", "enter", "enter", "enter")
        await at.until(lambda: app.workstation is not None, "the hotel that was made")
        assert app.workstation is not None
        assert (app.workstation.store.hotel.name, app.workstation.store.hotel.slug) == (
            "Ritz",
            "ritz",
        )


async def test_a_code_and_a_pin_in_one_go_sign_in_and_nothing_reaches_the_board(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel, staff=None) as at:
        before = await hotel.store.mark()
        type_at_once(at.app, "S", *"maria", "enter", *PIN, "enter")
        await at.until(lambda: at.workstation.staff is not None, "the sign-in")
        assert at.workstation.staff is not None
        assert at.workstation.staff.code == "maria"
        assert await hotel.store.mark() == before
