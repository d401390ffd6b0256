"""Room numbers: which are allowed, their order, and ranges such as 301-318."""

import re
from functools import lru_cache

from housekeeper.core.errors import InvalidInput

_NUMBER = re.compile(r"[A-Za-z0-9_.@=]{1,32}")


_DIGITS = re.compile(r"(\d+)")


def check_room_number(text: str) -> str:
    """The text as a room number, or `InvalidInput`: up to 32 letters, digits and `_.@=`."""
    if not _NUMBER.fullmatch(text):
        raise InvalidInput(
            f"{text[:40]!r} is no room number: use up to 32 letters, digits and _ . @ ="
        )
    return text


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
        low, high = natural_key(check_room_number(first)), natural_key(check_room_number(last))
        if low > high:
            raise InvalidInput(f"The range {item} runs backwards; write {last}-{first}.")
        within = [number for number in known if low <= natural_key(number) <= high]
        if not within:
            raise InvalidInput(f"No room of this hotel lies in {item}.")
        chosen.update(dict.fromkeys(sorted(within, key=natural_key)))
    return list(chosen)
