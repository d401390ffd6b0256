"""The thread that reads the terminal: no byte ends it, and what is no key becomes none."""

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from housekeeper.app.terminal.keyboard_wire import PATIENCE_SECONDS, KeyboardWire, LostPaste, Pasted

_LOOK_EVERY_SECONDS = 0.1
_AT_ONCE = 4096
_ESCAPE = "\x1b"
_INTRODUCER = "\x1b["
_GO_ON = ("\x1b[M", "\x1b[[")
"""What goes on behind its final letter: an old mouse report, a function key of Linux."""


class EndOfReading(Event):
    """Ends the reading: whoever waits for the terminal wakes when it is set."""

    def __init__(self) -> None:
        super().__init__()
        self._woken, self._waking = socket.socketpair()
        self._woken.setblocking(False)

    def fileno(self) -> int:
        """What can be read from once this is set."""
        return self._woken.fileno()

    def set(self) -> None:
        """End the reading."""
        super().set()
        self._waking.send(b"\0")

    def clear(self) -> None:
        """Let the terminal be read again."""
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(_AT_ONCE)
        super().clear()


@dataclass(frozen=True, slots=True)
class WireEnd:
    """Our end of the wire: where a thread reads, until when, and who takes what it has read."""

    file_number: int
    is_over: EndOfReading
    send: Callable[[Message], None]


class PasteLost(Message):
    """A paste was given up, since its end did not come."""


class TerminalGone(Message):
    """There is nothing to read any more."""


class ReadingFailed(Message):
    """The thread that reads the terminal has ended with a fault."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault


class TerminalReader:
    """Makes Textual's messages of bytes, by Textual's own parser.

    That one takes a sequence it does not know for keys, letter by letter, and is lost with a
    fault; here such a sequence is dropped, and the next key is read anew.
    """

    def __init__(self) -> None:
        self._wire = KeyboardWire()
        self._parser = XTermParser()
        self._sequence = ""
        self._waits_since = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether something may become due without another byte; see `look`."""
        return self._wire.is_waiting or self._parser._timeout_time is not None

    def read(self, data: bytes, now: float) -> Iterator[Message]:
        """The messages of these bytes."""
        for piece in self._wire.take(data, now):
            if isinstance(piece, Pasted):
                # As Textual does it, in whose issue 1661 they come from Windows' clipboard.
                yield events.Paste(piece.text.replace("\0", ""))
            else:
                yield from self._parse(piece, now)

    def look(self, now: float) -> Iterator[Message]:
        """What has become due since: the key Escape, or that a paste is lost."""
        for piece in self._wire.give_up(now):
            if isinstance(piece, LostPaste):
                yield PasteLost()
            else:
                yield from self._parse(piece, now)
        if not self._sequence.startswith(_INTRODUCER):
            yield from self._messages(self._parser.tick())
        elif now >= self._waits_since + PATIENCE_SECONDS:
            self._begin_anew()

    def _parse(self, text: str, now: float) -> Iterator[Message]:
        for character in text:
            if self._sequence.startswith(_INTRODUCER) and not " " <= character <= "~":
                self._begin_anew()
            elif self._sequence == _ESCAPE and _is_key_by_itself(character):
                # Textual takes both for one key, and tells the second alone: an Enter behind
                # an Escape would then do what the Escape was to prevent.
                self._begin_anew()
                yield events.Key("escape", _ESCAPE)
            # One by one: a fault then costs a sequence, and not the keys behind it.
            yield from self._messages(self._parser.feed(character))
            if self._parser._timeout_time is None:
                self._sequence = ""
                continue
            self._waits_since = now
            self._sequence = character if character == _ESCAPE else self._sequence + character
            if self._is_unknown:
                self._begin_anew()

    @property
    def _is_unknown(self) -> bool:
        """Whether a sequence has come to its end, and the parser waits for more of it."""
        sequence = self._sequence
        is_whole = len(sequence) > len(_INTRODUCER) and "@" <= sequence[-1] <= "~"
        return is_whole and sequence.startswith(_INTRODUCER) and sequence not in _GO_ON

    def _messages(self, parsed: Iterable[Message]) -> Iterator[Message]:
        try:
            for message in parsed:
                if not (isinstance(message, events.Paste) or _is_half_letter(message)):
                    yield message
        except Exception:
            # Textual's parser takes numbers as they come: a key of 99999999999 is a fault there.
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Drop a sequence that was begun."""
        fresh = XTermParser()
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(fresh, name, getattr(self._parser, name))
        self._parser, self._sequence = fresh, ""


def _is_key_by_itself(character: str) -> bool:
    """Whether no sequence that a terminal sends goes on with this behind an Escape.

    With a letter or a digit it is that key with Alt; other signs from `@` on begin or end the
    sequences of ECMA-48.
    """
    is_sign = character < "0" or ":" <= character <= "?"
    return is_sign and character != _ESCAPE and _ESCAPE + character not in ANSI_SEQUENCES_KEYS


def _is_half_letter(message: Message) -> bool:
    """Whether this is a key of half a surrogate pair: no line could keep it, no screen show it."""
    letters = message.character if isinstance(message, events.Key) else None
    return letters is not None and any("\ud800" <= letter <= "\udfff" for letter in letters)


def read_terminal(end: WireEnd) -> None:
    """Read until it is over, and send what was read; the end of the terminal is told too."""
    try:
        _read_all(end, TerminalReader())
    except OSError:
        end.send(TerminalGone())
    except Exception as fault:
        end.send(ReadingFailed(fault))


def _read_all(end: WireEnd, reader: TerminalReader) -> None:
    with selectors.SelectSelector() as selector:
        selector.register(end.file_number, selectors.EVENT_READ)
        selector.register(end.is_over, selectors.EVENT_READ)
        while not end.is_over.is_set():
            # A terminal at rest wakes nobody.
            ready = selector.select(_LOOK_EVERY_SECONDS if reader.is_waiting else None)
            if any(key.fd == end.file_number for key, _ in ready):
                data = os.read(end.file_number, _AT_ONCE)
                if not data:
                    end.send(TerminalGone())
                    return
                for message in reader.read(data, time.monotonic()):
                    end.send(message)
            for message in reader.look(time.monotonic()):
                end.send(message)
