"""Boards on one machine are told of commits; where nothing tells, they look as often as ever."""

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb
from housekeeper.live import store_feed
from housekeeper.live.feed import LiveFeed
from housekeeper.live.store_feed import LOOK_EVERY_SECONDS
from housekeeper.store.database import Database
from housekeeper.store.sqlite import file_watch, listener
from housekeeper.store.sqlite.listener import FileEar, listening
from housekeeper.store.sqlite.write_queue import WriteQueue, queue_file
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, GRAND, House
from tests.live.conftest import until
from tests.live.test_feed import Terminal
from tests.stored_house import StoredHouse

only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")

ANOTHER_PROGRAM = """
import sys
from pathlib import Path
from housekeeper.store.sqlite.write_queue import WriteQueue
with WriteQueue(Path(sys.argv[1])).turn():
    pass
"""


@dataclass(slots=True)
class FakeWatch:
    """A watch that tells when the test says so."""

    ends: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)
    is_closed: bool = False

    def tell(self) -> None:
        self.ends[1].send(b"!")

    def fileno(self) -> int:
        return self.ends[0].fileno()

    def take(self) -> None:
        self.ends[0].recv(4096)

    def close(self) -> None:
        self.is_closed = True
        for end in self.ends:
            end.close()


@dataclass(slots=True)
class Watches:
    """All fake watches that were begun."""

    begun: list[FakeWatch] = field(default_factory=list)

    def __call__(self, path: Path) -> FakeWatch:
        self.begun.append(FakeWatch())
        return self.begun[-1]


@dataclass(slots=True)
class Hints:
    """Counts the hints that come."""

    count: int = 0

    def __call__(self) -> None:
        self.count += 1


@contextlib.asynccontextmanager
async def following(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Terminal, list[float]]]:
    """A board in a program of its own, and the pauses between its looks."""
    database = await Database.open(house.target)
    here = Terminal()
    feed = LiveFeed(database.hotel(GRAND, house.clock), house.clock, here)
    pauses: list[float] = []
    asked = feed.store_feed.pause

    def pause(is_told: bool) -> float:
        pauses.append(asked(is_told))
        return pauses[-1]

    monkeypatch.setattr(feed.store_feed, "pause", pause)
    running = asyncio.create_task(feed.run())
    try:
        await until(lambda: here.board is not None)
        yield here, pauses
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await database.close()


async def test_a_ring_has_nobody_look_before_the_answer_to_ones_own_act_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "HINT_AFTER_SECONDS", 3600.0)
    hints, watches = Hints(), Watches()
    async with listening(tmp_path / "hotel.db", hints, watches) as ear:
        await until(lambda: watches.begun)
        watches.begun[0].tell()
        await until(lambda: ear.hears)
        assert hints.count == 0


@only_on_linux
async def test_another_programs_commit_is_told_by_the_file_system(tmp_path: Path) -> None:
    hints, database = Hints(), tmp_path / "hotel.db"
    async with listening(database, hints) as ear:
        await until(lambda: ear.hears)
        known = hints.count
        words = [sys.executable, "-c", ANOTHER_PROGRAM, str(database)]
        await asyncio.to_thread(subprocess.run, words, check=True)
        await until(lambda: hints.count > known)


@only_on_linux
async def test_hundreds_of_commits_while_a_board_is_busy_are_one_hint_and_others_files_none(
    tmp_path: Path,
) -> None:
    hints, database = Hints(), tmp_path / "hotel.db"
    async with listening(database, hints) as ear:
        await until(lambda: ear.hears)
        known = hints.count
        for name in ("hotel.db-wal", "another.db.queue"):
            (tmp_path / name).write_bytes(b"x")
        await asyncio.sleep(0.05)
        assert hints.count == known
        queue = WriteQueue(database)
        for _ in range(500):
            queue.ring()
        await until(lambda: hints.count > known)
        await asyncio.sleep(0.05)
        assert hints.count == known + 1
        queue.close()
    assert queue_file(database).stat().st_size == 1


@only_on_sqlite
@only_on_linux
async def test_a_board_that_is_told_shows_every_act_without_a_look_of_its_own(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_feed, "SAFETY_NET_SECONDS", 3600.0)
    async with following(house, monkeypatch) as (here, pauses):
        await until(lambda: pauses and pauses[-1] == 3600.0)
        for n in range(30):
            await house.do(ANA, Verb.NOTE, "101", note=f"towels {n}")
        await until(lambda: here.seqs == list(range(1, 31)))
        house.path.rename(house.path.with_name("old.db"))
        # Whoever replaces the file writes it by the queue, as `restore` does.
        WriteQueue(house.path).ring()
        await until(lambda: here.failures)


@only_on_sqlite
@pytest.mark.parametrize("fault", ["tells nothing", "has no more watches", "is not Linux"])
async def test_where_nothing_tells_the_board_looks_as_often_as_ever(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def watch(path: Path) -> FakeWatch:
        if fault == "has no more watches":
            raise OSError("no space left on device")
        if fault == "is not Linux":
            raise ImportError("no inotify")
        return FakeWatch()

    monkeypatch.setattr(file_watch, "FileWatch", watch)
    async with following(house, monkeypatch) as (here, pauses):
        for n in range(3):
            await house.do(ANA, Verb.NOTE, "101", note=f"towels {n}")
            await until(lambda n=n: len(here.seqs) == n + 1)  # type: ignore[misc]
        assert set(pauses) == {LOOK_EVERY_SECONDS}


@only_on_sqlite
async def test_a_watch_that_dies_is_found_out_by_what_it_did_not_tell_and_begun_anew(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    watches = Watches()
    monkeypatch.setattr(file_watch, "FileWatch", watches)
    monkeypatch.setattr(listener, "DOUBT_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(listener, "TRY_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(store_feed, "SAFETY_NET_SECONDS", 0.3)
    async with following(house, monkeypatch) as (here, pauses):
        await until(lambda: watches.begun)
        watches.begun[0].tell()
        await until(lambda: pauses and pauses[-1] == 0.3)
        # From here on it tells nothing.
        await house.do(ANA, Verb.NOTE, "101", note="towels")
        await until(lambda: here.seqs == [1])
        await until(lambda: pauses[-1] == LOOK_EVERY_SECONDS)
        assert watches.begun[0].is_closed
        await until(lambda: len(watches.begun) > 1)
        watches.begun[-1].tell()
        await until(lambda: pauses[-1] == 0.3)
    assert all(watch.is_closed for watch in watches.begun)


@only_on_sqlite
@only_on_linux
async def test_a_queue_file_that_was_taken_away_makes_no_board_wrong(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "DOUBT_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(store_feed, "SAFETY_NET_SECONDS", 0.3)
    async with following(house, monkeypatch) as (here, pauses):
        await until(lambda: pauses and pauses[-1] == 0.3)
        queue_file(house.path).unlink()
        async with house.other_terminal() as other:
            elsewhere, acts = House(other, house.clock), 0
            while pauses[-1] != LOOK_EVERY_SECONDS:
                acts += 1
                assert acts < 20
                await elsewhere.do(ANA, Verb.NOTE, "101", note=f"towels {acts}")
                await until(lambda acts=acts: len(here.seqs) == acts)  # type: ignore[misc]
                await asyncio.sleep(0.2)


async def test_an_ear_that_is_closed_while_it_begins_says_nothing_more(tmp_path: Path) -> None:
    watches, hints = Watches(), Hints()
    for turn in range(20):
        async with listening(tmp_path / "hotel.db", hints, watches):
            await asyncio.sleep(turn * 0.0002)
        for watch in watches.begun:
            if not watch.is_closed:
                watch.tell()
    await asyncio.sleep(0.01)
    assert hints.count == 0


async def test_news_that_a_look_finds_before_they_are_told_raise_no_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "DOUBT_AFTER_SECONDS", 0.02)
    watches = Watches()
    ear = FileEar(tmp_path / "hotel.db", Hints(), watches)
    listen = asyncio.create_task(ear.listen())
    await until(lambda: watches.begun)
    watches.begun[0].tell()
    await until(lambda: ear.hears)
    await asyncio.sleep(0.05)
    ear.news_found()
    watches.begun[0].tell()
    await asyncio.sleep(0.1)
    assert ear.hears
    listen.cancel()
