"""PostgreSQL beside SQLite, short: that both are measured, not what."""

import os
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, main
from benchmarks.plan import Plan
from benchmarks.postgresql import measure
from benchmarks.table import as_text
from tests.engines import VARIABLE, connected, server


def own_databases() -> set[str]:
    with connected(server()) as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in found if name.startswith(f"housekeeper_test_{os.getpid()}_")}


def test_the_same_work_is_timed_on_both_engines_and_no_database_is_left(tmp_path: Path) -> None:
    before = own_databases()
    rows = measure(Plan(tmp_path, (60,), is_quick=True))
    assert own_databases() == before
    assert [row.name.partition(",")[0] for row in rows] == [
        "transition through the service",
        "checkout of 1 room with 20 messages",
        "reading 60 rooms into the board",
        "reading 60 rooms into the board",
        "commit to another's board by the store's feed",
        "commit to another's board by the store's feed",
    ]
    assert all(row.value > 0 and row.goal is None for row in rows)
    for line in as_text(rows).splitlines()[2:]:
        assert "PostgreSQL" in line
        assert "SQLite" in line


def test_it_is_measured_only_where_asked_for() -> None:
    assert "postgresql" not in PARTS


def test_without_a_server_one_sentence_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(SystemExit, match=f"set {VARIABLE} to the URL of a server"):
        main(["postgresql", "--quick"])
