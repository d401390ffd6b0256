"""What the command line asks the board to open.

It is known before the first frame, so nothing heavy is imported here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from housekeeper.core.clock import Clock
from housekeeper.core.hotel import Hotel
from housekeeper.core.house_rules import HouseRules
from housekeeper.settings.keymap import Keymap
from housekeeper.settings.pusher import PusherSettings
from housekeeper.settings.terminal import Glyphs, TerminalSettings, ThemeName

if TYPE_CHECKING:
    # The store comes behind the first frame.
    from housekeeper.store.database import Database


@dataclass(frozen=True, slots=True)
class DemonstrationRequest:
    """How the demonstration is to be opened.

    `make_clock` gives a training clock; without one it is mid-morning. With `is_played` a
    second process plays its staff.
    """

    make_clock: Callable[[Hotel], Clock] | None = None
    is_played: bool = False


@dataclass(frozen=True, slots=True)
class BoardRequest:
    """Which board the terminal is to show, and how.

    `open_database` opens the database (any StoreError it raises is shown) and tells how far a
    long update is; `make_clock` gives
    the clock of a hotel (a training clock is one); `hotel_slug` names the hotel where there are
    several; `staff_code` is offered at the first sign-in; `theme` and `glyphs` say how the
    board begins to look, `keymap` which keys are bound anew; `terminal` tells how acts get
    their names and when the terminal locks; `rules` are those of the house; with
    `asks_cli_pin` the settings file says that commands ask for PINs; `pusher` is where hints
    come from and events go, if anywhere; `export_folder` is where exports go, if not beside the
    database; `settings_faults` are sentences of what was given for such settings and is not in
    force. With a `demonstration` that is opened, and no database of the hotel's.
    """

    open_database: "Callable[[Callable[[int, int], None]], Awaitable[Database]]"
    make_clock: Callable[[Hotel], Clock]
    hotel_slug: str | None = None
    staff_code: str | None = None
    theme: ThemeName = ThemeName.DARK
    glyphs: Glyphs = Glyphs.AUTO
    keymap: Keymap | None = None
    terminal: TerminalSettings = field(default_factory=TerminalSettings)
    rules: HouseRules = field(default_factory=HouseRules)
    asks_cli_pin: bool = False
    pusher: PusherSettings | None = None
    demonstration: DemonstrationRequest | None = None
    export_folder: str | None = None
    settings_faults: tuple[str, ...] = ()
