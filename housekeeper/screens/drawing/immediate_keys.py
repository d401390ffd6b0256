"""Keys taken where they arrive, before Textual's queue."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.binding import Binding, Keymap
from textual.dom import DOMNode
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


BoundKeys = Mapping[str, list[Binding]]
_bound_anew: dict[type[DOMNode], tuple[Keymap, BoundKeys]] = {}


def bound_keys(owner: type[DOMNode]) -> BoundKeys:
    """What each key does on a screen or in a part of one, as its class binds it."""
    merged = owner._merged_bindings
    return {} if merged is None else merged.key_to_bindings


def _keys_in_force(screen: Screen[None], keymap: Keymap) -> BoundKeys:
    """What each key does on a screen, with those that were bound anew; made once a keymap."""
    if not keymap:
        return screen._bindings.key_to_bindings
    kept = _bound_anew.get(type(screen))
    if kept is None or kept[0] is not keymap:
        bindings = screen._bindings.copy()
        bindings.apply_keymap(keymap)
        kept = _bound_anew[type(screen)] = keymap, bindings.key_to_bindings
    return kept[1]


async def take_at_once(app: App[Any], key: events.Key | events.Paste) -> bool:
    """Do what the screen in front binds to a key; False where Textual is to find the taker.

    That is so of all that is pasted.

    By Textual's way the same action is reached over three messages, and three more follow the
    key; here it is done when this returns. No key may be on its way then: see `HeldKeys`.
    """
    if is_left_to_textual() or isinstance(key, events.Paste):
        return False
    screen = app.screen_stack[-1] if app.screen_stack else None
    if not isinstance(screen, ImmediateScreen) or not app.app_focus:
        return False
    if screen.focused is not None:
        is_taken = isinstance(screen.focused, ImmediateInput) and screen.focused.take_key(key)
        if is_taken:
            screen.paint()
        return is_taken
    for binding in _keys_in_force(screen, app._keymap).get(key.key, ()):
        if await app.run_action(binding.action, screen):
            screen.paint()
            return True
    return False
