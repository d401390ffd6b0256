"""What commands do so that deleted words leave the database file, and what they tell of it."""

import asyncio
from argparse import Namespace
from datetime import UTC

from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.hotel import House
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.erasure import ErasureRun, ErasureState, finished_at
from housekeeper.core.errors import NotPossible, StoreBusy, StoreError
from housekeeper.core.rooms.snapshot import Json, utc_text
from housekeeper.hotel_access import opened_database
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database
from housekeeper.store.sqlite.rewrite_file import copies
from housekeeper.store.sqlite.running_boards import is_board_running

_LOOK_AGAIN_SECONDS = 0.2
_OTHER_ENDS_WITHIN_SECONDS = 60.0


async def erase(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper erase`: rewrite the database file now, and wait until that is done."""
    async with opened_database(settings) as database:
        await act_on_database(settings, database)
        run = await _rewritten(database, SystemClock())
    if arguments.json:
        print_json(
            {
                "completed_at": utc_text(run.finished_at),
                "took_ms": run.took_ms,
                "waited_ms": run.waited_ms,
                "file_bytes": run.file_bytes,
            }
        )
    else:
        say(
            f"Nothing that was deleted is left in the database file: {run.file_bytes:,} bytes "
            f"rewritten in {run.took_ms:,} ms, others waited {run.waited_ms:,} ms at most."
        )
    return 0


async def _rewritten(database: Database, clock: Clock) -> ErasureRun:
    """Rewrite the file, however long others are in the way; raises for a database without one."""
    eraser = database.eraser(clock)
    if eraser is None:
        raise NotPossible(f"The database {database.location} has no file of its own to rewrite.")
    has_told = False
    while True:
        try:
            run = await eraser.erase()
        except StoreBusy as fault:
            run = None
            if not has_told:
                complain(str(fault))
            has_told = True
        if run is not None:
            return run
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def erase_after(house: House, number: int | None) -> None:
    """Let what a command deleted leave the file before the command ends.

    Where a board is running it is left to the board, which waits until nobody acts. What
    cannot be done now stays asked for. `number` is that of the deletion; None where there was
    nothing to delete.
    """
    database = house.database
    eraser = database.eraser(house.clock)
    if number is None or eraser is None or database.file is None:
        return
    if await asyncio.to_thread(is_board_running, database.file):
        return
    # What is left undone here is told by `completion`, and is done by whoever comes next.
    try:
        async with asyncio.timeout(_OTHER_ENDS_WITHIN_SECONDS):
            while not await _is_covered(database, number):
                if await eraser.erase() is None:
                    await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    except (StoreError, TimeoutError) as fault:
        complain(str(fault) or "Another program is still rewriting the database file.")


async def erase_asked(house: House) -> None:
    """The same for whatever is to be erased by now: imports and redactions take words away."""
    state = await house.database.erasure()
    await erase_after(house, state.asked if state is not None and state.is_pending else None)


async def _is_covered(database: Database, number: int) -> bool:
    state = await database.erasure()
    return state is None or state.covers(number)


async def completion(house: House, number: int | None) -> dict[str, Json]:
    """How the erasure with this number stands, as the JSON of a receipt tells it."""
    if number is None or house.database.file is None:
        return {"pending": False, "completed_at": None}
    runs = await house.store.read(lambda work: work.erasures.runs(number))
    at = finished_at(runs, number)
    return {"pending": at is None, "completed_at": None if at is None else utc_text(at)}


def completion_text(told: dict[str, Json]) -> str:
    """The same in a sentence; empty where there was nothing to erase."""
    if told["pending"]:
        return (
            "Its freed bytes leave the database file when nobody acts for half a minute, or with "
            "'housekeeper erase'."
        )
    return "Its bytes have left the database file too." if told["completed_at"] else ""


async def facts(database: Database, problems: list[str]) -> dict[str, str]:
    """What `doctor` tells: what is pending, the last rewrite, and the worst wait of all."""
    state = await database.erasure()
    if state is None or database.file is None:
        return {}
    runs = await database.erasure_runs()
    found = {
        "erasure": _state_text(state),
        "erasure_runs": _runs_text(runs),
        "board": "running" if is_board_running(database.file) else "none running",
    }
    left = [path for _, path in copies(database.file)]
    if left:
        found["copies_of_older_schemas"] = ", ".join(str(path) for path in left)
        if not state.is_pending:
            problems.append(
                f"{counted(len(left), 'copy')} of older schemas may hold guests who left: "
                "run 'housekeeper erase'."
            )
    return found


def _state_text(state: ErasureState) -> str:
    if not state.is_pending:
        return "nothing pending"
    at = state.asked_at
    since = "" if at is None else f", asked last {at.astimezone(UTC):%F %R} UTC"
    when = "waits for the quiet hour" if state.waits_for_night else "waits until nobody acts"
    return f"pending{since}: {when}, or for 'housekeeper erase'"


def _runs_text(runs: list[ErasureRun]) -> str:
    if not runs:
        return "none yet"
    last, worst = runs[-1], max(runs, key=lambda run: run.waited_ms)
    return (
        f"{len(runs):,}, the last {last.finished_at:%F %R} UTC in {last.took_ms:,} ms; others "
        f"waited {worst.waited_ms:,} ms at worst, at {worst.file_bytes:,} bytes"
    )
