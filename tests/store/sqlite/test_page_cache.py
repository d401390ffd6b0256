"""However large a hotel's file grows, a program keeps a few megabytes of it in memory."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from housekeeper.store.engine import Mode
from tests.engines import only_on_sqlite
from tests.stored_house import StoredHouse

_MB = 1024 * 1024


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _read_all(connection: Connection) -> int:
    return sum(row[0] for row in connection.exec_driver_sql("SELECT length(words) FROM years"))


@only_on_sqlite
@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux' /proc")
async def test_what_was_read_of_a_large_file_is_let_go(house: StoredHouse) -> None:
    rows = 64 * 400
    with closing(sqlite3.connect(house.path)) as raw, raw:
        raw.execute("CREATE TABLE years (words TEXT)")
        raw.executemany("INSERT INTO years VALUES (?)", (("x" * 2_500,) for _ in range(rows)))
    database = house.store.database
    assert house.path.stat().st_size + Path(f"{house.path}-wal").stat().st_size > 60 * _MB
    before = _resident_mb()
    modes: tuple[Mode, ...] = ("DEFERRED", "IMMEDIATE")
    for mode in modes:
        assert await database.run(_read_all, mode) == rows * 2_500
    assert _resident_mb() - before < 40
