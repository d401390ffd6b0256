"""The cheap look: a file that nobody wrote to is not asked, and no commit is ever missed."""

import asyncio
import os
import time
from pathlib import Path
from random import Random

from housekeeper.core.acts import Verb
from housekeeper.store.sqlite.file_trace import trace_of
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA
from tests.stored_house import StoredHouse

_LONG_AGO_NS = 1_700_000_000_123_456_789


@only_on_sqlite
async def test_no_commit_is_missed_however_soon_it_follows_a_look(
    house: StoredHouse, tmp_path: Path
) -> None:
    random = Random(11)
    watching = house.store
    known = (await watching.news(None)).mark
    for place in range(60):
        for _ in range(random.randint(0, 3)):
            assert (await watching.news(known)).events == ()
            await asyncio.sleep(random.choice((0, 0.001, 0.06)))
        await house.do(ANA, Verb.NOTE, "101", note=f"towels {place}")
        news = await watching.news(known)
        assert [event.note for event in news.events] == [f"towels {place}"]
        known = news.mark


def test_a_file_that_was_just_written_to_has_no_trace_yet(tmp_path: Path) -> None:
    path = tmp_path / "hotel.db"
    path.write_bytes(b"x")
    assert trace_of(path) is None
    os.utime(path, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    first = trace_of(path)
    assert first is not None
    assert first == trace_of(path)


def test_a_commit_leaves_another_trace(tmp_path: Path) -> None:
    path, log = tmp_path / "hotel.db", tmp_path / "hotel.db-wal"
    for file in (path, log):
        file.write_bytes(b"x")
        os.utime(file, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    before = trace_of(path)
    log.write_bytes(b"y")
    assert trace_of(path) is None
    os.utime(log, ns=(_LONG_AGO_NS, _LONG_AGO_NS + 1))
    assert before != trace_of(path)


def test_stamps_of_a_coarse_file_system_prove_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hotel.db"
    path.write_bytes(b"x")
    os.utime(path, (time.time() - 100, int(time.time()) - 100))
    assert trace_of(path) is None
