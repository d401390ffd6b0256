"""Keys out of what a terminal sends: garbage gives none, and the key behind it is the key."""

import os
from collections.abc import Iterable
from random import Random
from threading import Thread

import pytest
from textual import events
from textual.message import Message

from housekeeper.app.terminal.keyboard_wire import PATIENCE_SECONDS
from housekeeper.app.terminal.terminal_reader import (
    EndOfReading,
    PasteLost,
    ReadingFailed,
    TerminalGone,
    TerminalReader,
    WireEnd,
    read_terminal,
)
from proofs.fuzz_keyboard import type_at_random, type_to_a_strict_reader


def keys_of(messages: Iterable[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def keys(*sent: bytes) -> list[str]:
    """The keys of bytes that come one piece after another, at once."""
    reader = TerminalReader()
    return keys_of(message for piece in sent for message in reader.read(piece, 0.0))


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x1b[97:65;1u",
        b"\x1b[99999999999999999999;1u",
        b"\x1b[55296;;55296u",
        b"\x1b[>1;10;0c",
        b"\x1b[?62;4c",
        b"\x1b[12z",
        b"\x1b[M !!",
        b"\x1b[M\xc0\xd0\xd0",
        b"\x1b[32;10;20M",
        b"\x1b[1;2\xff"[:-1] + b"\x1b[1;2\x1b[12z",
    ],
    ids=ascii,
)
def test_what_no_keyboard_sends_is_no_key(garbage: bytes) -> None:
    assert keys(garbage + b"s") == ["s"]
    assert keys(*(garbage[n : n + 1] for n in range(len(garbage))), b"s") == ["s"]


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_the_key_behind_any_byte_that_is_no_letter_is_read(byte: int) -> None:
    sent = bytes([byte])
    assert keys(sent + b"s")[-1] == "s"
    assert keys(sent, b"s")[-1] == "s"
    assert set(keys(sent, b"s")) == {"replacement_character", "s"}


@pytest.mark.parametrize("letter", ["é", "ж", "東", "🛏"])
def test_half_a_letter_is_no_letter_and_eats_no_key(letter: str) -> None:
    whole = letter.encode()
    for length in range(1, len(whole)):
        assert keys(whole[:length], b"s")[-1] == "s"
    assert keys(whole[:1], whole[1:])[-1] == keys(whole)[-1]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (b"\x1b[A", "up"),
        (b"\x1b[[A", "f1"),
        (b"\x1b[23$", "f23"),
        (b"\x1bOP", "f1"),
        (b"\x1b[115;;115u", "s"),
        ("ж".encode(), "ж"),
    ],
)
def test_what_keyboards_do_send_is_read_as_ever(sent: bytes, key: str) -> None:
    assert keys(sent + b"s") == [key, "s"]


def test_a_sequence_that_is_cut_off_becomes_no_letters() -> None:
    reader = TerminalReader()
    assert keys_of(reader.read(b"\x1b[1;", 0.0)) == []
    assert keys_of(reader.look(PATIENCE_SECONDS)) == []
    assert keys_of(reader.read(b"s", PATIENCE_SECONDS)) == ["s"]


def test_a_paste_is_one_message_and_no_key_whatever_is_in_it() -> None:
    reader = TerminalReader()
    sent = b"\x1b[200~one\x1b and a long text that no sequence is, with s and d\x00\x1b[201~s"
    messages = list(reader.read(sent, 0.0))
    assert [one.text for one in messages if isinstance(one, events.Paste)] == [
        "one\x1b and a long text that no sequence is, with s and d"
    ]
    assert keys_of(messages) == ["s"]


def test_a_lost_paste_is_told_once_and_is_no_paste() -> None:
    reader = TerminalReader()
    list(reader.read(b"\x1b[200~one", 0.0))
    found = list(reader.look(PATIENCE_SECONDS)) + list(reader.look(2 * PATIENCE_SECONDS))
    assert [type(one) for one in found] == [PasteLost]


def test_after_any_bytes_at_all_and_a_second_the_next_key_is_read() -> None:
    typed = type_at_random(2000, Random(6456))
    assert (typed.raised, typed.deaf, typed.halves) == ([], [], [])


def test_a_reader_as_strict_as_textuals_own_would_be_seen_to_fail() -> None:
    assert type_to_a_strict_reader(200, Random(6456)).raised


def test_a_reader_that_waits_for_nothing_need_not_be_looked_at() -> None:
    random, reader, rested = Random(37), TerminalReader(), 0
    pieces = (b"s", b"\x1b", b"[", b"M", b"<35;1", b"200~", b"\x1b[201~", b"\xc3", b"\xa9", b"A")
    for moment in range(3000):
        list(reader.read(random.choice(pieces), float(moment)))
        if not reader.is_waiting:
            rested += 1
            assert list(reader.look(moment + 1_000.0)) == []
    assert 300 < rested < 2900


def test_a_thread_that_waits_for_a_key_ends_when_the_board_is_left() -> None:
    its, ours = os.pipe()
    over = EndOfReading()
    thread = Thread(target=read_terminal, args=(WireEnd(its, over, lambda _: None),))
    for _ in range(2):
        thread.start()
        over.set()
        thread.join(20)
        assert not thread.is_alive()
        over.clear()
        thread = Thread(target=read_terminal, args=(WireEnd(its, over, lambda _: None),))
    os.close(its)
    os.close(ours)


def told_of(data: bytes | None) -> list[Message]:
    """What a thread sends that reads these bytes from a pipe; None closes what it reads."""
    end = EndOfReading()
    its, ours = os.pipe()
    told: list[Message] = []
    if data:
        os.write(ours, data)
    os.close(ours)
    if data is None:
        os.close(its)
    read_terminal(WireEnd(its, end, told.append))
    return told


def test_the_end_of_a_terminal_is_told_and_nothing_goes_round() -> None:
    assert [type(one) for one in told_of(b"s")] == [events.Key, TerminalGone]
    assert [type(one) for one in told_of(None)] == [TerminalGone]


def test_a_fault_of_the_thread_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Iterable[Message]:
        raise RuntimeError

    monkeypatch.setattr(TerminalReader, "read", fail)
    (told,) = told_of(b"s")
    assert isinstance(told, ReadingFailed)
    assert isinstance(told.fault, RuntimeError)


@pytest.mark.parametrize(("name", "byte"), [("enter", b"\r"), ("space", b" "), ("full_stop", b".")])
def test_an_escape_is_not_lost_before_a_key_that_comes_at_once(name: str, byte: bytes) -> None:
    assert keys(b"\x1b" + byte) == ["escape", name]
    assert keys(b"\x1b", byte) == ["escape", name]


def test_a_key_with_alt_is_that_and_no_escape() -> None:
    assert keys(b"\x1b\x7f") == ["ctrl+w"], "takes a word away, as in any line"
    assert "escape" not in keys(b"\x1bx")


@pytest.mark.parametrize("sequence", [b"\x1b[A", b"\x1bOP", b"\x1b[1;3B"])
def test_what_begins_with_an_escape_is_one_key(sequence: bytes) -> None:
    assert len(keys(sequence)) == 1
    assert "escape" not in keys(sequence)
