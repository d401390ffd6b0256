"""Putting a backup in the place of a database, as one change.

The backup is copied beside the database first, verified there and brought up to date. Then it
goes into the database's own file, page by page in one transaction of SQLite: programs that
have it open stay with it, a restore that is killed leaves all as it was, and no copy of what
is replaced is ever made. A generation that was never used tells every board to read all anew.
"""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, update

from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import NotPossible, StoreBusy, StoreError, StoreUnusable
from housekeeper.store import backups
from housekeeper.store.backups import Contents
from housekeeper.store.connection import BUSY_TIMEOUT_MS
from housekeeper.store.database import Database
from housekeeper.store.eraser import glob_escaped, overwrite_and_delete
from housekeeper.store.erasures import ask as ask_for_erasure
from housekeeper.store.faults import translating
from housekeeper.store.tables import database_mark
from housekeeper.store.tables import hotel as hotel_table
from housekeeper.store.write_queue import WriteQueue

_STUCK_AFTER_SECONDS = 30.0
_TRY_EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `replaced` is what there was before, if anything could be read."""

    contents: Contents
    replaced: Contents | None
    discarded: tuple[str, ...] = field(default=())


async def restore(
    database: Path, backup: Path, may_discard: bool, keys: str | None = None
) -> Restored:
    """Put a backup in the place of the database file, which need not exist.

    `keys` is the path of the database's key file, by default the one beside it. Raises
    `StoreUnusable` for a backup that is not whole, and `NotPossible`, naming it, where something
    newer than the backup would be lost and `may_discard` is false; then nothing is changed.
    """
    staged = database.with_name(f"{database.name}.restoring")
    await asyncio.to_thread(_require_another, database, backup)
    await asyncio.to_thread(_discard, staged)
    try:
        await asyncio.to_thread(backups.copied, backup, staged)
        await asyncio.to_thread(backups.examine, staged, str(backup))
        before = await asyncio.to_thread(_current, database, may_discard)
        contents = await _prepared(staged, before, keys or f"{database}.keys")
        return await asyncio.to_thread(_put, staged, database, contents, may_discard)
    finally:
        await asyncio.to_thread(_discard, staged)


def _require_another(database: Path, backup: Path) -> None:
    if database.exists() and backup.exists() and database.samefile(backup):
        raise NotPossible(f"{backup} is the database itself; name a backup of it.")


def _discard(staged: Path) -> None:
    """Leave nothing of the copy, nor of what was put beside it while it was brought up to date."""
    for left in staged.parent.glob(f"{glob_escaped(staged.name)}*"):
        overwrite_and_delete(left)


def _current(database: Path, may_discard: bool) -> Contents | None:
    """What the database holds now; None where there is nothing, or nothing that can be read."""
    if not database.exists() or database.stat().st_size == 0:
        return None
    try:
        return backups.examine(database, str(database))
    except StoreUnusable as fault:
        if may_discard:
            return None
        raise NotPossible(
            f"{str(fault)[:-1]}, so nobody can tell what would be lost: restore it anyway with "
            "--discard-newer, or keep a copy of it first."
        ) from fault


async def _prepared(staged: Path, before: Contents | None, keys: str) -> Contents:
    """Bring the copy up to date and mark it as another generation; give what it holds."""

    def mark(connection: Connection) -> None:
        earlier = (0, 0) if before is None else (before.generation, before.erasure_asked)
        found = connection.execute(
            database_mark.select().with_only_columns(
                database_mark.c.generation, database_mark.c.erasure_asked
            )
        ).one()
        connection.execute(
            update(database_mark).values(
                generation=max(earlier[0], found.generation) + 1,
                erasure_asked=max(earlier[1], found.erasure_asked),
                erasure_holder=None,
                erasure_until=None,
            )
        )
        ask_for_erasure(connection, SystemClock().real_now())
        connection.execute(update(hotel_table).values(drain_holder=None, drain_until=None))

    opened = await Database.open(str(staged), keys=keys)
    try:
        await opened.run(mark, "IMMEDIATE")
    finally:
        await opened.close()
    return await asyncio.to_thread(backups.examine, staged, "The restored database")


def _put(staged: Path, database: Path, contents: Contents, may_discard: bool) -> Restored:
    queue = WriteQueue(database)
    try:
        # Nobody of ours writes between the last look and the change.
        with queue.turn(), translating(str(database)):
            replaced = _current(database, may_discard)
            lost = [] if replaced is None else backups.lost_by(contents, replaced)
            if lost and not may_discard:
                raise NotPossible(
                    f"Restoring would lose {_listed(lost)}, newer than the backup: nothing was "
                    "changed. Back up what is there, and add --discard-newer to restore anyway."
                )
            if replaced is None:
                _put_as_file(staged, database)
            else:
                _put_into(staged, database)
            return Restored(contents, replaced, tuple(lost))
    finally:
        queue.close()


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _put_into(staged: Path, database: Path) -> None:
    """Write every page in one transaction on the file that programs have open."""
    ends = time.monotonic() + _STUCK_AFTER_SECONDS

    def still_waiting(status: int, remaining: int, total: int) -> None:
        del remaining, total
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > ends:
            raise StoreBusy(
                f"The database {database} is held by another program; nothing was changed."
            )

    uri = f"{database.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(staged)) as source,
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as target,
    ):
        for pragma in ("secure_delete=ON", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            target.execute(f"PRAGMA {pragma}")
        source.backup(target, progress=still_waiting, sleep=_TRY_EVERY_SECONDS)


def _put_as_file(staged: Path, database: Path) -> None:
    """Put a file where there is none, or one that no program can read any more.

    A restore that is killed here leaves the old file, or none: then it is done again.
    """
    aside = database.with_name(f"{database.name}.replaced")
    if database.exists():
        database.replace(aside)
    # The log of another file must never be read as this one's.
    backups.discard(database)
    staged.replace(database)
    backups.flush(database.parent)
    try:
        backups.examine(database, str(database))
    except StoreError:
        if aside.exists():
            aside.replace(database)
        raise
    overwrite_and_delete(aside)
