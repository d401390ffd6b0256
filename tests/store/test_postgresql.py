"""What is PostgreSQL's own: URLs, encryption, schema, locks, and connections that break."""

import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from housekeeper.core.checkout import check_out
from housekeeper.core.errors import StoreError, StoreUnavailable
from housekeeper.core.hotel import Hotel
from housekeeper.core.policy import Verb
from housekeeper.core.ports import UnitOfWork
from housekeeper.core.stay import CheckedIn, check_in
from housekeeper.core.turnover import TurnRequest, perform
from housekeeper.store.database import Database
from housekeeper.store.keys import StayKeys
from housekeeper.store.postgresql_place import locate_postgresql
from housekeeper.store.schema import STEPS, Step, newest
from tests.engines import administer, connected, new_house, postgresql_database, server, url_of
from tests.store.conftest import (
    ANA,
    DESK,
    GRAND,
    MARIA,
    House,
    SetClock,
    a_booking,
    act_of,
    furnish,
)
from tests.store.cutting import Cut, Relay, relayed


@pytest.fixture
def target(postgresql_template: str) -> Iterator[str]:
    """The Grand Hotel of these tests is on the server."""
    with new_house(postgresql_template) as url:
        yield url


@pytest.fixture
def empty() -> Iterator[str]:
    """The URL of an empty database."""
    with postgresql_database() as url:
        yield url


def end_sessions(house: House) -> None:
    """End every connection of this program to the hotel's database, as a restart does."""
    administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        house.target,
    )


def parameters(url: str) -> dict[str, str]:
    return dict(locate_postgresql(url).parameters)


# Where it lies


async def test_a_place_is_named_without_user_and_password(house: House) -> None:
    place = locate_postgresql("postgresql://desk:secret@front:5433/hotel")
    assert str(place) == "hotel on PostgreSQL at front, port 5433"
    assert "root" not in house.store.database.location


def test_another_machine_is_spoken_to_encrypted_unless_the_url_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert parameters("postgresql://desk@front/hotel")["sslmode"] == "require"
    assert parameters("postgresql://a:1,b:2/hotel")["sslmode"] == "require"
    rooted = "postgresql://desk@front/hotel?sslrootcert=/etc/hotel.crt"
    assert parameters(rooted)["sslmode"] == "verify-full"
    assert parameters("postgresql://desk@front/hotel?sslmode=disable")["sslmode"] == "disable"
    for here in ("127.0.0.1", "localhost", "[::1]", "%2Fvar%2Frun%2Fpostgresql", ""):
        assert "sslmode" not in parameters(f"postgresql://{here}/hotel")


async def refusal(target: str, steps: tuple[Step, ...] = tuple(STEPS)) -> str:
    with pytest.raises(StoreError) as refused:
        await Database.open(target, steps=steps)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert "secret" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://desk:secret@127.0.0.1:1/hotel", "cannot be reached: Connection refused"),
        ("postgresql://desk@127.0.0.1:none/hotel", "cannot be reached"),
        ("postgresql+asyncpg://desk@front/hotel", "through psycopg"),
        ("postgresql://desk@127.0.0.1/hotel?colour=red", "no database URL"),
    ],
)
async def test_a_server_that_is_not_there_is_told_in_one_sentence(url: str, said: str) -> None:
    assert said in await refusal(url)


async def test_a_database_that_is_not_there_is_told() -> None:
    assert "There is no database no_such_hotel" in await refusal(url_of(server(), "no_such_hotel"))


# The schema


async def test_programs_that_start_at_once_make_one_schema(empty: str) -> None:
    opened = await asyncio.gather(*(Database.open(empty) for _ in range(6)))
    ids = {
        await one.run(
            lambda connection: connection.scalar(text("SELECT database_id FROM database_mark")),
            "DEFERRED",
        )
        for one in opened
    }
    assert len(ids) == 1
    for one in opened:
        await one.close()


async def test_the_database_of_another_program_stays_as_it_was(empty: str) -> None:
    administer("CREATE TABLE invoice (id integer)", empty)
    assert "another program" in await refusal(empty)
    with connected(empty) as other:
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == [("invoice",)]


def adds_a_table(connection: Connection, _: StayKeys) -> None:
    connection.execute(text("CREATE TABLE lost_property (id integer PRIMARY KEY)"))


def breaks_half_way(connection: Connection, keys: StayKeys) -> None:
    adds_a_table(connection, keys)
    connection.execute(text("INSERT INTO no_such_table VALUES (1)"))


def tables_of(url: str) -> set[str]:
    with connected(url) as opened:
        found = opened.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in found}


async def test_an_older_schema_is_migrated_and_the_older_program_refused(house: House) -> None:
    await house.store.database.close()
    newer = (*STEPS, Step(newest() + 1, adds_a_table))
    database = await Database.open(house.target, steps=newer)
    assert await database.hotels() == [GRAND]
    await database.close()
    assert "lost_property" in tables_of(house.target)
    assert "newer housekeeper" in await refusal(house.target)


async def test_a_migration_that_fails_leaves_nothing_of_itself(house: House) -> None:
    before = tables_of(house.target)
    await refusal(house.target, (*STEPS, Step(newest() + 1, breaks_half_way)))
    assert tables_of(house.target) == before
    assert await house.store.database.hotels() == [GRAND]


async def test_the_servers_statistics_keep_nothing_that_people_wrote(house: House) -> None:
    await house.book(a_booking("C1", guest_name="Zoe Adler"))
    await house.do(ANA, Verb.NOTE, "101", note="hair in the bath")
    administer("ANALYZE", house.target)
    with connected(house.target) as server:
        rows = server.execute("SELECT tablename || '.' || attname FROM pg_stats").fetchall()
    known = {row[0] for row in rows}
    assert "room.number" in known
    kept = {"room.housekeeping_notes", "booking.guest_name", "room_event.note", "guest.name"}
    assert not known & (kept | {"room_event.snapshot", "room_message.body"})


# Side by side


async def test_one_room_being_acted_on_holds_up_no_other_room(house: House) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: UnitOfWork) -> None:
        work.rooms.get("101")
        begun.set()
        assert go_on.wait(20)
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))

    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    task = asyncio.create_task(house.store.write(slow))
    await asyncio.to_thread(begun.wait, 20)
    request = TurnRequest(Verb.DIRTY, "102")
    event = await there.write(lambda work: perform(work, act_of(MARIA), request))
    assert event.seq == 1
    go_on.set()
    await task
    assert (await house.store.mark()).last_seq == 2
    await other.close()


async def test_rooms_are_locked_in_one_order_whatever_order_they_are_named_in(
    house: House,
) -> None:
    numbers = ["101", "102", "103", "104", "201", "202"]
    others = [await Database.open(house.target) for _ in range(4)]

    async def turn(database: Database, order: list[str]) -> None:
        store = database.hotel(GRAND, house.clock)
        for _ in range(5):
            await store.write(
                lambda work: [
                    perform(work, act_of(ANA), TurnRequest(Verb.NOTE, room.number, note="x"))
                    for room in work.rooms.find(order)
                ]
            )

    orders = [numbers, numbers[::-1], numbers[3:] + numbers[:3], numbers[1:] + numbers[:1]]
    await asyncio.gather(*map(turn, others, orders))
    deadlocks = await house.store.database.run(
        lambda connection: connection.scalar(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        ),
        "DEFERRED",
    )
    assert deadlocks == 0
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    assert [event.seq for event in events] == list(range(1, 121))
    for one in others:
        await one.close()


async def test_units_that_lock_each_other_out_are_both_done(house: House) -> None:
    """Each holds a room that the other wants: the server ends one, and it is run again."""
    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    met = threading.Barrier(2)

    def crossing(first: str, second: str) -> object:
        runs = 0

        def unit(work: UnitOfWork) -> None:
            nonlocal runs
            runs += 1
            work.rooms.get(first)
            if runs == 1:
                met.wait(20)
            for number in (first, second):
                perform(work, act_of(ANA), TurnRequest(Verb.NOTE, number, note="x"))

        return unit

    await asyncio.gather(
        house.store.write(crossing("101", "102")),  # type: ignore[arg-type]
        there.write(crossing("102", "101")),  # type: ignore[arg-type]
    )
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    assert [event.seq for event in events] == [1, 2, 3, 4]
    await other.close()


async def test_a_booking_is_checked_in_once_however_many_desks_try(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"), a_booking("C3"))
    desks = [await Database.open(house.target) for _ in range(4)]

    async def arrive(database: Database, reference: str) -> CheckedIn:
        store = database.hotel(GRAND, house.clock)
        return await store.write(lambda work: check_in(work, act_of(DESK), reference))

    answers = await asyncio.gather(
        *(arrive(desk, reference) for desk in desks for reference in ("C1", "C2", "C3")),
        return_exceptions=True,
    )
    done = [answer for answer in answers if isinstance(answer, CheckedIn)]
    assert sorted(answer.booking.reference for answer in done) == ["C1", "C2", "C3"]
    assert len({answer.room_number for answer in done}) == 3
    said = {str(answer) for answer in answers if isinstance(answer, BaseException)}
    assert all("already checked in" in sentence for sentence in said), said
    for one in desks:
        await one.close()


async def test_nothing_of_a_guest_outlives_a_checkout_that_it_was_written_beside(
    house: House,
) -> None:
    from housekeeper.core.orders import OrderItem, add_order

    await house.book(a_booking("C1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    other = await Database.open(house.target)
    there = other.hotel(GRAND, house.clock)
    items = (OrderItem("towels", 2),)
    ordering = [
        there.write(lambda work: add_order(work, "101", items, is_breakfast=False))
        for _ in range(10)
    ]
    leaving = house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    await asyncio.gather(*ordering, leaving, return_exceptions=True)
    assert await house.store.read(lambda work: work.orders.open("101")) == []
    await other.close()


# Connections that break


async def test_an_act_after_the_server_ended_its_sessions_is_simply_done(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    end_sessions(house)
    await house.do(ANA, Verb.START, "101")
    end_sessions(house)
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"
    end_sessions(house)
    assert (await house.store.mark()).last_seq == 2


async def test_an_act_whose_session_ends_half_way_is_done_once(house: House) -> None:
    runs = 0

    def ended_half_way(work: UnitOfWork) -> None:
        nonlocal runs
        runs += 1
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))
        if runs == 1:
            end_sessions(house)
        work.rooms.get("102")

    await house.store.write(ended_half_way)
    assert runs == 2
    events = await house.store.read(lambda work: work.events.after(0, 10))
    assert [event.seq for event in events] == [1]


async def test_what_a_statement_waits_for_too_long_is_told_as_held(house: House) -> None:
    database = house.store.database
    await database.run(
        lambda connection: connection.exec_driver_sql("SET lock_timeout = 100"), "NONE"
    )
    with connected(house.target) as holder:
        holder.execute("SELECT * FROM room FOR UPDATE")
        with pytest.raises(StoreUnavailable, match="held by another terminal"):
            await house.do(ANA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.DIRTY, "101")


async def test_doctor_tells_of_the_server(house: House) -> None:
    facts = await house.store.database.facts()
    assert facts["database"].startswith("housekeeper_test_")
    assert facts["durable"] == "yes"
    assert int(facts["size_bytes"]) > 0


@pytest.fixture
async def cuttable(house: House) -> AsyncIterator[tuple[Relay, House]]:
    """The Grand Hotel, reached by a way that can be cut."""
    with relayed(house.target) as (relay, url):
        database = await Database.open(url)
        yield relay, House(database.hotel(GRAND, house.clock), house.clock, url)
        await database.close()


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_an_act_whose_commit_was_not_answered_is_done_once_and_told_as_done(
    house: House, cuttable: tuple[Relay, House], cut: Cut
) -> None:
    relay, there = cuttable
    runs = 0

    def dirty(work: UnitOfWork) -> object:
        nonlocal runs
        runs += 1
        return perform(work, act, TurnRequest(Verb.DIRTY, "101"))

    act = act_of(ANA)
    relay.cut_at_commit = cut
    event = await there.store.write(dirty)
    events = await house.store.read(lambda work: work.events.after(0, 10))
    assert events == [event]
    assert relay.cut_at_commit is None
    assert runs == (2 if cut == "before" else 1)


async def test_what_has_no_event_and_no_answer_is_told_as_not_known(
    cuttable: tuple[Relay, House],
) -> None:
    relay, there = cuttable
    relay.cut_at_commit = "after"
    with pytest.raises(StoreUnavailable, match="look whether it was done"):
        await there.store.write(lambda work: work.raise_generation())


async def test_a_server_that_is_away_is_told_and_found_again(
    cuttable: tuple[Relay, House],
) -> None:
    relay, there = cuttable
    await there.do(ANA, Verb.DIRTY, "101")
    relay.cut()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await there.do(ANA, Verb.START, "101")
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await there.store.mark()
    relay.heal()
    assert (await there.store.mark()).last_seq == 1
    await there.do(ANA, Verb.START, "101")


# What is told of commits


class Hints:
    """Counts the hints of a store, and waits for one."""

    def __init__(self) -> None:
        self._came = asyncio.Event()

    def __call__(self) -> None:
        self._came.set()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for hints until something holds after one."""
        async with asyncio.timeout(20):
            while not holds():
                self._came.clear()
                await self._came.wait()

    async def next(self) -> None:
        """Wait for the next hint."""
        self._came.clear()
        async with asyncio.timeout(20):
            await self._came.wait()


async def test_a_commit_of_another_program_is_told(house: House) -> None:
    hints = Hints()
    async with house.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
        other = await Database.open(house.target)
        there = other.hotel(GRAND, house.clock)
        request = TurnRequest(Verb.DIRTY, "101")
        told = asyncio.create_task(hints.next())
        await there.write(lambda work: perform(work, act_of(ANA), request))
        await told
        told = asyncio.create_task(hints.next())
        await there.write(lambda work: work.raise_generation())
        await told
        await other.close()


async def test_a_commit_in_another_hotel_is_not_told(house: House) -> None:
    ritz = Hotel("ritz", "Ritz", "Europe/Lisbon")
    database = house.store.database
    await database.create_hotel(ritz)
    heard: list[str] = []
    hints = Hints()

    def at_the_ritz() -> None:
        heard.append("ritz")
        hints()

    async with (
        house.store.listening(hints) as ear,
        database.hotel(ritz, house.clock).listening(at_the_ritz) as other,
    ):
        await hints.until(lambda: ear.hears and other.hears and heard)
        heard.clear()
        told = asyncio.create_task(hints.next())
        await house.do(ANA, Verb.DIRTY, "101")
        await told
        assert heard == []


async def test_an_ear_that_is_cut_off_says_so_and_hears_again(
    cuttable: tuple[Relay, House],
) -> None:
    relay, there = cuttable
    hints = Hints()
    async with there.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
        relay.cut()
        await hints.until(lambda: not ear.hears)
        relay.heal()
        await hints.until(lambda: ear.hears)
        told = asyncio.create_task(hints.next())
        await there.do(ANA, Verb.DIRTY, "101")
        await told


async def test_no_thread_is_left_of_a_closed_database(house: House) -> None:
    hints = Hints()
    async with house.store.listening(hints) as ear:
        await hints.until(lambda: ear.hears)
    await house.store.database.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("postgresql")]


# The role of every day


def documented(part: int) -> str:
    """The statements of the n-th SQL block of the page about PostgreSQL."""
    page = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text(encoding="utf-8")
    return str(re.findall(r"```sql\n(.*?)```", page, re.DOTALL)[part])


def run_as_written(script: str, names: dict[str, str]) -> None:
    """Run documented statements one by one, with names of the test's own."""
    url = server()
    for old, new in names.items():
        script = re.sub(rf"\b{old}\b", new, script)
    for statement in re.split(r";\n|\n(?=\\)|(?<=\w)\n(?=[A-Z])", script):
        words = statement.strip()
        if words.startswith("\\connect"):
            first, _, words = words.partition("\n")
            url = url_of(url, first.split()[1])
        if words:
            administer(words, url)


@pytest.fixture
def with_roles() -> Iterator[dict[str, str]]:
    """The roles and the database of the documentation, under names of this test's own."""
    mark = f"{os.getpid()}"
    names = {
        "hotels": f"housekeeper_test_{mark}_hotels",
        "housekeeper_owner": f"housekeeper_test_{mark}_owner",
        "housekeeper": f"housekeeper_test_{mark}_daily",
    }
    try:
        run_as_written(documented(0), names)
        yield names
    finally:
        administer(f'DROP DATABASE IF EXISTS "{names["hotels"]}" WITH (FORCE)', server())
        for role in ("housekeeper_owner", "housekeeper"):
            administer(f'DROP ROLE IF EXISTS "{names[role]}"', server())


def url_as(names: dict[str, str], role: str) -> str:
    parts = make_url(url_of(server(), names["hotels"])).set(username=names[role])
    return parts.render_as_string(hide_password=False)


async def test_the_documented_role_can_do_a_days_work_and_no_more(
    with_roles: dict[str, str], clock: SetClock
) -> None:
    names = with_roles
    await (await Database.open(url_as(names, "housekeeper_owner"))).close()
    grants = documented(1)
    url = url_of(server(), names["hotels"])
    for statement in filter(str.strip, grants.split(";\n")):
        administer(re.sub(r"\bhousekeeper\b", names["housekeeper"], statement), url)

    daily = url_as(names, "housekeeper")
    database = await Database.open(daily)
    await database.create_hotel(GRAND)
    house = House(database.hotel(GRAND, clock), clock, daily)
    await house.store.write(furnish)
    await house.book(a_booking("C1", guest_name="Zoe Adler"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    assert await house.store.read(lambda work: work.guests.names("101")) == ["Zoe Adler"]
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    await house.do(ANA, Verb.START, "101")
    await database.settle()
    assert database.keys.live() == set()
    for forbidden in (
        "DELETE FROM room_event",
        "UPDATE schema_version SET version = 99",
        "DROP TABLE room",
        "CREATE TABLE mine (id integer)",
        "CREATE SCHEMA mine",
    ):
        with pytest.raises(StoreUnavailable, match="lacks a right"):
            await database.run(
                lambda connection, words=forbidden: connection.exec_driver_sql(words),  # type: ignore[misc]
                "IMMEDIATE",
            )
    await database.close()


async def test_a_role_without_the_rights_is_told_where_they_are_written(
    with_roles: dict[str, str],
) -> None:
    assert "docs/postgresql.md" in await refusal(url_as(with_roles, "housekeeper"))


# Poolers


async def test_behind_a_pooler_the_program_works_and_does_not_listen(
    house: House, cuttable: tuple[Relay, House]
) -> None:
    relay, there = cuttable
    relay.poses_as_pooler = True
    end_sessions(house)
    await there.do(ANA, Verb.DIRTY, "101")
    facts = await there.store.database.facts()
    assert facts["pooled"] == "yes"
    hints = Hints()
    async with there.store.listening(hints) as ear:
        for number in range(8):
            await there.do(ANA, Verb.NOTE, "101", note=f"{number}")
        assert not ear.hears
    assert (await there.store.mark()).last_seq == 9
