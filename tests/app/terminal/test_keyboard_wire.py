"""What a terminal sends as text, with pastes apart, however it comes in pieces."""

import re
from random import Random

import pytest

from housekeeper.app.terminal.keyboard_wire import (
    PASTE_BEGINS,
    PASTE_ENDS,
    PATIENCE_SECONDS,
    KeyboardWire,
    LostPaste,
    Pasted,
)

HALF = PATIENCE_SECONDS / 2


def taken(wire: KeyboardWire, *pieces: bytes, now: float = 0.0) -> tuple[str, list[Pasted]]:
    """The keys' text, and the pastes, of bytes that come in these pieces."""
    found = [one for piece in pieces for one in wire.take(piece, now)]
    text = "".join(one for one in found if isinstance(one, str))
    return text, [one for one in found if isinstance(one, Pasted)]


def given_up(wire: KeyboardWire, now: float) -> list[LostPaste]:
    """The pastes that are lost by then."""
    return [one for one in wire.give_up(now) if isinstance(one, LostPaste)]


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b"\xff s", "\ufffd s"),
        (b"\xc3s", "\ufffds"),
        (b"\xed\xa0\x80s", "\ufffds"),
        (b"\xc0\xafs", "\ufffds"),
        ("Inês é".encode(), "Inês é"),
        (b"\x1b[M\xc0\xd0\xd0s", "\x1b[M   s"),
        (b"\x1b[M !!s", "\x1b[M   s"),
        (b"\x1b[M \xc3\xa9s", "\x1b[M   s"),
        (b"\x1b[M\rs", "\x1b[M\rs"),
    ],
)
def test_every_byte_is_some_text_and_the_key_behind_it_is_itself(sent: bytes, text: str) -> None:
    assert taken(KeyboardWire(), sent) == (text, [])
    slowly, _ = taken(KeyboardWire(), *(sent[n : n + 1] for n in range(len(sent))))
    assert re.sub("\ufffd+", "\ufffd", slowly) == text


def test_letters_between_bytes_that_are_none_are_chance_and_no_keys() -> None:
    assert taken(KeyboardWire(), b"\xff" + "ыж".encode() + b"\xfes\xff" + "ы".encode()) == (
        "\ufffds\ufffd",
        [],
    )
    assert taken(KeyboardWire(), "ыж".encode())[0] == "ыж"
    (paste,) = taken(KeyboardWire(), b"\x1b[200~" + "ы".encode() + b"\xff\x1b[201~")[1]
    assert paste == Pasted("ы\ufffd")


def test_a_paste_stands_apart_from_the_keys_around_it_however_it_is_cut_into_pieces() -> None:
    random = Random(13)
    words = ("s", "412", "é", "\x1b[A", "\x1b", "\x1b[31m", "\r\n", "\x1b[20", "0~", "東", "ок")
    for _ in range(500):
        keys = ["".join(random.choices(words, k=random.randrange(4))) for _ in range(4)]
        pastes = ["".join(random.choices(words, k=random.randrange(6))) for _ in range(3)]
        if any(sign in text for text in keys + pastes for sign in (PASTE_BEGINS, PASTE_ENDS)):
            continue
        if any((text + "|" + PASTE_ENDS).count("\x1b[20") > 1 for text in pastes):
            continue
        sent = keys[0] + "".join(
            PASTE_BEGINS + paste + PASTE_ENDS + key
            for paste, key in zip(pastes, keys[1:], strict=True)
        )
        data = sent.encode()
        cuts = sorted(random.choices(range(len(data) + 1), k=random.randrange(12)))
        pieces = [
            data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)
        ]
        text, found = taken(KeyboardWire(), *pieces)
        assert [one.text for one in found] == pastes, pieces
        assert text == (PASTE_BEGINS + PASTE_ENDS).join(keys), pieces


def test_a_paste_without_its_end_is_lost_after_a_second_and_the_next_key_is_a_key() -> None:
    wire = KeyboardWire()
    assert taken(wire, b"\x1b[200~towels") == (PASTE_BEGINS, [])
    assert given_up(wire, HALF) == []
    assert given_up(wire, PATIENCE_SECONDS) == [LostPaste()]
    assert taken(wire, b"s", now=2.0) == ("s", [])


def test_keys_pressed_meanwhile_do_not_keep_a_lost_paste_going() -> None:
    wire, now = KeyboardWire(), 0.0
    taken(wire, b"\x1b[200~towels")
    while not given_up(wire, now):
        assert now < 2 * PATIENCE_SECONDS
        now += 0.2
        taken(wire, b"s", now=now)


def test_a_long_paste_over_a_slow_line_is_not_given_up() -> None:
    wire, now = KeyboardWire(), 0.0
    taken(wire, b"\x1b[200~")
    for _ in range(100):
        now += HALF
        assert taken(wire, b"x" * 60, now=now) == ("", [])
        assert given_up(wire, now) == []
    assert taken(wire, b"\x1b[201~s", now=now)[1] == [Pasted("x" * 6000)]


def test_what_comes_late_of_a_lost_paste_is_no_keys() -> None:
    wire = KeyboardWire()
    taken(wire, b"\x1b[200~towels")
    given_up(wire, 2.0)
    assert taken(wire, b"and pillows for room 412", now=3.0) == ("", [])
    assert taken(wire, b"and soap\x1b[201~s", now=3.1) == ("s", [])
    assert taken(wire, b"a whole line of keys, not dropped", now=3.2)[0].startswith("a whole")
