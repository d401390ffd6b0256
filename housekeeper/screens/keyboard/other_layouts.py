"""Keyboards of other alphabets: the Latin letter that has the same place.

Layouts of one script give one letter from different places: `р` is at H in Russian and at R in
Serbian. The language of the machine decides; where it decides nothing, the layout with the most
people. Bulgarian has two layouts in use that share one letter, so it has none here.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from housekeeper.core.entered_text import usual_digits

_ROWS = ("`", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_SHIFTED_ROWS = ("~", "QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>?")
_SHIFTED = str.maketrans("".join(_ROWS), "".join(_SHIFTED_ROWS))

_RUSSIAN = ("ё", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.")
_UKRAINIAN = ("'", "йцукенгшщзхї", "фівапролджє", "ячсмитьбю.")
_BELARUSIAN = ("ё", "йцукенгшўзх'", "фывапролджэ", "ячсмітьбю.")
# Latin letters have Y and Z the other way round in Serbia; a hand goes by those.
_SERBIAN = ("`", "љњертѕуиопшђ", "асдфгхјклчћ", "зџцвбнм,.-")
_MACEDONIAN = ("`", "љњертѕуиопшѓ", "асдфгхјклчќ", "зџцвбнм,./")
_GREEK = ("`", ";ςερτυθιοπ[]", "ασδφγηξκλ;'", "ζχψωβνμ,./")
_HEBREW = (";", "/'קראטוןםפ][", "שדגכעיחלךף,", "זסבהנמצתץ.")
_ARABIC = ("ذ", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرﻻىةوزظ")
_ARABIC_SHIFTED = {
    "\u064e": "Q",
    "\u064b": "W",
    "\u064f": "E",
    "\u064c": "R",
    "\ufef9": "T",
    "\u0625": "Y",
    "\u0650": "A",
    "\u064d": "S",
    "\ufef7": "G",
    "\u0623": "H",
    "\u0652": "X",
    "\ufef5": "B",
    "\u0622": "N",
}
_PERSIAN = ("'", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو./")

_BY_LANGUAGE: Mapping[str, tuple[str, Sequence[tuple[str, ...]]]] = {
    "be": ("CYRILLIC", [_BELARUSIAN]),
    "bg": ("CYRILLIC", []),
    "fa": ("ARABIC", [_PERSIAN]),
    "mk": ("CYRILLIC", [_MACEDONIAN]),
    "sr": ("CYRILLIC", [_SERBIAN]),
}
"""The script and the layouts of languages that do not have the usual layout of their script."""

_USUAL = (_RUSSIAN, _UKRAINIAN, _GREEK, _HEBREW, _ARABIC)

_FULL_WIDTH = range(0xFF01, 0xFF5F)
"""Latin letters, digits and signs as the input methods of East Asia may give them."""


def script_of(letter: str) -> str:
    """The first word of a letter's name in Unicode, such as CYRILLIC; empty for one without."""
    return unicodedata.name(letter, "").partition(" ")[0]


def latin_of(letter: str, language: str) -> str | None:
    """The Latin letter, digit or sign with the place of this one on its keyboard.

    `language` is that of the machine, two letters such as `sr`, or nothing. None where no
    layout that is known has the letter, or more than one may be meant.
    """
    if letter.isdecimal():
        return usual_digits(letter)
    if ord(letter) in _FULL_WIDTH:
        return chr(ord(letter) - 0xFEE0)
    return _places(language).get(letter)


@lru_cache(maxsize=8)
def _places(language: str) -> Mapping[str, str]:
    script, layouts = _BY_LANGUAGE.get(language, ("", ()))
    places = {letter: latin for layout in layouts for letter, latin in _letters_of(layout)}
    for layout in _USUAL:
        for letter, latin in _letters_of(layout):
            if script_of(letter) != script:
                places.setdefault(letter, latin)
    return places | ({} if script == "ARABIC" else _ARABIC_SHIFTED)


def _letters_of(layout: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The letters of a layout that are not ASCII, small and capital, with the Latin ones."""
    for row, latin_row in zip(layout, _ROWS, strict=True):
        for letter, latin in zip(row, latin_row, strict=True):
            if letter.isascii():
                continue
            yield letter, latin
            capital = letter.upper()
            if capital != letter and capital.lower() == letter:
                yield capital, latin.translate(_SHIFTED)
