"""Undo takes back one's own last act within a minute, and nothing else, over a database."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.undo import undo
from housekeeper.demo import hotel
from housekeeper.store.database import Database
from tests.core.rooms.test_undo import take_back
from tests.grand_hotel import ANA, GRAND, TODAY, SetClock
from tests.stored_house import StoredHouse


async def test_the_minute_is_one_of_real_time_whatever_a_training_clock_shows(
    house: StoredHouse,
) -> None:
    class Training(SetClock):
        """The hotel's day stands still while real time goes by."""

        def now(self) -> datetime:
            return datetime.combine(TODAY, datetime.min.time(), GRAND.zone)

    clock = Training()
    there = StoredHouse(house.store.database.hotel(GRAND, clock), clock, house.target)
    await there.do(ANA, Verb.DIRTY, "101")
    clock.pass_time(seconds=61)
    with pytest.raises(NotPossible, match="nothing to undo"):
        await take_back(there, ANA)
    await there.do(ANA, Verb.START, "101")
    clock.pass_time(seconds=30)
    assert (await take_back(there, ANA)).events


async def test_what_the_demonstrations_staff_did_cannot_be_undone_when_it_has_just_opened(
    tmp_path: Path,
) -> None:
    clock = hotel.mid_morning(SystemClock())
    database = await Database.open(str(tmp_path / "demonstration.db"))
    await hotel.make_demonstration(database, clock, rooms=40)
    store = database.hotel(hotel.HOTEL, clock)
    people = await store.read(lambda work: work.staff.all())
    for person in people:
        with pytest.raises(NotPossible, match="nothing to undo"):
            await store.write(partial(undo, act=Act(person, Via.BOARD)))
    await database.close()
