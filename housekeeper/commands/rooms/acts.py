"""Turning rooms from the command line: each room its own unit of work and its own answer."""

from argparse import Namespace
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from housekeeper.commands import argument_values
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, print_json, refusal_text, say
from housekeeper.core.acts import ACTS, Asks, EventKind, Verb
from housekeeper.core.errors import HousekeeperError, InvalidInput, NotAllowed, Refused, StoreError
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.snapshot import Json
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TurnRequest, holds_of, perform
from housekeeper.core.stays.booking import Hold
from housekeeper.core.stays.held_rooms import holds_text
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings


async def turn(settings: Settings, arguments: Namespace) -> int:
    """The command of an act on a list of rooms, such as `housekeeper start 301-318`."""
    verb = Verb(arguments.command)
    if ACTS[verb].asks is Asks.NOTE and arguments.note is None:
        raise InvalidInput(
            "Give the note with --note TEXT; --replace --note '' takes all notes away."
        )
    replaces = getattr(arguments, "replace", False)
    if ACTS[verb].asks is Asks.NOTE and not replaces and not arguments.note.strip():
        raise InvalidInput("An empty note adds nothing; --replace --note '' takes all notes away.")
    starts, until = getattr(arguments, "starts", None), getattr(arguments, "until", None)
    request = TurnRequest(
        verb=verb,
        room_number="",
        note=argument_values.note(arguments.note or ""),
        priority=MaintenancePriority(getattr(arguments, "priority", MaintenancePriority.MED)),
        anyway=getattr(arguments, "anyway", False),
        replaces=replaces,
    )
    async with opened_house(settings) as house:
        today = house.hotel.day(house.clock.now())
        begins = None if starts is None else argument_values.day(starts, today)
        ends = None if until is None else argument_values.day(until, today, begins)
        numbers = await house.store.read(
            lambda work: argument_values.rooms_named(work, arguments.rooms)
        )
        asked = [
            replace(request, room_number=number, starts=begins, until=ends) for number in numbers
        ]
        return await perform_each(house, asked, arguments.json)


async def override(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper override`: a manager sets a vacant room's status."""
    request = TurnRequest(
        verb=Verb.OVERRIDE,
        room_number="",
        note=argument_values.note(arguments.note),
        status=argument_values.status(arguments.status),
        anyway=arguments.anyway,
    )
    async with opened_house(settings) as house:
        number = await house.room_number(arguments.room)
        return await perform_each(house, [replace(request, room_number=number)], arguments.json)


async def perform_each(house: House, requests: Sequence[TurnRequest], as_json: bool) -> int:
    """Do what is asked for each room, as one act, and print what became of each; 1 for a refusal.

    What the role may not do, and what the store fails at, is said once and ends the act.
    """
    act = await house.act_on_rooms()
    outcomes: list[RoomOutcome] = []
    said: HousekeeperError | None = None
    async for outcome in outcomes_of(house, act, requests):
        outcomes.append(outcome)
        if outcome.refusal is None:
            if not as_json:
                say(outcome.text)
                if outcome.holds:
                    say(holds_text(outcome.holds))
        elif outcome.refusal is not said:
            said = outcome.refusal
            complain(refusal_text(said))
    if as_json:
        print_json([outcome.json for outcome in outcomes])
    return 1 if said else 0


@dataclass(frozen=True, slots=True)
class RoomOutcome:
    """What became of what was asked for one room: its event, or the refusal."""

    request: TurnRequest
    event: RoomEvent | None = None
    holds: Sequence[Hold] = ()
    refusal: HousekeeperError | None = None

    @property
    def text(self) -> str:
        """The room and its status, for people; of a refusal its sentence."""
        if self.event is None:
            return "" if self.refusal is None else refusal_text(self.refusal)
        planned = _planned_text(self.event, self.request)
        return f"{self.event.room_number}  {self.event.to_status.label}{planned}"

    @property
    def json(self) -> dict[str, object]:
        """What JSON tells of it."""
        if self.event is not None:
            return {**done(self.event), "held_for": held_json(self.holds)}
        return refused(self.request.room_number, self.refusal or Refused())


async def outcomes_of(
    house: House, act: Act, requests: Sequence[TurnRequest], looks_who_acts: bool = False
) -> AsyncIterator[RoomOutcome]:
    """Do what is asked for each room, each a unit of its own, and give what becomes of it.

    What the role may not do, and what the store fails at, is the one refusal of all rooms left.
    With `looks_who_acts` each unit looks whether who acts may do so still.
    """
    perform_one = _perform_looking if looks_who_acts else _perform
    for place, request in enumerate(requests):
        try:
            holds, event = await house.store.write(partial(perform_one, act=act, request=request))
        except (NotAllowed, StoreError) as refusal:
            # What holds for this room holds for those after it: nothing is tried in vain.
            for untried in requests[place:]:
                yield RoomOutcome(untried, refusal=refusal)
            return
        except Refused as refusal:
            yield RoomOutcome(request, refusal=refusal)
        else:
            yield RoomOutcome(request, event, holds)


def _perform(work: UnitOfWork, act: Act, request: TurnRequest) -> tuple[Sequence[Hold], RoomEvent]:
    """Do what is asked for one room, and give what it was held for too."""
    return holds_of(work, request), perform(work, act, request)


def _perform_looking(
    work: UnitOfWork, act: Act, request: TurnRequest
) -> tuple[Sequence[Hold], RoomEvent]:
    return _perform(work, replace(act, staff=work.staff.get(act.staff.code)), request)


def _planned_text(event: RoomEvent, request: TurnRequest) -> str:
    """What follows the status of a room of which something was planned, or taken back."""
    if event.kind is EventKind.OUT_OF_ORDER_CANCELLED:
        return "; it does not go out of order"
    if event.kind is not EventKind.OUT_OF_ORDER_PLANNED:
        return ""
    until = f" until {request.until}" if request.until is not None else ""
    return f"; out of order from {request.starts}{until}"


def held_json(holds: Sequence[Hold]) -> list[Json]:
    """What JSON tells of what a room is held for."""
    return [
        {
            "reference": hold.reference,
            "starts": hold.starts.isoformat(),
            "ends": None if hold.ends is None else hold.ends.isoformat(),
        }
        for hold in holds
    ]


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
    return {"room_number": number, "ok": False, "refused": refusal_text(why)}
