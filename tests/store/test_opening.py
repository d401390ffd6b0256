"""Opening a database: made, kept, migrated, or refused in one sentence with the file as it was."""

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from housekeeper.core.errors import NotPossible, StoreError, StoreUnavailable, StoreUnusable
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.location import prepare
from housekeeper.store.migrations.migrate import MIGRATIONS, Migration, newest
from tests.engines import only_on_sqlite
from tests.grand_hotel import GRAND
from tests.stored_house import StoredHouse

NEXT = newest() + 1


async def refusal(target: str, migrations: tuple[Migration, ...] = ()) -> str:
    with pytest.raises(StoreError) as refused:
        await Database.open(target, migrations=migrations)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


async def test_a_new_database_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "hotel.db"
    database = await Database.open(str(path))
    await database.create_hotel(GRAND)
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    await database.close()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+aiosqlite:///{}"])
async def test_a_database_is_named_by_path_or_url(tmp_path: Path, form: str) -> None:
    path = tmp_path / "hotel.db"
    first = await Database.open(str(path))
    await first.create_hotel(GRAND)
    await first.close()
    again = await Database.open(form.format(path))
    assert await again.hotels() == [GRAND]
    await again.close()


@only_on_sqlite
async def test_every_connection_erases_waits_and_holds_keys(house: StoredHouse) -> None:
    facts = await house.store.database.facts()
    assert facts["journal_mode"] == "wal"
    assert facts["secure_delete"] == "1"
    assert facts["foreign_keys"] == "1"
    assert facts["synchronous"] == "2"
    assert facts["integrity"] == "ok"


async def test_an_engine_that_is_not_served_is_refused() -> None:
    assert "mysql" in await refusal("mysql://desk@front/hotel")


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "attic") in await refusal(str(tmp_path / "attic" / "hotel.db"))


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "folder" in await refusal(str(tmp_path))


@pytest.mark.parametrize(
    "content",
    [b"room,status\n101,dirty\n", bytes(4096), bytes(range(256)) * 3],
    ids=["a table of rooms", "zeros", "every byte"],
)
async def test_a_file_that_is_no_database_stays_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hotel.db"
    path.write_bytes(content)
    assert "left as it is" in await refusal(str(path)) or "no database" in await refusal(str(path))
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["hotel.db"]


async def test_the_database_of_another_program_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE invoice (id INTEGER)")
    other.close()
    before = path.read_bytes()
    assert "another program" in await refusal(str(path))
    assert path.read_bytes() == before


@only_on_sqlite
async def test_a_newer_schema_is_refused_and_left_alone(house: StoredHouse) -> None:
    await house.store.database.close()
    with sqlite3.connect(house.path) as newer:
        newer.execute("INSERT INTO schema_version VALUES (99, '2030-01-01T00:00:00+00:00')")
    newer.close()
    before = house.path.read_bytes()
    assert "newer housekeeper" in await refusal(str(house.path))
    assert house.path.read_bytes() == before


def adds_a_table(connection: Connection, _: StayKeys) -> None:
    connection.execute(text("CREATE TABLE lost_property (id INTEGER PRIMARY KEY)"))


def breaks_half_way(connection: Connection, keys: StayKeys) -> None:
    adds_a_table(connection, keys)
    connection.execute(text("INSERT INTO no_such_table VALUES (1)"))


def tables_of(path: Path) -> set[str]:
    with sqlite3.connect(path) as opened:
        found = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    opened.close()
    return {name for (name,) in found}


@only_on_sqlite
async def test_an_older_database_is_copied_aside_and_migrated_in_place(house: StoredHouse) -> None:
    await house.store.database.close()
    database = await Database.open(
        str(house.path), migrations=(*MIGRATIONS, Migration(NEXT, adds_a_table))
    )
    assert await database.hotels() == [GRAND]
    assert (await database.facts())["schema_version"].startswith(f"{NEXT} ")
    await database.close()
    assert "lost_property" in tables_of(house.path)
    copy = house.path.with_name(f"hotel.db.schema-{newest()}.backup")
    assert "lost_property" not in tables_of(copy)
    assert "room" in tables_of(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@only_on_sqlite
async def test_a_migration_that_fails_leaves_nothing_of_itself(house: StoredHouse) -> None:
    await house.store.database.close()
    before = tables_of(house.path)
    await refusal(str(house.path), migrations=(*MIGRATIONS, Migration(NEXT, breaks_half_way)))
    assert tables_of(house.path) == before
    database = await Database.open(str(house.path))
    assert await database.hotels() == [GRAND]
    await database.close()


def as_nobody(look: Callable[[], None]) -> int:
    """Run a look in a child process that is not the superuser; give its exit code."""
    child = os.fork()
    if child == 0:
        try:
            os.setuid(65534)
            look()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT TESTED: only the superuser can become nobody")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    from housekeeper.store.location import SqliteFile

    folder = tmp_path / "locked"
    folder.mkdir(mode=0o755)

    def look() -> None:
        with pytest.raises(StoreUnavailable, match="cannot be opened: permission denied"):
            prepare(SqliteFile(folder / "hotel.db"))

    for parent in [tmp_path, *tmp_path.parents]:
        if parent.owner() == "root" and str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    assert as_nobody(look) == 0
    assert list(folder.iterdir()) == []


@only_on_sqlite
async def test_a_full_disk_is_told_and_nothing_is_lost(house: StoredHouse) -> None:
    database = house.store.database

    def fill(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        connection.exec_driver_sql("CREATE TABLE filler (body TEXT)")
        connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(10000000))")

    with pytest.raises(StoreUnavailable, match="full"):
        await database.run(fill, "IMMEDIATE")
    await database.run(
        lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=1000000"), "NONE"
    )
    assert len(await house.store.read(lambda work: work.rooms.all())) == 6
    assert (await database.facts())["integrity"] == "ok"


@only_on_sqlite
async def test_a_backup_is_whole_private_and_never_overwrites(house: StoredHouse) -> None:
    database, copy = house.store.database, house.path.with_name("copy.db")
    await database.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    opened = await Database.open(str(copy))
    store = opened.hotel(GRAND, house.clock)
    assert await store.read(lambda work: work.rooms.all()) == await house.store.read(
        lambda work: work.rooms.all()
    )
    await opened.close()
    with pytest.raises(NotPossible, match="exists already"):
        await database.backup(copy)


async def test_two_programs_that_start_at_once_make_one_schema(tmp_path: Path) -> None:
    import asyncio

    path = str(tmp_path / "hotel.db")
    opened = await asyncio.gather(*(Database.open(path) for _ in range(6)))
    marks = {(await one.facts())["schema_version"] for one in opened}
    assert marks == {f"{newest()} (this program knows {newest()})"}
    for one in opened:
        await one.close()


@only_on_sqlite
async def test_a_damaged_file_is_told_as_damaged(house: StoredHouse) -> None:
    await house.store.database.close()
    content = bytearray(house.path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    house.path.write_bytes(bytes(content))

    async def look() -> None:
        database = await Database.open(str(house.path))
        await database.hotel(GRAND, house.clock).read(lambda work: work.rooms.all())

    with pytest.raises(StoreUnusable, match="damaged"):
        await look()
