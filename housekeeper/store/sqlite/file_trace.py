"""What the file system tells of a database that nobody has written to: cheaper than asking it."""

import os
import time
from pathlib import Path

_SETTLED_NS = 1_000_000_000
"""A file written to later than so long ago proves nothing: a commit stamps the log first and can
be read when the log is on the disk, which takes a slow disk long."""

_COARSEST_NS = 1_000_000
"""File systems that stamp no finer than this (memory sticks) tell nothing."""

FileTrace = tuple[tuple[int, int, int] | None, ...]
"""Inode, size and stamp of the database and of its log, None where there is none."""


def trace_of(path: Path) -> FileTrace | None:
    """The trace of a SQLite database in write-ahead mode, or None where it proves nothing.

    Whoever finds the same trace again knows that nothing was committed since: each commit
    writes to the log, and stamps it anew.
    """
    now = time.time_ns()
    trace: list[tuple[int, int, int] | None] = []
    for name in (str(path), f"{path}-wal"):
        try:
            found = os.stat(name)  # noqa: PTH116 - ten times a second on the event loop
        except OSError:
            trace.append(None)
            continue
        if now - found.st_mtime_ns < _SETTLED_NS or not found.st_mtime_ns % _COARSEST_NS:
            return None
        trace.append((found.st_ino, found.st_size, found.st_mtime_ns))
    return tuple(trace)
