"""Text from people, made safe to show: nothing in it can steer a terminal or mislead a reader."""

import re
import unicodedata
from datetime import date

from housekeeper.core.errors import InvalidInput

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


EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
LONGEST_QUOTE = 40
"""Characters of what was entered that a sentence repeats."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def quoted(text: str) -> str:
    """The beginning of what was entered, in quotation marks and safe to show."""
    more = "…" if len(text) > LONGEST_QUOTE else ""
    return f"'{plain(text[:LONGEST_QUOTE])}{more}'"


def parse_day(text: str) -> date | None:
    """The date that is written 2015-09-18, or None for anything else and for far-off years."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return None
    return value if EARLIEST <= value <= LATEST else None


NOTE_LIMIT = 1_000
"""Characters of a note or reason; a card shows the first words, the room's page all."""


def check_text(text: str, limit: int, what: str) -> str:
    """The text without the space around it.

    `what` names it in the sentence (`A note`). Raises `InvalidInput` for more than `limit`
    characters, and for what no database keeps: NUL and half surrogate pairs.
    """
    words = text.strip()
    if len(words) > limit:
        raise InvalidInput(f"{what} holds up to {limit:,} characters; this one has {len(words):,}.")
    if "\x00" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise InvalidInput(f"{what} holds a character that is no text; write it anew.")
    return words
