"""Backups are whole at every moment; a restore is one change and loses nothing unasked."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotPossible, StoreError, StoreUnavailable, StoreUnusable
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.store.database import Database
from housekeeper.store.transfer import backup as backups
from housekeeper.store.transfer.restore import Restored, restore
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, GRAND, act_of
from tests.stored_house import StoredHouse

pytestmark = only_on_sqlite


async def backed_up(house: StoredHouse, name: str = "backup.db") -> Path:
    path = house.path.with_name(name)
    await house.store.database.backup(path)
    return path


def files_beside(house: StoredHouse) -> set[str]:
    """What lies in the database's folder, but for the database and what belongs to it."""
    own = {f"hotel.db{end}" for end in ("", "-wal", "-shm", ".queue", ".boards", ".keys")}
    return {file.name for file in house.path.parent.iterdir()} - own


async def test_a_backup_under_load_is_whole_and_no_older_than_its_beginning(
    house: StoredHouse,
) -> None:
    other = await Database.open(str(house.path))
    store, is_over = other.hotel(GRAND, house.clock), False

    async def act() -> int:
        count = 0
        while not is_over:
            request = TurnRequest(Verb.NOTE, "101", note=f"note {count}", replaces=True)
            await store.write(lambda work, asked=request: perform(work, act_of(ANA), asked))  # type: ignore[misc]
            count += 1
        return count

    acting = asyncio.create_task(act())
    for number in range(5):
        before = (await house.store.mark()).last_seq
        contents = await house.store.database.backup(house.path.with_name(f"{number}.db"))
        assert contents.last_seqs["grand"] >= before
    is_over = True
    assert await acting > 5
    await other.close()


async def test_a_copy_that_is_not_whole_never_gets_its_name(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    engine_backup = house.store.database.engine.backup

    async def cut_short(path: Path) -> None:
        await engine_backup(path)
        with path.open("r+b") as copy:
            copy.truncate(8192)

    monkeypatch.setattr(house.store.database.engine, "backup", cut_short)
    with pytest.raises(StoreUnusable, match="damaged"):
        await backed_up(house)
    assert files_beside(house) == set()


async def test_a_restore_brings_back_what_the_backup_held(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    before = await house.store.mark()
    await house.do(ANA, Verb.START, "101")
    await house.do(ANA, Verb.CLEAN, "101")
    restored = await restore(house.path, backup, may_discard=True)
    assert restored.discarded == ("the last 2 events of grand",)
    # The board that was open all the while sees another generation, and reads all anew.
    after = await house.store.mark()
    assert (after.database_id, after.last_seq) == (before.database_id, 1)
    assert after.generation > before.generation
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"
    await house.do(ANA, Verb.START, "101")
    assert (await house.store.mark()).last_seq == 2
    assert files_beside(house) == {"backup.db"}
    assert backup.stat().st_mode & 0o077 == 0


async def test_a_restore_that_would_lose_something_newer_says_what_and_does_nothing(
    house: StoredHouse,
) -> None:
    backup = await backed_up(house)
    await house.do(ANA, Verb.DIRTY, "101")
    with pytest.raises(NotPossible, match=r"lose the last 1 event of grand.*--discard-newer"):
        await restore(house.path, backup, may_discard=False)
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"
    assert files_beside(house) == {"backup.db"}


async def test_a_restore_that_loses_nothing_needs_no_leave(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    assert (await restore(house.path, backup, may_discard=False)).discarded == ()


async def test_the_database_of_another_hotel_is_not_written_over(
    house: StoredHouse, tmp_path: Path
) -> None:
    other = await Database.open(str(tmp_path / "other.db"))
    await other.backup(tmp_path / "backup.db")
    await other.close()
    with pytest.raises(NotPossible, match=r"another database \(grand\)"):
        await restore(house.path, tmp_path / "backup.db", may_discard=False)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:20000] + os.urandom(4096) + content[24096:],
        lambda content: b"room,status\n",
        lambda content: b"",
    ],
    ids=["cut off", "a page of noise", "a table", "empty"],
)
async def test_a_backup_that_is_damaged_changes_nothing(house: StoredHouse, spoil: object) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    backup.write_bytes(spoil(backup.read_bytes()))  # type: ignore[operator]
    before = await house.store.mark()
    with pytest.raises(StoreUnusable, match=r"backup\.db is damaged"):
        await restore(house.path, backup, may_discard=True)
    assert await house.store.mark() == before


async def test_a_lost_database_is_restored_to_where_it_was(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    house.path.unlink()
    with pytest.raises(StoreUnavailable, match="is not there"):
        await house.room("101")
    await restore(house.path, backup, may_discard=False)
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"
    assert house.path.stat().st_mode & 0o077 == 0


async def test_a_damaged_database_is_restored_once_someone_says_so(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    await house.store.database.close()
    house.path.write_bytes(os.urandom(50_000))
    with pytest.raises(NotPossible, match="nobody can tell what would be lost"):
        await restore(house.path, backup, may_discard=False)
    await restore(house.path, backup, may_discard=True)
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"
    assert files_beside(house) == {"backup.db"}


async def test_a_missing_backup_is_told(house: StoredHouse) -> None:
    with pytest.raises(StoreError, match="no such file"):
        await restore(house.path, house.path.with_name("none.db"), may_discard=True)
    with pytest.raises(NotPossible, match="the database itself"):
        await restore(house.path, house.path, may_discard=True)


_RESTORES = """
import asyncio, sys
from pathlib import Path
from housekeeper.store.transfer.restore import restore
print("ready", flush=True)
asyncio.run(restore(Path(sys.argv[1]), Path(sys.argv[2]), True))
"""


def restore_and_kill(database: Path, backup: Path, after: float) -> None:
    """Begin a restore, and kill it after so many seconds unless it is done by then."""
    words = [sys.executable, "-c", _RESTORES, str(database), str(backup)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as restoring:
        assert restoring.stdout is not None
        restoring.stdout.readline()
        try:
            restoring.wait(after)
        except subprocess.TimeoutExpired:
            restoring.send_signal(signal.SIGKILL)


async def test_a_restore_that_is_killed_leaves_the_old_or_the_new_whole(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    backup = await backed_up(house)
    await house.do(ANA, Verb.START, "101")
    await house.do(ANA, Verb.CLEAN, "101")
    random = Random(6)
    for _ in range(8):
        await asyncio.to_thread(restore_and_kill, house.path, backup, random.uniform(0.0, 0.5))
        contents = await asyncio.to_thread(backups.examine, house.path, "the database")
        assert contents.last_seqs["grand"] in {1, 3}
        assert (await house.store.mark()).last_seq == contents.last_seqs["grand"]
    restored: Restored = await restore(house.path, backup, may_discard=True)
    assert restored.contents.last_seqs == {"grand": 1}
    assert files_beside(house) == {"backup.db"}


async def test_an_older_backup_is_brought_up_to_date_as_it_is_restored(
    house: StoredHouse, tmp_path: Path
) -> None:
    from tests.store.version_one import make_version_one

    make_version_one(tmp_path / "old.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("PRAGMA journal_mode=DELETE")
    restored = await restore(house.path, tmp_path / "old.db", may_discard=True)
    assert restored.discarded == ("another database (grand)",)
    assert {room.number for room in await house.store.read(lambda work: work.rooms.all())} == {
        "101",
        "102",
        "103",
    }
