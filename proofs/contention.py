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
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.table import Row, percentile
from housekeeper.core.errors import Refused, StoreError
from housekeeper.core.event import Act, Via
from housekeeper.core.policy import Verb
from housekeeper.core.ports import UnitOfWork
from housekeeper.core.turnover import TurnRequest, perform
from housekeeper.store.database import Database
from proofs.hotel import MANAGER, ROOMS, make_hotel, store_of
from proofs.options import Options

ACTS_A_SECOND = 2.0
MANY, VERY_MANY = 16, 64
OPENS_WITHIN_SECONDS = 60.0


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


def act_for_a_while(database: str, report: str, seed: int, begins: float, ends: float) -> None:
    """The program, in a process of its own: act from one moment to another, then report."""
    asyncio.run(_act(database, Path(report), Random(seed), begins, ends))


async def _act(path: str, report: Path, random: Random, begins: float, ends: float) -> None:
    rate = None if report.suffix == ".saturating" else ACTS_A_SECOND
    database = await Database.open(path)
    store = store_of(database)
    waits, errors = [], []
    await asyncio.sleep(max(0.0, begins - time.time()))
    while time.time() < ends:
        if rate is not None:
            await asyncio.sleep(random.expovariate(rate))
        act, number = Act(MANAGER, Via.BOARD), random.choice(ROOMS)
        request = TurnRequest(Verb.NOTE, number, note=f"note {random.random()}")

        def unit(work: UnitOfWork, act: Act = act, request: TurnRequest = request) -> object:
            return perform(work, act, request)

        began = time.perf_counter()
        try:
            await store.write(unit)
        except (StoreError, Refused) as fault:
            errors.append(str(fault))
        waits.append((time.perf_counter() - began) * 1000)
    await database.close()
    await asyncio.to_thread(report.write_text, json.dumps({"waits": waits, "errors": errors}))


def _load(folder: Path, processes: int, is_saturating: bool, seconds: float, seed: int) -> Load:
    kind = "saturating" if is_saturating else "hotel"
    place = folder / f"{processes}-{kind}"
    place.mkdir()
    path = place / "hotel.db"
    asyncio.run(make_hotel(path))
    context = get_context("forkserver")
    context.set_forkserver_preload(["proofs.contention"])
    begins = time.time() + 1.0 + processes / 16
    reports = [place / f"{number}.{kind}" for number in range(processes)]
    running = [
        context.Process(
            target=act_for_a_while,
            args=(str(path), str(report), seed + number, begins, begins + seconds),
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
    seconds = options.times(20, 2)
    rows: list[Row] = []
    for processes in (MANY, VERY_MANY):
        for is_saturating in (False, True):
            load = _load(options.folder, processes, is_saturating, seconds, options.seed)
            rows += _rows(load, processes, is_saturating, seconds)
    return rows


def _rows(load: Load, processes: int, is_saturating: bool, seconds: float) -> Sequence[Row]:
    how = f"{processes} programs " + ("as fast as they can" if is_saturating else "at 2 acts/s")
    waits = load.all_waits
    figures = (
        f"{len(waits) / seconds:.0f} acts/s; p50 {percentile(waits, 50):.1f} ms, "
        f"p99 {percentile(waits, 99):.1f} ms, longest {max(waits):.0f} ms"
    )
    told = "; ".join(dict.fromkeys(load.errors))[:120]
    return [
        Row(f"{how}: errors", len(load.errors), 0, "acts", told or figures),
        Row(f"{how}: slowest program's p99 to the middle one's", load.unfairness, 10.0),
    ]
