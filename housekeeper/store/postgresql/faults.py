"""What psycopg raises, translated at this edge into the one family of errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from housekeeper.core.errors import StoreBusy, StoreError, StoreUnavailable, StoreUnusable
from housekeeper.store.engine import Overtaken

_SENTENCES: dict[str, tuple[type[StoreError], str]] = {
    "55P03": (
        StoreBusy,
        "The database {place} is held by another terminal; try again in a moment.",
    ),
    "57014": (StoreBusy, "The database {place} took too long to answer; nothing was written."),
    "53100": (
        StoreUnavailable,
        "The disk of the database {place} is full; free some space, nothing was written.",
    ),
    "53200": (StoreUnavailable, "The server of {place} is out of memory; nothing was written."),
    "53300": (
        StoreUnavailable,
        "The server of {place} has no connection left; raise its max_connections.",
    ),
    "25006": (StoreUnavailable, "The database {place} may only be read, not written."),
    "42501": (
        StoreUnavailable,
        "The role used for {place} lacks a right ({said}); docs/postgresql.md has the statements.",
    ),
    "XX001": (StoreUnusable, "The database {place} is damaged; restore it from a backup."),
    "XX002": (StoreUnusable, "The database {place} is damaged; restore it from a backup."),
}

_RUN_AGAIN = frozenset(
    # Two units that overtook each other: a deadlock, or a key that the other wrote first.
    {"40001", "40P01", "23505", "23503"}
)


def driver_fault(fault: BaseException) -> psycopg.Error | None:
    """The driver's own exception in this one, if there is any."""
    original = fault.orig if isinstance(fault, DBAPIError) else fault
    return original if isinstance(original, psycopg.Error) else None


def should_run_again(fault: BaseException) -> bool:
    """Whether the same unit, run whole once more, may well succeed."""
    if isinstance(fault, Overtaken):
        return True
    driver = driver_fault(fault)
    return driver is not None and driver.sqlstate in _RUN_AGAIN


def translated(fault: BaseException, place: str) -> StoreError:
    """The error of ours that tells of this fault, with what a user can do about it."""
    driver = driver_fault(fault) or fault
    said = _first_line(driver)
    state = getattr(driver, "sqlstate", None)
    if state in _SENTENCES:
        kind, sentence = _SENTENCES[state]
        return kind(sentence.format(place=place, said=said))
    if "password authentication failed" in said or "no password supplied" in said:
        return StoreUnavailable(f"The server of {place} refuses this user and password.")
    if "does not exist" in said and "database" in said and state is None:
        return StoreUnavailable(f"There is no database {place}; docs/postgresql.md makes one.")
    if "no connection" in said or "too many" in said or "remaining connection" in said:
        return StoreUnavailable(f"The server of {place} has no connection left: {said}.")
    if "session is read-only" in said:
        return StoreUnavailable(f"The server of {place} is a standby, which takes no writes.")
    if isinstance(driver, psycopg.OperationalError | psycopg.InterfaceError):
        return StoreUnavailable(f"The database {place} cannot be reached: {said}.")
    return StoreUnavailable(f"The database {place} cannot be used now: {said}.")


def _first_line(fault: BaseException) -> str:
    """What the driver says, in one line: the last of the reasons that it tried in turn."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    reasons = [line for line in lines if "FATAL:" in line or "failed:" in line or "error:" in line]
    said = reasons[-1] if reasons else lines[0] if lines else type(fault).__name__
    for mark in ("FATAL: ", "failed: ", "error: "):
        said = said.rpartition(mark)[2]
    return said.strip().rstrip(".")


@contextmanager
def translating(place: str) -> Iterator[None]:
    """Let driver exceptions out as errors of ours."""
    try:
        yield
    except (DBAPIError, psycopg.Error, OSError) as fault:
        raise translated(fault, place) from fault
