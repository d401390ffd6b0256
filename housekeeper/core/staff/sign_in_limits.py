"""How many wrong PINs are let pass, and how long a sign-in counts as one shift."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from housekeeper.core.clock import RealMoment

SLOW_FROM = 3


LOCKED_FROM = 6


LOCK = timedelta(hours=12)
"""How long a lock holds in real time, unless a manager ends it; each further wrong PIN doubles
it. It ends by itself, so that the last manager of a hotel comes in again."""


LONGEST_LOCK = timedelta(days=7)


WAIT = timedelta(seconds=30)
"""Between two tries, in real time, from the third wrong PIN in a row on."""


STRANGERS_KEPT = 10_000
"""Codes that nobody has, whose wrong PINs are kept: as long as a member's are, so that nothing
tells them apart on a later day, yet not without end. The one tried longest ago makes way."""


A_SHIFTS_GAP = timedelta(hours=6)
"""Who signs in again after longer than this begins another shift."""


@dataclass(frozen=True, slots=True)
class WrongPins:
    """How many wrong PINs were given in a row for a code, and when the last (real time, UTC).

    `boot` and `up_seconds` are those of `RealMoment`.
    """

    count: int
    tried_at: datetime
    boot: str | None = None
    up_seconds: float = 0.0

    def lock(self, now: RealMoment) -> timedelta:
        """How long this code is locked yet; a manager can let it in before.

        A clock that was set back, or another machine's, ends no lock.
        """
        if self.count < LOCKED_FROM:
            return timedelta()
        doublings = min(self.count - LOCKED_FROM, LONGEST_LOCK // LOCK)
        whole = min(LOCK * (1 << doublings), LONGEST_LOCK)
        if self.boot is not None and self.boot == now.boot:
            passed = timedelta(seconds=now.up_seconds - self.up_seconds)
        else:
            passed = now.at - self.tried_at
        return max(whole - max(passed, timedelta()), timedelta())

    def wait(self, now: RealMoment) -> timedelta:
        """How long no PIN is looked at for this code."""
        if self.count < SLOW_FROM:
            return timedelta()
        return RealMoment(self.tried_at, self.boot, self.up_seconds).left_of(WAIT, now)

    def one_more(self, now: RealMoment) -> "WrongPins":
        """These with one more wrong PIN."""
        return WrongPins(self.count + 1, now.at, now.boot, now.up_seconds)


@dataclass(frozen=True, slots=True)
class SignIns:
    """When someone signed in last, and last before their present shift (business time, UTC).

    On a shared terminal one signs in again and again; all that within a shift is one coming.
    """

    last: datetime | None = None
    before_shift: datetime | None = None

    def then(self, now: datetime) -> "SignIns":
        """These with one more sign-in."""
        is_same_shift = self.last is not None and now - self.last < A_SHIFTS_GAP
        return SignIns(now, self.before_shift if is_same_shift else self.last)
