"""One sentence, said where the screen in front says what it has to say."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from housekeeper.core.entered_text import plain


def has_foot(app: App[Any]) -> bool:
    """Whether the screen in front is one of rooms, whose keys are all bound."""
    return hasattr(app.screen, "tell")


def tell(app: App[Any], sentence: str, is_error: bool = False) -> None:
    """Say it at the foot of the screen in front; as a notice where that has no such line."""
    say: Callable[[str, bool], None] | None = getattr(app.screen, "tell", None)
    if say is not None:
        say(sentence, is_error)
    else:
        app.notify(plain(sentence), severity="warning" if is_error else "information", markup=False)
