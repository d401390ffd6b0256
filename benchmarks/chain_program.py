"""One process of `benchmarks.chain`: acts in its hotels at an even rate, and tells the times."""

import asyncio
import json
import sys
import time
from random import Random
from typing import Any

from benchmarks.chain import ANA, hotel_of
from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database


async def act(share: dict[str, Any]) -> dict[str, Any]:
    """Act until the time is over; times in milliseconds from when each act was due."""
    random = Random(share["seed"])
    database = await Database.open(share["url"])
    stores = [database.hotel(hotel_of(place), SystemClock()) for place in share["hotels"]]
    times: list[float] = []
    errors: list[str] = []
    due, ends = share["starts_at"], share["starts_at"] + share["seconds"]
    while due < ends:
        await asyncio.sleep(max(0.0, due - time.time()))
        store = random.choice(stores)
        number = str(101 + random.randrange(share["rooms"]))

        def turn(work: UnitOfWork, number: str = number) -> None:
            has_been_left = work.rooms.get(number).turn_status == "CHECKOUT_DIRTY"
            verb = Verb.CLEAN if has_been_left else Verb.DIRTY
            perform(work, Act(ANA, Via.BOARD), TurnRequest(verb, number))

        try:
            await store.write(turn)
        except HousekeeperError as fault:
            errors.append(str(fault))
        else:
            times.append((time.time() - due) * 1000)
        due += share["every"]
    await database.close()
    return {"times": times, "errors": errors}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(act(json.loads(sys.argv[1])))))
