"""Draws docs/board.svg: the board of the demonstration hotel, by the program itself."""

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.clock import RealMoment
from housekeeper.demo.hotel import HOTEL, make_demonstration
from housekeeper.store.database import Database


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that always shows the same morning."""

    at: datetime = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)

    def now(self) -> datetime:
        """The morning of the drawing."""
        return self.at

    def real_now(self) -> datetime:
        """The same, so that every age comes out the same."""
        return self.at

    def real_moment(self) -> RealMoment:
        """The same."""
        return RealMoment(self.at)


async def drawn() -> str:
    """The board as SVG, opened as anyone would and drawn once its rooms are there."""
    with TemporaryDirectory() as folder:

        async def open_database(_: object) -> Database:
            database = await Database.open(f"{folder}/demonstration.db")
            await make_demonstration(database, StandingClock())
            return database

        request = BoardRequest(open_database, lambda _: StandingClock(), HOTEL.slug)
        app = HousekeeperApp(request)
        async with app.run_test(size=(120, 36)) as pilot:
            while app.workstation is None or not app.verb_screens():
                await pilot.pause(0.05)
            app.workstation.sign_in(app.workstation.staff_book["maria"])
            app.verb_screens()[0].live_changed()
            await pilot.pause()
            return app.export_screenshot(title="housekeeper demo")


if __name__ == "__main__":
    # In the colours of the theme, whatever the terminal has in which it is drawn.
    os.environ |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    Path(__file__).with_name("board.svg").write_text(asyncio.run(drawn()), encoding="utf-8")
