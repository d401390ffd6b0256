"""The engines that the tests run on: SQLite in a file, and PostgreSQL where a server is named.

HOUSEKEEPER_TEST_POSTGRESQL is the URL of a database on a server, of a role that may make
databases: each test makes one of its own there, and drops it.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import make_url

from tests.missing_parts import skip_for_want_of

if TYPE_CHECKING:
    import psycopg

VARIABLE = "HOUSEKEEPER_TEST_POSTGRESQL"

only_on_sqlite = pytest.mark.parametrize("target", ["sqlite"], indirect=True)
"""For tests about database files."""

_numbers = count(1)


def server() -> str:
    """The URL of the server's own database; skips the test where there is none, and fails in CI."""
    if find_spec("psycopg") is None:
        skip_for_want_of("psycopg", "install requirements/test.txt")
    found = os.environ.get(VARIABLE)
    if not found:
        skip_for_want_of("PostgreSQL", f"set {VARIABLE} to the URL of a server")
    return found


def connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """A bare connection to a database, past the program."""
    import psycopg

    return psycopg.connect(url)


def administer(statement: str, server_url: str) -> None:
    """Run a statement on the server, outside any transaction."""
    with closing(connected(server_url)) as connection:
        connection.autocommit = True
        words: Any = statement
        connection.execute(words)


def url_of(server_url: str, name: str) -> str:
    """The URL of another database of the server."""
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def name_of(url: str) -> str:
    """The name of the database in a URL."""
    name = make_url(url).database
    assert name is not None
    return name


@contextmanager
def postgresql_database(template: str | None = None) -> Iterator[str]:
    """The URL of a new database on the server, empty or as its template; dropped at the end."""
    server_url = server()
    name = f"housekeeper_test_{os.getpid()}_{next(_numbers)}"
    like = f' TEMPLATE "{template}" STRATEGY wal_log' if template else ""
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', server_url)
    administer(f'CREATE DATABASE "{name}"{like}', server_url)
    try:
        yield url_of(server_url, name)
    finally:
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', server_url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has the schema, and nothing in it."""
    import asyncio

    from housekeeper.store.database import Database

    async def make(target: str) -> None:
        await (await Database.open(target)).close()

    path = tmp_path_factory.mktemp("template") / "hotel.db"
    asyncio.run(make(str(path)))
    return path


def lay_schema(target: str, template: Path) -> None:
    """Have the schema where a test's hotel will be, with an id of its own.

    A server's database has it already. A copied file spares a test all migrations and the
    waiting for the disk after each.
    """
    if "://" in target:
        return
    shutil.copy(template, target)
    with closing(sqlite3.connect(target)) as opened, opened:
        opened.execute("PRAGMA synchronous=OFF")
        opened.execute("UPDATE database_mark SET database_id = ?", (str(uuid4()),))


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """The name of a database that has the schema, and nothing in it."""
    import asyncio

    from housekeeper.store.database import Database

    async def make(target: str) -> None:
        await (await Database.open(target)).close()

    with postgresql_database() as target:
        asyncio.run(make(target))
        yield name_of(target)


@pytest.fixture(scope="session")
def postgresql_house() -> Iterator[str]:
    """The URL of the database that the tests use one after the other, each swept before it."""
    import asyncio

    from housekeeper.store.database import Database

    async def make(target: str) -> None:
        await (await Database.open(target)).close()

    with postgresql_database() as url:
        asyncio.run(make(url))
        # What a test wrote need not survive a power cut.
        administer(f'ALTER DATABASE "{name_of(url)}" SET synchronous_commit = off', url)
        yield url


_SWEEP = """
DO $$
DECLARE one record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'schema_version'
    LOOP
        EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename);
    END LOOP;
    DELETE FROM schema_version WHERE version > (SELECT min(version) FROM schema_version);
    DROP SCHEMA IF EXISTS housekeeper_keys CASCADE;
    INSERT INTO database_mark (database_id, generation) VALUES (gen_random_uuid()::text, 1);
END $$
"""


def sweep(url: str) -> None:
    """Make a database as it was when it was new, with another id."""
    administer(_SWEEP, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a test's hotel is kept: a path, and a URL of PostgreSQL, in turn."""
    return place(request, tmp_path, request.param)


def place(request: pytest.FixtureRequest, tmp_path: Path, engine: str) -> str:
    """Where a test's hotel is kept on this engine."""
    if engine == "sqlite":
        return str(tmp_path / "hotel.db")
    server()
    url: str = request.getfixturevalue("postgresql_house")
    sweep(url)
    return url


def everything(target: str) -> dict[str, list[Any]]:
    """Every row of every table of a database, read past the program."""
    if "://" not in target:
        with closing(sqlite3.connect(target)) as opened:
            names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {
                name: sorted(opened.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in names
            }
    from psycopg.sql import SQL, Identifier

    with connected(target) as served:
        found = served.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            name: sorted(
                served.execute(SQL("SELECT * FROM {}").format(Identifier(name))).fetchall(),
                key=repr,
            )
            for (name,) in found.fetchall()
        }


@contextmanager
def new_house(template: str) -> Iterator[str]:
    """A copy of the template with an id of its own."""
    with postgresql_database(template) as url:
        administer("UPDATE database_mark SET database_id = gen_random_uuid()::text", url)
        yield url
