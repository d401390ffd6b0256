"""Keys of other alphabets, taken by their place where no text is typed."""

import os
from typing import Any

from textual.app import App
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Input

from housekeeper.screens.keyboard.other_layouts import latin_of
from housekeeper.screens.keyboard.tell_in_front import has_foot, tell

OfHand = Key | Paste
"""What a hand does that is text or an act."""

_NO_LETTER = "\ufffd"
_NAMES = {
    "`": "grave_accent",
    "~": "tilde",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    ";": "semicolon",
    ":": "colon",
    "'": "apostrophe",
    '"': "quotation_mark",
    ",": "comma",
    ".": "full_stop",
    "/": "slash",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "?": "question_mark",
    "*": "asterisk",
}
"""What Textual calls the keys of signs."""

_HELD = ("ctrl+", "alt+")


def language_here() -> str:
    """The language of this machine as its environment names it, such as `sr`; may be empty."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next(filter(None, named), "")[:2].lower()


def in_latin(app: App[Any], key: OfHand) -> OfHand:
    """For a key of another alphabet the one of the same place; all else as it is.

    Lines of text take every letter as it is. A letter that has no place is no key: the screen
    says so.
    """
    if isinstance(key, Paste) or (key.key.isascii() and (key.character or "").isascii()):
        return key
    return key if isinstance(app.focused, Input) else _by_place(app, key)


def _by_place(app: App[Any], key: Key) -> Key:
    held = next((one for one in _HELD if key.key.startswith(one)), "")
    letter = key.key.removeprefix(held) if held else key.character or ""
    if len(letter) != 1 or (_goes_on_in_a_line(app) and not letter.isdecimal()):
        return key
    latin = latin_of(letter, language_here())
    if latin is None:
        if letter == _NO_LETTER:
            tell(app, "That was no letter: is the terminal set to UTF-8?")
        elif letter.isprintable():
            tell(app, f"{letter} is no key here: set the keyboard to Latin letters.")
        return key
    name = held + _NAMES.get(latin, latin)
    if not latin.isdecimal() and has_foot(app) and name not in app.screen.active_bindings:
        tell(app, f"{letter} has the place of {latin}, which is no key here.")
    taken = Key(name, None if held else latin)
    taken.time = key.time
    return taken


def _goes_on_in_a_line(app: App[Any]) -> bool:
    """Whether a dialog is in front that has a line: what is typed in it is text."""
    return isinstance(app.screen, ModalScreen) and bool(app.screen.query(Input))
