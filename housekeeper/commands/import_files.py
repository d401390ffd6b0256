"""Reading files into the hotel whole or not at all, and telling every fault where one has any."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, counted, print_json, print_table, say
from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.imports.bookings import import_bookings
from housekeeper.core.imports.import_file import import_file
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.staff import import_staff, new_people
from housekeeper.core.imports.whole_file import Fault, FileRefused, Imported, all_or_none
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.staff.manage import needs_first_manager
from housekeeper.core.staff.one_time_code import VALID_FOR, NewCode, make_codes
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.file_form import FileForm, file_form
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff
from housekeeper.settings.table import Settings

FAULTS_SHOWN = 20

Answer = TypeVar("Answer")
Rows = Callable[[UnitOfWork, Act], Imported]

_KINDS = {
    "rooms": EventKind.ROOMS_IMPORTED,
    "staff": EventKind.STAFF_IMPORTED,
    "bookings": EventKind.BOOKINGS_IMPORTED,
}


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
    form = file_form(arguments.encoding, arguments.dates)
    async with opened_house(settings) as house:
        act = await _act_to_import(house, arguments.kind)
        codes: dict[str, NewCode] = {}
        rows, faults = _read_file(arguments.kind, path, form, codes, arguments.anyway)
        kind = _KINDS[arguments.kind]

        def unit(work: UnitOfWork) -> Imported:
            return import_file(work, act, kind, path.name, rows)

        if arguments.kind == "staff" and not arguments.dry_run:
            # The slow digests of codes are made only for a file that can be imported.
            if await import_whole(house, path, unit, faults, is_dry_run=True) is None:
                return 1
            staff, _ = read_staff(path, form)
            people = await house.store.read(lambda work: new_people(work, staff))
            codes.update(await make_codes([one.code for one in people]))
        imported = await import_whole(house, path, unit, faults, arguments.dry_run)
        if imported is None:
            return 1
        await erase_asked(house)
    _tell(imported, arguments, {code: made.digits for code, made in codes.items()})
    return 0


def _read_file(
    kind: str, path: Path, form: FileForm, codes: Mapping[str, NewCode], anyway: bool
) -> tuple[Rows, list[Fault]]:
    """What imports the rows that can be read, and the faults of the others.

    `codes` are given to new staff when the rows are imported, by staff code. `anyway` lets
    bookings share a room.
    """
    match kind:
        case "rooms":
            rooms, faults = read_rooms(path, form)
            return lambda work, act: import_rooms(work, rooms, act), faults
        case "staff":
            staff, faults = read_staff(path, form)
            return lambda work, act: import_staff(work, staff, act, _hashes(codes)), faults
        case _:
            bookings, faults = read_bookings(path, form)
            return lambda work, act: import_bookings(work, bookings, act, anyway), faults


def _hashes(codes: Mapping[str, NewCode]) -> dict[str, PinHash]:
    return {code: made.hash for code, made in codes.items()}


async def _act_to_import(house: House, kind: str) -> Act:
    """Who imports. Nobody need be named where there is no manager yet who could be.

    Rooms and bookings come in unnamed, too, where the command line is trusted.
    """
    if await house.store.read(needs_first_manager):
        return unnamed_act()
    if house.staff_code is None and kind != "staff" and not house.asks_pin:
        return unnamed_act()
    act = await house.act()
    rights.require(act.staff, Verb.STAFF if kind == "staff" else Verb.IMPORT)
    return act


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


def _tell_doubts(imported: Imported) -> None:
    """What was imported although it is perhaps a mistake."""
    for one in imported.shared_rooms[:FAULTS_SHOWN]:
        say(f"line {one.line}: {one}")
    if len(imported.shared_rooms) > FAULTS_SHOWN:
        say(f"... and {len(imported.shared_rooms) - FAULTS_SHOWN:,} more shared rooms")
    for doubt in imported.doubts[:FAULTS_SHOWN]:
        say(str(doubt))
    if len(imported.doubts) > FAULTS_SHOWN:
        say(f"... and {len(imported.doubts) - FAULTS_SHOWN:,} more doubts")


def _tell(imported: Imported, arguments: Namespace, codes: Mapping[str, str]) -> None:
    """Tell what was imported; `codes` are the one-time codes of new staff, told this once."""
    if arguments.json:
        new: dict[str, object] = {}
        if arguments.kind == "staff":
            new = {"one_time_codes": dict(codes)}
        elif arguments.kind == "bookings":
            new = {
                "shared_rooms": _shared_json(imported),
                "doubts": [asdict(one) for one in imported.doubts],
            }
        print_json(
            {
                "added": imported.added,
                "updated": imported.updated,
                "unchanged": imported.unchanged,
                "left_alone": list(imported.left_alone),
                "types_without_rooms": [asdict(one) for one in imported.types_without_rooms],
                "stand_elsewhere": list(imported.stand_elsewhere),
                "dry_run": arguments.dry_run,
                **new,
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
    if imported.stand_elsewhere:
        count = counted(len(imported.stand_elsewhere), "room")
        is_one = len(imported.stand_elsewhere) == 1
        stay = "stays where it stands" if is_one else "stay where they stand"
        say(f"{count} {stay} on the board: the file's status is for new rooms alone")
    for lost in imported.types_without_rooms:
        complain(lost.advice)
    _tell_doubts(imported)
    if codes:
        days = counted(VALID_FOR.days, "day")
        say(f"One-time codes, shown this once and good for {days}, to choose a PIN by:")
        print_table(("Code", "One-time code"), codes.items())
    if arguments.dry_run:
        say("This was a dry run: nothing was written.")
