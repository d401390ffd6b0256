"""How long a rewrite of the file keeps another program's acts waiting, by the size of the file."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.table import Row
from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.erasure import LARGEST_BY_DAY
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.store.database import Database, HotelStore
from proofs.hotel import MANAGER, make_hotel, store_of

_GOAL_MS = 60.0
_MEGABYTES = (5, 12, 20, 100)
_ACT_SECONDS = 4.0
_BETWEEN_ACTS_SECONDS = 0.005
_TEXT = "Could we have two more towels, please? " * 8


def wait_rows(folder: Path, megabytes: Sequence[int] = _MEGABYTES) -> list[Row]:
    """A row for each size that is rewritten by day; what larger ones cost is told with the last."""
    worst = {size: measure(folder / f"wait-{size}.db", size) for size in megabytes}
    told = [
        f"{size} MB {ms:.0f} ms (held {held:.0f}, in all {processor:.0f} of processor time)"
        for size, (ms, held, processor) in worst.items()
    ]
    return [
        Row(
            f"worst wait of an act while {size} MB are rewritten",
            worst[size][0],
            _GOAL_MS,
            "ms",
            "; ".join(told) + ", larger files in the quiet hour only",
        )
        for size in megabytes
        if size * 1_000_000 <= LARGEST_BY_DAY
    ]


def measure(path: Path, megabytes: int) -> tuple[float, float, float]:
    """The longest of another program's acts, and what the rewrite itself says it held up (ms).

    The third is the processor time of the whole rewrite, which a busy machine does not lengthen.
    """
    asyncio.run(make_hotel(path, bookings=0))
    fill(path, megabytes)
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "proofs.rewrite_wait", str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "acting\n"
    held, processor = asyncio.run(_erase(path))
    worst = float(process.communicate()[0])
    path.unlink()
    return worst, held, processor


def fill(path: Path, megabytes: int) -> None:
    """Fill a hotel's file with one long conversation, of which a tenth is deleted again."""
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("PRAGMA secure_delete=ON")
        opened.execute(
            "INSERT INTO conversation (id, room_id, opened_at) SELECT 1, min(id), ? FROM room",
            ("2026-01-01T12:00:00.000000+00:00",),
        )
        opened.executemany(
            "INSERT INTO room_message (conversation_id, id, sender, body, sent_at) "
            "VALUES (1, ?, 'GUEST', ?, '2026-01-01T12:00:00.000000+00:00')",
            ((number, _TEXT) for number in range(megabytes * 1_000_000 // 370)),
        )
        opened.execute("DELETE FROM room_message WHERE id % 10 = 0")
        opened.execute("UPDATE database_mark SET last_guest_id = 1000000000")


async def _erase(path: Path) -> tuple[float, float]:
    database = await Database.open(str(path))
    await asyncio.sleep(_ACT_SECONDS / 4)
    eraser = database.eraser(SystemClock())
    assert eraser is not None
    began = time.process_time()
    run = await eraser.erase()
    processor = (time.process_time() - began) * 1000
    await database.close()
    assert run is not None
    return float(run.waited_ms), processor


async def _act_and_time(path: str) -> float:
    """Act for some seconds; the longest that any act took, in milliseconds."""
    database = await Database.open(path)
    store, longest = store_of(database), 0.0
    for number in range(2):
        await _note(store, str(number))
    sys.stdout.write("acting\n")
    sys.stdout.flush()
    ends = time.monotonic() + _ACT_SECONDS
    while time.monotonic() < ends:
        began = time.perf_counter()
        await _note(store, f"note {began}")
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(_BETWEEN_ACTS_SECONDS)
    await database.close()
    return longest * 1000


async def _note(store: HotelStore, text: str) -> None:
    request = TurnRequest(Verb.NOTE, "102", note=text, replaces=True)
    await store.write(lambda work: perform(work, Act(MANAGER, Via.BOARD), request))


if __name__ == "__main__":
    print(asyncio.run(_act_and_time(sys.argv[1])))
