"""Keys that come faster than screens take them: kept in order, and each given when it is due.

Textual hands a key to the widget that has the focus and does not wait for what comes of it.
A code typed with Enter in one go (by a quick hand, a scanner, on a busy machine) could thus
be read before its last letter arrived, or go on into a line that was left.
"""

import time
from collections import deque

from textual import events
from textual.message_pump import MessagePump

from housekeeper.app.private_app import DiscreetApp
from housekeeper.screens.drawing.immediate_keys import QuickLine, QuickScreen

_LOOK_AGAIN_SECONDS = 0.005
_LONGEST_WAY_SECONDS = 0.5
"""A key whose way ends in a screen that was closed does not come back; nobody waits longer."""


class KeyHoldingApp(DiscreetApp):
    """An app in which each key finds the screen as the keys before it left it.

    Keys wait while one is on its way through its widget and the screen, and while the
    screen in front says by its property `holds_keys` that it has just been opened or looks
    something up.
    """

    _held: deque[events.Key] | None = None
    _way_ends = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Keep a key that comes too early, or behind such a one."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        held = self._held = deque() if self._held is None else self._held
        if held or self._must_wait:
            held.append(event)
            if len(held) == 1:
                self.set_timer(_LOOK_AGAIN_SECONDS, self._release)
        else:
            await self._give(event)

    async def _take_at_once(self, key: events.Key) -> bool:
        """Do what the screen binds to a key, where no widget and no key before it is in the way.

        By Textual's way the same action is reached over three messages, and three more follow
        the key; here it is done when this returns.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(screen, QuickScreen) or not self.app_focus or self._keymap:
            return False
        if screen.focused is not None:
            is_taken = isinstance(screen.focused, QuickLine) and screen.focused.take_key(key)
            if is_taken:
                screen.paint()
            return is_taken
        for binding in screen._bindings.key_to_bindings.get(key.key, ()):
            if await self.run_action(binding.action, screen):
                screen.paint()
                return True
        return False

    @property
    def _must_wait(self) -> bool:
        if time.monotonic() < self._way_ends:
            return True
        screen = self.screen_stack[-1] if self.screen_stack else None
        return bool(getattr(screen, "holds_keys", False))

    async def _give(self, key: events.Key) -> None:
        if await self._take_at_once(key):
            return
        taker = self.focused or self.screen
        self._way_ends = time.monotonic() + _LONGEST_WAY_SECONDS
        await super().on_event(key)
        # Two rounds: a binding of the taker is found when the key has come up to the app, and
        # what it posts then (a line that was entered) goes the whole way once more.
        way = taker.ancestors_with_self
        self._follow([taker, *way, *way])

    def _follow(self, way: list[MessagePump]) -> None:
        """Go after a key from pump to pump; the app's own queue, where focus moves, is last."""
        if not way:
            self._way_ends = 0.0
            if self._held:
                self.call_later(self._release)
        elif not way[0].call_later(self._follow, way[1:]):
            self._follow(way[1:])

    async def _release(self) -> None:
        held = self._held
        while held and not self._must_wait:
            # Taken away afterwards: until then a newer key waits behind it.
            await self._give(held[0])
            held.popleft()
        if held:
            self.set_timer(_LOOK_AGAIN_SECONDS, self._release)
