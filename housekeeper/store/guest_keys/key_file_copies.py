"""Copies of a key file, kept apart from the backups that they open, and bringing one back.

A key that is erased stays erased, whatever a copy holds: where the present key file can be
read it knows better, and a copy only adds the keys that it lacks at its end.
"""

import os
from pathlib import Path

from sqlalchemy import Connection

from housekeeper.core.errors import NotPossible, StoreUnavailable, StoreUnusable
from housekeeper.store.disk import copied, flush, open_own
from housekeeper.store.guest_keys.carried_keys import read_carried_keys
from housekeeper.store.guest_keys.key_file import SLOT, SLOTS_AT, KeyFile
from housekeeper.store.guest_keys.overwrite import keys_given
from housekeeper.store.guest_keys.stay_key import KeyFacts, StayKeys
from housekeeper.store.transfer import backup


def require_copyable(connection: Connection, keys: StayKeys) -> KeyFile:
    """The key file of a database, if it can be copied.

    Raises `NotPossible` where there is none to copy, and `StoreUnusable`, with what is wrong.
    """
    if not isinstance(keys, KeyFile):
        raise NotPossible("The keys of this database are in no file that could be copied.")
    if not os.path.lexists(keys.path):
        raise NotPossible(
            f"There is no key file {keys.path} to copy: it is lost, or there were no guests yet."
        )
    facts = keys.facts(*keys_given(connection))
    if facts.trouble is not None:
        raise StoreUnusable(facts.trouble)
    if facts.damaged:
        raise StoreUnusable(f"The key file {keys.path} is damaged, so it is not copied.")
    return keys


def copy_keys(connection: Connection, keys: StayKeys, target: Path) -> KeyFacts:
    """Copy the keys of a database to a new file that its owner alone can read.

    A key that is marked to be overwritten is not in it: the caller holds the write lock, so
    that no guest leaves meanwhile. Raises as `require_copyable` does, and `StoreUnavailable`.
    """
    carried = read_carried_keys(connection, require_copyable(connection, keys))
    unfinished = backup.begin(target)
    try:
        unfinished.unlink()
        copy = KeyFile(unfinished)
        copy.take_over(carried.database_id, carried.first, carried.known, carried.live)
        backup.name_copy(unfinished, target)
        return KeyFile(target).facts(carried.database_id, carried.known)
    finally:
        unfinished.unlink(missing_ok=True)


def bring_back(copy: Path, keys: KeyFile, database_id: str) -> None:
    """Put a copy of the keys of this database in its place, or add what the file there lacks.

    Raises `StoreUnusable` for a copy that holds the keys of no or another database.
    """
    copy = copy.resolve()
    trouble = KeyFile(copy).facts(database_id, 0).trouble
    if trouble is not None or not copy.exists():
        raise StoreUnusable(f"{copy} holds no keys of the database in the backup.")
    if not keys.path.exists():
        unfinished = keys.path.with_name(f"{keys.path.name}.new")
        unfinished.unlink(missing_ok=True)
        copied(copy, unfinished)
        unfinished.replace(keys.path)
        flush(keys.path.parent)
        return
    _add_missing(copy, keys.path)


def put_aside(keys: KeyFile, database_id: str) -> Path | None:
    """Move away a key file that is not this database's, and tell where to; None for none."""
    if not keys.path.exists() or keys.facts(database_id, 0).trouble is None:
        return None
    number = 1
    while (moved := keys.path.with_name(f"{keys.path.name}.replaced-{number}")).exists():
        number += 1
    keys.path.rename(moved)
    return moved


def _add_missing(copy: Path, keys: Path) -> None:
    """Add the slots that a cut-off or older key file lacks; both begin with the same number."""
    try:
        content, present = copy.read_bytes(), keys.read_bytes()
        if content[: SLOTS_AT // 2] != present[: SLOTS_AT // 2]:
            return
        whole = SLOTS_AT + (len(present) - SLOTS_AT) // SLOT * SLOT
        if len(content) > whole:
            with os.fdopen(open_own(keys, os.O_RDWR), "r+b") as opened:
                opened.seek(whole)
                opened.write(content[whole:])
                opened.flush()
                os.fsync(opened.fileno())
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise StoreUnavailable(f"The key file {keys} cannot be written: {reason}.") from fault
