"""What the board's parts need of the app that they are in."""

from collections.abc import Callable
from typing import Any, Protocol

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker, WorkType

from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.workstation import Workstation


class BoardHost(Protocol):
    """The app, as those see it who open a board in it, follow its hotel and lock it."""

    workstation: Workstation | None
    act_guard: ActGuard
    """Decides which presses of keys act."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""
        ...

    def verb_screens(self) -> list[VerbScreen]:
        """The screens that show rooms, the one in front last."""
        ...

    def tell_opening(self, words: str) -> None:
        """Say to who waits for the board how far it is; nothing for no words."""
        ...

    def push_screen(
        self,
        screen: Screen[ScreenResultType],
        callback: Callable[[ScreenResultType | None], None],
    ) -> object:
        """Put a screen in front; `callback` gets what it answers."""
        ...

    async def push_screen_wait(self, screen: Screen[ScreenResultType]) -> ScreenResultType:
        """Put a screen in front and wait for what it answers."""
        ...

    def switch_screen(self, screen: Screen[Any]) -> AwaitComplete:
        """Put a screen in the place of the one in front."""
        ...

    def run_worker(
        self, work: WorkType[None], name: str, group: str, *, exit_on_error: bool
    ) -> Worker[None]:
        """Run something beside the screens, until the app ends."""
        ...

    def call_after_refresh(self, callback: Callable[[], None]) -> bool:
        """Call this once what changed is on the screen."""
        ...

    def bell(self) -> None:
        """Ring the terminal's bell."""
        ...

    def forget_clipboard(self) -> None:
        """What was cut here is not for whoever signs in next."""
        ...
