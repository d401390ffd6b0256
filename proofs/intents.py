"""What the acting programs of a proof intend: chosen, written down, done, and done again.

An intent is written down before it is done and carries the act's id, so that whoever finds it
unanswered can do it once more and compare.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time
from random import Random
from typing import Any
from uuid import UUID

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import Refused
from housekeeper.core.inspection import round_acts
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.shift import handover
from housekeeper.core.stays import checkout, front_desk
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import send_as_staff
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from proofs.hotel import MANAGER

TURNS = tuple(verb for verb in TURN_VERBS if verb is not Verb.OVERRIDE)
MOST_OCCUPIED = 12
"""So many of the rooms are taken before a guest has to leave first."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One act that a program means to do: its id, its kind, and on what."""

    id: str
    kind: str
    rooms: tuple[str, ...] = ()
    reference: str = ""
    verb: str = ""
    number: int = 0

    @property
    def act(self) -> Act:
        """The act, the same at every try."""
        return Act(MANAGER, Via.BOARD, UUID(self.id))

    def as_line(self) -> str:
        """One line of a journal."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Intent":
        """Out of a journal's line."""
        return cls(**{**facts, "rooms": tuple(facts["rooms"])})


@dataclass(frozen=True, slots=True)
class Trace:
    """What an act left behind: its events, or its one row and the stay that row belongs to."""

    seqs: tuple[int, ...] = ()
    kind: str = ""
    row: int = 0
    reference: str = ""


def choose(work: UnitOfWork, random: Random) -> Intent | None:
    """Something that the hotel, as it stands, would let happen."""
    rooms = work.rooms.all()
    occupied = [room.number for room in rooms if room.is_occupied]
    free = [room.number for room in rooms if room.is_bookable]
    identity = str(UUID(int=random.getrandbits(128), version=4))
    kind = random.choice(
        ["turn"] * 6
        + ["check_in"] * 3
        + ["check_out"] * (4 if len(occupied) > MOST_OCCUPIED else 2)
        + ["message"] * 3
        + ["order"] * 2
        + ["move", "late", "handover", "undo", "round"]
    )
    if kind == "turn":
        return _a_turn(random, identity, rooms)
    if kind == "check_in" and free:
        waiting = [
            one.reference
            for one in work.bookings.arriving(work.today)
            if one.status is BookingStatus.CONFIRMED
        ]
        if waiting:
            return Intent(identity, kind, (random.choice(free),), reference=random.choice(waiting))
    if kind == "check_out" and occupied:
        some = random.sample(occupied, min(len(occupied), random.choice((1, 1, 2, 4))))
        return Intent(identity, kind, tuple(some))
    if kind in {"message", "order"} and occupied:
        return Intent(identity, kind, (random.choice(occupied),))
    if kind in {"move", "late"} and occupied and free:
        stays = work.bookings.in_house(occupied)
        number = random.choice(sorted(stays)) if stays else None
        if number is not None:
            return Intent(identity, kind, (random.choice(free),), stays[number].reference)
    if kind in {"handover", "undo"}:
        return Intent(identity, kind)
    return _a_step_of_a_round(work, random, identity) if kind == "round" else None


def _a_turn(random: Random, identity: str, rooms: list[Room]) -> Intent | None:
    verb = random.choice(TURNS)
    possible = [room.number for room in rooms if is_possible(room, verb)]
    if verb is Verb.OUT_OF_ORDER and sum(room.is_out_of_order for room in rooms) > 2:
        return None
    if not possible:
        return None
    return Intent(identity, "turn", (random.choice(possible),), verb=verb.value)


def _a_step_of_a_round(work: UnitOfWork, random: Random, identity: str) -> Intent:
    own = round_acts.open_round_of(work, MANAGER.code)
    if own is None:
        return Intent(identity, "start_round")
    to_do = round_acts.look(work, MANAGER.code, own.round.id).current
    if to_do is None:
        return Intent(identity, "finish_round", number=own.round.id)
    kind = random.choice(("pass_in_round", "fail_in_round"))
    return Intent(identity, kind, (to_do,), number=own.round.id)


def do(work: UnitOfWork, intent: Intent) -> Trace:
    """Do what was intended, through the service that the board and the command line use."""
    act = intent.act
    match intent.kind:
        case "turn":
            request = TurnRequest(
                Verb(intent.verb),
                intent.rooms[0],
                note=f"note {intent.id}",
                priority=MaintenancePriority.MED,
            )
            return _of(perform(work, act, request))
        case "check_in":
            return _of(*front_desk.check_in(work, act, intent.reference, intent.rooms[0]).events)
        case "check_out":
            return _of(*checkout.check_out(work, act, intent.rooms).events)
        case "move":
            return _of(*front_desk.move(work, act, intent.reference, intent.rooms[0]).events)
        case "late":
            return _of(front_desk.set_late_checkout(work, act, intent.reference, time(14)))
        case "undo":
            return _of(*undo(work, act).events)
        case "message":
            reference = _reference(work, intent.rooms[0])
            message = send_as_staff(work, act, intent.rooms[0], f"message {intent.id}")
            return Trace(kind="message", row=message.id, reference=reference)
        case "order":
            reference = _reference(work, intent.rooms[0])
            items = (OrderItem(f"item {intent.id}", 2), OrderItem("a second line", 1))
            order = add_order(work, intent.rooms[0], items, False, act.id)
            return Trace(kind="order", row=order.id.number, reference=reference)
        case "handover":
            return Trace(kind="handover", row=handover.add_note(work, act, intent.id).id)
        case "start_round":
            return Trace(kind="round", row=round_acts.start_round(work, act).round.id)
        case "finish_round":
            return Trace(kind="round", row=round_acts.finish(work, act, intent.number).round.id)
        case "pass_in_round":
            return _of(round_acts.pass_room(work, act, intent.number, intent.rooms[0]).event)
        case "fail_in_round":
            return _of(
                round_acts.fail_room(work, act, intent.number, intent.rooms[0], "dust").event
            )
    raise Refused(f"There is no act {intent.kind}.")


def _of(*events: RoomEvent) -> Trace:
    return Trace(seqs=tuple(event.seq for event in events))


def _reference(work: UnitOfWork, number: str) -> str:
    found = work.bookings.in_house([number]).get(number)
    return "" if found is None else found.reference
