"""Text made safe to show: nothing that steers or hides is left in it, and nothing else goes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housekeeper.core.entered_text import plain, plain_lines
from proofs import hostile


@settings(derandomize=True, database=None)
@given(st.text())
def test_no_character_is_left_that_steers_or_hides(text: str) -> None:
    shown = plain(text)
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    left = {character for character in shown if unicodedata.category(character) in hidden}
    assert left <= {"\u200c", "\u200d"}
    assert plain(shown) == shown


@settings(derandomize=True, database=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("name", hostile.SEQUENCES)
def test_each_known_way_to_steer_is_shown_instead(name: str) -> None:
    text = hostile.SEQUENCES[name]
    assert plain(text) != text
    assert all("\x1b" not in line and "\x9b" not in line for line in plain_lines(text))
