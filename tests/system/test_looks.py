"""How the main screens look: each compared with a picture that someone has looked at.

To accept a new look: pytest tests/system/test_looks.py --snapshot-update
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.demo.hotel import HOTEL, make_demonstration
from housekeeper.demo.texts import DEMONSTRATION_PIN
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.store.database import Database
from tests.system.test_demonstration import StandingClock


class Compare(Protocol):
    """What pytest-textual-snapshot gives a test."""

    def __call__(
        self,
        app: HousekeeperApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], object],
    ) -> bool: ...


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HousekeeperApp:
    """The board of the demonstration hotel, in colours, with the clocks standing still."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    async def open_database(_: object) -> Database:
        database = await Database.open(str(tmp_path / "demonstration.db"))
        await make_demonstration(database, StandingClock())
        return database

    return HousekeeperApp(
        BoardRequest(
            open_database, lambda _: StandingClock(), hotel_slug=HOTEL.slug, staff_code="desk"
        )
    )


async def shows(pilot: Pilot[None], *words: str) -> None:
    """Wait until all of these words are on the screen."""
    ends = time.monotonic() + 30
    while True:
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips()
        text = "\n".join(strip.text for strip in strips)
        if all(word in text for word in words):
            break
        if time.monotonic() > ends:
            raise AssertionError(f"waited in vain for {words}:\n{text}")
        await asyncio.sleep(0.05)
    for entry in pilot.app.screen.query(Input):
        entry.cursor_blink = False


async def board(pilot: Pilot[None]) -> None:
    await shows(pilot, "hair in the bath", "●   not signed in")
    await pilot.press("S", "enter", *DEMONSTRATION_PIN, "enter")
    # The dialog shows the name too, and the board behind it.
    while not isinstance(pilot.app.screen, BoardScreen):
        await pilot.pause(0.02)
    await shows(pilot, "hair in the bath", "Sofia Reis")


async def room(pilot: Pilot[None]) -> None:
    await board(pilot)
    await pilot.press("1", "0", "3", "enter")
    await shows(pilot, "103", "Sofia Reis", "checked in")


async def checkout(pilot: Pilot[None]) -> None:
    await board(pilot)
    await pilot.press("1", "0", "3", "e")
    await shows(pilot, "Check out", "Room 103", "Erased for good")


@pytest.mark.parametrize(
    ("before", "size"),
    [
        pytest.param(board, (80, 24), id="board_80x24"),
        pytest.param(board, (120, 40), id="board_120x40"),
        pytest.param(board, (200, 50), id="board_200x50"),
        pytest.param(room, (120, 40), id="room"),
        pytest.param(checkout, (120, 40), id="checkout"),
    ],
)
def test_the_main_screens_look_as_they_were_last_seen(
    snap_compare: Compare,
    app: HousekeeperApp,
    before: Callable[[Pilot[None]], object],
    size: tuple[int, int],
) -> None:
    assert snap_compare(app, terminal_size=size, run_before=before)
