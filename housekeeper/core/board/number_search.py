"""Finding a room by what has been typed of its number, in a hotel of any size."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from housekeeper.core.rooms.numbers import folded, natural_key

_LAST_CHARACTER = "\U0010ffff"
_FEW = 200
"""So many numbers are sorted sooner than they are found in a list of all."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """Room numbers as they are typed: sorted as text, and each with its place in natural order."""

    sorted: list[tuple[str, int]]
    natural: list[tuple[str, str]]

    @staticmethod
    def of(numbers: Iterable[str]) -> "Spellings":
        """The spellings of these room numbers."""
        natural = [(number.casefold(), number) for number in sorted(numbers, key=natural_key)]
        return Spellings(sorted((fold, place) for place, (fold, _) in enumerate(natural)), natural)

    def meant_by(self, wanted: str) -> tuple[list[str], Iterable[str]]:
        """Numbers spelt so, and those that begin so in natural order.

        Where none begins so, those that do but for case, width and leading zeros.
        """
        first = bisect_left(self.sorted, (wanted, -1))
        end = bisect_left(self.sorted, (wanted + _LAST_CHARACTER, -1), lo=first)
        begin = self.sorted[first:end]
        if not begin:
            same = folded(wanted)
            alike = [number for _, number in self.natural if folded(number).startswith(same)]
            return [number for number in alike if folded(number) == same], alike
        exact = [self.natural[place][1] for fold, place in begin if fold == wanted]
        if len(begin) < _FEW:
            return exact, (self.natural[place][1] for place in sorted(one[1] for one in begin))
        return exact, (number for fold, number in self.natural if fold.startswith(wanted))
