"""Files on disk: opened only where they are ours, copied whole, overwritten before deletion.

A folder that others can write to may hold links, pipes and files of theirs under any name. So
nothing is overwritten or read into a database through a link, nor what another user has put
there, and nothing is waited for that is no ordinary file.
"""

import errno
import os
import re
import shutil
import stat
from pathlib import Path

from housekeeper.core.errors import NotPossible, StoreUnavailable
from housekeeper.store.sqlite.own_logs import LOGS, require_own_logs


def glob_escaped(name: str) -> str:
    """A file name as a pattern that matches it alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


_SAFE = (
    getattr(os, "O_NOFOLLOW", 0)
    # A pipe without another end would keep whoever opens it waiting.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_WRITING = os.O_WRONLY | os.O_RDWR


def open_own(path: Path, how: int) -> int:
    """Open an ordinary file, never through a link; to be written, only one of our own.

    `how` is made of the flags of `os.open`; a file that this makes is its owner's alone. Our
    own is also what the owner of the folder has, who can put anything in its place. Raises
    `OSError`, whose `strerror` says what is wrong.
    """
    try:
        opened = os.open(path, how | _SAFE, 0o600)
    except OSError as fault:
        if path.is_symlink() and not isinstance(fault, FileExistsError):
            raise OSError(errno.ELOOP, "it is a link", str(path)) from fault
        raise
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        if how & _WRITING and not _is_own(found, path):
            raise PermissionError(errno.EPERM, "it belongs to another user", str(path))
    except BaseException:
        os.close(opened)
        raise
    return opened


def _is_own(found: os.stat_result, path: Path) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid in {os.geteuid(), path.absolute().parent.stat().st_uid}


def is_own_file(path: Path) -> bool:
    """Whether this is an ordinary file of our own, and no link to one."""
    try:
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and _is_own(found, path)
    except OSError:
        return False


def overwrite_and_delete(path: Path) -> None:
    """Put zeros in place of a file's content, flushed to the disk, and delete it.

    Raises `StoreUnavailable` where that cannot be, as for a link or what is another user's.
    """
    try:
        opened = open_own(path, os.O_RDWR)
        try:
            left = os.fstat(opened).st_size
            while left > 0:
                left -= os.write(opened, bytes(min(left, 1 << 20)))
            os.fsync(opened)
        finally:
            os.close(opened)
        path.unlink(missing_ok=True)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise StoreUnavailable(
            f"{path} cannot be overwritten and deleted: {reason_of(fault)}."
        ) from fault


_LOG_NAME = re.compile(r".+(?:-wal|-shm|-journal)", re.IGNORECASE | re.DOTALL)
_UNFINISHED = re.compile(r"\..+\.unfinished", re.IGNORECASE | re.DOTALL)
_BESIDE = re.compile(
    r"(.+)(?:\.(?:queue|boards|rewriting|replaced|restoring.*|schema-\d+\.backup)"
    r"|\.keys(?:\.new|\.replaced-\d+)?)",
    re.IGNORECASE | re.DOTALL,
)


def require_free_name(path: Path, to_be_made: Path | None = None) -> None:
    """Refuse a name for a new file that exists, or that is used beside a database.

    What SQLite or this program finds there is replayed, overwritten or deleted. `to_be_made` is
    a database that is not there yet. Raises `NotPossible`.
    """
    if os.path.lexists(path):
        raise NotPossible(f"{path} exists already and is left as it is; name a new file.")
    beside = _BESIDE.fullmatch(path.name)
    database = None if beside is None else path.with_name(beside[1])
    is_beside = database is not None and (database == to_be_made or database.is_file())
    if is_beside or _LOG_NAME.fullmatch(path.name) or _UNFINISHED.fullmatch(path.name):
        raise NotPossible(
            f"{path} is a name that is used beside a database, where files are overwritten and "
            "deleted; choose another one."
        )


def copied(source: Path, target: Path) -> None:
    """Copy a file to a new one that its owner alone can read; raises `StoreUnavailable`."""
    try:
        # The file that is copied may be named by a link: it is only read.
        with os.fdopen(open_own(source.resolve(), os.O_RDONLY), "rb") as reading:
            opened = open_own(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            with os.fdopen(opened, "wb") as writing:
                shutil.copyfileobj(reading, writing, 1 << 20)
                writing.flush()
                os.fsync(writing.fileno())
    except OSError as fault:
        place = target.parent if fault.filename is None else fault.filename
        raise StoreUnavailable(f"{place} cannot be used: {reason_of(fault)}.") from fault


def discard(path: Path) -> None:
    """Delete a database file and what SQLite keeps beside it, where they are there.

    Raises `StoreUnavailable`, and deletes nothing, where a log of another user lies there.
    """
    require_own_logs(path)
    for end in ("", *LOGS):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def unfinished_beside(path: Path) -> Path:
    """The file in which what is to be called `path` is written, until it is whole."""
    return path.with_name(f".{path.name}.unfinished")


def name_finished(unfinished: Path, path: Path) -> None:
    """See that a file is on the disk, and give it its name.

    Raises `StoreUnavailable` where somebody has taken the name meanwhile, and `OSError`.
    """
    flush(unfinished)
    try:
        os.close(open_own(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError as fault:
        raise StoreUnavailable(f"{path} exists already; name a new file.") from fault
    unfinished.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """See that a file, or a new name in a folder, survives a loss of power."""
    if path.is_dir() and os.name != "posix":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def reason_of(fault: OSError) -> str:
    """Why the system refused, in its words, to stand at the end of a sentence."""
    return (fault.strerror or str(fault)).lower()
