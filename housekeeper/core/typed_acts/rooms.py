"""The rooms that a line begins with: numbers, lists, ranges and shapes such as `4xx`."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from housekeeper.core.entered_text import LONGEST_QUOTE, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.numbers import KnownNames, expand_rooms, narrowed, natural_key
from housekeeper.core.typed_acts.vocabulary import VERB_PHRASES, phrase_at

WILD = re.compile(r"[0-9][0-9x]*x[0-9x]*", re.IGNORECASE)
"""A shape of numbers: each x is any digit."""

RANGE = re.compile(r"[A-Za-z0-9_.@=]{1,32}-[A-Za-z0-9_.@=]{1,32}")

_AND = frozenset({"and", "&"})
"""Words that mean no more than a comma between rooms."""

_Key = tuple[tuple[int, int, str], ...]


def _key(numbered: tuple[_Key, str]) -> _Key:
    return numbered[0]


class RoomDirectory:
    """The hotel's room numbers, found by number however written, by range and by shape."""

    def __init__(self, rooms: Iterable[str], example: str = "") -> None:
        self._exact = dict.fromkeys(rooms)
        self._example = example
        self._known: KnownNames | None = None
        self._in_order: list[tuple[_Key, str]] = []

    @property
    def example(self) -> str:
        """The room that is meant, or any of this hotel, to show how a line is written."""
        return self._example or next(iter(self._exact), "412")

    def one(self, item: str) -> str | None:
        """The room with this number, in whatever way it is written."""
        if item in self._exact:
            return item
        if self._known is None:
            self._known = KnownNames(self._exact)
        return self._known.find(item)

    def beginning(self, begun: str) -> list[str]:
        """The rooms whose numbers begin so, in natural order."""
        folded = narrowed(begun).casefold()
        found = [number for number in self._exact if number.casefold().startswith(folded)]
        return sorted(found, key=natural_key)

    def names_rooms(self, word: str) -> bool:
        """Whether every part of a word is a room of the hotel, or a shape of numbers."""
        parts = _parts(word)
        return bool(parts) and all(
            self.one(part) is not None or WILD.fullmatch(part) for part in parts
        )

    def expand(self, item: str) -> list[str]:
        """The rooms that a number, a shape or a range names. Raises `InvalidInput`."""
        found = self.one(item)
        if found is not None:
            return [found]
        item = narrowed(item)
        if WILD.fullmatch(item):
            shape = re.compile(item.casefold().replace("x", "[0-9]"))
            shaped = sorted(filter(shape.fullmatch, self._exact), key=natural_key)
            if not shaped:
                raise InvalidInput(
                    f"No room of this hotel has a number like {item[:LONGEST_QUOTE]}."
                )
            return shaped
        if RANGE.fullmatch(item):
            low, _, high = item.partition("-")
            if not self._in_order:
                self._in_order = sorted((natural_key(number), number) for number in self._exact)
            start = bisect_left(self._in_order, natural_key(low), key=_key)
            stop = bisect_right(self._in_order, natural_key(high), key=_key)
            return expand_rooms([item], [number for _, number in self._in_order[start:stop]])
        raise InvalidInput(f"There is no room {quoted(item)}{self.meant(item)}.")

    def meant(self, item: str) -> str:
        """Which rooms someone may have meant, as the end of a sentence."""
        wanted = item.casefold()[:LONGEST_QUOTE]
        spelled = {number.casefold(): number for number in self._exact}
        near = get_close_matches(wanted, spelled, 50)
        # Two digits that changed places are likelier than any other slip.
        near.sort(key=lambda one: sorted(one) != sorted(wanted))
        return f"; perhaps {' or '.join(spelled[one] for one in near[:3])}" if near else ""


def leading_rooms(words: Sequence[str], known: RoomDirectory) -> tuple[tuple[str, ...], int]:
    """The rooms that a line begins with, each once, and how many words name them."""
    chosen: dict[str, None] = {}
    used, joined = 0, True
    for place, word in enumerate(words):
        if word.casefold() in _AND and chosen and not known.names_rooms(word):
            if not known.names_rooms("".join(words[place + 1 : place + 2])):
                break
            used, joined = used + 1, True
            continue
        if not (joined or narrowed(word).startswith(",")):
            is_verb = phrase_at(words[used:], VERB_PHRASES) is not None
            if is_verb or not (known.names_rooms(word) or _is_range(word)):
                break
        for part in _parts(word):
            chosen.update(dict.fromkeys(known.expand(part)))
        joined = narrowed(word).endswith(",")
        used += 1
    if not chosen:
        raise InvalidInput(
            f"Write rooms and a verb, such as {known.example} fail hair in the bath."
        )
    return tuple(chosen), used


def _parts(word: str) -> list[str]:
    return [part for part in narrowed(word).split(",") if part]


def _is_range(word: str) -> bool:
    """Whether a word beside rooms is a range of numbers."""
    return all(RANGE.fullmatch(part) and any(map(str.isdecimal, part)) for part in _parts(word))
