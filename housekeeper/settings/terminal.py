"""What a terminal is set to: how its acts get their names, and when it locks."""

from dataclasses import dataclass
from enum import StrEnum

from housekeeper.core.erasure import QUIET_HOUR, QuietHour


class Attribution(StrEnum):
    """How an act gets its name: from who is signed in, or by code and PIN at each act."""

    TERMINAL = "terminal"
    PER_ACT = "per-act"


class LockedBoard(StrEnum):
    """What a locked terminal shows."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


class ThemeName(StrEnum):
    """The colours that a board begins with."""

    DARK = "dark"
    LIGHT = "light"
    COLOUR_BLIND = "colour-blind"
    HIGH_CONTRAST = "high-contrast"


class Glyphs(StrEnum):
    """What the signs and lines of the screen are made of; auto looks at the terminal."""

    AUTO = "auto"
    UNICODE = "unicode"
    ASCII = "ascii"


class Drawing(StrEnum):
    """How the screen is painted: by its own short way, or all of it by Textual."""

    DIRECT = "direct"
    TEXTUAL = "textual"


class AfterAct(StrEnum):
    """Where the cursor is after an act: on the next room of the column, or on the same room."""

    NEXT = "next"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """How this terminal names its acts and when it locks; 0 minutes (real time) for never.

    `demonstration_pin` is everyone's PIN in a demonstration, where it is shown; else "".
    In the `quiet_hour` a large database file may be rewritten. `drawing` tells how
    the screen is painted, `after_act` where the cursor goes.
    """

    attribution: Attribution = Attribution.TERMINAL
    lock_after_minutes: int = 10
    locked_board: LockedBoard = LockedBoard.VISIBLE
    demonstration_pin: str = ""
    quiet_hour: QuietHour = QUIET_HOUR
    drawing: Drawing = Drawing.DIRECT
    after_act: AfterAct = AfterAct.NEXT
