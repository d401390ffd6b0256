"""Checkout: its time beside bare sqlite3, what it writes to the log, and its statements."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.floors.raw_purge import RawPurge
from benchmarks.guests import add_guests
from benchmarks.hotels import MANAGER, fresh_hotel, hotel_store
from benchmarks.plan import Plan, settle_memory
from benchmarks.statements import statements_of_new_connections
from benchmarks.table import Row, percentile
from housekeeper.core.acts import Verb, Via
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.stays import checkout
from housekeeper.store.database import Database

_SIZES = ((1, 20, 2.5), (50, 5_000, 1.6), (500, 100_000, 1.2))
_TIMES = {1: 31, 50: 15, 500: 7}


def _wal_bytes(path: Path) -> int:
    wal = path.with_name(f"{path.name}-wal")
    return wal.stat().st_size if wal.exists() else 0


async def _check_out(path: Path, numbers: Sequence[str]) -> tuple[int, int]:
    """Check rooms out through the service: nanoseconds, and bytes of the log.

    The first room goes before, untimed, as another did before in a board that is open.
    """
    database = await Database.open(str(path))
    store = hotel_store(database)
    staff = await store.read(lambda work: work.staff.get(MANAGER))
    first, *others = numbers
    await store.write(lambda work: checkout.check_out(work, Act(staff, Via.BOARD), [first]))
    await database.settle()
    settle_memory()
    logged = _wal_bytes(path)
    began = time.perf_counter_ns()
    await store.write(lambda work: checkout.check_out(work, Act(staff, Via.BOARD), others))
    took = time.perf_counter_ns() - began
    logged = _wal_bytes(path) - logged
    await database.close()
    return took, logged


def _raw_ns(path: Path, numbers: Sequence[str]) -> int:
    """The same through bare sqlite3, the first room before and untimed too."""
    with closing(RawPurge(path)) as raw:
        raw.purge_ns(numbers[:1])
        settle_memory()
        return raw.purge_ns(numbers[1:])


def copied(path: Path, name: str) -> Path:
    """A copy of a hotel's file and of its keys, beside them."""
    copy = path.with_name(name)
    for old in path.parent.glob(f"{name}*"):
        old.unlink()
    shutil.copyfile(path, copy)
    shutil.copyfile(f"{path}.keys", f"{copy}.keys")
    return copy


def time_checkouts(plan: Plan, rooms: int, messages: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the service and of bare sqlite3, in turns, on copies of one file."""
    made = fresh_hotel(plan.folder, 1_000, "purge")
    numbers = add_guests(made, messages + messages // rooms, rooms + 1)
    ours, raw = [], []
    for _ in range(plan.times(_TIMES[rooms], 1)):
        ours.append(asyncio.run(_check_out(copied(made, "ours.db"), numbers))[0] / 1e6)
        raw.append(_raw_ns(copied(made, "raw.db"), numbers) / 1e6)
    return ours, raw


def _logged(plan: Plan, messages: int, unclustered: bool) -> int:
    rooms = 2_000
    made = fresh_hotel(plan.folder, rooms + 100, f"log-{unclustered}")
    numbers = add_guests(made, messages, rooms, unclustered)
    _, logged = asyncio.run(_check_out(made, numbers[:: rooms // 20 - 1][:21]))
    made.unlink()
    return logged


def _statements(plan: Plan, rooms: int) -> int:
    """SQL statements of one checkout; beginning and committing are not counted."""
    path = fresh_hotel(plan.folder, 1_000, "statements")
    numbers = add_guests(path, rooms * 10, rooms)

    async def run() -> int:
        with statements_of_new_connections() as counted:
            database = await Database.open(str(path))
        store = hotel_store(database)
        staff = await store.read(lambda work: work.staff.get(MANAGER))
        # The first act of a person, and of an hour, writes down who it is, and the hour.
        note = TurnRequest(Verb.NOTE, numbers[0], note="late")
        await store.write(lambda work: turnover.perform(work, Act(staff, Via.BOARD), note))
        counted.clear()
        await store.write(lambda work: checkout.check_out(work, Act(staff, Via.BOARD), numbers))
        statements = len(counted)
        await database.close()
        return statements

    return asyncio.run(run())


def measure(plan: Plan) -> list[Row]:
    """Rows for three sizes of checkout, for the log, and for the number of statements."""
    rows = []
    for rooms, messages, goal in _SIZES[: 2 if plan.is_quick else 3]:
        ours, raw = time_checkouts(plan, rooms, messages)
        took, floor = percentile(ours, 50), percentile(raw, 50)
        rows.append(
            Row(
                f"checkout of {rooms} rooms with {messages:,} messages",
                took / floor,
                goal,
                "x raw",
                f"service {took:.2f}, raw {floor:.2f} ms",
            )
        )
    messages = plan.times(1_000_000, 20_000)
    clustered, unclustered = (_logged(plan, messages, one) for one in (False, True))
    rows.append(
        Row(
            f"log of checking out 20 of 2,000 rooms among {messages:,} messages",
            clustered / unclustered,
            0.2,
            "x unclustered",
            f"clustered {clustered / 1e6:.2f} MB, unclustered {unclustered / 1e6:.2f} MB",
        )
    )
    counts = [_statements(plan, rooms) for rooms in (1, 50, 500)]
    words = ", ".join(map(str, counts)) + " for 1, 50, 500 rooms"
    rows.append(Row("statements of a checkout", max(counts), 24, "", words))
    rows.append(Row("statements that more rooms add", max(counts) - min(counts), 0, ""))
    return rows
