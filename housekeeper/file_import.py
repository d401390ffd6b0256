"""Brings a file of rooms, staff or bookings into a hotel, for the board and the command line."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from types import MappingProxyType
from typing import Any, TypeVar

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.imports.bookings import import_bookings
from housekeeper.core.imports.import_file import ImportedFile, import_file
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.staff import import_staff, new_people
from housekeeper.core.imports.whole_file import Fault, Imported, all_or_none
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.one_time_code import NewCode, make_codes
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.unit_of_work import Store, UnitOfWork
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff

Answer = TypeVar("Answer")
Rows = Callable[[UnitOfWork, Act], Imported]

IMPORTS: Mapping[str, EventKind] = MappingProxyType(
    {
        "rooms": EventKind.ROOMS_IMPORTED,
        "staff": EventKind.STAFF_IMPORTED,
        "bookings": EventKind.BOOKINGS_IMPORTED,
    }
)
"""What a file can hold, with the event that its import is in the history."""


class _DryRun(Exception):
    """Leaves a unit of work so that it is rolled back, with what it would have done."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer: Any = answer


class _Interrupted(Exception):
    """Leaves a unit of work so that it is rolled back: nobody waits for it any more."""


def require_right(act: Act, kind: str) -> None:
    """Let an import of this kind pass, or raise `NotAllowed` with who could do it."""
    rights.require(act.staff, Verb.STAFF if kind == "staff" else Verb.IMPORT)


async def import_from_file(
    store: Store,
    act: Act,
    kind: str,
    path: Path,
    form: FileForm = PLAIN_FORM,
    anyway: bool = False,
    is_dry_run: bool = False,
) -> ImportedFile:
    """Import a file of one of `IMPORTS`, all rows or none; new staff get a one-time code each.

    `anyway` lets bookings share a room. A dry run writes nothing. Raises `FileRefused` with
    every fault of the file, `InvalidInput` for a file that is no such table.
    """
    codes: dict[str, NewCode] = {}
    # Not on the loop: a board that imports goes on answering keys.
    rows, faults = await asyncio.to_thread(_read_file, kind, path, form, codes, anyway)

    def unit(work: UnitOfWork) -> Imported:
        return import_file(work, act, IMPORTS[kind], path.name, rows)

    if kind == "staff" and not is_dry_run:
        # The slow digests of codes are made only for a file that can be imported.
        await import_whole(store, unit, faults, is_dry_run=True)
        staff, _ = await asyncio.to_thread(read_staff, path, form)
        people = await store.read(lambda work: new_people(work, staff))
        codes.update(await make_codes([one.code for one in people]))
    imported = await import_whole(store, unit, faults, is_dry_run)
    return ImportedFile(imported, {code: made.digits for code, made in codes.items()})


async def import_whole(
    store: Store,
    rows: Callable[[UnitOfWork], Answer],
    faults: Sequence[Fault],
    is_dry_run: bool = False,
) -> Answer:
    """Let `rows` import what was read of a file, whole.

    `faults` are those of the rows that could not be read. A dry run writes nothing. Raises
    `FileRefused` with all faults.
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
        return await store.write(unit)
    except asyncio.CancelledError:
        # The unit runs on without us to its end; an import that was broken off is none.
        interrupted.set()
        raise
    except _DryRun as dry_run:
        answer: Answer = dry_run.answer
        return answer


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
