"""Links, pipes and other users' files beside a database: never followed, waited for or believed."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import housekeeper
from housekeeper.core.errors import KeysMissing, StoreError, StoreUnavailable
from housekeeper.store.database import Database
from housekeeper.store.disk import copied, open_own, overwrite_and_delete
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.guest_keys.stay_key import NoKey
from housekeeper.store.sqlite.rewrite_file import copies, discard_abandoned, discard_copies
from housekeeper.store.sqlite.running_boards import BoardLock, is_board_running
from housekeeper.store.sqlite.write_queue import WriteQueue
from housekeeper.store.transfer.restore import restore
from tests.grand_hotel import GRAND, SetClock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and owners as POSIX has them")
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files to others"
)
ANOTHER_USER = 12_345

Plant = Callable[[Path], None]


def a_link(path: Path) -> None:
    letter = path.with_name("letter")
    letter.write_text("Dear Ana")
    path.symlink_to(letter)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def anothers(path: Path) -> None:
    path.write_text("Dear Ana")
    os.chown(path, ANOTHER_USER, ANOTHER_USER)


PLANTED = [a_link, a_pipe, a_folder, pytest.param(anothers, marks=needs_root)]
planted = pytest.mark.parametrize("plant", PLANTED)


def is_untouched(path: Path) -> bool:
    """Whether what was planted, and what a link led to, is as it was."""
    letter = path.with_name("letter") if path.is_symlink() else path
    return not letter.is_file() or letter.read_text() == "Dear Ana"


async def a_hotel(path: Path) -> Path:
    database = await Database.open(str(path))
    await database.create_hotel(GRAND)
    await database.close()
    return path


@planted
def test_what_is_not_ours_is_neither_overwritten_nor_deleted(tmp_path: Path, plant: Plant) -> None:
    path = tmp_path / "hotel.db.restoring"
    plant(path)
    with pytest.raises(StoreUnavailable, match="cannot be overwritten and deleted"):
        overwrite_and_delete(path)
    assert is_untouched(path)
    assert os.path.lexists(path)


@needs_root
def test_what_the_owner_of_the_folder_put_there_is_as_good_as_ours(tmp_path: Path) -> None:
    os.chown(tmp_path, ANOTHER_USER, ANOTHER_USER)
    path = tmp_path / "hotel.db.restoring"
    anothers(path)
    overwrite_and_delete(path)
    assert not path.exists()


@planted
@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
async def test_a_log_that_is_not_the_databases_owners_is_refused_before_it_is_read(
    tmp_path: Path, plant: Plant, end: str
) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    log = path.with_name(f"hotel.db{end}")
    plant(log)
    with pytest.raises(StoreUnavailable, match=r"Move it away\.$") as refused:
        await Database.open(str(path))
    assert str(log) in str(refused.value)
    assert is_untouched(log)


@needs_root
async def test_another_users_journal_is_not_replayed(tmp_path: Path) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE").fetchone()
    before = path.read_bytes()
    journal = path.with_name("hotel.db-journal")
    # A hot journal, as a program that was killed leaves it.
    other = tmp_path / "other.db"
    other.write_bytes(before)
    writing = sqlite3.connect(other, isolation_level=None)
    writing.execute("PRAGMA cache_size=1")
    writing.execute("PRAGMA cache_spill=1")
    writing.execute("BEGIN")
    writing.execute("CREATE TABLE filler AS SELECT randomblob(100000) AS noise")
    journal.write_bytes(other.with_name("other.db-journal").read_bytes())
    writing.close()
    os.chown(journal, ANOTHER_USER, ANOTHER_USER)
    with pytest.raises(StoreUnavailable, match="belongs to another user"):
        await Database.open(str(path))
    assert path.read_bytes() == before
    assert journal.exists()


@planted
async def test_a_restore_does_not_read_such_a_log_either(tmp_path: Path, plant: Plant) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    backup = await a_hotel(tmp_path / "backup.db")
    before = path.read_bytes()
    plant(path.with_name("hotel.db-journal"))
    with pytest.raises(StoreUnavailable, match="Move it away"):
        await restore(path, backup, may_discard=True)
    assert path.read_bytes() == before


@planted
async def test_a_copy_is_not_put_where_something_of_others_lies(
    tmp_path: Path, plant: Plant
) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    backup = await a_hotel(tmp_path / "backup.db")
    staged = tmp_path / "hotel.db.restoring"
    plant(staged)
    with pytest.raises(StoreUnavailable, match="cannot be overwritten"):
        await restore(path, backup, may_discard=True)
    assert is_untouched(staged)


async def test_a_backup_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "backup.db"
    a_pipe(pipe)
    with pytest.raises(StoreError, match="no ordinary file"):
        await restore(tmp_path / "hotel.db", pipe, may_discard=True)


def test_a_backup_may_be_named_by_a_link_since_it_is_only_read(tmp_path: Path) -> None:
    a_link(tmp_path / "backup.db")
    copied(tmp_path / "backup.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "Dear Ana"


@planted
async def test_what_others_planted_as_leftovers_holds_no_rewrite_up(
    tmp_path: Path, plant: Plant, clock: SetClock
) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    for name in ("hotel.db.schema-1.backup", "hotel.db.restoring"):
        left = path.with_name(name)
        plant(left)
        os.utime(left, (0, 0), follow_symlinks=False)
    assert [number for number, _ in copies(path)] == [1]
    discard_copies(path, 4)
    discard_abandoned(path, clock.real_now() + timedelta(days=1))
    assert is_untouched(path.with_name("hotel.db.restoring"))
    assert is_untouched(path.with_name("hotel.db.schema-1.backup"))


@planted
async def test_a_queue_and_a_lock_of_others_are_done_without(tmp_path: Path, plant: Plant) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    for name in ("hotel.db.queue", "hotel.db.boards"):
        path.with_name(name).unlink(missing_ok=True)
        plant(path.with_name(name))
    queue = WriteQueue(path)
    with queue.turn():
        pass
    queue.close()
    assert not BoardLock(path).hold()
    assert not is_board_running(path)
    database = await Database.open(str(path))
    assert [hotel.slug for hotel in await database.hotels()] == ["grand"]
    await database.close()


def test_a_file_that_is_made_is_not_made_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "hotel.db.queue").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="it is a link"):
        open_own(tmp_path / "hotel.db.queue", os.O_RDWR | os.O_CREAT)
    assert not (tmp_path / "elsewhere").exists()


@needs_root
async def test_a_link_to_the_database_that_another_user_made_is_refused(tmp_path: Path) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    link = tmp_path / "link.db"
    link.symlink_to(path)
    await (await Database.open(str(link))).close()
    os.chown(link, ANOTHER_USER, ANOTHER_USER, follow_symlinks=False)
    with pytest.raises(StoreUnavailable, match="name the file itself"):
        await Database.open(str(link))


@pytest.mark.parametrize("plant", [a_pipe, a_folder, a_link])
def test_a_key_file_that_is_none_is_a_missing_key_file(tmp_path: Path, plant: Plant) -> None:
    keys = KeyFile(tmp_path / "hotel.db.keys")
    plant(keys.path)
    assert keys.read([1]) == {1: NoKey.MISSING}
    assert keys.live() == set()
    assert keys.leftover(0) == set()
    keys.note_committed(1)
    told = keys.facts("an id", 1).trouble
    assert told is not None
    assert "cannot be opened (it is " in told or "is a directory" in told
    assert "move what is there away" in told
    for act in (
        lambda: keys.create("an id", 0, 1),
        lambda: keys.destroy([1]),
        lambda: keys.begin_anew("an id", 1),
    ):
        with pytest.raises(KeysMissing, match="cannot be opened"):
            act()
    assert is_untouched(keys.path)


@needs_root
def test_keys_are_not_written_into_another_users_file(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "hotel.db.keys")
    anothers(keys.path)
    with pytest.raises(KeysMissing, match="belongs to another user"):
        keys.create("an id", 0, 1)
    assert is_untouched(keys.path)


async def test_a_hotel_whose_key_file_is_a_pipe_goes_on_without_guests_words(
    tmp_path: Path,
) -> None:
    path = await a_hotel(tmp_path / "hotel.db")
    path.with_name("hotel.db.keys").unlink(missing_ok=True)
    a_pipe(path.with_name("hotel.db.keys"))
    database = await Database.open(str(path))
    report = await database.key_report()
    assert report.facts.trouble is not None
    await database.close()


def test_a_database_file_is_opened_in_one_place_that_looks_at_its_logs() -> None:
    package = Path(housekeeper.__file__).parent
    opening = [
        file.relative_to(package)
        for file in package.rglob("*.py")
        if "sqlite3.connect(" in file.read_text(encoding="utf-8")
    ]
    assert opening == [Path("store/sqlite/open_file.py")]
