"""An act whose answer was lost is asked for again under its id: one act, and the same answer."""

import ast
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from housekeeper import core
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.history.retention import bound_before, let_history_go
from housekeeper.core.imports.bookings import import_bookings
from housekeeper.core.imports.import_file import import_file
from housekeeper.core.imports.number_patterns import add_rooms
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import import_staff
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.checklists import ChecklistRow, import_checklists
from housekeeper.core.inspection.fail_reasons import ReasonRow, import_reasons
from housekeeper.core.inspection.round import WalkingOrder
from housekeeper.core.rooms import redaction, turnover, write_change
from housekeeper.core.rooms.event import Act, HistoryQuery, RoomEvent
from housekeeper.core.rooms.rename import rename_room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.shift import handover
from housekeeper.core.staff import manage
from housekeeper.core.staff.command_line_pin import set_cli_pin
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import chat, checkout, front_desk
from housekeeper.core.stays.availability import set_inventory
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.check_in_undo import undo_check_in, undo_late_checkout
from housekeeper.core.stays.guest_records import Message, OrderId, OrderItem
from housekeeper.core.stays.orders import add_order, complete_order
from housekeeper.core.stays.room_types import rename_type
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import DESK, MANAGER, House, a_booking, act_of

RUI = Staff("rui", "Rui Costa", Role.ATTENDANT)
LATER = date(2026, 12, 3)
TEA = (OrderItem("tea", 2),)


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as its caller keeps it until the answer comes: what stood before, and the asking."""

    name: str
    ask: Callable[[UnitOfWork, Act], Any]
    before: Callable[[UnitOfWork], object] = lambda work: None
    staff: Staff = MANAGER


def turn(verb: Verb, number: str, **facts: Any) -> Callable[[UnitOfWork, Act], object]:
    """One turn act on one room, at the version that was seen before it."""
    request = TurnRequest(verb, number, **facts)
    return lambda work, act: perform(work, act, request)


def did(*verbs: Verb, number: str = "102") -> Callable[[UnitOfWork], None]:
    """What was done to a room earlier."""

    def before(work: UnitOfWork) -> None:
        for verb in verbs:
            perform(work, act_of(MANAGER), TurnRequest(verb, number, note="before"))

    return before


def planned_out(work: UnitOfWork) -> None:
    request = TurnRequest(Verb.OUT_OF_ORDER, "102", note="pipes", starts=LATER)
    perform(work, act_of(MANAGER), request)


def a_round(work: UnitOfWork) -> int:
    """Two rooms that wait for inspection, and a round that is walked."""
    for number in ("102", "103"):
        did(Verb.DIRTY, Verb.CLEAN, number=number)(work)
    return round_acts.start_round(work, act_of(MANAGER)).round.id


def the_round(work: UnitOfWork) -> int:
    found = round_acts.open_round_of(work, MANAGER.code)
    assert found is not None
    return found.round.id


def ordered(work: UnitOfWork) -> None:
    add_order(work, "101", TEA, False)


def noted(work: UnitOfWork) -> None:
    handover.add_note(work, act_of(DESK), "the lift is out")


def locked(work: UnitOfWork) -> None:
    from housekeeper.core.staff.sign_in_limits import WrongPins

    work.staff.count_wrong_pin("ana", WrongPins(6, work.real_now))


def agreed(work: UnitOfWork) -> None:
    front_desk.set_late_checkout(work, act_of(DESK), "B1", time(14))


def late_taken_back(work: UnitOfWork, act: Act) -> RoomEvent:
    happened = work.events.history(HistoryQuery("101"))
    event = next(one for one in happened if one.kind is EventKind.LATE_CHECKOUT_SET)
    return undo_late_checkout(work, act, "B1", event)


EVERY_ACT = [
    Asked("dirty", turn(Verb.DIRTY, "102", seen_version=1)),
    Asked("start", turn(Verb.START, "102"), did(Verb.DIRTY)),
    Asked("clean", turn(Verb.CLEAN, "102"), did(Verb.DIRTY)),
    Asked("pass", turn(Verb.PASS, "102"), did(Verb.DIRTY, Verb.CLEAN)),
    Asked("fail", turn(Verb.FAIL, "102", note="hair"), did(Verb.DIRTY, Verb.CLEAN)),
    Asked("maintenance", turn(Verb.MAINTENANCE, "102", note="lamp")),
    Asked("fixed", turn(Verb.FIXED, "102"), did(Verb.MAINTENANCE)),
    Asked("out of order", turn(Verb.OUT_OF_ORDER, "102", note="flood")),
    Asked("return", turn(Verb.RETURN, "102"), did(Verb.OUT_OF_ORDER)),
    Asked("out of order later", turn(Verb.OUT_OF_ORDER, "101", note="flood", starts=LATER)),
    Asked("return before it begins", turn(Verb.RETURN, "102"), planned_out),
    Asked(
        "out of order though held",
        turn(Verb.OUT_OF_ORDER, "103", note="flood", anyway=True),
    ),
    Asked("override", turn(Verb.OVERRIDE, "102", note="x", status=RoomStatus.CHECKOUT_DIRTY)),
    Asked("note", turn(Verb.NOTE, "102", note="extra bed")),
    Asked("out of use", lambda work, act: turnover.set_active(work, act, "102", False)),
    Asked(
        "into use",
        lambda work, act: turnover.set_active(work, act, "102", True),
        lambda work: turnover.set_active(work, act_of(MANAGER), "102", False),
    ),
    Asked("another number", lambda work, act: rename_room(work, act, "101", "501")),
    Asked("another name of a type", lambda work, act: rename_type(work, act, "STD", "Classic")),
    Asked("check-in", lambda work, act: front_desk.check_in(work, act, "B2"), staff=DESK),
    Asked(
        "check-in elsewhere than assigned",
        lambda work, act: front_desk.check_in(work, act, "B3", "102"),
        staff=DESK,
    ),
    Asked(
        "check-in taken back",
        lambda work, act: undo_check_in(work, act, "B3"),
        lambda work: front_desk.check_in(work, act_of(DESK), "B3", "102") and None,
        staff=DESK,
    ),
    Asked(
        "check-in undone",
        undo,
        lambda work: front_desk.check_in(work, act_of(DESK), "B3", "102") and None,
        staff=DESK,
    ),
    Asked(
        "check-in to a held room",
        lambda work, act: front_desk.check_in(work, act, "B2", "103", anyway=True),
        staff=DESK,
    ),
    Asked("move", lambda work, act: front_desk.move(work, act, "B1", "104"), staff=DESK),
    Asked(
        "late",
        lambda work, act: front_desk.set_late_checkout(work, act, "B1", time(14)),
        staff=DESK,
    ),
    Asked("late taken back", late_taken_back, agreed, staff=DESK),
    Asked("late undone", undo, agreed, staff=DESK),
    Asked("check-out", lambda work, act: checkout.check_out(work, act, ["101", "102"]), staff=DESK),
    Asked(
        "staff's message",
        lambda work, act: chat.send_as_staff(work, act, "101", "on our way"),
        staff=DESK,
    ),
    Asked("no answer needed", lambda work, act: chat.mark_answered(work, act, "101"), staff=DESK),
    Asked("order", lambda work, act: add_order(work, "101", TEA, False, act.id)),
    Asked("breakfast", lambda work, act: add_order(work, "101", TEA, True, act.id)),
    Asked("order done", lambda work, act: complete_order(work, act, OrderId(1, False)), ordered),
    Asked(
        "round", lambda work, act: round_acts.start_round(work, act), did(Verb.DIRTY, Verb.CLEAN)
    ),
    Asked(
        "enter a round",
        lambda work, act: round_acts.enter_round(work, act, None),
        did(Verb.DIRTY, Verb.CLEAN),
    ),
    Asked("resume", lambda work, act: round_acts.resume(work, act, the_round(work)), a_round),
    Asked(
        "pass in a round",
        lambda work, act: round_acts.pass_room(work, act, the_round(work), "102"),
        a_round,
    ),
    Asked(
        "fail in a round",
        lambda work, act: round_acts.fail_room(work, act, the_round(work), "102", "hair"),
        a_round,
    ),
    Asked("skip", lambda work, act: round_acts.skip(work, act, the_round(work), "102"), a_round),
    Asked(
        "turn to", lambda work, act: round_acts.turn_to(work, act, the_round(work), "103"), a_round
    ),
    Asked(
        "walk the skipped",
        lambda work, act: round_acts.walk_skipped(work, act, the_round(work)),
        a_round,
    ),
    Asked(
        "reorder",
        lambda work, act: round_acts.reorder(
            work, act, the_round(work), WalkingOrder.ARRIVALS_FIRST
        ),
        a_round,
    ),
    Asked("finish", lambda work, act: round_acts.finish(work, act, 1), a_round),
    Asked("handover note", lambda work, act: handover.add_note(work, act, "the lift is out")),
    Asked("blank a note", lambda work, act: handover.redact(work, act, 1), noted),
    Asked(
        "reasons",
        lambda work, act: import_reasons(
            work, act, [ReasonRow(2, 1, "hair"), ReasonRow(3, 2, "dust")]
        ),
    ),
    Asked(
        "checklist",
        lambda work, act: import_checklists(work, act, [ChecklistRow(2, "STD", 1, "bed")]),
    ),
    Asked(
        "rooms from a file",
        lambda work, act: import_file(
            work,
            act,
            EventKind.ROOMS_IMPORTED,
            "rooms.csv",
            lambda work, act: import_rooms(work, [RoomRow(2, "102", "DLX", 1, "East")], act),
        ),
    ),
    Asked("tick", lambda work, act: handover.tick(work, act, 1), noted),
    Asked("undo", undo, did(Verb.DIRTY, Verb.START)),
    Asked(
        "disable",
        lambda work, act: manage.set_active(work, act, "ana", False),
    ),
    Asked("one-time code", lambda work, act: manage.give_code(work, act, "ana", PinHash("x"))),
    Asked("role", lambda work, act: manage.set_role(work, act, "ana", Role.SUPERVISOR)),
    Asked("command line's PIN", lambda work, act: set_cli_pin(work, act, True)),
    Asked("unlock", lambda work, act: manage.unlock(work, act, "ana"), locked),
    Asked(
        "stop sell",
        lambda work, act: set_inventory(work, act, "STD", date(2026, 12, 24), stop_sell=True),
    ),
]


BY_IMPORT_FILE = (import_rooms, import_staff, import_bookings, add_rooms)


@pytest.fixture
async def lived_in(house: House) -> House:
    """The Grand Hotel with a guest in 101 who has written, and two more expected."""
    await house.book(a_booking("B1"), a_booking("B2"), a_booking("B3", room_number="103"))

    def live(work: UnitOfWork) -> None:
        arrived = front_desk.check_in(work, act_of(DESK), "B1", "101")
        opened = chat.open_session(work, "101", arrived.pin)
        assert isinstance(opened, SessionOpened)
        chat.send_as_guest(work, "101", opened.token, "hello")

    await house.store.write(live)
    return house


def kept(house: House) -> object:
    """Everything that is kept of the hotel."""
    return house.everything()


def told(answer: object) -> object:
    """An answer as far as it is to be the same: how many orders were open is not kept."""
    if isinstance(answer, checkout.Receipt):
        rooms = tuple(replace(room, open_orders=0) for room in answer.rooms)
        return replace(answer, rooms=rooms)
    return answer


@pytest.mark.parametrize("asked", EVERY_ACT, ids=lambda asked: asked.name)
async def test_a_retry_gives_the_same_answer_and_does_not_act_twice(
    lived_in: House, asked: Asked
) -> None:
    await lived_in.store.write(asked.before)
    untouched = kept(lived_in)
    act = act_of(asked.staff)
    first = await lived_in.store.write(lambda work: asked.ask(work, act))
    done = kept(lived_in)
    if asked.name not in {"resume", "walk the skipped"}:
        assert done != untouched
    again = await lived_in.store.write(lambda work: asked.ask(work, act))
    assert told(again) == told(first)
    assert kept(lived_in) == done


async def test_a_guests_message_is_retried_by_an_id_of_the_guests_own(lived_in: House) -> None:
    pin = await lived_in.store.read(lambda work: work.rooms.pin("101"))
    opened = await lived_in.store.write(lambda work: chat.open_session(work, "101", pin))
    assert isinstance(opened, SessionOpened)
    token, act_id = opened.token, act_of(DESK).id

    def send(work: UnitOfWork) -> Message:
        return chat.send_as_guest(work, "101", token, "towels", act_id)

    assert await lived_in.store.write(send) == await lived_in.store.write(send)
    assert len(await lived_in.store.read(lambda work: work.guests.messages("101"))) == 2


async def test_a_new_member_of_staff_is_added_once(house: House) -> None:
    act = act_of(MANAGER)
    first = await manage.add(house.store, act, RUI, "7301")
    before = kept(house)
    assert await manage.add(house.store, act, RUI, "7301") == first
    assert kept(house) == before
    with pytest.raises(NotPossible, match="Rui Costa's"):
        await manage.add(house.store, act_of(MANAGER), RUI, "7301")


async def test_a_pin_is_set_once(house: House) -> None:
    act = act_of(MANAGER)
    await manage.set_pin(house.store, act, "ana", "7301")
    before = kept(house)
    await manage.set_pin(house.store, act, "ana", "7301")
    assert kept(house) == before


def test_every_service_that_takes_an_act_is_tried_here() -> None:
    services = {
        name
        for found in pkgutil.walk_packages(core.__path__, "housekeeper.core.")
        for name, service in vars(import_module(found.name)).items()
        if inspect.isfunction(service) and not name.startswith("_")
        # How an act is written is no service, and stands in `record`.
        if service.__module__ == found.name != write_change.__name__
        # The rows of a file are imported by `import_file`, which looks for an earlier try.
        if not name.startswith("record_") and service not in BY_IMPORT_FILE
        if {"act", "act_id"} & set(inspect.signature(service).parameters)
    }
    tried = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert services - tried == set()
    assert {"perform", "check_out", "send_as_guest", "set_pin"} <= services


async def test_a_blanked_note_stays_blanked_once(house: House) -> None:
    await house.do(MANAGER, Verb.NOTE, "102", note="the guest of 101 snores")
    act = act_of(MANAGER)
    await house.store.write(lambda work: redaction.redact(work, act, 1))
    before = kept(house)
    await house.store.write(lambda work: redaction.redact(work, act, 1))
    assert kept(house) == before


async def test_history_that_is_let_go_again_by_the_same_act_is_told_once(house: House) -> None:
    await house.do(MANAGER, Verb.NOTE, "102", note="the oldest of all")
    house.clock.pass_time(days=60)
    act, before = act_of(MANAGER), house.clock.now().date() - timedelta(days=30)
    for went in (1, 0):
        bound = await house.store.read(lambda work: bound_before(work, before))
        assert await let_history_go(house.store, bound, act, "to a file") == went
    told = await house.store.read(lambda work: work.hotel_events.history(HistoryQuery()))
    assert [one.kind for one in told] == [EventKind.HISTORY_LET_GO]


async def test_a_late_retry_gives_nobody_the_next_guests_pin(lived_in: House) -> None:
    moving = act_of(DESK)

    def move(work: UnitOfWork) -> front_desk.CheckedIn:
        return front_desk.move(work, moving, "B1", "104")

    await lived_in.store.write(move)
    await lived_in.store.write(
        lambda work: front_desk.move(work, act_of(DESK), "B1", "103", anyway=True)
    )
    with pytest.raises(NotPossible, match="B1 has left room 104"):
        await lived_in.store.write(move)


async def test_a_retry_after_others_acted_still_finds_its_event(lived_in: House) -> None:
    late = act_of(DESK)

    def agree(work: UnitOfWork) -> object:
        return front_desk.set_late_checkout(work, late, "B1", time(14))

    first = await lived_in.store.write(agree)
    await lived_in.store.write(lambda work: checkout.check_out(work, act_of(DESK), ["101"]))
    assert await lived_in.store.write(agree) == first
