"""What is sealed comes back as it was, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.store.guest_keys.cipher import Seal, Unsealable, number_of
from housekeeper.store.guest_keys.stay_key import new_keys

KEY, OTHER = new_keys(range(7, 9))

any_text = st.text(st.characters())
"""Every character that Python has: NUL, lone surrogates and all."""


@given(any_text)
def test_any_words_come_back_as_they_were(words: str) -> None:
    assert Seal(KEY).open(Seal(KEY).seal(words)) == words


@given(any_text, st.data())
def test_words_of_which_one_bit_was_changed_are_refused(words: str, data: st.DataObject) -> None:
    sealed = bytearray(Seal(KEY).seal(words))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unsealable):
        Seal(KEY).open(bytes(sealed))


@given(any_text, st.integers(0, 200))
def test_words_that_were_cut_off_are_refused(words: str, length: int) -> None:
    sealed = Seal(KEY).seal(words)
    with pytest.raises(Unsealable):
        Seal(KEY).open(sealed[: min(length, len(sealed) - 1)])


def test_another_key_opens_nothing_even_under_the_same_number() -> None:
    [same_number] = new_keys(range(7, 8))
    for key in (OTHER, same_number):
        with pytest.raises(Unsealable):
            Seal(key).open(Seal(KEY).seal("good night"))


def test_the_same_words_never_look_the_same_and_name_their_key() -> None:
    first, second = Seal(KEY).seal("good night"), Seal(KEY).seal("good night")
    assert first != second
    assert b"good night" not in first
    assert number_of(first) == 7


@pytest.mark.parametrize("found", [None, "plain words", b"", b"short", bytes(40)])
def test_what_was_never_sealed_names_no_key(found: object) -> None:
    assert number_of(found) is None
