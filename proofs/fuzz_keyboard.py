"""Bytes at random to the reader of the keyboard: it never fails, and hears the next key."""

from codecs import getincrementaldecoder
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from unittest.mock import patch

from textual import events

from housekeeper.app.terminal.keyboard_wire import PATIENCE_SECONDS
from housekeeper.app.terminal.terminal_reader import TerminalReader

PARTS = (
    b"\x1b",
    b"\x1b[",
    b"\x1bO",
    b"\x1b]11;",
    b"\x1b[M",
    b"\x1b[M\xc0\xd0\xd0",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[<0;",
    b"\x1b[97:65;1u",
    b"\x1b[55296;;55296u",
    b"\x1b[99999999999;1u",
    b"\xc3",
    b"\xf0\x9f",
    b"\xed\xa0\x80",
)
"""What begins something, or is something that no keyboard sends."""


@dataclass(slots=True)
class Typed:
    """What readers did with bytes at random."""

    tried: int = 0
    raised: list[str] = field(default_factory=list)
    deaf: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)


def _pieces(random: Random) -> list[bytes]:
    """What a terminal sends in a few reads, most of it garbage."""
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: random.randbytes(random.randrange(1, 60)),
        lambda: bytes(random.choices(range(0x80, 0x100), k=random.randrange(1, 9))),
        lambda: random.choice(PARTS),
        lambda: b"\x1b[" + bytes(random.choices(range(0x20, 0x7F), k=random.randrange(1, 9))),
    )
    return [random.choice(kinds)() for _ in range(random.randrange(1, 7))]


def _try(pieces: list[bytes], typed: Typed) -> None:
    reader, heard = TerminalReader(), []
    for piece in pieces:
        heard += [*reader.read(piece, 0.0), *reader.look(0.0)]
    for seconds in (1, 2, 3):
        heard += reader.look(seconds * PATIENCE_SECONDS)
    now = 4 * PATIENCE_SECONDS
    heard += reader.read(b" ", now)
    keys = [one.key for one in reader.read(b"s", now) if isinstance(one, events.Key)]
    if keys != ["s"]:
        typed.deaf.append(f"{pieces!r} {keys}")
    letters = "".join(one.character or "" for one in heard if isinstance(one, events.Key))
    if any("\ud800" <= letter <= "\udfff" for letter in letters):
        typed.halves.append(repr(pieces))


def type_at_random(times: int, random: Random) -> Typed:
    """Send garbage so many times, each to a reader of its own, and a key behind it."""
    typed = Typed()
    with patch("textual.constants.ESCAPE_DELAY", 0.0):
        for _ in range(times):
            typed.tried += 1
            pieces = _pieces(random)
            try:
                _try(pieces, typed)
            except Exception as fault:
                typed.raised.append(f"{pieces!r} {fault!r}")
    return typed


def type_to_a_strict_reader(times: int, random: Random) -> Typed:
    """The same with Textual's own decoding, which must be seen to fail."""
    strict = getincrementaldecoder("utf-8")
    with patch(
        "housekeeper.app.terminal.keyboard_wire.getincrementaldecoder", lambda _: lambda _: strict()
    ):
        return type_at_random(times, random)
