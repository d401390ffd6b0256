"""Driver exceptions, translated at this edge into the one family of errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError

from sqlalchemy.exc import DBAPIError

from housekeeper.core.errors import StoreBusy, StoreError, StoreUnavailable, StoreUnusable

_BUSY = ("database is locked", "database table is locked", "database schema is locked")


def translated(fault: BaseException, location: str) -> StoreError:
    """The error of ours that tells of this fault, with what a user can do about it."""
    said = str(fault)
    if any(words in said for words in _BUSY):
        return StoreBusy(
            f"The database {location} is held by another program; try again in a moment."
        )
    if "disk is full" in said:
        return StoreUnavailable(
            f"The disk is full: nothing was written. Free some space for the database {location}."
        )
    if "readonly" in said or "read-only" in said:
        return StoreUnavailable(f"The database {location} may only be read, not written.")
    if "not a database" in said or "malformed" in said:
        return StoreUnusable(
            f"The database {location} is damaged or no database; restore it from a backup."
        )
    if "unable to open" in said:
        return StoreUnavailable(f"The database {location} cannot be opened here.")
    return StoreUnavailable(f"The database {location} cannot be used now: {said.splitlines()[0]}.")


@contextmanager
def translating(location: str) -> Iterator[None]:
    """Let driver exceptions out as errors of ours."""
    try:
        yield
    except DBAPIError as fault:
        raise translated(fault.orig or fault, location) from fault
    except (sqlite3.Error, OSError) as fault:
        raise translated(fault, location) from fault
    except MemoryError as fault:
        raise StoreUnavailable(
            f"This machine has no memory left for the database {location} just now; what was to "
            "be done there stays to be done. Close something, and try again."
        ) from fault
    except (UnicodeDecodeError, JSONDecodeError) as fault:
        # A damaged page can be a page still, with noise where this program wrote text.
        raise translated(sqlite3.DatabaseError("malformed"), location) from fault
