"""An app whose keys come in order, and which knows which of them may act."""

from typing import Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from housekeeper.app.looks import HotelsOwnApp
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.keyboard.held_keys import HeldKeys
from housekeeper.screens.keyboard.latin_keys import OfHand
from housekeeper.screens.keyboard.pastes import pasted


class KeyedApp(HotelsOwnApp):
    """Sees to it that each key finds the screen as the keys before it left it.

    The guard is told of every dialog that closes; without one given it goes by the time of the
    machine.
    """

    def __init__(self, act_guard: ActGuard | None = None, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.act_guard = act_guard or ActGuard()
        self._held_keys = HeldKeys(self, self._pass_on, self.act_guard)
        self.are_all_keys_taken = self._held_keys.are_all_taken

    async def _pass_on(self, event: OfHand) -> None:
        """Have Textual find who takes a key; a paste goes to a line of text or to nobody."""
        if isinstance(event, events.Key):
            await super().on_event(event)
        elif (paste := pasted(self, event.text)) is not None:
            await super().on_event(paste)

    def push_screen(
        self,
        screen: Screen[Any] | str,
        callback: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Open a screen as Textual does; keys behind its answer wait until that is taken.

        What was pressed together with the key that opened a screen with rooms acts on none.
        """
        if callback is not None and isinstance(screen, Screen):
            callback = self._held_keys.until_answered(screen, callback)
        if getattr(screen, "has_rooms", False):
            self.act_guard.screen_opened()
        return super().push_screen(screen, callback, *args, **kwargs)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen in front as Textual does; what was meant for it acts on no room.

        A screen with rooms of its own is no question: what follows it is meant for a room.
        """
        if not getattr(self.screen, "has_rooms", False):
            self.act_guard.dialog_closed()
        return super().pop_screen()
