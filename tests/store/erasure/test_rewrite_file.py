"""After a checkout the freed bytes leave the file: asked for by the purge, done by a rewrite."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from housekeeper.core.acts import Verb
from housekeeper.core.erasure import ErasureState, QuietHour, finished_at
from housekeeper.core.errors import InvalidInput, StoreBusy, StoreError
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import send_as_staff
from housekeeper.core.stays.checkout import Receipt, check_out
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.store.database import Database
from housekeeper.store.disk import overwrite_and_delete
from housekeeper.store.repositories import erasures
from housekeeper.store.sqlite import rewrite_file as erasing
from housekeeper.store.sqlite.clean_copy import CleanCopy
from housekeeper.store.sqlite.rewrite_file import FileEraser, copies
from housekeeper.store.sqlite.running_boards import BoardLock, is_board_running
from tests.grand_hotel import DESK, MANAGER, MARIA, SetClock, a_booking, act_of
from tests.store.version_one import WORDS, make_version_one
from tests.stored_house import StoredHouse

QUIET = QuietHour.parse("03:00-04:00")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These tests are about a database file."""
    return str(tmp_path / "hotel.db")


async def state_of(database: Database) -> ErasureState:
    found = await database.erasure()
    assert found is not None
    return found


async def with_a_guest(house: StoredHouse, number: str = "101") -> None:
    """A guest in the room who was written to and who ordered."""
    await house.book(
        a_booking(f"B{number}", status=BookingStatus.CHECKED_IN, room_number=number)
        if number.startswith("1")
        else a_booking(
            f"B{number}", room_type="DLX", status=BookingStatus.CHECKED_IN, room_number=number
        )
    )
    for line in range(40):
        await house.store.write(
            lambda work, line=line: send_as_staff(  # type: ignore[misc]
                work, act_of(DESK), number, f"line {line} " + "of many words " * 40
            )
        )
    items = (OrderItem("tea", 2),)
    await house.store.write(lambda work: add_order(work, number, items, False))


async def checked_out(house: StoredHouse, *numbers: str) -> Receipt:
    return await house.store.write(lambda work: check_out(work, act_of(DESK), numbers))


async def test_a_checkout_asks_for_the_rewrite_in_its_own_transaction(
    database: Database, house: StoredHouse
) -> None:
    await with_a_guest(house)
    assert not (await state_of(database)).is_pending
    receipt = await checked_out(house, "101")
    state = await state_of(database)
    assert (state.asked, state.done, state.is_pending) == (1, 0, True)
    assert receipt.erasure == 1
    assert state.asked_at == house.clock.at
    assert state.acted_at == house.clock.at


async def test_a_checkout_that_is_refused_asks_for_nothing(
    database: Database, house: StoredHouse
) -> None:
    await with_a_guest(house)
    with pytest.raises(Exception, match="may not"):
        await house.store.write(lambda work: check_out(work, act_of(MARIA), ["101"]))
    assert not (await state_of(database)).is_pending


async def test_checking_out_a_vacant_room_asks_for_nothing(
    database: Database, house: StoredHouse
) -> None:
    assert (await checked_out(house, "101")).erasure is None
    assert not (await state_of(database)).is_pending


async def test_a_booking_that_is_cancelled_loses_its_name_from_the_file_too(
    database: Database, house: StoredHouse
) -> None:
    await house.book(a_booking("B1", guest_name="Zoe Adler"), a_booking("B2"))
    await house.book(a_booking("B2", status=BookingStatus.CANCELLED))
    assert not (await state_of(database)).is_pending
    await house.book(a_booking("B1", status=BookingStatus.NO_SHOW))
    assert (await state_of(database)).asked == 1


async def test_a_name_that_is_corrected_leaves_the_file(
    database: Database, house: StoredHouse
) -> None:
    await house.book(a_booking("B1", guest_name="Zoe Adler"))
    await house.book(a_booking("B1", guest_name="Zoe Adler"))
    assert not (await state_of(database)).is_pending
    await house.book(a_booking("B1", guest_name="Zoe Alder"))
    assert (await state_of(database)).is_pending


async def test_a_note_that_is_blanked_leaves_the_file(
    database: Database, house: StoredHouse
) -> None:
    await house.do(MANAGER, Verb.NOTE, "101", note="speaks of the guest")
    event = await house.store.read(lambda work: work.events.last_seq())
    await house.store.write(lambda work: redact(work, act_of(MANAGER), event))
    assert (await state_of(database)).is_pending


async def test_the_rewrite_empties_the_log_and_says_what_it_covers(
    database: Database, house: StoredHouse
) -> None:
    await with_a_guest(house)
    receipt = await checked_out(house, "101")
    eraser = database.eraser(house.clock)
    assert eraser is not None
    run = await eraser.erase()
    assert run is not None
    assert run.covers == receipt.erasure
    assert run.file_bytes > 0
    assert run.waited_ms <= run.took_ms + 1
    assert not (await state_of(database)).is_pending
    runs = await house.store.read(lambda work: work.erasures.runs(1))
    assert [one.covers for one in runs] == [1]
    assert finished_at(runs, receipt.erasure) == run.finished_at
    assert finished_at(runs, 2) is None
    assert finished_at(runs, None) is None


async def test_the_rewrite_leaves_no_free_page(database: Database, house: StoredHouse) -> None:
    await with_a_guest(house)
    await checked_out(house, "101")
    eraser = database.eraser(house.clock)
    assert eraser is not None
    with closing(sqlite3.connect(house.path)) as other:
        assert other.execute("PRAGMA freelist_count").fetchone() > (0,)
        await eraser.erase()
        assert other.execute("PRAGMA freelist_count").fetchone() == (0,)


async def test_the_history_knows_under_which_number_a_checkout_leaves_the_file(
    house: StoredHouse,
) -> None:
    await with_a_guest(house)
    await with_a_guest(house, "102")
    await checked_out(house, "101")
    await checked_out(house, "102")
    events = await house.store.read(lambda work: work.events.history(HistoryQuery(limit=2)))
    assert [(event.room_number, event.erasure) for event in events] == [("102", 2), ("101", 1)]
    assert all(event.deleted is not None and event.deleted.messages == 40 for event in events)


async def test_a_reader_who_stays_keeps_the_bytes_and_the_rewrite_pending(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "_TRIES", 2)
    await with_a_guest(house)
    await checked_out(house, "101")
    eraser = database.eraser(house.clock)
    assert eraser is not None
    with closing(sqlite3.connect(house.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM room").fetchone()
        with pytest.raises(StoreBusy, match="tried again"):
            await eraser.erase()
        assert (await state_of(database)).is_pending
    assert await eraser.erase() is not None
    assert not (await state_of(database)).is_pending
    assert house.path.with_name("hotel.db-wal").stat().st_size < 100_000


async def test_a_writer_in_the_middle_of_something_only_delays_the_rewrite(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_a_guest(house)
    await checked_out(house, "101")
    eraser = database.eraser(house.clock)
    assert eraser is not None
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def take_and_tell(lent: Connection, holder: str, now: datetime, until: datetime) -> int | None:
        loop.call_soon_threadsafe(begun.set)
        return take(lent, holder, now, until)

    take = erasures.take_lease
    monkeypatch.setattr(erasures, "take_lease", take_and_tell)
    with closing(sqlite3.connect(house.path, isolation_level=None)) as writer:
        rewriting = asyncio.create_task(eraser.erase())
        # The lease is taken first, so the writer begins when that is done.
        await begun.wait()
        writer.execute("PRAGMA busy_timeout=10000")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE room SET section = 'West'")
        await asyncio.sleep(0.1)
        writer.execute("COMMIT")
        assert await rewriting is not None
    assert (await house.room("101")).section == "West"


async def test_a_rewrite_that_is_broken_off_leaves_its_place_to_the_next(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_a_guest(house)
    await checked_out(house, "101")
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def tell() -> None:
        loop.call_soon_threadsafe(begun.set)

    def endlessly(copy: CleanCopy) -> None:
        write(copy)
        source = copy._source
        assert source is not None
        source.create_function("tell", 0, tell)
        source.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT max(i) FROM n WHERE i <> 10 OR tell() IS NULL"
        ).fetchone()

    write = CleanCopy.write
    first, second = database.eraser(house.clock), database.eraser(house.clock)
    assert first is not None
    assert second is not None
    with monkeypatch.context() as patched:
        patched.setattr(CleanCopy, "write", endlessly)
        rewriting = asyncio.create_task(first.erase())
        await begun.wait()
        rewriting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await rewriting
    assert not house.path.with_name("hotel.db.rewriting").exists()
    assert await second.erase() is not None


async def test_only_one_process_rewrites_at_a_time(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    await with_a_guest(house)
    await checked_out(house, "101")
    with closing(sqlite3.connect(house.path)) as other, other:
        until = (clock.at + timedelta(seconds=20)).isoformat(timespec="microseconds")
        other.execute("UPDATE database_mark SET erasure_holder='other', erasure_until=?", (until,))
    eraser = database.eraser(clock)
    assert eraser is not None
    assert await eraser.erase() is None
    assert (await state_of(database)).is_pending
    clock.pass_time(seconds=21)
    assert await eraser.erase() is not None


async def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_up(
    database: Database, house: StoredHouse, clock: SetClock
) -> None:
    with closing(sqlite3.connect(house.path)) as other, other:
        until = (clock.at + timedelta(hours=2)).isoformat(timespec="microseconds")
        other.execute("UPDATE database_mark SET erasure_holder='other', erasure_until=?", (until,))
    eraser = database.eraser(clock)
    assert eraser is not None
    assert await eraser.erase() is not None


async def test_every_connection_overwrites_what_it_deletes_and_writes_no_temporary_file(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = (1, 2)  # secure_delete=ON, temp_store=MEMORY

    def pragmas(connection: Connection) -> tuple[int, ...]:
        names = ("secure_delete", "temp_store")
        return tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names)

    assert await database.run(pragmas, "DEFERRED") == recipe
    assert await database.run(pragmas, "IMMEDIATE") == recipe
    found: list[tuple[int, ...]] = []

    def look(lent: Connection, holder: str) -> None:
        found.append(pragmas(lent))
        release(lent, holder)

    release = erasures.release_lease
    monkeypatch.setattr(erasures, "release_lease", look)
    eraser = database.eraser(house.clock)
    assert eraser is not None
    await eraser.erase()
    assert found == [recipe]


async def test_a_file_that_is_gone_is_said_in_one_sentence(tmp_path: Path, clock: SetClock) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await FileEraser(tmp_path / "gone.db", clock).erase()


async def test_a_database_in_memory_has_nothing_to_rewrite(clock: SetClock) -> None:
    opened = await Database.open(":memory:")
    assert opened.eraser(clock) is None
    assert await opened.erasure() is None
    await opened.close()


# When it is time


def pending(**facts: object) -> ErasureState:
    return ErasureState(asked=3, done=2, **facts)  # type: ignore[arg-type]


def test_nothing_is_rewritten_that_nobody_asked_for() -> None:
    state = ErasureState(asked=3, done=3, acted_at=NOON - timedelta(hours=1))
    assert not state.is_time(NOON, NOON, QUIET)


@pytest.mark.parametrize(
    ("seconds", "is_time"), [(0, False), (29.9, False), (30, True), (500, True), (-5, True)]
)
def test_it_waits_until_nobody_has_acted_for_half_a_minute(seconds: float, is_time: bool) -> None:
    state = pending(acted_at=NOON - timedelta(seconds=seconds))
    assert state.is_time(NOON, NOON, QUIET) is is_time


def test_a_large_file_waits_for_the_quiet_hour_and_then_for_nobody() -> None:
    state = pending(acted_at=NOON - timedelta(seconds=1), file_bytes=21_000_000)
    night = NOON.replace(hour=3, minute=30)
    assert not state.is_time(NOON + timedelta(hours=1), NOON, QUIET)
    assert state.is_time(NOON, night, QUIET)
    assert not state.is_time(NOON, NOON.replace(hour=4), QUIET)


def test_a_quiet_hour_may_go_over_midnight() -> None:
    quiet = QuietHour.parse("23:30-00:30")
    assert quiet == QuietHour(time(23, 30), time(0, 30))
    assert quiet.holds(NOON.replace(hour=23, minute=45))
    assert quiet.holds(NOON.replace(hour=0, minute=29))
    assert not quiet.holds(NOON)


@pytest.mark.parametrize("text", ["", "3-4", "03:00", "03:00-03:00", "24:00-25:00", "03:00 04:00"])
def test_what_is_no_quiet_hour_is_refused_with_how_it_is_written(text: str) -> None:
    with pytest.raises(InvalidInput, match="03:00-04:00"):
        QuietHour.parse(text)


# The migration's copy


async def test_the_copy_made_before_a_migration_goes_with_the_first_rewrite(
    tmp_path: Path, clock: SetClock
) -> None:
    path = tmp_path / "old.db"
    make_version_one(path)
    opened = await Database.open(str(path))
    assert [number for number, _ in copies(path)] == [1]
    assert (await state_of(opened)).is_pending
    eraser = opened.eraser(clock)
    assert eraser is not None
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT count(*) FROM room").fetchone()
        await eraser.erase()
        assert copies(path) == []
        raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    # The words of guests were sealed in place, and what they were before is gone as well.
    plain = [word for words in WORDS.values() for word in words if word.encode() in raw]
    assert not plain
    await opened.close()


def test_a_copy_of_a_migration_that_has_yet_to_come_through_stays(tmp_path: Path) -> None:
    path = tmp_path / "odd [1].db"
    for number in ("1", "2", "x"):
        path.with_name(f"odd [1].db.schema-{number}.backup").write_bytes(b"words")
    erasing.discard_copies(path, 2)
    assert [number for number, _ in copies(path)] == [2]


def test_a_file_is_overwritten_before_it_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy"
    path.write_bytes(b"words " * 500_000)
    held: list[bytes] = []
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok: held.append(self.read_bytes()))
    overwrite_and_delete(path)
    assert len(held[0]) == 3_000_000
    assert not held[0].strip(b"\x00")


def test_a_file_that_is_not_there_needs_no_deleting(tmp_path: Path) -> None:
    overwrite_and_delete(tmp_path / "none")


# Whether a board is running


def test_a_running_board_is_seen_until_it_ends(tmp_path: Path) -> None:
    database = tmp_path / "hotel.db"
    assert not is_board_running(database)
    first, second = BoardLock(database), BoardLock(database)
    assert first.hold()
    assert second.hold()
    assert is_board_running(database)
    first.release()
    assert is_board_running(database)
    second.release()
    assert not is_board_running(database)


def test_boards_are_seen_again_once_one_of_them_looks_where_the_file_was_deleted(
    tmp_path: Path,
) -> None:
    database = tmp_path / "hotel.db"
    boards = [BoardLock(database), BoardLock(database)]
    for board in boards:
        assert board.hold()
    (tmp_path / "hotel.db.boards").unlink()
    assert not is_board_running(database)
    for board in boards:
        assert board.hold()
        assert is_board_running(database)
    boards[0].release()
    assert is_board_running(database)
    boards[1].release()
    assert not is_board_running(database)


def test_the_file_that_boards_lock_is_its_owners_alone(tmp_path: Path) -> None:
    lock = BoardLock(tmp_path / "hotel.db")
    lock.hold()
    assert (tmp_path / "hotel.db.boards").stat().st_mode & 0o777 == 0o600
    lock.release()
