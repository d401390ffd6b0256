"""Writing old history to a file, and letting it go once the file is known to be whole."""

import asyncio
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid5

from housekeeper.commands.argument_values import day
from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.history.retention import (
    Bound,
    bound_before,
    bound_of_months,
    let_history_go,
)
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings
from housekeeper.store.transfer.history_archive import Archived, archive_history, archived_before

_PAUSE_SECONDS = 0.02
"""Between two portions, for the boards that wait to act."""

_ACTS = UUID("6f0e6a62-2f6d-4c43-9d5e-3f1f8c1e7a10")
"""From this and its digest comes the id of the act that lets go of what an archive holds."""


async def archive(settings: Settings, path: Path, before: str | None, as_json: bool) -> int:
    """`housekeeper history archive`: write what was before a day to a file, and let it go.

    With a file that it wrote before, what was not let go yet goes.
    """
    async with opened_house(settings) as house:
        act = await act_on_database(settings, house.database)
        rights.require(act.staff, Verb.DATABASE)
        is_there = await asyncio.to_thread(path.is_file)
        if is_there:
            wanted = None
            if before is not None:
                wanted = day(before, house.hotel.day(house.clock.now()))
            found = await archived_before(house.store, path, wanted)
        else:
            bound = await house.store.read(lambda work: _bound(work, settings, before))
            if not bound.count:
                _tell_nothing(bound, path, as_json)
                return 1
            found = await archive_history(house.store, path, bound)
        act = replace(act, id=uuid5(_ACTS, found.end.sha256))
        header = found.header
        note = f"before {header.before}, events {header.first_seq} to {header.last_seq}"
        went = await let_history_go(
            house.store,
            found.bound,
            act,
            f"{note}, to {path.name}",
            EventKind.HISTORY_ARCHIVED,
            lambda: asyncio.sleep(_PAUSE_SECONDS),
        )
        await erase_asked(house)
    _tell(found, path, went, as_json)
    return 0


def _bound(work: UnitOfWork, settings: Settings, before: str | None) -> Bound:
    if before is not None:
        first_day = day(before, work.today)
    elif settings.history_kept_months:
        first_day = bound_of_months(work, settings.history_kept_months)
    else:
        raise InvalidInput(
            "Say before which day with --before DATE, or set history_kept_months: it keeps all."
        )
    return bound_before(work, first_day, settings.pusher is not None)


def _tell_nothing(bound: Bound, path: Path, as_json: bool) -> None:
    """Say why no file was written."""
    if as_json:
        print_json({"file": None, "before": bound.before.isoformat(), "let_go": 0})
    if bound.is_waited_for:
        why = f"What was before {bound.before} waits to be published, and stays until then"
    elif bound.is_held:
        why = (
            f"The history from before {bound.before} stays for now: it was recorded within the "
            "last two days of real time, as on a training clock, or behind what stays"
        )
    else:
        why = f"There is no history from before {bound.before}"
    complain(f"{why}; {path} was not written.")


def _tell(found: Archived, path: Path, went: int, as_json: bool) -> None:
    header, end = found.header, found.end
    if as_json:
        print_json(
            {
                "file": str(path),
                "bytes": path.stat().st_size,
                "before": header.before.isoformat(),
                "first_seq": header.first_seq,
                "last_seq": header.last_seq,
                "events": end.events,
                "hotel_events": end.hotel_events,
                "sha256": end.sha256,
                "let_go": went,
                "waits_to_be_published": found.bound.is_waited_for,
            }
        )
        return
    size = path.stat().st_size
    say(
        f"{counted(end.events, 'event')} before {header.before} are in {path} ({size:,} bytes), "
        f"which was read back and compared; {went:,} of them were let go just now."
    )
    say(f"The history begins with event {header.last_seq + 1:,}.")
    if found.bound.is_waited_for:
        say("What came after it before that day waits to be published, and stays until then.")
