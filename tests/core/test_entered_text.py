"""Text made safe to show: nothing that steers or hides is left in it, and nothing else goes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housekeeper.core.entered_text import plain, plain_lines
from proofs import hostile

IGNORABLE = "".join(
    chr(code)
    for first, last in (
        *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
        *((0x180B, 0x180F), (0x200B, 0x200B), (0x200E, 0x200F), (0x202A, 0x202E)),
        *((0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
        *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)
"""What Unicode lists as default-ignorable, without the two joiners."""


@pytest.mark.parametrize("around", ["4{}12", "Ana{}", "{}", "ש{}ל", "می{}خواهم"])
def test_every_character_that_is_seen_nowhere_is_shown_as_a_sign(around: str) -> None:
    for character in IGNORABLE:
        assert plain(around.format(character)) == around.format(f"<U+{ord(character):04X}>")


@pytest.mark.parametrize(
    "text",
    [
        "👩‍🔧 fixes it",
        "👩🏽‍🚒",
        "🏳️‍🌈",
        "❤️",
        "می‌خواهم",
        "क्‍ष",
        "ශ්‍රී",
    ],
)
def test_joiners_stay_in_emoji_and_in_scripts_that_need_them(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4\u200d12", "4<U+200D>12"),
        ("An\u200ca", "An<U+200C>a"),
        ("Ana\u200d", "Ana<U+200D>"),
        ("\u200dAna", "<U+200D>Ana"),
        ("👩\u200d", "👩<U+200D>"),
        ("👩\u200c🔧", "👩<U+200C>🔧"),
        ("👩\u200d\u200d🔧", "👩<U+200D><U+200D>🔧"),
        ("می\u200c", "می<U+200C>"),
        ("a\u200cم", "a<U+200C>م"),
        ("1\ufe0f", "1<U+FE0F>"),
        ("❤\ufe0e", "❤<U+FE0E>"),
    ],
)
def test_joiners_that_join_nothing_are_shown(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert plain(shown) == shown


@settings(derandomize=True, database=None)
@given(st.text())
def test_no_character_is_left_that_steers_or_hides(text: str) -> None:
    shown = plain(text)
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    left = {character for character in shown if unicodedata.category(character) in hidden}
    assert left <= {"\u200c", "\u200d"}
    assert not set(shown) & (set(IGNORABLE) - {"\ufe0f"})
    assert plain(shown) == shown


@settings(derandomize=True, database=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters=IGNORABLE)))
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("name", hostile.SEQUENCES)
def test_each_known_way_to_steer_is_shown_instead(name: str) -> None:
    text = hostile.SEQUENCES[name]
    assert plain(text) != text
    assert all("\x1b" not in line and "\x9b" not in line for line in plain_lines(text))
