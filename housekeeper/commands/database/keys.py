"""The keys that guests' words are sealed with: how they stand, and beginning anew."""

import os
import shlex
from argparse import Namespace
from functools import partial
from pathlib import Path

from housekeeper.commands.database.file_permissions import (
    is_open_to_others,
    is_place_shared,
    shared_text,
)
from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.output import complain, counted, print_json, print_pairs, say
from housekeeper.hotel_access import opened_database
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database
from housekeeper.store.disk import is_own_file
from housekeeper.store.guest_keys import report as key_report
from housekeeper.store.guest_keys.report import KeyReport


async def keys(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper keys`: where they are and how many; `new` gives lost ones up, `sweep` tidies."""
    async with opened_database(settings) as database:
        await act_on_database(settings, database)
        if arguments.action == "new":
            begin = partial(key_report.begin_anew, keys=database.keys)
            await database.run(begin, "IMMEDIATE")
        elif arguments.action == "sweep":
            sweep = partial(key_report.destroy_unused, keys=database.keys)
            destroyed = await database.run(sweep, "IMMEDIATE")
            if not arguments.json:
                say(f"{counted(destroyed, 'key')} that no stay here has: overwritten.")
        problems: list[str] = []
        told = await facts(database, problems)
        if arguments.json:
            report = await database.key_report()
            print_json({**_json(report), "problems": problems})
        else:
            print_pairs(told.items())
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


async def facts(database: Database, problems: list[str]) -> dict[str, str]:
    """What `keys` and `doctor` tell; a sentence about what is wrong joins the problems."""
    # What the last program left to be done is being done since the database was opened.
    await database.settle()
    report = await database.key_report()
    found = report.facts
    told = {"keys": found.place, "keys in use": f"{found.live}, erased {found.erased}"}
    if report.waiting:
        told["keys to be erased"] = str(report.waiting)
    if report.unused:
        told["keys of no stay"] = f"{report.unused} ('housekeeper keys sweep' overwrites them)"
    if report.unreadable:
        told["words that no key opens"] = _list_unreadable(report)
    if found.trouble is not None:
        problems.append(found.trouble)
    if report.left:
        problems.append(
            f"{counted(report.left, 'guest')} in the house by this database left since: it is an "
            "older copy; make it safe with 'housekeeper restore --in-place'."
        )
    if found.damaged:
        problems.append(
            f"{counted(found.damaged, 'key')} in {found.place} cannot be read: what is sealed "
            "with it is lost, unless a copy of the key file from before is put back."
        )
    problems += _place_problems(Path(found.place), database.file)
    return told


def _place_problems(place: Path, database: Path | None) -> list[str]:
    """What is wrong with where the keys lie; a folder shared with the database is told with it."""
    if not os.path.lexists(place):
        return []
    problems = []
    if not is_own_file(place):
        problems.append(f"{place} is no file of your own: keep the keys in one.")
    elif is_open_to_others(place):
        problems.append(
            f"Others on this machine can read the keys in {place}; "
            f"mend it with: chmod 600 {shlex.quote(str(place))}"
        )
    folder = place.absolute().parent
    is_apart = database is None or folder != database.absolute().parent
    if os.name == "posix" and is_apart and is_place_shared(place):
        problems.append(shared_text(folder))
    return problems


def _list_unreadable(report: KeyReport) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in report.unreadable.items())


def _json(report: KeyReport) -> dict[str, object]:
    return {
        "place": report.facts.place,
        "in_use": report.facts.live,
        "erased": report.facts.erased,
        "damaged": report.facts.damaged,
        "to_be_erased": report.waiting,
        "of_no_stay": report.unused,
        "unreadable": dict(report.unreadable),
    }
