"""Which words of a line are the board's own: flags, statuses, counts, types, floors."""

import re
from collections.abc import Collection, Sequence

from housekeeper.core.board.filter import FILLERS
from housekeeper.core.typed_acts.rooms import WILD
from housekeeper.core.typed_acts.vocabulary import FILTER_PHRASES, phrase_at

_FLOOR = re.compile(r"f-?[0-9]{1,4}")


def is_filter(words: Sequence[str], types: Collection[str]) -> bool:
    """Whether all of a line's words are the board's own; `types` are in lower case."""
    place, says_something = 0, False
    while place < len(words):
        word = words[place].casefold()
        found = phrase_at(words[place:], FILTER_PHRASES)
        if found is not None:
            place += found[1]
        elif word == "floor" and _is_whole(words[place + 1 : place + 2]):
            place += 2
        elif word in types or _FLOOR.fullmatch(word) or WILD.fullmatch(word):
            place += 1
        elif word in FILLERS or (word == "today" and says_something):
            place += 1
            continue
        else:
            return False
        says_something = True
    return says_something


def _is_whole(words: Sequence[str]) -> bool:
    return bool(words) and re.fullmatch(r"-?[0-9]{1,4}", words[0]) is not None
