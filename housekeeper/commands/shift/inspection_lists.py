"""The hotel's own lists: reasons of a failed inspection, and checklists by room type."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, counted, print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.core.imports import Fault, FileRefused
from housekeeper.core.inspection.checklists import Checklists, checklists_of, import_checklists
from housekeeper.core.inspection.fail_reasons import import_reasons, reasons_of
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

FAULTS_SHOWN = 20

Answer = TypeVar("Answer")


async def reasons(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper reasons`, or `housekeeper reasons import FILE.csv` by a manager."""
    async with opened_house(settings) as house:
        match arguments.words:
            case []:
                found = await house.store.read(reasons_of)
            case ["import", file]:
                brought = await _bring_in_reasons(house, Path(file))
                if brought is None:
                    return 1
                found = brought
            case _:
                raise WrongUsage("reasons takes nothing, or import FILE.csv")
    if arguments.json:
        print_json([{"digit": digit, "reason": reason} for digit, reason in found.items()])
    else:
        print_table(("Digit", "Reason"), found.items(), numbers=("Digit",))
    return 0


async def checklist(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper checklist [TYPE]`, or `housekeeper checklist import FILE.csv` by a manager."""
    wanted = None
    async with opened_house(settings) as house:
        match arguments.words:
            case []:
                found = await house.store.read(checklists_of)
            case [room_type]:
                wanted = room_type
                found = await house.store.read(lambda work: _checklist_of(work, room_type))
            case ["import", file]:
                brought = await _bring_in_checklists(house, Path(file))
                if brought is None:
                    return 1
                found = brought
            case _:
                raise WrongUsage("checklist takes one TYPE or none, or import FILE.csv")
    if arguments.json:
        print_json({room_type: list(items) for room_type, items in found.items()})
    elif not any(found.values()):
        say("There is no checklist" + (f" for {wanted}." if wanted else " in this hotel yet."))
    else:
        _tell(found)
    return 0


def _checklist_of(work: UnitOfWork, room_type: str) -> Checklists:
    work.inventory.require_type(room_type)
    return {room_type: checklists_of(work).get(room_type, ())}


def _tell(found: Checklists) -> None:
    print_table(
        ("Type", "No", "Item"),
        [
            (room_type, place, item)
            for room_type, items in found.items()
            for place, item in enumerate(items, start=1)
        ],
        numbers=("No",),
    )


async def _bring_in_reasons(house: House, path: Path) -> dict[int, str] | None:
    from housekeeper.files.read_fail_reasons import read_reasons

    act = await house.act()
    rows, faults = read_reasons(path)
    return await _all_or_none(house, path, faults, lambda work: import_reasons(work, act, rows))


async def _bring_in_checklists(house: House, path: Path) -> Checklists | None:
    from housekeeper.files.read_checklists import read_checklists

    act = await house.act()
    rows, faults = read_checklists(path)
    return await _all_or_none(house, path, faults, lambda work: import_checklists(work, act, rows))


async def _all_or_none(
    house: House, path: Path, faults: list[Fault], unit: Callable[[UnitOfWork], Answer]
) -> Answer | None:
    """Run an import whole; None, and every fault of file and hotel told, where there are any."""

    def whole(work: UnitOfWork) -> Answer:
        try:
            answer = unit(work)
        except FileRefused as refused:
            raise FileRefused(
                sorted([*faults, *refused.faults], key=lambda fault: fault.line)
            ) from refused
        if faults:
            raise FileRefused(faults)
        return answer

    try:
        return await house.store.write(whole)
    except FileRefused as refused:
        _tell_faults(refused.faults, path)
        return None


def _tell_faults(faults: Sequence[Fault], path: Path) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        complain(f"{path}, {fault}")
    if len(faults) > FAULTS_SHOWN:
        complain(f"... and {len(faults) - FAULTS_SHOWN:,} more")
    complain(f"Nothing was imported: {path} has {counted(len(faults), 'fault')}.")
