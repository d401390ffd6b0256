"""The keys of stays in a table: made before the words, deleted with them, and not left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from housekeeper.core.errors import KeysMissing, StoreUnusable
from housekeeper.core.stays.chat import send_as_staff
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.sealed_words import UNREADABLE
from housekeeper.store.guest_keys.stay_key import KeyFacts, NoKey
from housekeeper.store.postgresql.address import locate_postgresql
from housekeeper.store.postgresql.key_table import PostgresqlKeys
from tests.engines import administer, connected, new_house, postgresql_database
from tests.grand_hotel import DESK, GRAND, a_booking, act_of
from tests.stored_house import StoredHouse

HERE = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def target(postgresql_template: str) -> Iterator[str]:
    """The Grand Hotel of these tests is on the server."""
    with new_house(postgresql_template) as url:
        yield url


@pytest.fixture
def keys_url() -> Iterator[str]:
    """A database for keys alone."""
    with postgresql_database() as url:
        yield url


@pytest.fixture
def keys(keys_url: str) -> Iterator[PostgresqlKeys]:
    """The place of a database's keys, empty."""
    made = PostgresqlKeys(locate_postgresql(keys_url), HERE)
    yield made
    made.close()


def pages(url: str) -> bytes:
    """The bytes of the key table as they lie in the server's files."""
    with connected(url) as server:
        server.execute("CHECKPOINT")
        row = server.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath('housekeeper_keys.stay_key'))"
        ).fetchone()
    assert row is not None
    return bytes(row[0])


def test_a_key_is_what_it_was_until_it_is_destroyed(keys: PostgresqlKeys) -> None:
    made = keys.create(HERE, 0, 3)
    assert [key.number for key in made] == [1, 2, 3]
    assert keys.read([1, 2, 3, 4]) == dict(enumerate([*made, NoKey.MISSING], start=1))
    keys.destroy([2])
    assert keys.read([1, 2]) == {1: made[0], 2: NoKey.ERASED}
    assert keys.live() == {1, 3}
    assert [key.number for key in keys.create(HERE, 3, 1)] == [4]
    facts = keys.facts(HERE, 4)
    assert facts == KeyFacts(facts.place, 3, 1, 0, None)


def test_nothing_of_a_destroyed_key_is_left_in_the_tables_file(
    keys: PostgresqlKeys, keys_url: str
) -> None:
    kept, gone = keys.create(HERE, 0, 2)
    assert gone.secret in pages(keys_url)
    with connected(keys_url) as reader:
        # Someone's long look, for which VACUUM would keep what was deleted meanwhile.
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1 FROM pg_class")
        keys.destroy([gone.number])
    found = pages(keys_url)
    assert gone.secret not in found
    assert gone.key_id not in found
    assert kept.secret in found


def test_the_servers_statistics_keep_no_key(keys: PostgresqlKeys, keys_url: str) -> None:
    keys.create(HERE, 0, 50)
    administer("ANALYZE", keys_url)
    with connected(keys_url) as server:
        found = server.execute(
            "SELECT attname FROM pg_stats WHERE tablename = 'stay_key' AND attname IN "
            "('secret', 'key_id')"
        )
        assert found.fetchall() == []


def test_keys_of_two_databases_lie_side_by_side(keys: PostgresqlKeys, keys_url: str) -> None:
    elsewhere = "22222222-2222-2222-2222-222222222222"
    others = PostgresqlKeys(locate_postgresql(keys_url), elsewhere)
    [here], [there] = keys.create(HERE, 0, 1), others.create(elsewhere, 0, 1)
    keys.destroy([1])
    assert others.read([1]) == {1: there}
    assert here != there
    others.close()


def test_keys_that_are_older_than_their_database_are_refused(keys: PostgresqlKeys) -> None:
    keys.create(HERE, 0, 1)
    with pytest.raises(KeysMissing, match="lack the last 4"):
        keys.create(HERE, 5, 1)
    assert "lack the last 4" in str(keys.facts(HERE, 5).trouble)


def test_keys_that_are_not_there_are_missed_and_never_made_anew(
    keys: PostgresqlKeys, keys_url: str
) -> None:
    with pytest.raises(KeysMissing, match="are not there"):
        keys.create(HERE, 1, 1)
    assert keys.read([1]) == {1: NoKey.MISSING}
    with connected(keys_url) as server:
        found = server.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'housekeeper_keys'")
        assert found.fetchall() == []


def test_what_a_program_made_for_nothing_is_known_by_the_next_one(keys: PostgresqlKeys) -> None:
    keys.create(HERE, 0, 2)
    assert keys.leftover(1) == {2}
    keys.note_committed(2)
    # An older copy of the database knows fewer: its keys are another copy's.
    assert keys.leftover(1) == set()


def test_keys_are_given_up_for_an_empty_place(keys: PostgresqlKeys, keys_url: str) -> None:
    [old] = keys.create(HERE, 0, 1)
    keys.begin_anew(HERE, 1)
    assert keys.read([1]) == {1: NoKey.ABANDONED}
    assert [key.number for key in keys.create(HERE, 1, 1)] == [2]
    assert old.secret not in pages(keys_url)


def test_a_lost_connection_is_made_anew(keys: PostgresqlKeys, keys_url: str) -> None:
    [made] = keys.create(HERE, 0, 1)
    administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        keys_url,
    )
    assert keys.read([1]) == {1: made}


async def guest_of(house: StoredHouse) -> None:
    await house.book(a_booking("C1", guest_name="Zoe Adler"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await house.store.write(lambda work: send_as_staff(work, act_of(DESK), "101", "good evening"))


async def words_of(house: StoredHouse) -> tuple[list[str], list[str]]:
    return await house.store.read(
        lambda work: (
            work.guests.names("101"),
            [message.body for message in work.guests.messages("101")],
        )
    )


async def test_a_guests_words_are_read_on_every_terminal_and_gone_at_checkout(
    house: StoredHouse,
) -> None:
    await guest_of(house)
    other = await Database.open(house.target)
    there = StoredHouse(other.hotel(GRAND, house.clock), house.clock, house.target)
    assert await words_of(there) == (["Zoe Adler"], ["good evening"])
    secret = kept_secret(house.target)
    assert secret in pages(house.target)
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    await house.store.database.settle()
    assert secret not in pages(house.target)
    await other.close()


def kept_secret(url: str) -> bytes:
    with connected(url) as server:
        row = server.execute("SELECT secret FROM housekeeper_keys.stay_key").fetchone()
    assert row is not None
    return bytes(row[0])


@pytest.fixture(params=["database", "file"])
def another_place(request: pytest.FixtureRequest, keys_url: str, tmp_path: Path) -> str:
    """Where else the keys may be put."""
    return keys_url if request.param == "database" else str(tmp_path / "hotel.keys")


async def test_keys_may_lie_elsewhere_and_words_are_unreadable_without_them(
    house: StoredHouse, another_place: str
) -> None:
    database = await Database.open(house.target, keys=another_place)
    there = StoredHouse(database.hotel(GRAND, house.clock), house.clock, house.target)
    await guest_of(there)
    assert await words_of(there) == (["Zoe Adler"], ["good evening"])
    assert await words_of(house) == ([UNREADABLE], [UNREADABLE])
    await database.close()


async def test_a_database_file_keeps_its_keys_in_a_file(tmp_path: Path, keys_url: str) -> None:
    with pytest.raises(StoreUnusable, match="give --keys a path"):
        await Database.open(str(tmp_path / "hotel.db"), keys=keys_url)
