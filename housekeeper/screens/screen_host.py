"""What those who act for a screen need of it, so that they need not know the screen itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from textual.app import App

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.rooms.undo import Undone
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.workstation import Workstation


class ScreenHost(Protocol):
    """A screen with rooms, as dialogs, undo and the palette see it."""

    workstation: Workstation
    is_opening: bool
    """Whether another screen is about to open; keys wait for it."""

    @property
    def app(self) -> App[Any]:
        """The program on this terminal."""
        ...

    def is_allowed(self, verb: Verb) -> bool:
        """Whether who is signed in may do this; if not, say who could."""
        ...

    def when_signed_in(self, go: Callable[[], None]) -> None:
        """Go on once it is known who acts."""
        ...

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """These requests are on their way to the store."""
        ...

    def forget_marks(self) -> None:
        """No room is marked any more."""
        ...

    def lets_act(self, binding: str, asks: bool = False) -> bool:
        """Whether the key of this binding, as it was pressed now, may act; if not, say why."""
        ...

    def deliver(self, outcome: Outcome) -> None:
        """Give what became of an act to the screen that is in use."""
        ...

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence."""
        ...

    def look_now(self) -> None:
        """Bring the board up to date."""
        ...

    def undone(self, undone: Undone) -> None:
        """An act was taken back; the board shows it."""
        ...

    def run_worker(
        self,
        work: Awaitable[None],
        *,
        name: str | None = ...,
        group: str = ...,
        exclusive: bool = ...,
        exit_on_error: bool = ...,
    ) -> object:
        """Run this beside the keys."""
        ...
