"""Stamps that cannot be: a clock that was wrong when an act was recorded. Pure.

The order in which things happened is that of seq. A stamp that does not fit in it is not
believed, so that it costs no more than its own event.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from housekeeper.core.rooms.event import RoomStep


def mended_stamps(steps: Sequence[RoomStep], until: datetime) -> dict[int, datetime]:
    """By seq, when those of these steps happened at the latest whose stamps cannot be.

    Believed are as many stamps up to `until` as fit into one order. What follows the last of
    them has its own stamp where that is later: it does not belong to this time.
    """
    if all(step.at <= following.at for step, following in pairwise(steps)):
        return {}
    believed = _longest_in_order(steps, until)
    mended: dict[int, datetime] = {}
    latest: datetime | None = None
    for place in range(len(steps) - 1, -1, -1):
        step = steps[place]
        if place in believed:
            latest = step.at
        elif latest is not None or step.at <= until:
            mended[step.seq] = until if latest is None else latest
    return mended


def _longest_in_order(steps: Sequence[RoomStep], until: datetime) -> set[int]:
    """The places of as many steps as possible whose stamps never go back."""
    last_stamps: list[datetime] = []
    last_places: list[int] = []
    places_before: dict[int, int | None] = {}
    for place, step in enumerate(steps):
        if step.at > until:
            continue
        length = bisect_right(last_stamps, step.at)
        places_before[place] = last_places[length - 1] if length else None
        last_stamps[length : length + 1] = [step.at]
        last_places[length : length + 1] = [place]
    found: set[int] = set()
    end = last_places[-1] if last_places else None
    while end is not None:
        found.add(end)
        end = places_before[end]
    return found
