"""A hotel's database is moved to another engine and back, whole or not at all."""

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text

from housekeeper.core.acts import Verb
from housekeeper.core.errors import KeysMissing, NotPossible, StoreMoved, StoreUnavailable
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.stays.guest_records import Order, OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo.hotel import HOTEL, make_demonstration
from housekeeper.store.database import Database
from housekeeper.store.tables import key_erasure
from housekeeper.store.transfer.copy_database import Copied, copy_hotels
from housekeeper.store.transfer.rows import COPIED, Tally, first_table_with_rows, read_rows
from tests.engines import administer, postgresql_database, server
from tests.grand_hotel import SetClock, act_of

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WAYS = [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a hotel in the middle of its day; it is copied and never opened."""
    path = tmp_path_factory.mktemp("demonstration") / "hotel.db"

    async def make() -> None:
        database = await Database.open(str(path))
        await make_demonstration(database, SetClock())
        await database.close()

    asyncio.run(make())
    return path


def put(demonstration: Path, place: str) -> None:
    """Put the hotel's file and its keys in a place."""
    for ending in ("", ".keys"):
        shutil.copy(f"{demonstration}{ending}", f"{place}{ending}")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Empty places, by name."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    server()
    with postgresql_database() as url:
        yield {
            "sqlite": str(tmp_path / "old.db"),
            "new sqlite": str(tmp_path / "new.db"),
            "postgresql": url,
        }


@pytest.fixture(params=WAYS, ids="-to-".join)
async def lived_in(
    request: pytest.FixtureRequest, places: dict[str, str], demonstration: Path
) -> AsyncIterator[tuple[Database, Database]]:
    """A hotel in the middle of its day, and the empty database that it shall move to."""
    old, new = request.param
    put(demonstration, places["sqlite"])
    source = await Database.open(places["sqlite"])
    if old != "sqlite":
        first, source = source, await Database.open(places[old])
        await copy_hotels(first, source, None, AT, nothing)
        await first.close()
    target = await Database.open(places["new sqlite" if new == "sqlite" else new], to_copy=True)
    yield source, target
    await source.close()
    await target.close()


def nothing(table: str, count: int) -> None:
    """Progress that nobody watches."""


async def move(source: Database, target: Database) -> Copied:
    return await copy_hotels(source, target, target.location, AT, nothing)


async def rows_of(database: Database) -> dict[str, tuple[int, str]]:
    def look(connection: Connection) -> dict[str, tuple[int, str]]:
        found = {}
        for table in COPIED:
            tally = Tally()
            for rows in read_rows(connection, table):
                tally.add(rows)
            found[table.name] = tally.result
        return found

    return await database.run(look, "DEFERRED")


async def is_empty(database: Database) -> bool:
    return await database.run(first_table_with_rows, "DEFERRED") is None


def words_of(work: UnitOfWork) -> list[object]:
    """Everything that was said and ordered, read with the keys."""
    numbers = sorted(work.bookings.in_house())
    return [
        [work.guests.names(number) for number in numbers],
        [work.guests.messages(number) for number in numbers],
        work.orders.open(),
    ]


def towels(work: UnitOfWork) -> Order:
    number = min(work.bookings.in_house())
    return add_order(work, number, (OrderItem("towels", 1),), is_breakfast=False)


def a_note(work: UnitOfWork) -> None:
    room, someone = work.rooms.all()[0], work.staff.all()[0]
    perform(work, act_of(someone), TurnRequest(Verb.NOTE, room.number, note="seen"))


async def test_every_row_arrives_and_the_guests_words_with_their_keys(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    before, words = await rows_of(source), await source.hotel(HOTEL, clock).read(words_of)
    copied = await move(source, target)
    assert copied.tables == before == await rows_of(target)
    assert copied.rows > 700
    there = target.hotel(HOTEL, clock)
    assert await there.read(words_of) == words
    assert "unreadable" not in str(words)
    assert await target.hotels() == [HOTEL]
    await there.write(a_note)


async def test_numbers_go_on_where_they_were_also_those_that_are_gone(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    last = await source.hotel(HOTEL, clock).write(towels)
    await source.run(
        lambda connection: [
            connection.execute(text(f"DELETE FROM {table}"))
            for table in ("room_order_item", "room_order")
        ],
        "IMMEDIATE",
    )
    await move(source, target)
    following = await target.hotel(HOTEL, clock).write(towels)
    assert following.id.number == last.id.number + 1


async def test_boards_and_acts_on_the_old_one_are_told_where_the_hotel_is(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    store = source.hotel(HOTEL, clock)
    mark = await store.mark()
    await copy_hotels(source, target, "the new place", AT, nothing)
    for asked in (store.news(mark), store.news(None), store.write(a_note), store.read(words_of)):
        with pytest.raises(StoreMoved, match="have moved to the new place"):
            await asked


async def test_nobody_reads_a_guests_words_in_what_was_left(
    lived_in: tuple[Database, Database],
) -> None:
    source, target = lived_in
    assert source.keys.live()
    await move(source, target)
    assert not source.keys.live()
    assert target.keys.live()


async def test_the_key_of_a_guest_who_is_leaving_does_not_go_along(
    lived_in: tuple[Database, Database],
) -> None:
    source, target = lived_in
    leaving, *staying = sorted(source.keys.live())
    await source.run(
        lambda connection: connection.execute(insert(key_erasure).values(number=leaving)),
        "IMMEDIATE",
    )
    await copy_hotels(source, target, None, AT, nothing)
    assert target.keys.live() == set(staying)


async def test_an_act_in_the_middle_of_it_is_refused_and_not_lost(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    store, loop = source.hotel(HOTEL, clock), asyncio.get_running_loop()
    acts: list[asyncio.Future[None]] = []

    def act_meanwhile(table: str, count: int) -> None:
        if table == "room" and not acts:
            acts.append(
                asyncio.wrap_future(
                    asyncio.run_coroutine_threadsafe(store.write(a_note), loop), loop=loop
                )
            )

    await copy_hotels(source, target, "the new place", AT, act_meanwhile)
    with pytest.raises(StoreMoved, match="the new place"):
        await acts[0]


async def test_a_plain_copy_leaves_the_source_as_it_was(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    before = await rows_of(source)
    await copy_hotels(source, target, None, AT, nothing)
    assert await rows_of(source) == before == await rows_of(target)
    await source.hotel(HOTEL, clock).write(a_note)
    assert await target.hotel(HOTEL, clock).read(words_of) == await source.hotel(HOTEL, clock).read(
        words_of
    )
    ids = {(await one.hotel(HOTEL, clock).mark()).database_id for one in (source, target)}
    assert len(ids) == 2


async def test_a_target_with_anything_in_it_is_refused_and_left(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in
    await target.create_hotel(Hotel("other", "Other Hotel", "UTC"))
    before = await rows_of(source), await rows_of(target)
    with pytest.raises(NotPossible, match="is not empty"):
        await move(source, target)
    assert (await rows_of(source), await rows_of(target)) == before
    await source.hotel(HOTEL, clock).write(a_note)


async def test_a_row_that_comes_back_other_than_it_was_undoes_everything(
    lived_in: tuple[Database, Database], clock: SetClock
) -> None:
    source, target = lived_in

    def spoil(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE TRIGGER wrong AFTER INSERT ON room BEGIN "
                "UPDATE room SET floor = 99 WHERE id = NEW.id AND NEW.id = 7; END"
            )
            return
        connection.exec_driver_sql(
            "CREATE FUNCTION wrong() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN IF NEW.id = 7 THEN NEW.floor = 99; END IF; RETURN NEW; END'"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER wrong BEFORE INSERT ON room FOR EACH ROW EXECUTE FUNCTION wrong()"
        )

    await target.run(spoil, "IMMEDIATE")
    before = await rows_of(source)
    with pytest.raises(StoreUnavailable, match="rows of room came back other"):
        await move(source, target)
    assert await is_empty(target)
    assert await rows_of(source) == before
    await source.hotel(HOTEL, clock).write(a_note)


async def test_without_its_keys_at_hand_nothing_is_copied(
    lived_in: tuple[Database, Database],
) -> None:
    source, target = lived_in
    if source.file is not None:
        source.file.with_name(f"{source.file.name}.keys").unlink()
    else:
        await source.run(
            lambda connection: connection.execute(text("DROP SCHEMA housekeeper_keys CASCADE")),
            "IMMEDIATE",
        )
    with pytest.raises(KeysMissing, match="keys new"):
        await move(source, target)
    assert await is_empty(target)


# The command, killed


def run_copy(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "housekeeper", "copy", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("table", ["room", "room_event", "guest_room"])
async def test_a_copy_that_is_killed_leaves_the_source_and_an_empty_target(
    places: dict[str, str], demonstration: Path, clock: SetClock, table: str
) -> None:
    put(demonstration, places["sqlite"])
    program = run_copy(places["sqlite"], places["postgresql"])
    assert program.stderr is not None
    for line in program.stderr:
        if line.startswith(f"{table}:"):
            program.send_signal(signal.SIGKILL)
            break
    await asyncio.to_thread(program.communicate)
    source, target = await asyncio.gather(
        Database.open(places["sqlite"]), Database.open(places["postgresql"])
    )
    assert await is_empty(target)
    await source.hotel(HOTEL, clock).write(a_note)
    await move(source, target)
    assert not await is_empty(target)
    await source.close()
    await target.close()


async def test_a_copy_without_its_last_word_is_finished_by_the_same_command(
    places: dict[str, str], demonstration: Path, clock: SetClock
) -> None:
    put(demonstration, places["sqlite"])
    ways = (places["sqlite"], places["postgresql"])
    said, _ = await asyncio.to_thread(run_copy(*ways).communicate)
    assert "every row read back the same" in said
    source = await Database.open(places["sqlite"], to_copy=True)
    database_id = await source.run(
        lambda connection: connection.scalar(text("SELECT database_id FROM database_mark")),
        "DEFERRED",
    )
    await source.close()
    administer(f"UPDATE database_mark SET arriving_from = '{database_id}'", places["postgresql"])
    with pytest.raises(StoreUnavailable, match="once more to finish it"):
        await Database.open(places["postgresql"])
    with pytest.raises(StoreMoved):
        await Database.open(places["sqlite"])
    said, _ = await asyncio.to_thread(run_copy(*ways).communicate)
    assert "last word" in said
    target = await Database.open(places["postgresql"])
    await target.hotel(HOTEL, clock).write(a_note)
    await target.close()
    _, complained = await asyncio.to_thread(run_copy(*ways).communicate)
    assert "have moved to" in complained
