"""Turning rooms from the command line: each room its own unit of work and its own answer."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from housekeeper.commands import argument_values
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, print_json, say
from housekeeper.core.acts import ACTS, Asks, Verb
from housekeeper.core.errors import HousekeeperError, InvalidInput, NotAllowed, Refused, StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.settings.table import Settings


async def turn(settings: Settings, arguments: Namespace) -> int:
    """The command of an act on a list of rooms, such as `housekeeper start 301-318`."""
    verb = Verb(arguments.command)
    if ACTS[verb].asks is Asks.NOTE and arguments.note is None:
        raise InvalidInput("Give the note with --note TEXT; --note '' takes it away.")
    until = getattr(arguments, "until", None)
    request = TurnRequest(
        verb=verb,
        room_number="",
        note=argument_values.note(arguments.note or ""),
        priority=MaintenancePriority(getattr(arguments, "priority", MaintenancePriority.MED)),
        until=None if until is None else argument_values.day(until),
    )
    async with opened_house(settings) as house:
        numbers = await house.store.read(
            lambda work: argument_values.rooms_named(work, arguments.rooms)
        )
        asked = [replace(request, room_number=number) for number in numbers]
        return await perform_each(house, asked, arguments.json)


async def override(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper override`: a manager sets a vacant room's status."""
    request = TurnRequest(
        verb=Verb.OVERRIDE,
        room_number="",
        note=argument_values.note(arguments.note),
        status=argument_values.status(arguments.status),
    )
    async with opened_house(settings) as house:
        number = await house.room_number(arguments.room)
        return await perform_each(house, [replace(request, room_number=number)], arguments.json)


async def perform_each(house: House, requests: Sequence[TurnRequest], as_json: bool) -> int:
    """Do what is asked for each room, as one act, and print what became of each; 1 for a refusal.

    What the role may not do, and what the store fails at, is said once and ends the act.
    """
    act = await house.act()
    results: list[dict[str, object]] = []
    for place, request in enumerate(requests):
        try:
            event = await house.store.write(partial(perform, act=act, request=request))
        except (NotAllowed, StoreError) as refusal:
            # What holds for this room holds for those after it: said once, nothing tried in vain.
            results += [refused(untried.room_number, refusal) for untried in requests[place:]]
            complain(str(refusal))
            break
        except Refused as refusal:
            results.append(refused(request.room_number, refusal))
            complain(str(refusal))
            continue
        results.append(done(event))
        if not as_json:
            say(f"{event.room_number}  {event.to_status.label}")
    if as_json:
        print_json(results)
    return 0 if all(result["ok"] for result in results) else 1


def done(event: RoomEvent) -> dict[str, object]:
    """What JSON tells of a room that was changed."""
    return {
        "room_number": event.room_number,
        "ok": True,
        "refused": None,
        "room_status": event.to_status.value,
        "version": event.room.version,
        "seq": event.seq,
    }


def refused(number: str, why: HousekeeperError) -> dict[str, object]:
    """What JSON tells of a room that was left as it is."""
    return {"room_number": number, "ok": False, "refused": str(why)}
