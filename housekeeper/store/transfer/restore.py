"""Putting a backup in the place of a database, as one change.

The backup is copied beside the database first, verified there and brought up to date. Then it
goes into the database's own file, page by page in one transaction of SQLite: programs that
have it open stay with it, a restore that is killed leaves all as it was, and no copy of what
is replaced is ever made. A generation that was never used tells every board to read all anew.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select, update

from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import (
    KeysMissing,
    NotPossible,
    StoreBusy,
    StoreError,
    StoreUnusable,
)
from housekeeper.store.database import Database
from housekeeper.store.disk import (
    copied,
    discard,
    flush,
    glob_escaped,
    overwrite_and_delete,
)
from housekeeper.store.erasure.after_restore import ErasedAgain, erase_again
from housekeeper.store.guest_keys import key_file_copies
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.repositories.erasures import ask as ask_for_erasure
from housekeeper.store.sqlite.connection import BUSY_TIMEOUT_MS
from housekeeper.store.sqlite.faults import translating
from housekeeper.store.sqlite.open_file import open_file
from housekeeper.store.sqlite.own_logs import require_own_logs
from housekeeper.store.sqlite.write_queue import WriteQueue
from housekeeper.store.tables import database_mark
from housekeeper.store.tables import hotel as hotel_table
from housekeeper.store.transfer import backup as backups
from housekeeper.store.transfer.backup import Contents
from housekeeper.store.transfer.replaced import NOTHING_REPLACED, keep_restores, read_replaced
from housekeeper.store.transfer.rows import GUEST_IDS_PASSED_OVER, read_counters, set_counters

_GIVEN_MEANWHILE = 1_000
_STUCK_AFTER_SECONDS = 30.0
_TRY_EVERY_SECONDS = 0.05
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    `replaced` is what there was before, if anything could be read, and `discarded` what of it
    was newer than the backup. `keys_aside` is where another database's key file was moved to.
    """

    contents: Contents
    replaced: Contents | None
    discarded: tuple[str, ...] = ()
    erased_again: ErasedAgain = field(default_factory=ErasedAgain)
    keys_aside: Path | None = None


async def restore(
    database: Path,
    backup: Path,
    may_discard: bool,
    keys: str | None = None,
    keys_copy: Path | None = None,
    further: Callable[[Database], Awaitable[None]] | None = None,
) -> Restored:
    """Put a backup in the place of the database file, which need not exist.

    `keys` is the path of the database's key file, by default the one beside it; `keys_copy` is
    a copy of it, from which it is made good. Guests who have left since are checked out again
    and rooms get other PINs before anybody sees the restored database; `further` is done to it
    then too. Raises `StoreUnusable` for a backup or a copy of keys that is not whole, and
    `NotPossible`, naming it, where something newer than the backup would be lost and
    `may_discard` is false; then nothing is changed.
    """
    staged = database.with_name(f"{database.name}.restoring")
    await asyncio.to_thread(_require_another, database, backup)
    await asyncio.to_thread(_discard, staged)
    try:
        await asyncio.to_thread(copied, backup, staged)
        restoring = await asyncio.to_thread(backups.examine, staged, str(backup))
        before = await asyncio.to_thread(_current, database, may_discard)
        _refuse_loss(restoring, before, may_discard)
        key_file = _keys_of(database, keys)
        aside = await asyncio.to_thread(key_file_copies.put_aside, key_file, restoring.database_id)
        try:
            # A key that a copy brings back tells nothing of who has left since.
            trusted = await asyncio.to_thread(key_file.live)
            if keys_copy is not None:
                await asyncio.to_thread(
                    key_file_copies.bring_back, keys_copy, key_file, restoring.database_id
                )
            again, done = await _replace(
                staged, database, restoring, before, key_file, trusted, may_discard, further
            )
        except BaseException:
            if aside is not None:
                await asyncio.to_thread(aside.replace, key_file.path)
            raise
        return replace(done, erased_again=again, keys_aside=aside)
    finally:
        await asyncio.to_thread(_discard, staged)


def _keys_of(database: Path, path: str | None) -> KeyFile:
    beside = database.with_name(f"{database.name}.keys")
    return KeyFile(beside if path is None else Path(path).expanduser())


def _require_another(database: Path, backup: Path) -> None:
    if database.exists() and backup.exists() and database.samefile(backup):
        raise NotPossible(f"{backup} is the database itself; name a backup of it.")


def _discard(staged: Path) -> None:
    """Leave nothing of the copy, nor of what was put beside it while it was brought up to date."""
    for left in staged.parent.glob(f"{glob_escaped(staged.name)}*"):
        overwrite_and_delete(left)


def _current(database: Path, may_discard: bool) -> Contents | None:
    """What the database holds now; None where there is nothing, or nothing that can be read."""
    require_own_logs(database)
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


async def _replace(
    staged: Path,
    database: Path,
    restoring: Contents,
    before: Contents | None,
    keys: KeyFile,
    trusted: Collection[int],
    may_discard: bool,
    further: Callable[[Database], Awaitable[None]] | None,
) -> tuple[ErasedAgain, Restored]:
    """Make the copy ready and put it in place; once more where guests have left meanwhile."""
    again = await _make_ready(staged, database, restoring, before, keys, trusted, further)
    for _ in range(_TRIES):
        done = await asyncio.to_thread(_put, staged, database, restoring, may_discard, before)
        if done is not None:
            return again, done
        before = await asyncio.to_thread(_current, database, may_discard)
        more = await _make_ready(staged, database, restoring, before, keys, trusted)
        again = again.and_then(more)
    raise StoreBusy(
        f"Guests are being checked out of {database} all the time; nothing was changed. Try it "
        "again in a moment."
    )


async def _make_ready(
    staged: Path,
    database: Path,
    restoring: Contents,
    before: Contents | None,
    keys: KeyFile,
    trusted: Collection[int],
    further: Callable[[Database], Awaitable[None]] | None = None,
) -> ErasedAgain:
    """Bring the copy up to date, see to those who have left, mark it as another generation.

    It may be done again, where guests have left meanwhile.
    """
    replaced = NOTHING_REPLACED
    if before is not None and before.database_id == restoring.database_id:
        replaced = await asyncio.to_thread(read_replaced, database)
        if replaced.marked:
            # Without a key file there is nothing to overwrite.
            with contextlib.suppress(KeysMissing):
                await asyncio.to_thread(keys.destroy, replaced.marked)

    # Stays without a key get none before it is known who has left.
    opened = await Database.open(str(staged), keys=str(keys.path), to_copy=True)
    try:
        await opened.run(partial(_mark_anew, before=before), "IMMEDIATE")
        await opened.run(partial(keep_restores, replaced=replaced), "IMMEDIATE")
        again = await erase_again(opened, keys, trusted, replaced)
        if further is not None:
            await further(opened)
        return again
    finally:
        await opened.close()


def _mark_anew(connection: Connection, before: Contents | None) -> None:
    """Let the copy go on where the replaced database has come to: nothing is used again."""
    found = connection.execute(select(database_mark)).one()
    generation, asked, key_count = found.generation, found.erasure_asked, found.key_count
    numbers = {**read_counters(connection), "last_guest_id": found.last_guest_id}
    last_numbers = _after(numbers, before)
    if before is not None:
        generation = max(generation, before.generation)
        asked = max(asked, before.erasure_asked)
        if before.database_id == found.database_id:
            # Numbers of keys that were given out are never given out again.
            key_count = max(key_count, before.key_count)
    connection.execute(
        update(database_mark).values(
            generation=generation + 1,
            erasure_asked=asked,
            key_count=key_count,
            last_guest_id=last_numbers.pop("last_guest_id"),
            erasure_holder=None,
            erasure_until=None,
        )
    )
    set_counters(connection, last_numbers)
    ask_for_erasure(connection, SystemClock().real_now())
    connection.execute(update(hotel_table).values(drain_holder=None, drain_until=None))


def _after(restored: Mapping[str, int], before: Contents | None) -> dict[str, int]:
    """The numbers given out last, by table, also those given out since the backup.

    Numbers that leave the program never come again: where what is replaced cannot tell, or has
    given out some while it is being replaced, those of guests go on far above.
    """
    known = {} if before is None else before.last_numbers
    last = {name: max(restored.get(name, 0), known.get(name, 0)) for name in {*restored, *known}}
    is_known = "last_guest_id" in known
    last["last_guest_id"] += _GIVEN_MEANWHILE if is_known else GUEST_IDS_PASSED_OVER
    return last


def _refuse_loss(
    restoring: Contents, instead_of: Contents | None, may_discard: bool
) -> tuple[str, ...]:
    """What is lost that is newer than the backup; raises where it may not be."""
    lost = () if instead_of is None else tuple(backups.lost_by(restoring, instead_of))
    if lost and not may_discard:
        raise NotPossible(
            f"Restoring would lose {_listed(lost)}, newer than the backup: nothing was "
            "changed. Back up what is there, and add --discard-newer to restore anyway."
        )
    return lost


def _put(
    staged: Path, database: Path, restoring: Contents, may_discard: bool, before: Contents | None
) -> Restored | None:
    """Put the copy in place; None, and nothing is done, where guests have left since `before`."""
    contents = backups.examine(staged, "The restored database")
    queue = WriteQueue(database)
    try:
        # Nobody of ours writes between the last look and the change.
        with queue.turn(), translating(str(database)):
            replaced = _current(database, may_discard)
            lost = _refuse_loss(restoring, replaced, may_discard)
            if _erasures(replaced) != _erasures(before):
                return None
            if replaced is None:
                _put_as_file(staged, database)
            else:
                _put_into(staged, database)
            return Restored(contents, replaced, lost)
    finally:
        queue.close()


def _erasures(contents: Contents | None) -> int | None:
    return None if contents is None else contents.erasure_asked


def _listed(parts: Sequence[str]) -> str:
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

    with closing(open_file(staged)) as source, closing(open_file(database)) as target:
        for pragma in ("secure_delete=ON", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            target.execute(f"PRAGMA {pragma}")
        source.backup(target, progress=still_waiting, sleep=_TRY_EVERY_SECONDS)


def _put_as_file(staged: Path, database: Path) -> None:
    """Put a file where there is none, or one that no program can read any more.

    A restore that is killed here leaves the old file, or none: then it is done again.
    """
    aside = database.with_name(f"{database.name}.replaced")
    overwrite_and_delete(aside)
    if database.exists():
        database.replace(aside)
    try:
        # The log of another file must never be read as this one's.
        discard(database)
        staged.replace(database)
        flush(database.parent)
        backups.examine(database, str(database))
    except StoreError:
        if aside.exists():
            aside.replace(database)
        raise
    overwrite_and_delete(aside)
