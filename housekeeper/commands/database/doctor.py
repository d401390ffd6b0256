"""Looking after the program: a copy of the database, what doctor finds, and the settings."""

import asyncio
import contextlib
import os
import sys
from argparse import Namespace
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

from housekeeper.commands.database import erase, file_permissions, keys
from housekeeper.commands.output import complain, print_json, print_pairs, print_table, say
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.hotel import Hotel
from housekeeper.hotel_access import opened_database
from housekeeper.settings.address_text import without_password, without_passwords
from housekeeper.settings.keymap import Keymap
from housekeeper.settings.load import Explained, explain, shown_value
from housekeeper.settings.places import data_folder, settings_file
from housekeeper.settings.pusher import PusherSettings
from housekeeper.settings.setting import Group
from housekeeper.settings.table import Settings, settings_table
from housekeeper.store.database import Database

_TOLD_WITHIN_SECONDS = 2.0


async def doctor(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper doctor`: database, versions, pragmas and places; 1 where something is wrong."""
    facts: dict[str, str] = {"housekeeper": version("housekeeper"), **_versions()}
    problems: list[str] = []
    facts |= {"settings file": _place(settings_file())}
    facts |= {"data folder": _place(data_folder())}
    facts |= _house_rules(settings)
    file: Path | None = None
    try:
        async with opened_database(settings) as database:
            facts |= await database.facts()
            facts |= await erase.facts(database, problems)
            facts |= await keys.facts(database, problems)
            hotels = await database.hotels()
            named = [f"{hotel.name} ({hotel.slug})" for hotel in hotels]
            facts["hotels"] = ", ".join(named) or "none yet"
            if hotels:
                facts["news of other terminals"] = await _how_told(database, hotels[0])
            file = database.file
        if settings.pusher is not None:
            facts |= await _try_pusher(settings.pusher, settings.hotel or "trial", problems)
    except HousekeeperError as fault:
        facts["database"] = without_password(settings.database)
        problems.append(without_passwords(str(fault)))
    # With our own connections closed, what still lies beside the database is there to stay.
    facts |= file_permissions.facts(file, problems)
    if facts.get("integrity", "ok") != "ok":
        problems.append("The database is damaged: restore it from a backup.")
    if arguments.json:
        print_json(
            {**{name.replace(" ", "_"): text for name, text in facts.items()}, "problems": problems}
        )
    else:
        print_pairs((name.replace("_", " "), text) for name, text in facts.items())
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


async def _try_pusher(pusher: PusherSettings, slug: str, problems: list[str]) -> dict[str, str]:
    """What a test event through Pusher took, step by step; its trouble joins the problems."""
    # Only where Pusher is set.
    from housekeeper.live.pusher.trial import try_out

    facts = {"pusher": pusher.address}
    for step in await try_out(pusher, slug, SystemClock()):
        took = f"{step.seconds * 1000:.0f} ms"
        facts[f"pusher {step.name}"] = step.trouble or took
        if step.trouble:
            problems.append(f"Pusher, step {step.name}: {step.trouble}")
    return facts


async def _how_told(database: Database, hotel: Hotel) -> str:
    """How a board here hears of what others do; tried out."""
    changed = asyncio.Event()
    async with database.hotel(hotel, SystemClock()).listening(changed.set) as ear:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TOLD_WITHIN_SECONDS):
                while not ear.hears:
                    await changed.wait()
                    changed.clear()
        if ear.hears:
            return "told at once" if database.file is None else "told at once by the file system"
    if database.file is None:
        return "not told: boards look ten times a second"
    return "the file system tells nothing: boards look ten times a second"


def _versions() -> dict[str, str]:
    names = ("textual", "sqlalchemy", "aiosqlite", "pydantic")
    return {"python": sys.version.split()[0], **{name: version(name) for name in names}}


def _house_rules(settings: Settings) -> dict[str, str]:
    """What this terminal is set to of what is to be the same at every terminal of the house."""
    rows = [row for row in settings_table() if row.group is Group.HOUSE]
    return {row.name: str(shown_value(row, getattr(settings, row.name))) for row in rows}


def _place(path: Path) -> str:
    """A place, and whether it is there and can be written to."""
    if not os.path.lexists(path):
        return f"{path} (not there yet)"
    return str(path) if os.access(path, os.W_OK) else f"{path} (cannot be written to)"


async def config(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper config`: each setting, its value, whence it came; 1 where something is wrong."""
    keymap = settings.keymap
    # Only a keymap asks for the screens, which are the half of the program.
    keymap_faults = _keymap_faults(keymap) if keymap is not None else ()
    explained = [
        replace(one, faults=one.faults + keymap_faults) if one.name == "keymap" else one
        for one in explain(arguments.given)
    ]
    faults = list(dict.fromkeys(fault for one in explained for fault in one.faults))
    if arguments.json:
        print_json({one.name: asdict(one) for one in explained})
        return 1 if faults else 0
    print_table(
        ("Setting", "Value", "From", "Variable", "What it is for"),
        [(one.name, one.value, one.origin, one.variable, _about(one)) for one in explained],
    )
    say(f"Settings file: {_place(settings_file())}")
    for fault in faults:
        say(f"Not in force: {fault}")
    return 1 if faults else 0


def _about(explained: Explained) -> str:
    """What a setting is for; of a wrong one, that it is not in force."""
    if not explained.faults:
        return explained.description
    words = f"WRONG, told below. {explained.description}"
    return words.strip()


def _keymap_faults(keymap: Keymap) -> tuple[str, ...]:
    from housekeeper.screens.keyboard.keymap import find_faults

    return find_faults(keymap)
