"""The load of a chain: many hotels in one PostgreSQL database, acted on from many processes.

`python -m benchmarks chain` starts a server of its own on this machine, fills it, and lets
processes act at an even rate, each in its share of the hotels. An act's time runs from the
moment it was due, so one that waits for another counts its waiting. Server and processes share
the machine's cores: the figures are of the whole machine, and worse than a server of its own.
"""

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass

from benchmarks.table import percentile
from housekeeper.core.clock import SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database

ANA = Staff("ana", "Ana Reis", Role.SUPERVISOR)
CONNECTIONS_A_PROCESS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to; times in milliseconds."""

    acts: int
    errors: dict[str, int]
    seconds: float
    p50: float
    p99: float
    worst: float
    connections: int
    database_bytes: int

    def __str__(self) -> str:
        failed = sum(self.errors.values())
        lines = [
            f"{self.acts} acts in {self.seconds:.0f} s ({self.acts / self.seconds * 60:.0f} a "
            f"minute), {failed} errors",
            f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms, worst {self.worst:.0f} ms",
            f"{self.connections} connections, database {self.database_bytes / 1e6:.0f} MB",
        ]
        return "\n".join([*lines, *(f"{count} x {said}" for said, count in self.errors.items())])


def hotel_of(place: int) -> Hotel:
    """The hotel at a place, counted from 0."""
    return Hotel(f"hotel-{place}", f"Hotel {place}", "UTC")


async def fill(url: str, hotels: int, rooms: int) -> None:
    """Make so many hotels with so many rooms each."""

    def furnish(work: UnitOfWork) -> None:
        import_staff(work, [StaffRow(2, ANA)])
        rows = [RoomRow(n, str(n), "STD", n // 100, "East") for n in range(101, 101 + rooms)]
        import_rooms(work, rows)

    database = await Database.open(url)
    for place in range(hotels):
        await database.create_hotel(hotel_of(place))
        await database.hotel(hotel_of(place), SystemClock()).write(furnish)
    await database.close()


async def load(
    url: str, hotels: int, rooms: int, acts_a_minute: float, minutes: float, processes: int
) -> Outcome:
    """Let so many processes act, and gather what they measured."""
    starts_at = time.time() + 5 + processes * 1.0
    shares = [
        {
            "url": url,
            "hotels": list(range(one, hotels, processes)) or [one % hotels],
            "rooms": rooms,
            "every": 60 * processes / acts_a_minute,
            "starts_at": starts_at + 60 / acts_a_minute * one,
            "seconds": minutes * 60,
            "seed": one,
        }
        for one in range(processes)
    ]
    programs = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.chain_program",
            json.dumps(share),
            stdout=asyncio.subprocess.PIPE,
        )
        for share in shares
    ]
    await asyncio.sleep(max(0.0, starts_at + minutes * 30 - time.time()))
    database = await Database.open(url)
    facts = await database.facts()
    connections = await database.run(
        lambda lent: lent.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ).scalar_one(),
        "DEFERRED",
    )
    said = [json.loads((await program.communicate())[0]) for program in programs]
    facts = await database.facts()
    await database.close()
    times = [taken for one in said for taken in one["times"]]
    errors: dict[str, int] = {}
    for one in said:
        for sentence in one["errors"]:
            errors[sentence] = errors.get(sentence, 0) + 1
    return Outcome(
        len(times),
        errors,
        minutes * 60,
        percentile(times, 50),
        percentile(times, 99),
        max(times),
        int(connections),
        int(facts["size_bytes"]),
    )


def main(words: list[str]) -> int:
    """Run it with these options, and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks chain", description=__doc__)
    add = parser.add_argument
    add("--hotels", type=int, default=200)
    add("--rooms", type=int, default=500, help="of each hotel")
    add("--acts", type=float, default=2_000, help="a minute, of all processes together")
    add("--minutes", type=float, default=5)
    add("--processes", type=int, default=50)
    add("--database", metavar="URL", help="an empty database, instead of a server of its own")
    asked = parser.parse_args(words)
    if asked.database:
        return _run(asked, asked.database)
    from tests.store.postgresql.cluster import cluster

    with cluster(asked.processes * CONNECTIONS_A_PROCESS + 20, "128MB") as own:
        return _run(asked, own.url())


def _run(asked: argparse.Namespace, url: str) -> int:
    from benchmarks.machine import load as busy
    from benchmarks.machine import machine

    print(f"{machine()}; load {busy()}", flush=True)
    began = time.monotonic()
    asyncio.run(fill(url, asked.hotels, asked.rooms))
    rooms = asked.hotels * asked.rooms
    took = time.monotonic() - began
    print(f"{asked.hotels} hotels, {rooms:,} rooms, made in {took:.0f} s", flush=True)
    outcome = asyncio.run(
        load(url, asked.hotels, asked.rooms, asked.acts, asked.minutes, asked.processes)
    )
    print(f"{outcome}\nload {busy()}")
    return 1 if outcome.errors else 0
