"""Which word may have been meant by one that is none."""

from collections.abc import Iterable
from difflib import get_close_matches

from housekeeper.core.entered_text import LONGEST_QUOTE

_ALIKE = 0.7
"""From which likeness on a word may have been meant."""


def nearest_word(word: str, candidates: Iterable[str]) -> str | None:
    """The word that may have been meant, or None.

    One in which two letters changed places comes first, then one that goes on from what was
    entered; of others only one that begins with the same letter and differs little, so that
    `ready` is no `redo`. Never what was entered itself.
    """
    wanted = word.casefold()[:LONGEST_QUOTE]
    known = [
        one for one in candidates if one[:1].casefold() == wanted[:1] and one.casefold() != wanted
    ]
    swapped = [one for one in known if _is_swapped(wanted, one.casefold())]
    if swapped:
        return swapped[0]
    longer = [one for one in known if len(wanted) > 1 and one.casefold().startswith(wanted)]
    if longer:
        return min(longer, key=len)
    spelled = {one.casefold(): one for one in known}
    near = get_close_matches(wanted, spelled, 1, _ALIKE)
    return spelled[near[0]] if near else None


def _is_swapped(wanted: str, other: str) -> bool:
    """Whether two neighbouring letters changed places, and nothing else."""
    unlike = [
        place for place, pair in enumerate(zip(wanted, other, strict=False)) if len({*pair}) > 1
    ]
    return (
        len(wanted) == len(other)
        and len(unlike) == 2
        and unlike[1] - unlike[0] == 1
        and wanted[unlike[0]] == other[unlike[1]]
        and wanted[unlike[1]] == other[unlike[0]]
    )
