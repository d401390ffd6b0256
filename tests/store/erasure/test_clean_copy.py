"""The file is rewritten through a copy of the program's own, whatever its size and who writes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from housekeeper.core.errors import StoreUnavailable
from housekeeper.store.database import Database
from housekeeper.store.sqlite.clean_copy import CleanCopy, discard_left
from housekeeper.store.sqlite.rewrite_file import FileEraser
from proofs.rewrite_memory import Limited, memory_row
from tests.grand_hotel import SetClock
from tests.stored_house import StoredHouse

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files to others"
)


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These tests are about a database file."""
    return str(tmp_path / "hotel.db")


@pytest.fixture
def copy(house: StoredHouse) -> CleanCopy:
    return CleanCopy(house.path)


def eraser_of(database: Database, clock: SetClock) -> FileEraser:
    eraser = database.eraser(clock)
    assert eraser is not None
    return eraser


def test_a_large_file_is_rewritten_by_a_program_that_may_have_little_memory(
    tmp_path: Path,
) -> None:
    row = memory_row(tmp_path, Limited(40, 20, is_whole=False))
    assert row.passed, row.detail


async def test_the_copy_is_its_owners_alone_and_on_the_same_disk_and_gone_afterwards(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    inode = house.path.stat().st_ino

    def write(copy: CleanCopy) -> None:
        plainly(copy)
        [written] = copy.folder.iterdir()
        seen.append((copy.folder.stat().st_mode & 0o777, written.stat().st_mode & 0o777))
        assert copy.folder.parent == house.path.parent

    plainly = CleanCopy.write
    monkeypatch.setattr(CleanCopy, "write", write)
    assert await eraser_of(database, house.clock).erase() is not None
    assert seen == [(0o700, 0o600)]
    assert not house.path.with_name("hotel.db.rewriting").exists()
    # Programs that have the file open stay with it.
    assert house.path.stat().st_ino == inode


async def test_what_is_written_after_the_copy_was_made_is_not_lost(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies: list[CleanCopy] = []

    def write(copy: CleanCopy) -> None:
        plainly(copy)
        if not copies:
            with closing(sqlite3.connect(house.path)) as other, other:
                other.execute("UPDATE room SET section = 'West'")
        copies.append(copy)

    plainly = CleanCopy.write
    monkeypatch.setattr(CleanCopy, "write", write)
    assert await eraser_of(database, house.clock).erase() is not None
    assert len(copies) == 2
    assert (await house.room("101")).section == "West"
    assert await database.facts() | {"integrity": "ok"} == await database.facts()


async def test_nobody_writes_while_the_second_copy_is_made(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []

    def write(copy: CleanCopy) -> None:
        plainly(copy)
        with closing(sqlite3.connect(house.path, timeout=0)) as other, other:
            try:
                other.execute("UPDATE room SET section = section || '+'")
            except sqlite3.OperationalError as fault:
                refused.append(str(fault))

    plainly = CleanCopy.write
    monkeypatch.setattr(CleanCopy, "write", write)
    assert await eraser_of(database, house.clock).erase() is not None
    assert refused == ["database is locked"]
    assert (await house.room("101")).section.count("+") == 1


async def test_two_programs_do_not_rewrite_at_once_even_when_a_lease_ran_out(
    database: Database, house: StoredHouse, copy: CleanCopy
) -> None:
    assert copy.hold()
    eraser = eraser_of(database, house.clock)
    assert await eraser.erase() is None
    copy.discard()
    assert await eraser.erase() is not None


async def test_what_a_killed_program_left_goes_with_the_next_rewrite_or_the_next_start(
    database: Database, house: StoredHouse, copy: CleanCopy
) -> None:
    for is_asked in (True, False):
        copy.folder.mkdir(mode=0o700)
        left = copy.folder / "copy.db"
        left.write_bytes(b"peony wallpaper" * 1_000)
        with left.open("rb") as still_open:
            if is_asked:
                assert await eraser_of(database, house.clock).erase() is not None
            else:
                discard_left(house.path)
            assert b"peony" not in still_open.read()
        assert not copy.folder.exists()


async def test_a_folder_that_others_can_enter_is_not_written_to(
    database: Database, house: StoredHouse, copy: CleanCopy
) -> None:
    copy.folder.mkdir()
    copy.folder.chmod(0o755)
    with pytest.raises(StoreUnavailable, match="no folder of the database's owner alone"):
        await eraser_of(database, house.clock).erase()
    assert list(copy.folder.iterdir()) == []


async def test_a_link_in_the_place_of_the_folder_is_not_followed(
    database: Database, house: StoredHouse, copy: CleanCopy, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (elsewhere / "letter").write_text("Dear Ana")
    copy.folder.symlink_to(elsewhere)
    with pytest.raises(StoreUnavailable, match="remove it"):
        await eraser_of(database, house.clock).erase()
    assert (elsewhere / "letter").read_text() == "Dear Ana"


@needs_root
async def test_a_folder_of_another_user_is_not_written_to(
    database: Database, house: StoredHouse, copy: CleanCopy
) -> None:
    copy.folder.mkdir(mode=0o700)
    os.chown(copy.folder, 12_345, 12_345)
    with pytest.raises(StoreUnavailable, match="remove it"):
        await eraser_of(database, house.clock).erase()


async def test_a_machine_without_memory_is_told_in_a_sentence_and_leaves_it_pending(
    database: Database, house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(copy: CleanCopy) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(CleanCopy, "write", write)
        with pytest.raises(StoreUnavailable, match="no memory left"):
            await eraser_of(database, house.clock).erase()
    assert not house.path.with_name("hotel.db.rewriting").exists()
    assert await eraser_of(database, house.clock).erase() is not None
