"""Opens a hotel for whoever asks: its database, which hotel it is, and its clock."""

import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from housekeeper.core.clock import SystemClock
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput, NotPossible, Refused, StoreError, UnknownName
from housekeeper.core.hotel import Hotel
from housekeeper.core.unit_of_work import Store
from housekeeper.settings.address_text import without_password
from housekeeper.settings.places import make_data_folder
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database
from housekeeper.store.location import SqliteFile, locate
from housekeeper.store.migrations.added_columns import Progress
from housekeeper.store.migrations.migrate import tell_nobody

_YEARS = range(1900, 3000)


def clock_for(settings: Settings, hotel: Hotel) -> SystemClock:
    """The machine's clock, or the training clock of the settings, in the hotel's zone.

    Raises `InvalidInput` for a year that no hotel can be in.
    """
    start = settings.now
    if start is None:
        return SystemClock()
    if start.year not in _YEARS:
        raise InvalidInput(f"The clock cannot start in the year {start.year}.")
    if start.tzinfo is None:
        start = start.replace(tzinfo=hotel.zone)
    return SystemClock.starting_at(start.astimezone(UTC))


def no_hotel_yet(target: str) -> NotPossible:
    """The refusal of a command that needs a hotel where there is none."""
    place = plain(without_password(target))
    return NotPossible(
        f"There is no hotel yet in {place}: make one with 'housekeeper init --name NAME', "
        "or look at 'housekeeper demo'."
    )


_TOLD_FROM_EVENTS = 50_000
_TOLD_TIMES = 10


def update_text(done: int, total: int) -> str:
    """What is said while an older database is brought up to date, in events; nothing if soon."""
    if total < _TOLD_FROM_EVENTS:
        return ""
    return f"Bringing the history up to date: {done:,} of {total:,} events."


def _tell_on_stderr() -> Progress:
    """Who waits at the command line is told ten times."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        text = update_text(done, total)
        if text and done * _TOLD_TIMES // total > told:
            told = done * _TOLD_TIMES // total
            sys.stderr.write(f"{text}\n")

    return tell


async def open_database(
    settings: Settings, may_make: bool = False, progress: Progress | None = None
) -> Database:
    """Open the database of the settings. With `may_make`, a missing one is made.

    `progress` is told how far a long update is, by default in lines on standard error.

    Raises the `StoreError` family, or `NotPossible` where it is missing and not to be made.
    """
    if may_make and settings.origins["database"] == "default":
        make_data_folder()
    return await open_database_at(
        settings.database, settings.keys, may_make, progress=progress or _tell_on_stderr()
    )


async def open_database_at(
    target: str,
    keys: str | None = None,
    may_make: bool = False,
    to_copy: bool = False,
    progress: Progress = tell_nobody,
) -> Database:
    """Open the database at a path or URL; the others are those of `Database.open`.

    Every database that the program works in is opened here. Raises as `open_database` does.
    """
    place = locate(target)
    if not may_make and isinstance(place, SqliteFile) and is_missing(place):
        raise no_hotel_yet(target)
    return await Database.open(place, keys=keys, to_copy=to_copy, progress=progress)


def is_missing(place: SqliteFile) -> bool:
    """Whether a database file is not there yet; one in memory always is."""
    return place.path is not None and not os.path.lexists(place.path)


def choose_hotel(hotels: Sequence[Hotel], settings: Settings) -> Hotel:
    """The hotel that is named, or the only one, with the rules that the settings give it.

    Raises with a sentence that lists the slugs.
    """
    slugs = ", ".join(hotel.slug for hotel in hotels)
    if not hotels:
        raise no_hotel_yet(settings.database)
    if settings.hotel is None:
        if len(hotels) > 1:
            raise Refused(f"This database has several hotels, name one with --hotel: {slugs}.")
        return replace(hotels[0], rules=settings.house_rules())
    wanted = settings.hotel.strip().casefold()
    for hotel in hotels:
        if hotel.slug.casefold() == wanted:
            return replace(hotel, rules=settings.house_rules())
    raise UnknownName(f"There is no hotel '{plain(settings.hotel[:64])}' here, only {slugs}.")


async def keep_cli_pin_of_file(settings_ask: bool, database: Database, store: Store) -> None:
    """Keep in the database that commands ask for PINs, where its owner's settings file says so.

    The owner is whose the file is; on a server whoever gets in. From then on no environment and
    no other file takes it off. A database that cannot be written to just now stays as it is.
    """
    if not settings_ask or not _is_owner(database.file):
        return
    # Few hotels' settings say so.
    from housekeeper.core.staff.command_line_pin import keep_cli_pin, may_keep_cli_pin

    if await store.read(may_keep_cli_pin):
        with suppress(StoreError):
            await store.write(keep_cli_pin)


def _is_owner(file: Path | None) -> bool:
    if file is None or not hasattr(os, "geteuid"):
        return True
    try:
        return file.stat().st_uid == os.geteuid()
    except OSError:
        return False


@asynccontextmanager
async def opened_database(settings: Settings, may_make: bool = False) -> AsyncIterator[Database]:
    """The database as long as the block runs. Raises as `open_database` does."""
    database = await open_database(settings, may_make)
    try:
        yield database
    finally:
        await database.close()
