"""Staff codes that look like another's: the same letters to the eye, other ones to the program.

A code is written in the letters of one script, with the digits 0 to 9. Two codes look alike where
nothing is left between them once width, marks on letters and case are taken away and each letter
stands for the Latin one that it looks like.
"""

import re
import unicodedata

_ALIKE = {
    "a": "АаαΑ",
    "b": "ВвΒЬьƄƅ",
    "c": "СсϲϹ",
    "d": "ԁĐđÐð",
    "e": "ЕеЁёεΕҽҼ",
    "g": "ԍցɡ",
    "h": "НнһΗҺĦħհ",
    "i": "іιı",
    "j": "ЈјϳͿյ",
    "k": "КкκΚĸ",
    "l": "1IІӀӏΙŁłլ",
    "m": "МмΜ",
    "n": "ηΝոռպ",
    "o": "0ОоοΟØøօՕσסه",
    "p": "РрρΡþÞҏҎ",
    "q": "ԚԛզգϙϘ",
    "r": "Ггր",
    "s": "ЅѕՏ",
    "t": "ТтτΤŦŧ",
    "u": "υսՍՄμ",
    "v": "νѵѴ",
    "w": "ԜԝωѡѠϣ",
    "x": "ХхχΧ",
    "y": "УуҮүΥγ",
    "z": "Ζ",
    "一": "ー",
    "二": "ニ",
    "八": "ハ",
    "力": "カ",
    "卜": "ト",
    "口": "ロ",
    "夕": "タ",
    "工": "エ",
    "へ": "ヘ",
}
"""What people take for the first, at a glance.

A capital I and a one look like a small L; a small i does not.
"""

_TO_FIRST = str.maketrans({alike: first for first, all_ in _ALIKE.items() for alike in all_})
_PAIRS = (("rn", "m"), ("vv", "w"))
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_SCRIPTS = {
    **{
        name: name
        for name in (
            *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "THAI"),
            *("LAO", "KHMER", "MYANMAR", "ETHIOPIC", "HANGUL", "DEVANAGARI", "BENGALI", "GURMUKHI"),
            *("GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
        )
    },
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"), "CJK"),
}
"""The scripts that codes are written in, by the first word of their letters' names."""

_LAST_LATIN = "\u017f"
_FURTHER_LATIN = frozenset("əƏ")


def _bare(text: str) -> str:
    """Without width and without marks on letters."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def is_of_one_script(code: str) -> bool:
    """Whether all letters are of one script that people write names in, and all digits 0 to 9.

    Of Latin these are the letters of languages; those of phonetics look like them.
    """
    scripts = set()
    for character in _bare(code):
        if character.isascii():
            if character.isalpha():
                scripts.add("LATIN")
            continue
        script = _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0])
        is_odd = script == "LATIN" and character > _LAST_LATIN and character not in _FURTHER_LATIN
        if script is None or is_odd or (character.isnumeric() and script != "CJK"):
            return False
        scripts.add(script)
    return len(scripts) <= 1


def outline(code: str) -> str:
    """What two codes that look alike have in common."""
    looks = _bare(_bare(code.strip()).translate(_TO_FIRST).casefold()).translate(_TO_FIRST)
    for pair, letter in _PAIRS:
        looks = looks.replace(pair, letter)
    return looks
