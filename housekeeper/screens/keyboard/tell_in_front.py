"""One sentence, said where the screen in front says what it has to say."""

from typing import Any

from textual.app import App

from housekeeper.core.entered_text import plain


def tell(app: App[Any], sentence: str, is_error: bool = False) -> None:
    """Say it at the foot of the screen in front; as a notice where that has no such line."""
    say = getattr(app.screen, "tell", None)
    if say is not None:
        say(sentence, is_error)
    else:
        app.notify(plain(sentence), severity="warning" if is_error else "information", markup=False)
