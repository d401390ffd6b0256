"""Room numbers: which are allowed, which are the same, their order, and ranges such as 301-318."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from housekeeper.core.entered_text import one_spaced, quoted
from housekeeper.core.errors import InvalidInput

_NUMBER = re.compile(r"(?=[_.@=]*[A-Za-z0-9])[A-Za-z0-9_.@=]{1,32}")
_DIGITS = re.compile(r"(\d+)")
_ZEROS_BEFORE = re.compile(r"(?<!\d)0+(?=\d)")


def check_room_number(text: str) -> str:
    """The text as a room number, or `InvalidInput`: up to 32 letters, digits and `_.@=`.

    Letters and digits of double width are taken as the plain ones. One letter or digit must be
    in it, so that no number means a folder, as `..` does.
    """
    number = narrowed(text)
    if not _NUMBER.fullmatch(number):
        raise InvalidInput(
            f"{text[:40]!r} is no room number: use up to 32 letters, digits and _ . @ ="
        )
    return number


def narrowed(text: str) -> str:
    """The text with letters, digits and signs of another width as the usual ones."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", one) if unicodedata.east_asian_width(one) in "FH" else one
        for one in text
    )


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """What is the same in all ways to write a room number or a room type.

    Case, width, leading zeros and the width of spaces do not count: 12A is 12a, 7 is 07, STD is
    std.
    """
    name = one_spaced(name)
    if not name.isascii():
        name = unicodedata.normalize("NFC", narrowed(name))
    return _ZEROS_BEFORE.sub("", name.casefold())


def begins_so(number: str, typed: str) -> bool:
    """Whether a number begins with what has been typed of it."""
    begun = narrowed(typed.strip()).casefold()
    return number.casefold().startswith(begun) or folded(number).startswith(folded(begun))


class KnownNames:
    """Room numbers or room types as a hotel first wrote them, found however they are written."""

    def __init__(self, names: Iterable[str]) -> None:
        self._first: dict[str, str] = {}
        self._others: dict[str, list[str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more name."""
        if self._first.setdefault(folded(name), name) != name:
            self._others.setdefault(folded(name), []).append(name)

    def alike(self, name: str) -> tuple[str, ...]:
        """The names that are this one, written in whatever way."""
        first = self._first.get(folded(name))
        return () if first is None else (first, *self._others.get(folded(name), ()))

    def find(self, name: str) -> str | None:
        """The name that is written exactly so, or else the one that is the same.

        None where there is none, and where it is the same as several: those are told apart
        by their exact spelling alone.
        """
        alike = self.alike(name)
        if name in alike:
            return name
        return alike[0] if len(alike) == 1 else None


@lru_cache(maxsize=20_000)
def natural_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that puts 101 before 1009 and A2 before A10."""
    if number.isdecimal():
        return ((0, int(number), ""),)
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _DIGITS.split(number)
        if part
    )


def expand_rooms(words: list[str], known: list[str]) -> list[str]:
    """Room numbers out of lists and ranges (`301-318`, `301,302`), each once, as typed.

    `known` are the hotel's room numbers; a range takes those that lie within it in natural
    order. Raises `InvalidInput` for a range that is reversed or empty. A single number is
    passed on as it is, so that an unknown one gets its own answer.
    """
    chosen: dict[str, None] = {}
    for item in (part for word in words for part in word.split(",") if part):
        first, dash, last = item.partition("-")
        if not dash:
            chosen[check_room_number(item)] = None
            continue
        if not first or not last:
            raise InvalidInput(f"{quoted(item)} is no room number; a range is 301-318.")
        low, high = natural_key(check_room_number(first)), natural_key(check_room_number(last))
        if low > high:
            raise InvalidInput(f"The range {item} runs backwards; write {last}-{first}.")
        within = [number for number in known if low <= natural_key(number) <= high]
        if not within:
            raise InvalidInput(f"No room of this hotel lies in {item}.")
        chosen.update(dict.fromkeys(sorted(within, key=natural_key)))
    return list(chosen)
