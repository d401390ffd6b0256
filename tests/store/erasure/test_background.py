"""A board rewrites the database file when nobody acts, and says what stands."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from housekeeper.core import erasure
from housekeeper.core.acts import Verb
from housekeeper.core.erasure import QUIET_HOUR, ErasureState
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.store.database import Database
from housekeeper.store.erasure.background import TRY_AGAIN_AFTER, BoardErasing
from housekeeper.store.event_format.compact_types import microseconds_of
from housekeeper.store.sqlite.rewrite_file import FileEraser, copies
from housekeeper.store.sqlite.running_boards import is_board_running
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, DESK, GRAND, SetClock, a_booking, act_of
from tests.store.version_one import make_version_one
from tests.stored_house import StoredHouse


@dataclass(slots=True)
class Board:
    """One board's erasing, and what it told."""

    erasing: BoardErasing
    told: list[ErasureState | None] = field(default_factory=list)

    async def look(self) -> ErasureState:
        await self.erasing.look()
        assert self.told[-1] is not None
        return self.told[-1]


def a_board(database: Database, clock: SetClock) -> Board:
    told: list[ErasureState | None] = []
    return Board(BoardErasing(database, GRAND, clock, QUIET_HOUR, told.append), told)


async def a_guest_left(house: StoredHouse, number: str = "101") -> None:
    await house.book(a_booking(f"B{number}", status=BookingStatus.CHECKED_IN, room_number=number))
    await house.store.write(lambda work: check_out(work, act_of(DESK), [number]))


async def runs_of(house: StoredHouse) -> int:
    return len(await house.store.read(lambda work: work.erasures.runs()))


@only_on_sqlite
async def test_half_a_minute_after_the_last_act_the_file_is_rewritten(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    await a_guest_left(house)
    board = a_board(database, clock)
    assert (await board.look()).is_pending
    clock.pass_time(seconds=20)
    await house.do(ANA, Verb.START, "101")
    clock.pass_time(seconds=20)
    assert (await board.look()).is_pending
    clock.pass_time(seconds=10)
    assert not (await board.look()).is_pending
    assert await runs_of(house) == 1


@only_on_sqlite
async def test_what_stands_is_told_once_and_again_when_it_changes(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    board = a_board(database, clock)
    await board.look()
    await board.look()
    assert len(board.told) == 1
    await a_guest_left(house)
    await board.look()
    assert [state is not None and state.is_pending for state in board.told] == [False, True]


@only_on_sqlite
async def test_two_boards_rewrite_it_once(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    await a_guest_left(house)
    clock.pass_time(minutes=1)
    other = await Database.open(str(house.path))
    boards = (a_board(database, clock), a_board(other, clock))
    await asyncio.gather(*(board.look() for board in boards))
    for board in boards:
        assert not (await board.look()).is_pending
    assert await runs_of(house) == 1
    await other.close()


@only_on_sqlite
async def test_a_large_file_is_left_until_the_quiet_hour_of_the_hotel(
    database: Database, house: StoredHouse, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "LARGEST_BY_DAY", 1_000)
    await a_guest_left(house)
    board = a_board(database, clock)
    clock.pass_time(hours=1)
    assert (await board.look()).is_pending
    # Lisbon is on UTC in November; acts do not hold it up at night.
    clock.at = clock.at.replace(hour=QUIET_HOUR.begins.hour) + timedelta(days=1)
    await a_guest_left(house, "102")
    assert not (await board.look()).is_pending


@only_on_sqlite
async def test_a_rewrite_that_fails_is_tried_again_after_a_while_and_not_at_once(
    database: Database, house: StoredHouse, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_guest_left(house)
    clock.pass_time(minutes=1)
    board = a_board(database, clock)
    tries: list[str] = []

    async def fails(self: FileEraser) -> None:
        from housekeeper.core.errors import StoreUnavailable

        tries.append("once")
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(FileEraser, "erase", fails)
        for _ in range(3):
            assert (await board.look()).is_pending
            clock.pass_time(seconds=5)
        assert len(tries) == 1
        clock.pass_time(seconds=TRY_AGAIN_AFTER.total_seconds())
        await board.look()
        assert len(tries) == 2
    clock.pass_time(seconds=TRY_AGAIN_AFTER.total_seconds() + 1)
    assert not (await board.look()).is_pending


@only_on_sqlite
async def test_a_machine_without_memory_ends_no_board(
    database: Database, house: StoredHouse, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_guest_left(house)
    clock.pass_time(minutes=1)
    board = a_board(database, clock)

    async def fails(self: FileEraser) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(FileEraser, "erase", fails)
        assert (await board.look()).is_pending
    clock.pass_time(seconds=TRY_AGAIN_AFTER.total_seconds() + 1)
    assert not (await board.look()).is_pending


@only_on_sqlite
async def test_a_database_that_goes_away_does_not_end_the_looking(
    database: Database, house: StoredHouse, clock: SetClock, tmp_path: Path
) -> None:
    board = a_board(database, clock)
    await board.look()
    away = house.path.rename(tmp_path / "away")
    await board.erasing.look()
    away.rename(house.path)
    clock.pass_time(minutes=1)
    await a_guest_left(house)
    assert (await board.look()).is_pending


async def test_a_copy_that_a_killed_run_left_is_found_at_the_next_start(
    tmp_path: Path, clock: SetClock
) -> None:
    path = tmp_path / "old.db"
    make_version_one(path)
    database = await Database.open(str(path))
    eraser = database.eraser(clock)
    assert eraser is not None
    kept = copies(path)[0][1].read_bytes()
    await eraser.erase()
    path.with_name("old.db.schema-1.backup").write_bytes(kept)
    await a_board(database, clock).look()
    assert copies(path) == []
    await database.close()


@only_on_sqlite
async def test_what_a_restore_that_was_killed_left_goes_and_what_one_works_on_stays(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    old, new = (house.path.with_name(f"hotel.db.restoring{end}") for end in ("", "-wal"))
    for path, age in ((old, 7200), (new, 60)):
        path.write_bytes(b"words")
        os.utime(path, (clock.at.timestamp() - age,) * 2)
    await a_board(database, clock).look()
    assert not old.exists()
    assert new.exists()


async def test_a_copy_stays_as_long_as_the_rewrite_is_pending(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    make_version_one(path)
    database = await Database.open(str(path))
    monkeypatch.setattr(ErasureState, "is_time", lambda *_: False)
    assert (await a_board(database, clock).look()).is_pending
    assert len(copies(path)) == 1
    await database.close()


@pytest.fixture
async def running(
    database: Database, house: StoredHouse, clock: SetClock
) -> AsyncIterator[StoredHouse]:
    """The house while a board runs on it."""
    looked = asyncio.Event()
    erasing = BoardErasing(database, GRAND, clock, QUIET_HOUR, lambda _: looked.set())
    task = asyncio.create_task(erasing.run())
    await looked.wait()
    yield house
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_board_running(house.path)


@only_on_sqlite
async def test_a_running_board_is_seen_by_commands(running: StoredHouse) -> None:
    assert await asyncio.to_thread(is_board_running, running.path)


@only_on_sqlite
async def test_the_last_act_of_any_hotel_of_the_file_counts(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    await a_guest_left(house)
    clock.pass_time(minutes=1)
    with closing(sqlite3.connect(house.path)) as other, other:
        other.execute(
            "INSERT INTO hotel (slug, name, timezone, last_seq) VALUES ('b', 'B', 'UTC', 1)"
        )
        columns = [row[1] for row in other.execute("PRAGMA table_info(room_event)")]
        own = [name for name in columns if name not in {"hotel_id", "act_id", "real_at"}]
        other.execute(
            f"INSERT INTO room_event (hotel_id, act_id, real_at, {', '.join(own)}) "
            f"SELECT 2, zeroblob(16), ?, {', '.join(own)} FROM room_event WHERE seq = 1",
            (microseconds_of(clock.at),),
        )
    state = await database.erasure()
    assert state is not None
    assert state.acted_at == clock.at
