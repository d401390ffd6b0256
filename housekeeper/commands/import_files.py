"""Reading files into the hotel whole or not at all, and telling every fault where one has any."""

from argparse import Namespace
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, counted, print_json, print_table, say
from housekeeper.core.imports.whole_file import Fault, FileRefused, Imported
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.staff.manage import needs_first_manager
from housekeeper.core.staff.one_time_code import VALID_FOR
from housekeeper.file_import import import_from_file, require_right
from housekeeper.files.file_form import file_form
from housekeeper.settings.table import Settings

FAULTS_SHOWN = 20

Answer = TypeVar("Answer")


async def import_(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper import`: all rows of a file, or none and every fault of it."""
    path = Path(arguments.file)
    form = file_form(arguments.encoding, arguments.dates)
    async with opened_house(settings) as house:
        act = await _act_to_import(house, arguments.kind)
        done = await tell_faults(
            path,
            import_from_file(
                house.store, act, arguments.kind, path, form, arguments.anyway, arguments.dry_run
            ),
        )
        if done is None:
            return 1
        await erase_asked(house)
    _tell(done.imported, arguments, done.one_time_codes)
    return 0


async def _act_to_import(house: House, kind: str) -> Act:
    """Who imports. Nobody need be named where there is no manager yet who could be.

    Rooms and bookings come in unnamed, too, where the command line is trusted.
    """
    if await house.store.read(needs_first_manager):
        return unnamed_act()
    if house.staff_code is None and kind != "staff" and not house.asks_pin:
        return unnamed_act()
    act = await house.act()
    require_right(act, kind)
    return act


async def tell_faults(path: Path, importing: Awaitable[Answer]) -> Answer | None:
    """What an import of a file answers; None where the file has faults, all told."""
    try:
        return await importing
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
