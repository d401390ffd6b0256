"""Making a hotel, and reading its rooms, staff and bookings from files."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core.hotel import Hotel, new_hotel, slug_from
from housekeeper.core.imports import (
    Fault,
    FileRefused,
    Imported,
    import_bookings,
    import_rooms,
    import_staff,
)
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.hotel_access import opened_database
from housekeeper.settings.table import Settings
from housekeeper.settings.places import machine_timezone
from housekeeper.settings.table import Settings

FAULTS_SHOWN = 20


class _DryRun(Exception):
    """Leaves a unit of work so that it is rolled back, with what it would have done."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


def _hotel_of(arguments: Namespace) -> Hotel:
    slug = slug_from(arguments.name) if arguments.slug is None else arguments.slug
    zone = machine_timezone() if arguments.timezone is None else arguments.timezone
    return new_hotel(arguments.name, slug, zone)


async def init(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper init`: make a hotel, and the database where there is none."""
    hotel = _hotel_of(arguments)
    async with opened_database(settings, may_make=True) as database:
        await database.create_hotel(hotel)
        place = database.location
    if arguments.json:
        print_json(
            {"slug": hotel.slug, "name": hotel.name, "timezone": hotel.timezone, "database": place}
        )
    else:
        say(f"{hotel.name} is made: slug {hotel.slug}, zone {hotel.timezone}, in {place}")
        say("Next: housekeeper import rooms FILE.csv, then staff and bookings.")
    return 0


Rows = Callable[[UnitOfWork], Imported]


def _read_file(kind: str, path: Path) -> tuple[Rows, list[Fault]]:
    """What imports the rows that can be read, and the faults of the others."""
    if kind == "rooms":
        from housekeeper.files.read_rooms import read_rooms

        rooms, faults = read_rooms(path)
        return lambda work: import_rooms(work, rooms), faults
    if kind == "staff":
        from housekeeper.files.read_staff import read_staff

        staff, faults = read_staff(path)
        return lambda work: import_staff(work, staff), faults
    from housekeeper.files.read_bookings import read_bookings

    bookings, faults = read_bookings(path)
    return lambda work: import_bookings(work, bookings), faults


class _Interrupted(Exception):
    """Leaves a unit of work so that it is rolled back: nobody waits for it any more."""


def _all_or_none(rows: Rows, faults: list[Fault], dry_run: bool, interrupted: Event) -> Rows:
    """A unit that imports whole, or raises `FileRefused` with the faults of file and hotel."""

    def unit(work: UnitOfWork) -> Imported:
        try:
            imported = rows(work)
        except FileRefused as refused:
            raise FileRefused(
                sorted([*faults, *refused.faults], key=lambda fault: fault.line)
            ) from refused
        if faults:
            raise FileRefused(faults)
        if dry_run:
            raise _DryRun(imported)
        if interrupted.is_set():
            raise _Interrupted
        return imported

    return unit


async def bring_in(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper import`: all rows of a file, or none and every fault of it."""
    path = Path(arguments.file)
    async with opened_house(settings) as house:
        rows, faults = _read_file(arguments.kind, path)
        interrupted = Event()
        try:
            imported = await house.store.write(
                _all_or_none(rows, faults, arguments.dry_run, interrupted)
            )
        except asyncio.CancelledError:
            # The unit runs on without us to its end; an import that was broken off is none.
            interrupted.set()
            raise
        except _DryRun as dry_run:
            imported = dry_run.imported
        except FileRefused as refused:
            _tell_faults(refused.faults, path)
            return 1
        await erase_asked(house)
    _tell(imported, arguments)
    return 0


def _tell_faults(faults: Sequence[Fault], path: Path) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        complain(f"{path}, {fault}")
    if len(faults) > FAULTS_SHOWN:
        complain(f"... and {len(faults) - FAULTS_SHOWN:,} more")
    complain(f"Nothing was imported: {path} has {counted(len(faults), 'fault')}.")


def _tell(imported: Imported, arguments: Namespace) -> None:
    if arguments.json:
        print_json(
            {
                "added": imported.added,
                "updated": imported.updated,
                "unchanged": imported.unchanged,
                "left_alone": list(imported.left_alone),
                "dry_run": arguments.dry_run,
            }
        )
        return
    would = " would be" if arguments.dry_run else ""
    said = f"{arguments.kind}: {imported.added:,}{would} added, {imported.updated:,}{would} updated"
    say(f"{said}, {imported.unchanged:,} unchanged")
    if imported.left_alone:
        count = counted(len(imported.left_alone), "booking")
        first = ", ".join(imported.left_alone[:10])
        more = ", ..." if len(imported.left_alone) > 10 else ""
        say(f"{count} left alone, as checked in or completed already: {first}{more}")
    if arguments.dry_run:
        say("This was a dry run: nothing was written.")
