"""What is PostgreSQL's own: where a database lies, encryption, schema, and rights."""

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from housekeeper.core.acts import Verb
from housekeeper.core.errors import StoreError, StoreUnavailable
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.migrate import MIGRATIONS, Migration, newest
from housekeeper.store.postgresql.address import locate_postgresql
from tests.engines import administer, connected, new_house, postgresql_database, server, url_of
from tests.grand_hotel import ANA, DESK, GRAND, SetClock, a_booking, act_of, furnish
from tests.stored_house import StoredHouse


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


def parameters(url: str) -> dict[str, str]:
    return dict(locate_postgresql(url).parameters)


# Where it lies


async def test_a_place_is_named_without_user_and_password(house: StoredHouse) -> None:
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


async def refusal(target: str, migrations: tuple[Migration, ...] = MIGRATIONS) -> str:
    with pytest.raises(StoreError) as refused:
        await Database.open(target, migrations=migrations)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert "secret" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://desk:secret@127.0.0.1:1/hotel", "cannot be reached: Connection refused"),
        ("postgresql://desk@127.0.0.1:none/hotel", "the port in digits"),
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


async def test_an_older_schema_is_migrated_and_the_older_program_refused(
    house: StoredHouse,
) -> None:
    await house.store.database.close()
    newer = (*MIGRATIONS, Migration(newest() + 1, adds_a_table))
    database = await Database.open(house.target, migrations=newer)
    assert await database.hotels() == [GRAND]
    await database.close()
    assert "lost_property" in tables_of(house.target)
    assert "newer housekeeper" in await refusal(house.target)


async def test_a_migration_that_fails_leaves_nothing_of_itself(house: StoredHouse) -> None:
    before = tables_of(house.target)
    await refusal(house.target, (*MIGRATIONS, Migration(newest() + 1, breaks_half_way)))
    assert tables_of(house.target) == before
    assert await house.store.database.hotels() == [GRAND]


async def test_the_servers_statistics_keep_nothing_that_people_wrote(house: StoredHouse) -> None:
    await house.book(a_booking("C1", guest_name="Zoe Adler"))
    await house.do(ANA, Verb.NOTE, "101", note="hair in the bath")
    administer("ANALYZE", house.target)
    with connected(house.target) as server:
        rows = server.execute("SELECT tablename || '.' || attname FROM pg_stats").fetchall()
    known = {row[0] for row in rows}
    assert "room.number" in known
    kept = {"room.housekeeping_notes", "booking.guest_name", "room_event.note", "guest.name"}
    assert not known & (
        kept | {"room_event.housekeeping_notes", "room_event.before", "room_message.body"}
    )


async def test_doctor_tells_of_the_server(house: StoredHouse) -> None:
    facts = await house.store.database.facts()
    assert facts["database"].startswith("housekeeper_test_")
    assert facts["durable"] == "yes"
    assert int(facts["size_bytes"]) > 0


# The role of every day


def documented(part: int) -> str:
    """The statements of the n-th SQL block of the page about PostgreSQL."""
    page = (Path(__file__).parents[3] / "docs" / "postgresql.md").read_text(encoding="utf-8")
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
    house = StoredHouse(database.hotel(GRAND, clock), clock, daily)
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
