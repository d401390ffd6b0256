"""How long a proof runs, and where."""

from dataclasses import dataclass
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class Options:
    """`folder` is empty and goes afterwards; `runs` is None for the part's own number.

    The same `seed` plants the same words and draws the same random moments; how far another
    process has come at such a moment is up to the machine.
    """

    folder: Path
    runs: int | None
    seed: int
    is_quick: bool

    def times(self, full: int, quick: int) -> int:
        """How often to do something: as asked, or so often in a full run or a quick one."""
        if self.runs is not None:
            return self.runs
        return quick if self.is_quick else full

    def random(self, part: str) -> Random:
        """The random numbers of a part, the same for the same seed."""
        return Random(f"{self.seed} {part}")
