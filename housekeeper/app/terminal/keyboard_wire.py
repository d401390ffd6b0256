"""What a terminal sends, as text: no byte of it can end the board, and pastes stand apart.

A terminal that is not set to UTF-8 sends bytes that are no letters, an old one sends the
mouse's place as bytes, and a paste whose end was lost would swallow every key after it.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from dataclasses import dataclass

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
PATIENCE_SECONDS = 1.0
"""How long the rest of a paste, or of a sequence, is waited for."""

_SECONDS_A_CHARACTER = 0.01
"""What keeps a paste going on a slow line; keys of a hand come too seldom to keep it going."""

_MOST_OF_A_HAND = 16
"""Characters in one read; more at once is no key."""

_NO_LETTER = "\ufffd"
_AROUND_NO_LETTER = re.compile("[^\x00-\x7f]*\ufffd[^\x00-\x7f]*")

_ESCAPE, _SPACE = 0x1B, 0x20


@dataclass(frozen=True, slots=True)
class Pasted:
    """A paste that came whole."""

    text: str


@dataclass(frozen=True, slots=True)
class LostPaste:
    """A paste whose end did not come."""


class _OldMouse:
    """Finds mouse reports of old terminals, `ESC [ M` and three bytes, and blanks the three.

    Above 94 columns their bytes are no UTF-8, and below they are letters.
    """

    def __init__(self) -> None:
        self._seen = 0

    @property
    def is_begun(self) -> bool:
        """Whether a report has begun and its end is still to come."""
        return self._seen > 0

    def forget(self) -> None:
        """A report that was begun will not go on."""
        self._seen = 0

    def blank(self, data: bytes) -> bytes:
        """The same bytes with spaces where a report tells a place."""
        if not self._seen and _ESCAPE not in data:
            return data
        blanked = bytearray(data)
        for place, byte in enumerate(data):
            if byte == _ESCAPE:
                self._seen = 1
            elif self._seen < 3:
                self._seen = self._seen + 1 if self._seen and byte == b"\x1b[M"[self._seen] else 0
            elif byte < _SPACE:
                self._seen = 0
            else:
                blanked[place] = _SPACE
                self._seen = (self._seen + 1) % 6
        return bytes(blanked)


class KeyboardWire:
    """Makes of bytes the text for a reader of keys, and the pastes between.

    The signs around a paste are given with the text, so that a reader which knows them keeps
    to itself what comes within; what was pasted is not.
    """

    def __init__(self) -> None:
        # Strict, a byte that is no letter would end the reader (Textual's issue 6456).
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._mouse = _OldMouse()
        self._heard_at = 0.0
        self._tail = ""
        self._pasted: list[str] = []
        self._is_pasting = False
        self._gives_up_at = 0.0
        self._is_rest_due = False

    @property
    def is_waiting(self) -> bool:
        """Whether something has begun that is given up after a while; see `give_up`."""
        return self._is_pasting or self._mouse.is_begun

    def take(self, data: bytes, now: float) -> Iterator[str | Pasted]:
        """What these bytes are; `now` is in seconds of a clock that only goes on."""
        self._heard_at = now
        text = self._decode(self._mouse.blank(data))
        if self._is_rest_due:
            text = self._without_rest(text)
        while text:
            if not self._is_pasting:
                text = yield from self._take_keys(text, now)
            else:
                text = yield from self._take_pasted(text, now)

    def give_up(self, now: float) -> Iterator[str | LostPaste]:
        """End what has been waited for long enough: a paste's end, the rest of a report."""
        if now >= self._heard_at + PATIENCE_SECONDS:
            self._mouse.forget()
        if self._is_pasting and now >= self._gives_up_at:
            self._is_pasting, self._tail, self._is_rest_due = False, "", True
            yield PASTE_ENDS
            yield LostPaste()

    def _take_keys(self, text: str, now: float) -> Generator[str, None, str]:
        """Give what is no paste; the rest is one that begins."""
        if not self._tail and "\x1b" not in text:
            yield _without_chance_letters(text)
            return ""
        known = len(self._tail)
        text = self._tail + text
        begins = text.find(PASTE_BEGINS)
        if begins < 0:
            begun = text.rfind("\x1b", -len(PASTE_BEGINS) + 1)
            self._tail = text[begun:] if begun >= 0 else ""
            yield _without_chance_letters(text[known:])
            return ""
        begins += len(PASTE_BEGINS)
        self._is_pasting, self._tail, self._pasted = True, "", []
        self._gives_up_at = now + PATIENCE_SECONDS
        yield _without_chance_letters(text[known:begins])
        return text[begins:]

    def _take_pasted(self, text: str, now: float) -> Generator[str | Pasted, None, str]:
        """Keep what is pasted until its end; the rest are keys."""
        longer = self._gives_up_at + len(text) * _SECONDS_A_CHARACTER
        self._gives_up_at = min(now + PATIENCE_SECONDS, longer)
        text = self._tail + text
        place = text.find(PASTE_ENDS)
        if place < 0:
            kept = max(0, len(text) - len(PASTE_ENDS) + 1)
            self._pasted.append(text[:kept])
            self._tail = text[kept:]
            return ""
        self._pasted.append(text[:place])
        pasted = "".join(self._pasted)
        self._is_pasting, self._tail, self._pasted = False, "", []
        yield PASTE_ENDS
        yield Pasted(pasted)
        return text[place + len(PASTE_ENDS) :]

    def _without_rest(self, text: str) -> str:
        """What a hand has typed since a paste was given up, without the rest of that paste."""
        before, ends, after = text.rpartition(PASTE_ENDS)
        if ends and PASTE_BEGINS not in before:
            self._is_rest_due = False
            return after
        if len(text) > _MOST_OF_A_HAND and not text.startswith("\x1b"):
            return ""
        self._is_rest_due = False
        return text


def _without_chance_letters(text: str) -> str:
    """The text with one sign for bytes that are no letters and what they happen to spell between.

    A key of another alphabet does what its place does: bytes that are letters by chance must not.
    """
    return _AROUND_NO_LETTER.sub(_NO_LETTER, text) if _NO_LETTER in text else text
