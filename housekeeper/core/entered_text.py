"""Text from people, made safe to show: nothing in it can steer a terminal or mislead a reader."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from housekeeper.core.errors import InvalidInput

_SHOWN_AS = {"\n": " ", "\r": " ", "\t": " "}
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_MAY_BELONG = frozenset({*_JOINERS, _EMOJI_STYLE})
_UNSEEN = re.compile(
    # Of Unicode's default-ignorable characters those of no hidden category: the grapheme joiner,
    # fillers of Hangul, vowels of Khmer, and every variation selector.
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_SCRIPTS_WITH_JOINERS = re.compile(
    # Arabic, Syriac and N'Ko; the scripts of India, Tibet and Myanmar; Khmer and Mongolian; Bali
    # to Vedic; Syloti and Devanagari; Arabic forms; Brahmi's other heirs; Adlam.
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1cff\ua800-\ua82f\ua8e0-\ua8ff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character in _SHOWN_AS:
        return _SHOWN_AS[character]
    hidden = unicodedata.category(character) in _HIDDEN_CATEGORIES or _UNSEEN.match(character)
    if not hidden:
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    return f"<U+{ord(character):04X}>"


def _is_picture(character: str) -> bool:
    """Whether emoji are made of it."""
    return unicodedata.category(character) == "So" or ord(character) in _SKIN_TONES


def _belongs(character: str, before: str, after: str) -> bool:
    """Whether a joiner or an emoji's style is spelling where it stands, and steers nothing."""
    if character == _EMOJI_STYLE:
        return _is_picture(before)
    if _SCRIPTS_WITH_JOINERS.match(before) and _SCRIPTS_WITH_JOINERS.match(after):
        return True
    is_in_emoji = _is_picture(before) or before == _EMOJI_STYLE
    return character == "\u200d" and is_in_emoji and _is_picture(after)


def plain(text: str) -> str:
    """The text on one line, with control, invisible and unassigned characters made visible.

    Escape becomes `␛`, a right-to-left override `<U+202E>`; line breaks become spaces. Joiners
    stay within emoji and within the scripts that need them.
    """
    if text.isprintable() and (text.isascii() or not _UNSEEN.search(text)):
        return text
    around = f" {text} "
    return "".join(
        character
        if character in _MAY_BELONG and _belongs(character, around[place], around[place + 2])
        else _shown(character)
        for place, character in enumerate(text)
    )


_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_BRAILLE = "\u2800"


def usual_digits(text: str) -> str:
    """The same text with the digits of other scripts, such as Arabic ones, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def one_spaced(text: str) -> str:
    """The text with one usual space for every run of spaces of whatever width."""
    return _SPACES.sub(" ", text)


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: spaces, invisible signs, marks upon no letter."""
    return all(
        character == _BLANK_BRAILLE
        or unicodedata.category(character)[0] in "CMZ"
        or _UNSEEN.match(character)
        for character in text
    )


def plain_lines(text: str) -> list[str]:
    """The same for text of several lines, which are kept apart."""
    return [plain(line) for line in text.splitlines()] or [""]


_SPELLED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def unaccented(text: str) -> str:
    """The text as people type it in a search: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(_SPELLED)


def has_words(text: str, typed: str) -> bool:
    """Whether every word typed is in the text, in any order, accents and case left aside."""
    sought = unaccented(text)
    return all(word in sought for word in unaccented(typed).split())


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


def is_no_such_day(text: str) -> bool:
    """Whether this is written as a date is, 2027-02-29, and there is no such day."""
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return True
    return False


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
