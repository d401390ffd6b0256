"""Text from people, made safe to show: nothing in it can steer a terminal or mislead a reader."""

import unicodedata

_SHOWN_AS = {"\n": " ", "\r": " ", "\t": " "}
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners belong to the spelling of several languages and steer nothing."""


def _shown(character: str) -> str:
    if character in _SHOWN_AS:
        return _SHOWN_AS[character]
    if character in _JOINERS or unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    return f"<U+{ord(character):04X}>"


def plain(text: str) -> str:
    """The text on one line, with control, format and unassigned characters made visible.

    Escape becomes `␛`, a right-to-left override `<U+202E>`; line breaks become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def plain_lines(text: str) -> list[str]:
    """The same for text of several lines, which are kept apart."""
    return [plain(line) for line in text.splitlines()] or [""]
