"""Many programs on one file: does each get its turn, and does anybody hear of a lock.

Each process opens the file as a board does and writes notes through the service. At a hotel's
rate each does two acts a second at random moments, which is far more than people press;
saturating, each acts again as soon as it has its answer.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

from benchmarks.table import Row, percentile
from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import Refused, StoreError
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.store.database import Database
from proofs.hotel import MANAGER, ROOMS, make_hotel, store_of
from proofs.options import Options

ACTS_A_SECOND = 2.0
MANY, VERY_MANY = 16, 64
OPENS_WITHIN_SECONDS = 60.0
SATURATING, AT_A_HOTELS_RATE = ".saturating", ".hotel"
NOTICED_MS = 1000.0
"""A wait that anyone would speak of; a machine that does other things too stays below it."""
UNFAIR = 3.0
"""So many times the wait of the program in the middle nobody shall have."""


@dataclass(frozen=True, slots=True)
class Load:
    """How one run went: the waits of each process in milliseconds, and what went wrong."""

    waits: tuple[tuple[float, ...], ...]
    errors: tuple[str, ...]

    @property
    def all_waits(self) -> list[float]:
        """The waits of all processes."""
        return [wait for one in self.waits for wait in one]

    @property
    def unfairness(self) -> float:
        """The slowest process's p99 against that of the process in the middle."""
        each = sorted(percentile(one, 99) for one in self.waits if one)
        return each[-1] / each[len(each) // 2]


def act_for_a_while(
    database: str, report: str, seed: int, all_ready: Barrier, seconds: float
) -> None:
    """The program, in a process of its own: act for a while once all are ready, then report."""
    asyncio.run(_act(database, Path(report), Random(seed), all_ready, seconds))


async def _act(path: str, report: Path, random: Random, ready: Barrier, seconds: float) -> None:
    rate = None if report.suffix == SATURATING else ACTS_A_SECOND
    database = await Database.open(path)
    store = store_of(database)
    waits: list[float] = []
    errors: list[str] = []
    # The first act of a program is slower than all others: it is not counted.
    await store.write(lambda work: perform(work, *_a_note(random)))
    await asyncio.to_thread(ready.wait, OPENS_WITHIN_SECONDS)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if rate is not None:
            await asyncio.sleep(random.expovariate(rate))
        act, request = _a_note(random)
        began = time.perf_counter()
        try:
            await store.write(partial(perform, act=act, request=request))
        except (StoreError, Refused) as fault:
            errors.append(str(fault))
        waits.append((time.perf_counter() - began) * 1000)
    await database.close()
    await asyncio.to_thread(report.write_text, json.dumps({"waits": waits, "errors": errors}))


def _a_note(random: Random) -> tuple[Act, TurnRequest]:
    text = f"note {random.random()}"
    request = TurnRequest(Verb.NOTE, random.choice(ROOMS), note=text, replaces=True)
    return Act(MANAGER, Via.BOARD), request


def _load(folder: Path, processes: int, is_saturating: bool, seconds: float, seed: int) -> Load:
    ending = SATURATING if is_saturating else AT_A_HOTELS_RATE
    place = folder / f"{processes}{ending}"
    place.mkdir()
    path = place / "hotel.db"
    asyncio.run(make_hotel(path, bookings=0))
    context = get_context("forkserver")
    context.set_forkserver_preload(["proofs.contention"])
    all_ready = context.Barrier(processes)
    reports = [place / f"{number}{ending}" for number in range(processes)]
    running = [
        context.Process(
            target=act_for_a_while,
            args=(str(path), str(report), seed + number, all_ready, seconds),
        )
        for number, report in enumerate(reports)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    told = [json.loads(report.read_text()) for report in reports if report.exists()]
    silent = ["a program ended without a word" for report in reports if not report.exists()]
    return Load(
        tuple(tuple(one["waits"]) for one in told),
        (*silent, *(fault for one in told for fault in one["errors"])),
    )


def run(options: Options) -> list[Row]:
    """Load one file with 16 and with 64 programs, at a hotel's rate and as fast as they can."""
    seconds = options.times(20, 1)
    rows: list[Row] = []
    for processes in (MANY, VERY_MANY):
        for is_saturating in (False, True):
            load = _load(options.folder, processes, is_saturating, seconds, options.seed)
            rows += _rows(load, processes, is_saturating, seconds)
    return rows


def _rows(load: Load, processes: int, is_saturating: bool, seconds: float) -> Sequence[Row]:
    how = f"{processes} programs " + ("as fast as they can" if is_saturating else "at 2 acts/s")
    waits = load.all_waits or [0.0]
    figures = (
        f"{len(waits) / seconds:.0f} acts/s; p50 {percentile(waits, 50):.1f} ms, "
        f"p99 {percentile(waits, 99):.1f} ms, longest {max(waits):.0f} ms"
    )
    told = "; ".join(dict.fromkeys(load.errors))[:120]
    errors = Row(f"{how}: errors", len(load.errors), 0, "acts", told or figures)
    if is_saturating:
        name = f"{how}: p99 of the slowest to that of the middle one"
        return [errors, Row(name, load.unfairness, UNFAIR)]
    return [errors, Row(f"{how}: p99", percentile(waits, 99), NOTICED_MS, "ms")]
