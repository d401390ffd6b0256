"""What every screen shares: the hotel's store, its clock, the board, and who is signed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from housekeeper.core.board import Board
from housekeeper.core.clock import Clock
from housekeeper.core.event import Act, Via
from housekeeper.core.ports import Store
from housekeeper.core.staff import Staff
from housekeeper.screens.act_queue import ActQueue


@dataclass(frozen=True, slots=True)
class LiveState:
    """How fresh the board is.

    `source` names what brings the news ("store feed"). `fresh_at` is the real time (UTC) at
    which the board was last known to be right; `trouble` is the sentence of what keeps it
    from being fresh, or "".
    """

    source: str = "store feed"
    fresh_at: datetime | None = None
    trouble: str = ""


async def _no_look() -> None:
    """Nothing to look at: no feed runs at this desk."""


@dataclass(slots=True)
class Desk:
    """One terminal at one hotel.

    `board` is None until it has been read. `staff` is None until someone has signed in;
    `staff_book` is everyone by code, as the board was read with. `look` brings the board up
    to date now: the one path by which anything reaches it. `acts` are writes on their way.
    """

    store: Store
    clock: Clock
    board: Board | None = None
    staff: Staff | None = None
    staff_book: dict[str, Staff] = field(default_factory=dict)
    live: LiveState = field(default_factory=LiveState)
    look: Callable[[], Awaitable[None]] = _no_look
    acts: ActQueue = field(default_factory=ActQueue)

    def act(self) -> Act:
        """A new act of whoever is signed in; screens sign someone in before they ask for it."""
        if self.staff is None:
            raise RuntimeError("an act was begun before anyone signed in")
        return Act(self.staff, Via.BOARD)
