"""The screens that lie behind one, told to Textual at any time and not only within its frames."""

from typing import Any

from textual._context import visible_screen_stack
from textual.screen import Screen


def tell_screens_behind(screen: Screen[Any]) -> None:
    """Let Textual know what to draw behind this screen.

    Textual takes it off a list that it makes anew for each frame. Between two frames there is
    none: it then draws empty ground, keeps it, and takes it for painted in every later frame.
    """
    stack = screen.app.screen_stack
    if screen in stack:
        visible_screen_stack.set(stack[: stack.index(screen)])
