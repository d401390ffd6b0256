"""Keys taken where they arrive, before Textual's queue."""

from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.screen import Screen

from housekeeper.screens.drawing.switch import is_left_to_textual


@runtime_checkable
class ImmediateInput(Protocol):
    """A line that is edited where the key arrives."""

    def take_key(self, key: events.Key) -> bool:
        """Edit what is typed; False where the key does something else."""
        ...


class ImmediateScreen(Screen[None]):
    """A screen whose own keys go to nobody else, but to a line in which something is typed."""

    def paint(self) -> None:
        """Put on the terminal what a key changed."""


async def take_at_once(app: App[Any], key: events.Key | events.Paste) -> bool:
    """Do what the screen in front binds to a key; False where Textual is to find the taker.

    That is so of all that is pasted.

    By Textual's way the same action is reached over three messages, and three more follow the
    key; here it is done when this returns. No key may be on its way then: see `HeldKeys`.
    """
    if is_left_to_textual() or isinstance(key, events.Paste):
        return False
    screen = app.screen_stack[-1] if app.screen_stack else None
    if not isinstance(screen, ImmediateScreen) or not app.app_focus or app._keymap:
        return False
    if screen.focused is not None:
        is_taken = isinstance(screen.focused, ImmediateInput) and screen.focused.take_key(key)
        if is_taken:
            screen.paint()
        return is_taken
    for binding in screen._bindings.key_to_bindings.get(key.key, ()):
        if await app.run_action(binding.action, screen):
            screen.paint()
            return True
    return False
