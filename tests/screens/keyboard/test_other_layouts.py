"""Keyboards of other alphabets: the table, held against what is printed on keys.

The second table is written key by key, as keycaps of two alphabets show it.
"""

import unicodedata

import pytest

from housekeeper.screens.keyboard.other_layouts import latin_of

KEYCAPS = {
    "ru": "sы dв cс mь nт oщ fа pз xч rк vм iш uг gп eу qй jо kл wц ;ж :Ж /.",
    "uk": "sі dв cс mь nт oщ fа pз xч rк vм iш uг gп eу qй jо kл bи ]ї 'є",
    "be": "sы dв bі oў cс",
    "sr": "sс dд cц mм nн oо fф pп xџ rр vв iи uу gг eе qљ wњ tт zз yѕ jј kк lл hх bб aа",
    "mk": "sс dд cц yѕ zз ]ѓ 'ќ",
    "el": "sσ dδ cψ mμ nν oο fφ pπ xχ rρ vω iι uθ gγ eε jξ kκ wς tτ hη lλ aα zζ bβ yυ",
    "he": "sד dג cב mצ nמ oם fכ pפ xס rר vה iן uו gע eק jח kל aש tא yט lך hי zז bנ",
    "ar": "sس dي cؤ mة nى oخ fب pح xء rق vر iه uع gل eث qض jت kن wص aش hا tف yغ lم zئ bﻻ /ظ",
    "fa": "sس dی cز mپ nد oخ fب pح xط rق vر iه uع gل eث qض jت kن wص zظ bذ ;ک 'گ",
}


@pytest.mark.parametrize("language", KEYCAPS)
def test_a_key_is_the_letter_that_is_printed_beside_its_own(language: str) -> None:
    for cap in KEYCAPS[language].split():
        latin, letter = cap[0], cap[1]
        if letter != ".":
            assert latin_of(letter, language) == latin, cap
            if letter.upper() != letter and latin.isalpha() and letter != "ς":
                assert latin_of(letter.upper(), language) == latin.upper(), cap


@pytest.mark.parametrize("language", ["", "en", "C.", "ru", "de"])
def test_where_the_language_tells_nothing_each_script_has_its_usual_layout(language: str) -> None:
    for usual in ("ru", "uk", "el", "he", "ar"):
        for cap in KEYCAPS[usual].split():
            if cap[1] != ".":
                assert latin_of(cap[1], language) == cap[0], cap


def test_one_letter_has_one_key_in_every_language() -> None:
    for language in ("", *KEYCAPS, "bg"):
        for letter in map(chr, range(0x370, 0x700)):
            latin = latin_of(letter, language)
            assert latin is None or (len(latin) == 1 and latin.isascii()), (letter, language)


def test_bulgarian_letters_have_no_key_since_two_layouts_are_in_use() -> None:
    assert {latin_of(letter, "bg") for letter in "абвгдежзийклмнопрстуфхцчшщъьюя"} == {None}
    assert latin_of("σ", "bg") == "s"


def test_letters_that_no_layout_has_are_no_keys() -> None:
    assert {latin_of(letter, "") for letter in "éßøñçşığ가東あกა\ufffd"} == {None}


@pytest.mark.parametrize("digit", range(10))
def test_digits_of_every_script_are_digits(digit: int) -> None:
    every = map(chr, range(0x80, 0x20000))
    same = [one for one in every if unicodedata.decimal(one, None) == digit]
    assert {"٠١٢٣٤٥٦٧٨٩"[digit], "۰۱۲۳۴۵۶۷۸۹"[digit]} <= set(same)
    assert {latin_of(one, "") for one in same} == {str(digit)}


def test_wide_letters_and_signs_of_an_input_method_are_the_usual_ones() -> None:
    wide = "ｓＳ１２：／？［"
    assert "".join(filter(None, (latin_of(one, "") for one in wide))) == "sS12:/?["
