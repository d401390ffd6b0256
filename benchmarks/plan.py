"""How much to measure, and what all measurements share: a folder, the programs' command lines."""

import gc
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hotels import HOTEL, MANAGER, MANAGER_NAME, MANAGER_PIN
from benchmarks.terminal import ENTER, NoFrame, Terminal
from housekeeper.screens.drawing.switch import VARIABLE as DRAWING

ROOT = Path(__file__).parent.parent

WITHOUT = "HOUSEKEEPER_BENCHMARK_WITHOUT"
"""Names the trick that every board of a run goes without; see `--without`."""

FOLLOWING = {"HOUSEKEEPER_AFTER_ACT": "follow"}
"""The cursor stays with the room, so that one room is turned by one key after another."""

CLOCK_LINES = frozenset({1})
"""The board's first line shows the time and how fresh it is; it changes by itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`sizes` are numbers of rooms; `is_quick` proves that all works and judges nothing.

    `remakes` makes hotels anew that are kept from run to run.
    `points` collects what the plot is drawn from: rooms, figure, value.
    """

    folder: Path
    sizes: tuple[int, ...]
    is_quick: bool = False
    remakes: bool = False
    points: list[tuple[int, str, float]] = field(default_factory=list)

    @property
    def largest(self) -> int:
        """The largest hotel of this run."""
        return max(self.sizes)

    def times(self, full: int, quick: int) -> int:
        """How often to do something: so often in a full run, so often in a quick one."""
        return quick if self.is_quick else full


def floor_command(name: str) -> list[str]:
    """The command line of a floor program."""
    return [sys.executable, "-m", f"benchmarks.floors.{name}"]


def board_command(database: Path, without: str = "") -> list[str]:
    """The command line that opens the board, as it is or without one of its speed tricks."""
    trick = without or os.environ.get(WITHOUT, "")
    program = ["benchmarks.without", trick] if trick else ["housekeeper"]
    words = [sys.executable, "-m", *program, "--database", str(database)]
    return [*words, "--hotel", HOTEL.slug]


def open_floor(name: str) -> Terminal:
    """A floor program in a terminal."""
    return Terminal(floor_command(name), environment())


def open_board(database: Path) -> Terminal:
    """The board in a terminal, on a file of its own."""
    return Terminal(
        board_command(database), {**environment(), **FOLLOWING}, clock_lines=CLOCK_LINES
    )


def sign_in(board: Terminal) -> None:
    """Sign the manager in at the board."""
    board.tap("S")
    board.until("Who is acting")
    board.tap(*MANAGER, ENTER, *MANAGER_PIN, ENTER)
    for _ in range(20):
        board.quiet(0.3)
        if MANAGER_NAME in board.screen()[0]:
            return
    raise NoFrame("nobody is signed in")


def environment() -> dict[str, str]:
    """What programs find in their environment: this checkout first on Python's path, and who
    draws, where that is told.
    """
    told = {name: os.environ[name] for name in (DRAWING,) if name in os.environ}
    return {"PYTHONPATH": str(ROOT), **told}


def settle_memory() -> None:
    """Do as the board does once it is open: what is there already is not looked through again."""
    gc.collect()
    gc.freeze()
