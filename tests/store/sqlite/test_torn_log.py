"""A write-ahead log that was cut off: what is in the part that is left is there, whole."""

import shutil
from pathlib import Path
from random import Random

import pytest

from housekeeper.core.acts import Verb
from housekeeper.store.database import Database
from proofs import wholeness
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, GRAND, MARIA
from tests.stored_house import StoredHouse

pytestmark = only_on_sqlite


async def a_morning(house: StoredHouse) -> None:
    """Twenty acts, in four rooms."""
    for number in ("101", "102", "103", "104"):
        for staff, verb in (
            (ANA, Verb.DIRTY),
            (ANA, Verb.START),
            (ANA, Verb.CLEAN),
            (MARIA, Verb.FAIL),
            (ANA, Verb.CLEAN),
        ):
            await house.do(staff, verb, number, note="hair" if verb is Verb.FAIL else "")


@pytest.mark.parametrize("seed", range(8))
async def test_a_log_that_was_cut_off_leaves_whole_acts_in_their_order(
    house: StoredHouse, tmp_path: Path, seed: int
) -> None:
    await a_morning(house)
    # As after a loss of power: the files as they are while a program has them open.
    torn = tmp_path / "torn.db"
    shutil.copy(house.path, torn)
    log = tmp_path / "torn.db-wal"
    shutil.copy(house.path.with_name("hotel.db-wal"), log)
    with log.open("r+b") as opened:
        opened.truncate(Random(seed).randrange(log.stat().st_size))
    assert wholeness.damage(torn) == []
    database = await Database.open(str(torn))
    try:
        hotels = await database.hotels()
        if hotels == [GRAND]:
            store = database.hotel(GRAND, house.clock)
            assert await store.read(lambda work: wholeness.torn(torn, work, [], {})) == []
            assert wholeness.gaps(torn) == []
    finally:
        await database.close()
