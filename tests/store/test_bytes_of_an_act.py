"""What an act takes on the disk, its indexes included, as a hotel's database grows by it.

The growth is that of the file as the program writes it, never packed. Of the city hotel's rooms
a fifth are turned a day, which are 1.1 acts a room and day: 41,600 a year in a hotel of 100.
"""

from datetime import timedelta
from itertools import islice
from pathlib import Path

from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.rooms.event import EventDraft
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from tests.engines import connected
from tests.grand_hotel import GRAND, SetClock
from tests.store.model_days import FIRST_DAY, ModelHotel

ROOMS = 100
ACTS = 6_000
ACTS_IN_A_UNIT = 40
MOST_BYTES = 400
YEAR_BYTES = 12_000_000
"""Of the file; a server's indexes take half as much again."""


def _number_of(place: int) -> str:
    return f"{place // 20 + 1}{place % 20 + 1:02d}"


def _fill(work: UnitOfWork) -> None:
    rows = [
        RoomRow(place, _number_of(place), ("STD", "DLX")[place % 2], place // 20 + 1, "East")
        for place in range(ROOMS)
    ]
    import_rooms(work, rows)


def bytes_of(target: str) -> int:
    """What the events take: the whole file, or the table with its indexes on a server."""
    if "://" not in target:
        return Path(target).stat().st_size
    with connected(target) as server:
        found = server.execute("SELECT pg_total_relation_size('room_event')").fetchone()
    assert found is not None
    return int(found[0])


async def test_an_act_takes_at_most_400_bytes_and_a_year_of_a_file_12_megabytes(
    database: Database, clock: SetClock, target: str
) -> None:
    store = database.hotel(GRAND, clock)
    await store.write(_fill)
    rooms = await store.read(lambda work: work.rooms.all())
    model = ModelHotel({room.number: room for room in rooms})
    days, acts = 0, list[EventDraft]()
    while len(acts) < ACTS:
        acts += model.day(FIRST_DAY + timedelta(days=days))
        days += 1
    await _checkpoint(database, target)
    before, left = bytes_of(target), iter(acts)
    while chunk := list(islice(left, ACTS_IN_A_UNIT)):
        await store.write(lambda work, told=chunk: work.events.append(told))  # type: ignore[misc]
    await _checkpoint(database, target)
    each = (bytes_of(target) - before) / len(acts)
    of_a_year = each * len(acts) / days * 365
    print(
        f"\n{each:.0f} bytes an act, {len(acts) / days / ROOMS:.2f} acts a room and day, "
        f"{of_a_year / 1e6:.1f} MB a year"
    )
    assert each <= MOST_BYTES
    assert "://" in target or of_a_year <= YEAR_BYTES


async def _checkpoint(database: Database, target: str) -> None:
    """Let everything that was committed be in the file itself."""
    if "://" not in target:
        statement = "PRAGMA wal_checkpoint(TRUNCATE)"
        await database.run(lambda lent: lent.exec_driver_sql(statement).all(), "NONE")
