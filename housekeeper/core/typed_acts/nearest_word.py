"""Which word may have been meant by one that is none."""

from collections.abc import Iterable
from difflib import get_close_matches

from housekeeper.core.entered_text import LONGEST_QUOTE

_ALIKE = 0.7
"""From which likeness on a word may have been meant."""


def nearest_word(word: str, candidates: Iterable[str]) -> str | None:
    """The word that may have been meant, or None.

    One that goes on from what was entered comes first; of others only one that begins with the
    same letter and differs little, so that `ready` is no `redo`.
    """
    wanted = word.casefold()[:LONGEST_QUOTE]
    known = [one for one in candidates if one[:1].casefold() == wanted[:1]]
    longer = [one for one in known if len(wanted) > 1 and one.casefold().startswith(wanted)]
    if longer:
        return min(longer, key=len)
    spelled = {one.casefold(): one for one in known}
    near = get_close_matches(wanted, spelled, 1, _ALIKE)
    return spelled[near[0]] if near else None
