"""How many bookings are kept, and deleting those that ended too long ago."""

import asyncio
from argparse import Namespace

from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import counted, print_json, say
from housekeeper.core.retention.ended_bookings import KeptBookings, kept_bookings, sweep
from housekeeper.settings.table import Settings

_PAUSE_SECONDS = 0.05
"""Between two portions, for the boards that wait to act."""


async def bookings(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper bookings`, or `bookings sweep` to delete what is too old at once."""
    async with opened_house(settings) as house:
        deleted = None
        if arguments.action == "sweep":
            await act_on_database(settings, house.database)
            deleted = await sweep(house.store, lambda: asyncio.sleep(_PAUSE_SECONDS))
        kept = await house.store.read(kept_bookings)
    if arguments.json:
        print_json(_facts(kept, deleted))
        return 0
    if deleted is not None:
        before = "" if kept.first_day is None else f" that ended before {kept.first_day}"
        say(f"{counted(deleted, 'booking')} deleted{before}.")
    for sentence in _sentences(kept, settings.bookings_kept_months):
        say(sentence)
    return 0


def _facts(kept: KeptBookings, deleted: int | None) -> dict[str, object]:
    return {
        "bookings": {status.value: count for status, count in sorted(kept.counts.items())},
        "kept_from": None if kept.first_day is None else kept.first_day.isoformat(),
        "too_old": kept.too_old,
        "deleted": deleted,
    }


def _sentences(kept: KeptBookings, months: int) -> list[str]:
    by_status = ", ".join(
        f"{count:,} {status.value.lower().replace('_', '-')}"
        for status, count in sorted(kept.counts.items())
    )
    found = [f"{counted(sum(kept.counts.values()), 'booking')}" + (by_status and f": {by_status}.")]
    if not by_status:
        found = ["No bookings yet."]
    if kept.first_day is None:
        return [*found, "All are kept: bookings_kept_months is 0."]
    old = f"{counted(kept.too_old, 'booking')} ended before {kept.first_day}"
    how = "a board deletes them within a day, 'housekeeper bookings sweep' at once"
    tail = f"; {how}." if kept.too_old else "."
    return [*found, f"Ended ones are kept for {counted(months, 'month')}: {old}{tail}"]
