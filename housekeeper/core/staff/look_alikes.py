"""Staff codes that look like another's: the same letters to the eye, other ones to the program."""

import unicodedata

_LATIN = {
    "a": "АаαΑ",
    "b": "ВвΒ",
    "c": "СсϲϹ",
    "d": "ԁ",
    "e": "ЕеЁёεΕ",
    "h": "НнһΗ",
    "i": "іιı",
    "j": "Јј",
    "k": "КкκΚ",
    "l": "1IІӀΙ",
    "m": "МмΜ",
    "n": "ηΝ",
    "o": "0ОоοΟ",
    "p": "РрρΡ",
    "q": "Ԛԛ",
    "s": "Ѕѕ",
    "t": "ТтτΤ",
    "u": "υ",
    "v": "νѵ",
    "w": "Ԝԝω",
    "x": "ХхχΧ",
    "y": "УуҮүΥ",
    "z": "Ζ",
}
"""The Cyrillic and Greek letters, and the digits, that people take for a Latin letter.

A capital I and a one look like a small L; a small i does not.
"""

_TO_LATIN = str.maketrans({alike: latin for latin, all_ in _LATIN.items() for alike in all_})


def outline(code: str) -> str:
    """What two codes that look alike have in common: width and likeness folded, then case."""
    wide = unicodedata.normalize("NFKC", code.strip())
    return wide.translate(_TO_LATIN).casefold()
