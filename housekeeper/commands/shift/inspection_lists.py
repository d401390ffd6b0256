"""The hotel's own lists: reasons of a failed inspection, and checklists by room type."""

from argparse import Namespace
from pathlib import Path

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.import_files import tell_faults
from housekeeper.commands.output import print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.core.inspection.checklists import Checklists, checklists_of, import_checklists
from housekeeper.core.inspection.fail_reasons import import_reasons, reasons_of
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.file_import import import_whole
from housekeeper.files.file_form import FileForm, file_form
from housekeeper.files.read_checklists import read_checklists
from housekeeper.files.read_fail_reasons import read_reasons
from housekeeper.settings.table import Settings


async def reasons(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper reasons`, or `housekeeper reasons import FILE.csv` by a manager."""
    form = file_form(arguments.encoding, None)
    async with opened_house(settings) as house:
        match arguments.words:
            case []:
                found = await house.store.read(reasons_of)
            case ["import", file]:
                imported = await _import_reasons(house, Path(file), form)
                if imported is None:
                    return 1
                found = imported
            case _:
                raise WrongUsage("reasons takes nothing, or import FILE.csv")
    if arguments.json:
        print_json([{"digit": digit, "reason": reason} for digit, reason in found.items()])
    else:
        print_table(("Digit", "Reason"), found.items(), numbers=("Digit",))
    return 0


async def checklist(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper checklist [TYPE]`, or `housekeeper checklist import FILE.csv` by a manager."""
    wanted, form = None, file_form(arguments.encoding, None)
    async with opened_house(settings) as house:
        match arguments.words:
            case []:
                found = await house.store.read(checklists_of)
            case [room_type]:
                wanted = room_type
                found = await house.store.read(lambda work: _checklist_of(work, room_type))
            case ["import", file]:
                imported = await _import_checklists(house, Path(file), form)
                if imported is None:
                    return 1
                found = imported
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
    room_type = work.inventory.require_type(room_type)
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


async def _import_reasons(house: House, path: Path, form: FileForm) -> dict[int, str] | None:
    act = await house.act()
    rows, faults = read_reasons(path, form)
    importing = import_whole(house.store, lambda work: import_reasons(work, act, rows), faults)
    return await tell_faults(path, importing)


async def _import_checklists(house: House, path: Path, form: FileForm) -> Checklists | None:
    act = await house.act()
    rows, faults = read_checklists(path, form)
    importing = import_whole(house.store, lambda work: import_checklists(work, act, rows), faults)
    return await tell_faults(path, importing)
