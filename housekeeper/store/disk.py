"""Files on disk: copied whole, flushed, overwritten before they are deleted."""

import os
import shutil
from pathlib import Path

from housekeeper.core.errors import StoreUnavailable


def glob_escaped(name: str) -> str:
    """A file name as a pattern that matches it alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def overwrite_and_delete(path: Path) -> None:
    """Put zeros in place of a file's content, flushed to the disk, and delete it."""
    try:
        with path.open("r+b") as opened:
            left = os.fstat(opened.fileno()).st_size
            while left > 0:
                left -= opened.write(bytes(min(left, 1 << 20)))
            opened.flush()
            os.fsync(opened.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


_LOGS = ("-wal", "-shm", "-journal")


def copied(source: Path, target: Path) -> None:
    """Copy a file to a new one that its owner alone can read; raises `StoreUnavailable`."""
    try:
        with source.open("rb") as reading:
            opened = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(opened, "wb") as writing:
                shutil.copyfileobj(reading, writing, 1 << 20)
                writing.flush()
                os.fsync(writing.fileno())
    except OSError as fault:
        place = target.parent if fault.filename is None else fault.filename
        raise StoreUnavailable(f"{place} cannot be used: {_reason(fault)}.") from fault


def discard(path: Path) -> None:
    """Delete a database file and what SQLite keeps beside it, where they are there."""
    for end in ("", *_LOGS):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def flush(path: Path) -> None:
    """See that a file, or a new name in a folder, survives a loss of power."""
    if path.is_dir() and os.name != "posix":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _reason(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()
