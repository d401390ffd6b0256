"""What every screen shares: the hotel's store, its clock, the board, and who is signed in."""

from dataclasses import dataclass, field

from housekeeper.core.board import Board
from housekeeper.core.clock import Clock
from housekeeper.core.event import Act, Via
from housekeeper.core.ports import Store
from housekeeper.core.staff import Staff


@dataclass(slots=True)
class Desk:
    """One terminal at one hotel.

    `board` is None until it has been read. `staff` is None until someone has signed in;
    `staff_book` is everyone by code, as the board was read with.
    """

    store: Store
    clock: Clock
    board: Board | None = None
    staff: Staff | None = None
    staff_book: dict[str, Staff] = field(default_factory=dict)

    def act(self) -> Act:
        """A new act of whoever is signed in; screens sign someone in before they ask for it."""
        if self.staff is None:
            raise RuntimeError("an act was begun before anyone signed in")
        return Act(self.staff, Via.BOARD)
