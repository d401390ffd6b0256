"""Another terminal's program: changes many rooms of the hotel, as fast as the store takes it."""

import asyncio
import sys
from dataclasses import replace
from functools import partial
from random import Random

from benchmarks.hotels import MANAGER, hotel_store
from housekeeper.core.acts import EventKind, Verb, Via
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.rooms.write_change import draft, record_all
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database

A_TRANSACTION = 1_000


def _note_rooms(work: UnitOfWork, numbers: list[str], words: str) -> None:
    act = Act(work.staff.get(MANAGER), Via.COMMAND_LINE)
    drafts = [
        draft(
            work,
            act,
            Verb.NOTE,
            EventKind.NOTED,
            room,
            replace(room, housekeeping_notes=words),
            words,
        )
        for room in work.rooms.find(numbers)
    ]
    record_all(work, drafts)


async def _play(target: str, changes: int) -> None:
    database = await Database.open(target)
    store = hotel_store(database)
    numbers = [room.number for room in await store.read(lambda work: work.rooms.all())]
    done = 0
    while done < changes:
        first = done % len(numbers)
        some = numbers[first : first + min(A_TRANSACTION, changes - done)]
        words = f"change {done}"
        await store.write(partial(_note_rooms, numbers=some, words=words))
        done += len(some)
    await database.close()


async def _turn(target: str, acts: int, number: str) -> None:
    """Dirty, start, clean, pass one room again and again, each in a transaction."""
    database = await Database.open(target)
    store = hotel_store(database)
    staff = await store.read(lambda work: work.staff.get(MANAGER))
    verbs = (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS)
    for done in range(acts):
        request = TurnRequest(verbs[done % 4], number)
        act = Act(staff, Via.COMMAND_LINE)
        await store.write(partial(turnover.perform, act=act, request=request))
    await database.close()


async def _note_anywhere(target: str, acts: int) -> None:
    """Note something about one room after another, all over the hotel, as fast as it goes."""
    database = await Database.open(target)
    store = hotel_store(database)
    staff = await store.read(lambda work: work.staff.get(MANAGER))
    numbers = [room.number for room in await store.read(lambda work: work.rooms.all())]
    random = Random(8)
    for done in range(acts):
        words = f"change {done} of a long day"
        request = TurnRequest(Verb.NOTE, random.choice(numbers), note=words, replaces=True)
        act = Act(staff, Via.COMMAND_LINE)
        await store.write(partial(turnover.perform, act=act, request=request))
    await database.close()


if __name__ == "__main__":
    what, target, count, *rest = sys.argv[1:]
    plays = {"anywhere": _note_anywhere, "notes": _play}
    asyncio.run(
        _turn(target, int(count), rest[0]) if what == "turn" else plays[what](target, int(count))
    )
