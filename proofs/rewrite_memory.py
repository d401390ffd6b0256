"""A rewrite of the file needs no memory of the file's size: done under a limit (RLIMIT_DATA).

The limit is on what a program may have of writable memory of its own. The same limit must be
too little for a VACUUM that keeps the new file in memory, or it would prove nothing.
"""

import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import Row
from housekeeper.core.clock import SystemClock
from housekeeper.store.database import Database
from proofs.hotel import make_hotel
from proofs.rewrite_wait import fill

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limited:
    """A file of so many megabytes, and a limit: of the whole program, or beyond what it has."""

    megabytes: int
    limit: int
    is_whole: bool


FULL = Limited(2_000, 512, is_whole=True)
QUICK = Limited(100, 48, is_whole=False)


def memory_row(folder: Path, size: Limited) -> Row:
    """Rewrite a file under a limit of memory, and see that VACUUM alone cannot."""
    path = folder / "memory.db"
    asyncio.run(make_hotel(path, bookings=0))
    fill(path, size.megabytes)
    file_bytes = path.stat().st_size
    control = _run(path, "vacuum", size)
    done = _run(path, "erase", size)
    path.unlink()
    limit = "in all" if size.is_whole else "more than it has"
    return Row(
        "rewrites that fail under a limit of memory",
        int(not done["is_done"]) + int(bool(control["is_done"])),
        0,
        "rewrites",
        f"file {file_bytes / _MB:,.0f} MB, RLIMIT_DATA {size.limit} MB {limit}: at most "
        f"{done['peak_mb']} MB in memory, {done['took_ms']:,} ms, others waited "
        f"{done['waited_ms']:,} ms; VACUUM in memory "
        + ("went through as well" if control["is_done"] else "fails"),
    )


def _run(path: Path, how: str, size: Limited) -> dict[str, int]:
    words = [str(path), how, str(size.limit), "whole" if size.is_whole else "more"]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "proofs.rewrite_memory", *words],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, int] = json.loads(done.stdout)
    return told


@contextmanager
def _limit(megabytes: int, is_whole: bool) -> Iterator[None]:
    """As long as the block runs; a program that ends starts threads, which take memory too."""
    limit = megabytes * _MB + (0 if is_whole else _status_kb("VmData") * 1024)
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _status_kb(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise RuntimeError(f"this system does not tell {name}")


async def _erase(path: Path, megabytes: int, is_whole: bool) -> dict[str, int]:
    database = await Database.open(str(path))
    try:
        eraser = database.eraser(SystemClock())
        assert eraser is not None
        with _limit(megabytes, is_whole):
            run = await eraser.erase()
        assert run is not None
        return {"is_done": 1, "took_ms": run.took_ms, "waited_ms": run.waited_ms}
    finally:
        await database.close()


def _vacuum(path: Path, megabytes: int, is_whole: bool) -> dict[str, int]:
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        opened.execute("PRAGMA temp_store=MEMORY")
        try:
            with _limit(megabytes, is_whole):
                opened.execute("VACUUM")
        except MemoryError:
            return {"is_done": 0}
    return {"is_done": 1}


if __name__ == "__main__":
    _path, _how, _megabytes, _whole = sys.argv[1:]
    _asked = Path(_path), int(_megabytes), _whole == "whole"
    _told = asyncio.run(_erase(*_asked)) if _how == "erase" else _vacuum(*_asked)
    print(json.dumps({**_told, "peak_mb": round(_status_kb("VmHWM") * 1024 / _MB)}))
