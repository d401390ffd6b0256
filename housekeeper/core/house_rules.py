"""What a house may set of the rules: when guests leave, and what it sells."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

CHECKOUT_TIME = time(11)
CHECKOUT_GRACE = timedelta(minutes=30)
BOOKINGS_KEPT_MONTHS = 24


class Sell(StrEnum):
    """Which rooms a hotel sells for a night.

    INVENTORY counts every room that the night's guest can get. READY counts only rooms that
    are bookable now, for every night.
    """

    INVENTORY = "inventory"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules that each house sets for itself.

    A guest leaves by `checkout_time` (the hotel's local time) on the day of departure, or by
    the late check-out agreed, and is overdue once `checkout_grace` has passed too. Bookings that
    have ended are kept for `bookings_kept_months`, all of them where that is 0. History is kept
    for `history_kept_months`, all of it where that is 0.
    """

    checkout_time: time = CHECKOUT_TIME
    checkout_grace: timedelta = CHECKOUT_GRACE
    sell: Sell = Sell.INVENTORY
    bookings_kept_months: int = BOOKINGS_KEPT_MONTHS
    history_kept_months: int = 0
