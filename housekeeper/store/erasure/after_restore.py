"""Erasing again, in a database that was restored, every stay whose key is gone.

A backup shows a house as it was. Guests who have left since have no key any more: their stays
are checked out once more, before anybody sees the restored database.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from housekeeper.core.acts import SYSTEM, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.overwrite import (
    ErasedStay,
    erased_stays,
    forget_key,
    unreadable_words,
)
from housekeeper.store.guest_keys.stay_key import StayKeys


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """Rooms that were checked out again, as hotel and number; and words lost, by kind."""

    rooms: tuple[tuple[str, str], ...] = ()
    names: int = 0
    unreadable: tuple[tuple[str, int], ...] = ()


async def erase_again(database: Database, keys: StayKeys) -> ErasedAgain:
    """Check out every guest whose key is erased, forget such names, and count words without keys.

    The words of guests who stay or are to come, and whose keys are missing, are what is lost.
    """
    gone = await database.run(partial(erased_stays, keys=keys), "DEFERRED")
    rooms = defaultdict(list)
    for stay in gone:
        if stay.room_number is not None and stay.status in {None, BookingStatus.CHECKED_IN}:
            rooms[stay.hotel].append(stay.room_number)
    done: list[tuple[str, str]] = []
    for hotel in await database.hotels():
        numbers = rooms.get(hotel.slug)
        if not numbers:
            continue
        store = database.hotel(hotel, SystemClock())
        receipt = await store.write(partial(_check_out, numbers=numbers))
        done += [(hotel.slug, number) for number in receipt]

    def forget(connection: Connection) -> int:
        left = erased_stays(connection, keys)
        for stay in left:
            forget_key(connection, stay)
        return sum(_is_name(stay) for stay in left)

    names = await database.run(forget, "IMMEDIATE")
    await database.settle()
    unreadable = await database.run(partial(unreadable_words, keys=keys), "DEFERRED")
    return ErasedAgain(tuple(done), names, tuple(unreadable.items()))


def _is_name(stay: ErasedStay) -> bool:
    return stay.reference is not None


def _check_out(work: UnitOfWork, numbers: list[str]) -> list[str]:
    receipt = check_out(work, Act(SYSTEM, Via.COMMAND_LINE), numbers)
    return [one.room_number for one in receipt.rooms]
