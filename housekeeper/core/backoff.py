"""How long to wait after a failure: longer each time, and never at one time for everybody."""

from dataclasses import dataclass, field
from random import Random


@dataclass(slots=True)
class Backoff:
    """Seconds to wait before the next try; `restart` after a success.

    Doubles from `first` to `most`; each wait is drawn from the upper half of its step.
    """

    first: float
    most: float
    random: Random = field(default_factory=Random)
    _failures: int = 0

    def next(self) -> float:
        """The wait after one more failure."""
        step = min(self.most, self.first * 2.0 ** min(self._failures, 32))
        self._failures += 1
        return step * (0.5 + self.random.random() / 2)

    def restart(self) -> None:
        """Begin again with the shortest wait."""
        self._failures = 0
