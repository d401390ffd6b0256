"""A staff that works by itself: plays housekeepers on a demonstration, for others to watch.

It is a program of its own on the same database, as another terminal would be; boards learn
of what it does by their feed and by nothing else.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import datetime
from random import Random

from housekeeper.core.acts import ACTS, Asks, Via
from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.errors import Refused, StoreError
from housekeeper.core.hotel import Hotel
from housekeeper.core.rights import may
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import Store, UnitOfWork
from housekeeper.demo.hotel import HOTEL
from housekeeper.store.database import Database

PAUSE_SECONDS = (0.6, 3.0)
"""The least and the most between two acts: a busy morning, but one that can be followed."""

_REASONS = ("hair in the bath", "dust on the lamp", "no towels", "bed not made well")
_FAULTS = ("shower drips", "window does not close", "no warm water", "safe does not lock")
_WORK = [(row.verb, *row.demo) for row in ACTS.values() if row.demo is not None]
"""What is done to rooms of which status, and how often beside the others."""
_WORDS = {Asks.REASON: _REASONS, Asks.FAULT: _FAULTS}


def _choose(random: Random, rooms: list[Room], staff: list[Staff]) -> tuple[Staff, TurnRequest]:
    verbs = [
        (verb, [room for room in rooms if room.status is status and is_possible(room, verb)], often)
        for verb, status, often in _WORK
    ]
    verbs = [one for one in verbs if one[1]]
    if not verbs:
        raise Refused("There is nothing to do for anyone.")
    verb, candidates, _ = random.choices(verbs, [often for *_, often in verbs])[0]
    person = random.choice(
        [one for one in staff if may(one.role, verb) and one.role is not Role.MANAGER]
    )
    words = _WORDS.get(ACTS[verb].asks, ("",))
    room = random.choice(candidates)
    return person, TurnRequest(verb, room.number, room.version, random.choice(words))


async def act_once(store: Store, random: Random) -> None:
    """Let somebody do something sensible; what is refused is left.

    Raises `StoreError` where the database is gone.
    """

    def work_on(work: UnitOfWork) -> None:
        staff = [one for one in work.staff.all() if one.is_active]
        person, request = _choose(random, work.rooms.all(), staff)
        perform(work, Act(person, Via.BOARD), request)

    try:
        await store.write(work_on)
    except Refused:
        return


async def play_staff(
    target: str, hotel: Hotel, clock: Clock, random: Random, is_watched: Callable[[], bool]
) -> None:
    """Work in the hotel until nobody watches any more, or the database is gone."""
    database = await Database.open(target)
    try:
        while is_watched():
            await act_once(database.hotel(hotel, clock), random)
            await asyncio.sleep(random.uniform(*PAUSE_SECONDS))
    except StoreError:
        return
    finally:
        await database.close()


def main(target: str, begins: str) -> None:
    """What the second process runs: `begins` (ISO 8601) is what its clock shows first."""
    board = os.getppid()
    clock = SystemClock.starting_at(datetime.fromisoformat(begins))
    random = Random()  # noqa: S311 - a play, no secret
    asyncio.run(play_staff(target, HOTEL, clock, random, lambda: os.getppid() == board))


if __name__ == "__main__":
    main(*sys.argv[1:])
