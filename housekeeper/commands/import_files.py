"""Reading files into the hotel whole or not at all, and telling every fault where one has any."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core.imports import (
    Fault,
    FileRefused,
    Imported,
    all_or_none,
    import_bookings,
    import_rooms,
    import_staff,
)
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff
from housekeeper.settings.table import Settings

FAULTS_SHOWN = 20

Answer = TypeVar("Answer")
Rows = Callable[[UnitOfWork], Imported]


class _DryRun(Exception):
    """Leaves a unit of work so that it is rolled back, with what it would have done."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer: Any = answer


class _Interrupted(Exception):
    """Leaves a unit of work so that it is rolled back: nobody waits for it any more."""


async def import_(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper import`: all rows of a file, or none and every fault of it."""
    path = Path(arguments.file)
    async with opened_house(settings) as house:
        rows, faults = _read_file(arguments.kind, path, arguments.anyway)
        imported = await import_whole(house, path, rows, faults, arguments.dry_run)
        if imported is None:
            return 1
        await erase_asked(house)
    _tell(imported, arguments)
    return 0


def _read_file(kind: str, path: Path, anyway: bool) -> tuple[Rows, list[Fault]]:
    """What imports the rows that can be read, and the faults of the others."""
    match kind:
        case "rooms":
            rooms, faults = read_rooms(path)
            return lambda work: import_rooms(work, rooms), faults
        case "staff":
            staff, faults = read_staff(path)
            return lambda work: import_staff(work, staff), faults
        case _:
            bookings, faults = read_bookings(path)
            return lambda work: import_bookings(work, bookings, anyway), faults


async def import_whole(
    house: House,
    path: Path,
    rows: Callable[[UnitOfWork], Answer],
    faults: Sequence[Fault],
    is_dry_run: bool = False,
) -> Answer | None:
    """Let `rows` import what was read of a file, whole; None where it has faults, all told.

    `faults` are those of the rows that could not be read. A dry run writes nothing.
    """
    interrupted = Event()
    whole = all_or_none(rows, faults)

    def unit(work: UnitOfWork) -> Answer:
        answer = whole(work)
        if is_dry_run:
            raise _DryRun(answer)
        if interrupted.is_set():
            raise _Interrupted
        return answer

    try:
        return await house.store.write(unit)
    except asyncio.CancelledError:
        # The unit runs on without us to its end; an import that was broken off is none.
        interrupted.set()
        raise
    except _DryRun as dry_run:
        answer: Answer = dry_run.answer
        return answer
    except FileRefused as refused:
        _tell_faults(refused.faults, path)
        return None


def _tell_faults(faults: Sequence[Fault], path: Path) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        complain(f"{path}, {fault}")
    if len(faults) > FAULTS_SHOWN:
        complain(f"... and {len(faults) - FAULTS_SHOWN:,} more")
    complain(f"Nothing was imported: {path} has {counted(len(faults), 'fault')}.")


def _shared_json(imported: Imported) -> list[dict[str, object]]:
    return [
        {
            "line": one.line,
            "reference": one.booking.reference,
            "room_number": one.other.room_number,
            "other": one.other.reference,
        }
        for one in imported.shared_rooms
    ]


def _tell(imported: Imported, arguments: Namespace) -> None:
    if arguments.json:
        shared = {"shared_rooms": _shared_json(imported)} if arguments.kind == "bookings" else {}
        print_json(
            {
                "added": imported.added,
                "updated": imported.updated,
                "unchanged": imported.unchanged,
                "left_alone": list(imported.left_alone),
                **shared,
                "dry_run": arguments.dry_run,
            }
        )
        return
    would = " would be" if arguments.dry_run else ""
    counts = (
        f"{arguments.kind}: {imported.added:,}{would} added, {imported.updated:,}{would} updated"
    )
    say(f"{counts}, {imported.unchanged:,} unchanged")
    if imported.left_alone:
        count = counted(len(imported.left_alone), "booking")
        first = ", ".join(imported.left_alone[:10])
        more = ", ..." if len(imported.left_alone) > 10 else ""
        say(f"{count} left alone, as checked in or completed already: {first}{more}")
    for one in imported.shared_rooms[:FAULTS_SHOWN]:
        say(f"line {one.line}: {one}")
    if len(imported.shared_rooms) > FAULTS_SHOWN:
        say(f"... and {len(imported.shared_rooms) - FAULTS_SHOWN:,} more shared rooms")
    if arguments.dry_run:
        say("This was a dry run: nothing was written.")
