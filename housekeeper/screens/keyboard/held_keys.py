"""Keys that come faster than screens take them: kept in order, and each given when it is due.

A paste is in that order too.

Textual hands a key to the widget that has the focus and does not wait for what comes of it.
A code typed with Enter in one go (by a quick hand, a scanner, on a busy machine) could thus
be read before its last letter arrived, or go on into a line that was left.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from housekeeper.screens.drawing.immediate_keys import ImmediateInput, take_at_once
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.keyboard.latin_keys import OfHand, in_latin
from housekeeper.screens.keyboard.tell_in_front import tell

Answer = TypeVar("Answer")

_LOOK_AGAIN_SECONDS = 0.005
_LONGEST_WAY_SECONDS = 0.5
"""A key whose way ends in a screen that was closed does not come back; nobody waits longer."""


class HeldKeys:
    """The keys of an app, each of which finds the screen as the keys before it left it.

    Keys wait while one is on its way through its widget and the screen, while the screen in
    front is not composed yet or says by its property `holds_keys` that it looks something up,
    and while the answer of a dialog that was left has not been taken. `pass_on` hands a
    key to Textual; the guard is told of each key that is dealt with.
    """

    def __init__(
        self,
        app: App[Any],
        pass_on: Callable[[OfHand], Awaitable[None]],
        guard: ActGuard,
    ) -> None:
        self._app = app
        self._pass_on = pass_on
        self._guard = guard
        self._waiting: deque[OfHand] = deque()
        self._way_ends = 0.0
        self._asking: dict[Screen[Any], float] = {}

    def until_answered(
        self, screen: Screen[Answer], take: Callable[[Answer | None], object]
    ) -> Callable[[Answer | None], object]:
        """What takes the answer of a dialog, so made that the keys behind the answer wait for it.

        Textual closes a dialog first and gives its answer a message later: a key between the
        two would find nobody signed in yet, or a question not yet answered.
        """
        self._asking[screen] = 0.0

        def taken(answer: Answer | None) -> object:
            self._asking.pop(screen, None)
            return take(answer)

        return taken

    def are_all_taken(self) -> bool:
        """Whether every key that was read has come where it is taken."""
        return not self._waiting and time.monotonic() >= self._way_ends

    def hold(self, key: OfHand) -> bool:
        """Keep a key that comes too early, or behind such a one; False where it is due now."""
        if not self._waiting and not self._must_wait:
            return False
        self._waiting.append(key)
        if len(self._waiting) == 1:
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._release)
        return True

    @property
    def _must_wait(self) -> bool:
        if time.monotonic() < self._way_ends:
            return True
        stack = self._app.screen_stack
        if self._is_answer_due(stack):
            return True
        if not stack:
            return False
        return not stack[-1].is_mounted or getattr(stack[-1], "holds_keys", False)

    def _is_answer_due(self, stack: Sequence[Screen[Any]]) -> bool:
        """Whether a dialog was closed whose answer is still on its way."""
        now = time.monotonic()
        for screen in [one for one in self._asking if one not in stack]:
            # One that was closed without an answer holds nobody up for longer than a key does.
            ends = self._asking[screen] or now + _LONGEST_WAY_SECONDS
            self._asking[screen] = ends
            if now < ends:
                return True
            del self._asking[screen]
        return False

    async def take(self, key: OfHand) -> None:
        """Deal with a key that is due; one of words that have lost their line does nothing."""
        app, guard = self._app, self._guard
        if not app.screen_stack:
            # The program is closing: nobody takes a key any more.
            return
        key = in_latin(app, key)
        if isinstance(key, events.Key):
            guard.press(key.time, key.key, (key.character or "") if key.is_printable else "")
        else:
            guard.press(key.time)
        lost = guard.refuse_words()
        if lost and getattr(app.screen, "has_rooms", False) and not _is_in_line(app):
            tell(app, lost, is_error=True)
            guard.press_over()
        elif await take_at_once(app, key):
            guard.press_over()
        else:
            await self._leave_to_textual(key)

    async def _leave_to_textual(self, key: OfHand) -> None:
        """Have Textual find who takes a key; those after it wait until it has come through.

        A second Enter that is pressed together with the first answers no question: the hand
        has not read what the first one led to.
        """
        if self._guard.enters_twice and isinstance(self._app.screen, ModalScreen):
            self._guard.press_over()
            return
        taker = self._app.focused or self._app.screen
        self._way_ends = time.monotonic() + _LONGEST_WAY_SECONDS
        await self._pass_on(key)
        # Two rounds: a binding of the taker is found when the key has come up to the app, and
        # what it posts then (a line that was entered) goes the whole way once more.
        way = taker.ancestors_with_self
        self._follow([taker, *way, *way])

    def _follow(self, way: list[MessagePump]) -> None:
        """Go after a key from pump to pump; the app's own queue, where focus moves, is last."""
        if not way:
            self._way_ends = 0.0
            self._guard.press_over()
            if self._waiting:
                self._app.call_later(self._release)
        elif not way[0].call_later(self._follow, way[1:]):
            self._follow(way[1:])

    async def _release(self) -> None:
        while self._waiting and not self._must_wait:
            # Taken away afterwards: until then a newer key waits behind it.
            await self.take(self._waiting[0])
            self._waiting.popleft()
        if self._waiting:
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._release)


def _is_in_line(app: App[Any]) -> bool:
    """Whether what is typed goes into a line of text."""
    focused = app.focused
    return isinstance(focused, Input | ImmediateInput)
