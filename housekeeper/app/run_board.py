"""Runs the board as the settings ask for it, until it is left."""

import gc
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from housekeeper.app.board_request import BoardRequest, DemonstrationRequest
from housekeeper.app.terminal.hangup import end_process_if_gone
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.clock import Clock
from housekeeper.core.entered_text import plain
from housekeeper.core.hotel import Hotel
from housekeeper.screens.drawing.switch import choose_drawing
from housekeeper.settings.table import Settings

if TYPE_CHECKING:
    # The store comes behind the first frame.
    from housekeeper.store.database import Database

_SWITCH_SECONDS = 0.0005
"""How soon a busy thread gives way to the screen: a key then costs 6 ms instead of 28."""


def run_board(settings: Settings, is_demonstration: bool, is_played: bool) -> int:
    """Run the board, or that of a demonstration, until it is left; give the exit code.

    With `is_played` a second process plays the demonstration's staff. An error at opening is
    on the screen, and afterwards on standard error.
    """
    choose_drawing(settings.drawing)
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.disable()
    app = HousekeeperApp(_board_request(settings, is_demonstration, is_played))
    try:
        app.run()
    finally:
        gc.enable()
        end_process_if_gone()
    if app.opening_error:
        sys.stderr.write(f"housekeeper: {plain(app.opening_error)}\n")
        return 1
    # Who leaves gives a code; None is left where the app was ended by something else.
    return 1 if app.return_code is None else app.return_code


def _board_request(settings: Settings, is_demonstration: bool, is_played: bool) -> BoardRequest:
    make_clock = partial(_make_clock, settings)
    demonstration = None
    if is_demonstration:
        has_training_clock = settings.now is not None
        demonstration = DemonstrationRequest(make_clock if has_training_clock else None, is_played)
    return BoardRequest(
        open_database=partial(_open_database, settings),
        make_clock=make_clock,
        hotel_slug=settings.hotel,
        staff_code=settings.staff,
        theme=settings.theme,
        glyphs=settings.glyphs,
        keymap=settings.keymap,
        terminal=settings.terminal(),
        rules=settings.house_rules(),
        asks_cli_pin=settings.file_asks_cli_pin,
        pusher=settings.pusher,
        demonstration=demonstration,
        export_folder=settings.export_folder,
        settings_faults=tuple(settings.faults.values()),
    )


async def _open_database(settings: Settings, progress: Callable[[int, int], None]) -> "Database":
    # The store comes behind the first frame.
    from housekeeper.hotel_access import open_database

    return await open_database(settings, may_make=True, progress=progress)


def _make_clock(settings: Settings, hotel: Hotel) -> Clock:
    # The store comes with it, behind the first frame.
    from housekeeper.hotel_access import clock_for

    return clock_for(settings, hotel)
