"""What is tried in one of two hotels that look alike: every method of the ports, every service.

Each call is given what is known of the other hotel, and names it where something has an id.
"""

# mypy: disable-error-code="func-returns-value"

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from housekeeper.core.acts import EventKind, Source, Verb
from housekeeper.core.clock import RealMoment
from housekeeper.core.history import retention
from housekeeper.core.history.repository import Held
from housekeeper.core.history.whole_history import whole_history
from housekeeper.core.imports import (
    bookings,
    doubtful_bookings,
    number_patterns,
    rooms,
    shared_rooms,
    staff,
)
from housekeeper.core.imports.import_file import import_file
from housekeeper.core.inspection import checklists, fail_reasons, round_acts
from housekeeper.core.inspection.round import WalkingOrder
from housekeeper.core.retention import ended_bookings
from housekeeper.core.rooms import (
    planned_out_of_order,
    redaction,
    rename,
    room_record,
    turnover,
    undo,
)
from housekeeper.core.rooms.event import EventDraft, HistoryQuery
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.shift import figures, handover
from housekeeper.core.shift.day_figures import DayFigures
from housekeeper.core.staff import command_line_pin, manage
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in_limits import SignIns, WrongPins
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import (
    availability,
    chat,
    check_in_undo,
    checkout,
    front_desk,
    held_rooms,
    orders,
    room_types,
)
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import digest
from housekeeper.core.stays.guest_records import OrderItem, Sender
from housekeeper.core.stays.inventory import InventoryOverride
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, a_booking
from tests.store.two_hotels import TOWELS, Known, the_act

Call = Callable[[UnitOfWork, Known], object]

NUMBERS = ["101", "102", "103", "104", "201", "202"]
WEEK = timedelta(days=7)
SOON = TODAY + WEEK
MONTH_AGO = TODAY - timedelta(days=31)
A_DAY = DayFigures(TODAY, "06:00-22:00", {"not_counted": 1})
THREE = TODAY + timedelta(3)


def _swept(work: UnitOfWork, sweep: Callable[[UnitOfWork], int]) -> object:
    """A sweep where a booking is due to go."""
    long_ago = TODAY - timedelta(days=999)
    booking = replace(work.bookings.get("C4"), status=BookingStatus.CANCELLED)
    work.bookings.save(replace(booking, arrival=long_ago, departure=long_ago))
    return sweep(work), work.bookings.find(["C0", "C1", "C4"])


def _draft(work: UnitOfWork) -> Any:
    before = work.rooms.get("103")
    act = the_act(ANA, "draft")
    return EventDraft(
        act.event_id("103"),
        act.id,
        EventKind.NOTED,
        before,
        before,
        ANA,
        Source.HOUSEKEEPING,
        act.via,
        "seen",
        work.now,
        work.real_now,
    )


PORTS: dict[str, Call] = {
    "rooms.get": lambda w, o: w.rooms.get("101"),
    "rooms.find": lambda w, o: w.rooms.find(NUMBERS),
    "rooms.as_written": lambda w, o: w.rooms.as_written([*NUMBERS, "0101"]),
    "rooms.told_since": lambda w, o: [
        w.tell_boards(["101", "102"]),
        w.rooms.told_since(w.quiet_changes),
        w.rooms.told_since(0),
    ],
    "rooms.all": lambda w, o: w.rooms.all(inactive=True),
    "rooms.add": lambda w, o: [
        w.rooms.add([replace(w.rooms.get("104"), number="301")]),
        w.rooms.get("301"),
    ],
    "rooms.save": lambda w, o: [
        w.rooms.save([(r, replace(r, floor=9, version=r.version + 1)) for r in w.rooms.all()]),
        w.rooms.all(),
    ],
    "rooms.rename": lambda w, o: [w.rooms.rename("101", "501"), w.rooms.all()],
    "rooms.pin": lambda w, o: w.rooms.pin("101"),
    "rooms.renew_pins": lambda w, o: w.rooms.renew_pins(NUMBERS),
    "events.append": lambda w, o: w.events.append([_draft(w)]),
    "events.of_act_in_room": lambda w, o: w.events.of_act_in_room(o.note_act_id, "103"),
    "events.of_act_in_rooms": lambda w, o: w.events.of_act_in_rooms(o.note_act_id, NUMBERS),
    "events.of_act": lambda w, o: w.events.of_act(the_act(DESK, "second out").id),
    "events.by_staff": lambda w, o: w.events.by_staff("ana", w.now - WEEK),
    "events.get": lambda w, o: w.events.get(o.seq),
    "events.last_seq": lambda w, o: w.events.last_seq(),
    "events.last_change": lambda w, o: w.events.last_change("104"),
    "events.of_room_after": lambda w, o: w.events.of_room_after("104", 1),
    "events.after": lambda w, o: w.events.after(0, 1000),
    "events.history": lambda w, o: [
        w.events.history(HistoryQuery()),
        w.events.history(HistoryQuery(room_number="103")),
        w.events.history(HistoryQuery(staff_code="ana", since=w.now - WEEK)),
        w.events.history(HistoryQuery(kinds=frozenset({EventKind.NOTED}))),
    ],
    "events.steps": lambda w, o: [
        w.events.steps(w.now - WEEK),
        w.events.steps(w.now - WEEK, [EventKind.NOTED]),
    ],
    "events.first_of_rooms": lambda w, o: w.events.first_of_rooms(w.now - WEEK),
    "events.latest": lambda w, o: w.events.latest(NUMBERS, list(EventKind.all())),
    "events.redact": lambda w, o: [
        w.events.redact("103", "second note", "gone"),
        w.events.redact("103", "first note", "gone"),
        w.events.after(0, 1000),
    ],
    "hotel_events.add": lambda w, o: [
        w.hotel_events.add(the_act(MANAGER, "staff"), EventKind.STAFF_ADDED, "eve", {"added": 1}),
        w.hotel_events.history(HistoryQuery()),
    ],
    "hotel_events.of_act": lambda w, o: w.hotel_events.of_act(
        the_act(MANAGER, "second reasons").id
    ),
    "hotel_events.history": lambda w, o: [
        w.hotel_events.history(HistoryQuery()),
        w.hotel_events.history(HistoryQuery(staff_code="max", since=w.now - WEEK)),
        w.hotel_events.history(HistoryQuery(kinds=frozenset({EventKind.REASONS_IMPORTED}))),
    ],
    "bookings.get": lambda w, o: w.bookings.get("C1"),
    "bookings.find": lambda w, o: w.bookings.find(["C0", "C1", "C4", "C9"]),
    "bookings.save": lambda w, o: [
        w.bookings.save(replace(w.bookings.get("C4"), guest_name="Ada", adults=1)),
        w.bookings.get("C4"),
    ],
    "bookings.save_all": lambda w, o: [
        w.bookings.save_all([replace(w.bookings.get("C4"), adults=1), a_booking("C77")]),
        w.bookings.find(["C4", "C77"]),
    ],
    "bookings.complete": lambda w, o: [
        w.bookings.complete(NUMBERS, w.now),
        w.bookings.find(["C0", "C1", "C2", "C3"]),
    ],
    "bookings.in_house": lambda w, o: [w.bookings.in_house(), w.bookings.in_house(NUMBERS)],
    "bookings.staying": lambda w, o: w.bookings.staying(NUMBERS),
    "bookings.arriving": lambda w, o: w.bookings.arriving(TODAY),
    "bookings.arrivals": lambda w, o: w.bookings.arrivals(TODAY),
    "bookings.arrivals_since_before": lambda w, o: w.bookings.arrivals_since_before(TODAY),
    "bookings.wanted_types": lambda w, o: w.bookings.wanted_types(),
    "bookings.next_arrival": lambda w, o: [w.bookings.next_arrival(n) for n in NUMBERS],
    "bookings.completed_at": lambda w, o: w.bookings.completed_at(NUMBERS, w.now),
    "bookings.holds": lambda w, o: [
        w.bookings.holds(TODAY, SOON),
        w.bookings.holds(TODAY, None, NUMBERS),
    ],
    "bookings.claims": lambda w, o: w.bookings.claims("STD", TODAY, SOON),
    "ended_bookings.counts": lambda w, o: sorted(w.ended_bookings.counts().items()),
    "ended_bookings.count_before": lambda w, o: w.ended_bookings.count_before(SOON),
    "ended_bookings.delete_before": lambda w, o: [
        w.bookings.save(replace(w.bookings.get("C4"), status=BookingStatus.CANCELLED)),
        w.ended_bookings.delete_before(SOON, 2),
        w.bookings.find(["C0", "C1", "C4"]),
    ],
    "ended_bookings.swept_until": lambda w, o: w.ended_bookings.swept_until(),
    "ended_bookings.keep_swept_until": lambda w, o: [
        w.ended_bookings.keep_swept_until(w.real_now),
        w.ended_bookings.swept_until(),
    ],
    "guests.arrive": lambda w, o: w.guests.arrive(w.bookings.get("C4"), "104", w.now),
    "guests.arrive_all": lambda w, o: [
        w.guests.arrive_all(list(w.bookings.in_house(["101"]).values()), w.now),
        w.guests.names("101"),
    ],
    "guests.move": lambda w, o: [w.guests.move("101", "104"), w.guests.held(NUMBERS)],
    "guests.withdraw": lambda w, o: [w.guests.withdraw("101"), w.guests.held(NUMBERS)],
    "guests.names": lambda w, o: [w.guests.names(number) for number in NUMBERS],
    "guests.held": lambda w, o: w.guests.held(NUMBERS),
    "guests.purge": lambda w, o: [w.guests.purge(NUMBERS), w.guests.held(NUMBERS)],
    "guests.wrong_pins": lambda w, o: w.guests.wrong_pins("101", 5),
    "guests.count_wrong_pin": lambda w, o: [
        w.guests.count_wrong_pin("101", RealMoment(w.now, "boot", 60)),
        w.guests.wrong_pins("101", 5),
    ],
    "guests.add_session": lambda w, o: [
        w.guests.add_session("101", "d" * 64, "device", w.now, w.now + WEEK),
        w.guests.held(["101"]),
    ],
    "guests.session": lambda w, o: w.guests.session(digest(o.token)),
    "guests.add_message": lambda w, o: w.guests.add_message(
        "101", Sender.STAFF, None, ANA, "hello", w.now
    ),
    "guests.message_of": lambda w, o: [
        w.guests.message_of("101", the_act(MARIA, "second says").id),
        w.guests.message_of("101", the_act(MARIA, "first says").id),
    ],
    "guests.messages": lambda w, o: [w.guests.messages(number) for number in NUMBERS],
    "orders.add": lambda w, o: [
        w.orders.add("103", TOWELS, False, w.now).items,
        w.orders.open("101"),
    ],
    "orders.of_act": lambda w, o: w.orders.of_act("101", False, o.act_id),
    "orders.open": lambda w, o: [w.orders.open(), w.orders.open("101")],
    "orders.complete": lambda w, o: w.orders.complete(o.room_order, w.now),
    "inventory.types": lambda w, o: w.inventory.types(),
    "inventory.require_type": lambda w, o: w.inventory.require_type("PENTHOUSE"),
    "inventory.rename_type": lambda w, o: [
        w.inventory.rename_type("STD", "SUI"),
        w.inventory.types(),
        w.rooms.all(),
    ],
    "inventory.ensure_types": lambda w, o: [
        w.inventory.ensure_types(["STD", "SUI"]),
        w.inventory.types(),
    ],
    "inventory.overrides": lambda w, o: w.inventory.overrides("DLX", [THREE, SOON]),
    "inventory.set_override": lambda w, o: [
        w.inventory.set_override("DLX", InventoryOverride(THREE, False, 1)),
        w.inventory.overrides("DLX", [THREE]),
    ],
    "inventory.clear_override": lambda w, o: w.inventory.clear_override("DLX", THREE),
    "inventory.out_of_order": lambda w, o: w.inventory.out_of_order(TODAY, SOON),
    "inventory.begin_out_of_order": lambda w, o: [
        w.inventory.begin_out_of_order("202", TODAY, SOON),
        w.inventory.out_of_order(TODAY, SOON),
    ],
    "inventory.end_out_of_order": lambda w, o: [
        w.inventory.end_out_of_order("202", THREE),
        w.inventory.out_of_order(TODAY, SOON),
    ],
    "inventory.cancel_out_of_order": lambda w, o: [
        w.inventory.cancel_out_of_order("202"),
        w.inventory.out_of_order(TODAY, SOON),
    ],
    "inventory.planned_out_of_order": lambda w, o: [
        _plan(w),
        w.inventory.planned_out_of_order(),
        w.inventory.planned_out_of_order(NUMBERS),
    ],
    "inventory.plan_out_of_order": lambda w, o: [
        w.inventory.plan_out_of_order("101", THREE, SOON),
        w.inventory.planned_out_of_order(),
    ],
    "inventory.withdraw_out_of_order": lambda w, o: [
        _plan(w),
        w.inventory.withdraw_out_of_order("104"),
        w.inventory.planned_out_of_order(),
    ],
    "inventory.plan_out_of_order_again": lambda w, o: [
        _plan(w),
        w.inventory.withdraw_out_of_order("104"),
        w.inventory.plan_out_of_order_again("104", None),
        w.inventory.planned_out_of_order(),
    ],
    "inventory.open_planned_out_of_order": lambda w, o: [
        _plan(w),
        w.inventory.open_planned_out_of_order("104"),
        w.inventory.out_of_order(TODAY, SOON),
    ],
    "inventory.reopen_out_of_order": lambda w, o: [
        w.inventory.end_out_of_order("202", TODAY),
        w.inventory.reopen_out_of_order("202", SOON),
        w.inventory.out_of_order(TODAY, SOON),
    ],
    "staff.get": lambda w, o: w.staff.get("ANA"),
    "staff.all": lambda w, o: w.staff.all(),
    "staff.save": lambda w, o: [
        w.staff.save([replace(ANA, name="Ana Maria"), Staff("new", "New", Role.ATTENDANT)]),
        w.staff.all(),
    ],
    "staff.pin": lambda w, o: [getattr(w.staff.pin(code), "text", None) for code in ("ana", "max")],
    "staff.set_pin": lambda w, o: w.staff.set_pin("ana", PinHash("x")),
    "staff.last_act": lambda w, o: w.staff.last_act("ana"),
    "staff.keep_act": lambda w, o: w.staff.keep_act("ana", UUID(int=5)),
    "staff.sign_ins": lambda w, o: w.staff.sign_ins("ana"),
    "staff.keep_sign_ins": lambda w, o: w.staff.keep_sign_ins("ana", SignIns(w.now, None)),
    "staff.wrong_pins": lambda w, o: w.staff.wrong_pins("max"),
    "staff.count_wrong_pin": lambda w, o: w.staff.count_wrong_pin("max", WrongPins(4, w.now)),
    "staff.forget_wrong_pins": lambda w, o: w.staff.forget_wrong_pins("max"),
    "staff.forget_strangers": lambda w, o: w.staff.forget_strangers(0),
    "staff.one_time_code": lambda w, o: w.staff.one_time_code("ana"),
    "staff.set_one_time_code": lambda w, o: [
        w.staff.set_one_time_code("ana", OneTimeCode(PinHash("x"), w.now)),
        w.staff.one_time_code("ana"),
    ],
    "outbox.take_lease": lambda w, o: w.outbox.take_lease("second", w.now, w.now + WEEK),
    "outbox.release_lease": lambda w, o: [
        w.outbox.release_lease("second"),
        w.outbox.take_lease("x", w.now, w.now + WEEK),
    ],
    "outbox.published_seq": lambda w, o: w.outbox.published_seq(),
    "outbox.pending": lambda w, o: w.outbox.pending(1000),
    "outbox.newest_of_rooms": lambda w, o: w.outbox.newest_of_rooms(),
    "outbox.mark_published": lambda w, o: [
        w.outbox.mark_published("second", 2),
        w.outbox.mark_published("first", 3),
    ],
    "outbox.record_refusal": lambda w, o: [
        w.outbox.record_refusal(2, "no", w.now),
        w.outbox.refusals(10),
    ],
    "outbox.refusals": lambda w, o: w.outbox.refusals(10),
    "rounds.add": lambda w, o: (
        w.rounds.add(UUID(int=9), "max", w.now, WalkingOrder.BY_FLOOR).started_by
    ),
    "rounds.get": lambda w, o: w.rounds.get(o.round_id),
    "rounds.by_act": lambda w, o: w.rounds.by_act(the_act(MARIA, "second round").id),
    "rounds.open": lambda w, o: w.rounds.open(),
    "rounds.latest": lambda w, o: w.rounds.latest(),
    "rounds.finish": lambda w, o: [w.rounds.finish(o.round_id, w.now), w.rounds.open()],
    "rounds.set_order": lambda w, o: [
        w.rounds.set_order(o.round_id, list(WalkingOrder)[-1]),
        w.rounds.open(),
    ],
    "rounds.visits": lambda w, o: w.rounds.visits(o.round_id),
    "rounds.add_visits": lambda w, o: w.rounds.add_visits(
        o.round_id, [replace(one, number=7) for one in w.rounds.visits(w.rounds.open()[0].id)]
    ),
    "rounds.save_visits": lambda w, o: w.rounds.save_visits(
        o.round_id,
        [replace(one, seconds=99) for one in w.rounds.visits(w.rounds.open()[0].id)],
    ),
    "lists.reasons": lambda w, o: w.lists.reasons(),
    "lists.set_reasons": lambda w, o: [w.lists.set_reasons({2: "x"}), w.lists.reasons()],
    "lists.checklists": lambda w, o: w.lists.checklists(),
    "lists.set_checklists": lambda w, o: [
        w.lists.set_checklists({"DLX": {1: "x"}}),
        w.lists.checklists(),
    ],
    "history.first_seq": lambda w, o: w.history.first_seq(),
    "history.earliest_at": lambda w, o: w.history.earliest_at(),
    "history.first_held": lambda w, o: w.history.first_held(Held(w.now, w.now, w.now + WEEK)),
    "history.earliest_undone_by": lambda w, o: [
        undo.undo(w, the_act(ANA, "s")),
        w.history.earliest_undone_by(w.events.last_seq()),
    ],
    "history.hotel_events": lambda w, o: w.history.hotel_events(w.now + WEEK, 10_000),
    "history.let_go": lambda w, o: [
        w.history.let_go(4, 2),
        w.history.first_seq(),
        w.events.after(0, 100),
        w.hotel_events.history(HistoryQuery()),
    ],
    "history.claim_day": lambda w, o: [w.history.claim_day(TODAY), w.history.claim_day(TODAY)],
    "day_figures.last_day": lambda w, o: [w.day_figures.keep([A_DAY]), w.day_figures.last_day()],
    "day_figures.between": lambda w, o: [
        w.day_figures.keep([A_DAY]),
        w.day_figures.between(TODAY, SOON),
    ],
    "day_figures.keep": lambda w, o: [
        w.day_figures.keep([A_DAY]),
        w.day_figures.keep([replace(A_DAY, facts={}), replace(A_DAY, day=SOON)]),
        w.day_figures.between(TODAY, SOON + WEEK),
    ],
    "handover.add": lambda w, o: w.handover.add(UUID(int=8), "seen", "ana", w.now).text,
    "handover.get": lambda w, o: w.handover.get(o.note_id),
    "handover.tick": lambda w, o: [w.handover.tick(o.note_id, "ana", w.now), w.handover.open()],
    "handover.blank": lambda w, o: [w.handover.blank(o.note_id, "gone"), w.handover.open()],
    "handover.open": lambda w, o: w.handover.open(),
    "handover.ticked_since": lambda w, o: [
        w.handover.tick(w.handover.open()[0].id, "ana", w.now),
        w.handover.ticked_since(w.now - WEEK),
    ],
}
OF_THE_DATABASE = {
    "staff.is_managed_elsewhere",
    "staff.asks_cli_pin",
    "staff.set_cli_pin",
    "hotel_events.add_everywhere",
    "command_line_pin.set_cli_pin",
    "command_line_pin.keep_cli_pin",
    "erasures.ask",
    "erasures.state",
    "erasures.runs",
}
"""Of the one file in which all hotels lie."""

_act = the_act


def _pass(work: UnitOfWork) -> object:
    return turnover.perform(work, _act(MARIA, "pass"), TurnRequest(Verb.PASS, "104"))


def _plan(work: UnitOfWork) -> object:
    request = TurnRequest(Verb.OUT_OF_ORDER, "104", note="pipes", until=SOON, starts=THREE)
    return turnover.perform(work, _act(MARIA, "plan"), request)


SERVICES: dict[str, Call] = {
    "retention.last_bound": lambda w, o: retention.last_bound(w),
    "retention.bound_of_months": lambda w, o: retention.bound_of_months(w, 2),
    "retention.bound_before": lambda w, o: retention.bound_before(w, MONTH_AGO),
    "retention.days_to_measure": lambda w, o: retention.days_to_measure(
        w, retention.Bound(TODAY, 1, 3, 1)
    ),
    "retention.due_bound": lambda w, o: retention.due_bound(w),
    "whole_history.whole_history": lambda w, o: whole_history(w, HistoryQuery()),
    "import_file.import_file": lambda w, o: import_file(
        w,
        _act(MANAGER, "s"),
        EventKind.ROOMS_IMPORTED,
        "rooms.csv",
        lambda work, act: rooms.import_rooms(
            work, [rooms.RoomRow(2, "101", "DLX", 3, "West")], act
        ),
    ),
    "number_patterns.add_rooms": lambda w, o: number_patterns.add_rooms(
        w, _act(MANAGER, "t"), "701-702", number_patterns.numbered_rooms("701-702", "STD")
    ),
    "front_desk.arrivals_on": lambda w, o: front_desk.arrivals_on(w, TODAY),
    "availability.availability": lambda w, o: availability.availability(w, "STD", TODAY, SOON),
    "checkout.left_file_at": lambda w, o: checkout.left_file_at(w, checkout.preview(w, NUMBERS)),
    "figures.figures_of_days": lambda w, o: figures.figures_of_days(w, 7),
    "front_desk.arrivals_today": lambda w, o: front_desk.arrivals_today(w, w.rooms.get("103")),
    "handover.handover_for": lambda w, o: handover.handover_for(w, "ana"),
    "round_acts.enter_round": lambda w, o: round_acts.enter_round(w, _act(ANA, "s"), o.round_id),
    "round_acts.rounds_to_enter": lambda w, o: round_acts.rounds_to_enter(w, "maria"),
    "availability.set_inventory": lambda w, o: availability.set_inventory(
        w, _act(MANAGER, "s"), "DLX", THREE, total=1
    ),
    "checklists.checklists_of": lambda w, o: checklists.checklists_of(w),
    "checklists.import_checklists": lambda w, o: checklists.import_checklists(
        w, _act(MANAGER, "s"), [checklists.ChecklistRow(2, "DLX", 1, "x")]
    ),
    "checkout.due_outs": lambda w, o: checkout.due_outs(w),
    "checkout.guestrooms": lambda w, o: checkout.guestrooms(w),
    "checkout.preview": lambda w, o: checkout.preview(w, NUMBERS),
    "checkout.check_out": lambda w, o: checkout.check_out(w, _act(DESK, "s"), NUMBERS),
    "checkout.rooms_of_booking": lambda w, o: checkout.rooms_of_booking(w, "C1"),
    "figures.figures": lambda w, o: figures.figures(w, w.now - WEEK, w.now + WEEK),
    "handover.since_last_here": lambda w, o: handover.since_last_here(w, "ana"),
    "handover.handover": lambda w, o: handover.handover(w, w.now - WEEK),
    "handover.add_note": lambda w, o: handover.add_note(w, _act(ANA, "s"), "seen").text,
    "handover.tick": lambda w, o: handover.tick(w, _act(ANA, "s"), o.note_id),
    "handover.redact": lambda w, o: handover.redact(w, _act(MANAGER, "s"), o.note_id),
    "redaction.redact": lambda w, o: redaction.redact(w, _act(MANAGER, "s"), o.seq),
    "rooms.import_rooms": lambda w, o: rooms.import_rooms(
        w, [rooms.RoomRow(2, number, "DLX", 3, "West") for number in NUMBERS]
    ),
    "rename.rename_room": lambda w, o: rename.rename_room(w, _act(MANAGER, "s"), "101", "501").room,
    "room_types.room_types": lambda w, o: room_types.room_types(w),
    "room_types.rename_type": lambda w, o: room_types.rename_type(
        w, _act(MANAGER, "s"), "STD", "Classic"
    ),
    "staff.import_staff": lambda w, o: staff.import_staff(
        w, [staff.StaffRow(2, replace(ANA, name="Ana Maria"))]
    ),
    "ended_bookings.is_sweep_due": lambda w, o: ended_bookings.is_sweep_due(w),
    "ended_bookings.kept_bookings": lambda w, o: ended_bookings.kept_bookings(w),
    "ended_bookings.begin_sweep": lambda w, o: _swept(w, ended_bookings.begin_sweep),
    "ended_bookings.sweep_portion": lambda w, o: _swept(w, ended_bookings.sweep_portion),
    "bookings.import_bookings": lambda w, o: bookings.import_bookings(
        w, [bookings.BookingRow(2, a_booking("C4", room_type="DLX"))]
    ),
    "orders.add_order": lambda w, o: (
        orders.add_order(w, "103", (OrderItem("soap", 1),), False).items
    ),
    "orders.complete_order": lambda w, o: orders.complete_order(w, _act(DESK, "s"), o.breakfast),
    "fail_reasons.reasons_of": lambda w, o: fail_reasons.reasons_of(w),
    "fail_reasons.import_reasons": lambda w, o: fail_reasons.import_reasons(
        w, _act(MANAGER, "s"), [fail_reasons.ReasonRow(2, 3, "x")]
    ),
    "chat.open_session": lambda w, o: (
        type(chat.open_session(w, "101", w.rooms.pin("101"))).__name__
    ),
    "chat.validate": lambda w, o: chat.validate(w, o.token),
    "chat.mark_answered": lambda w, o: chat.mark_answered(w, _act(DESK, "m"), "101"),
    "chat.send_as_guest": lambda w, o: chat.send_as_guest(w, "101", o.token, "hello"),
    "chat.send_as_staff": lambda w, o: chat.send_as_staff(w, _act(DESK, "s"), "101", "hi"),
    "manage.needs_first_manager": lambda w, o: manage.needs_first_manager(w),
    "manage.may_anyone_begin": lambda w, o: manage.may_anyone_begin(w),
    "manage.managers": lambda w, o: manage.managers(w),
    "manage.staff_members": lambda w, o: manage.staff_members(w),
    "manage.set_active": lambda w, o: manage.set_active(w, _act(MANAGER, "s"), "ana", False),
    "command_line_pin.asks_cli_pin": lambda w, o: command_line_pin.asks_cli_pin(w),
    "command_line_pin.may_keep_cli_pin": lambda w, o: command_line_pin.may_keep_cli_pin(w),
    "manage.keep_code": lambda w, o: manage.keep_code(w, "ana", PinHash("x")),
    "manage.give_code": lambda w, o: manage.give_code(w, _act(MANAGER, "s"), "ana", PinHash("x")),
    "manage.set_role": lambda w, o: manage.set_role(w, _act(MANAGER, "s"), "ana", Role.SUPERVISOR),
    "staff.new_people": lambda w, o: staff.new_people(
        w, [staff.StaffRow(2, Staff("eve", "Eve", Role.ATTENDANT)), staff.StaffRow(3, ANA)]
    ),
    "manage.unlock": lambda w, o: manage.unlock(w, _act(MANAGER, "s"), "max"),
    "front_desk.room_for": lambda w, o: [_pass(w), front_desk.room_for(w, a_booking("X1"))],
    "front_desk.check_in": lambda w, o: [
        _pass(w),
        front_desk.check_in(w, _act(DESK, "s"), "C4", "104", "only one"),
    ],
    "check_in_undo.undo_check_in": lambda w, o: check_in_undo.undo_check_in(
        w, _act(DESK, "s"), "C2"
    ),
    "check_in_undo.require_undoable": lambda w, o: check_in_undo.require_undoable(w, "C2"),
    "front_desk.offer_rooms": lambda w, o: front_desk.offer_rooms(w, "C4", None),
    "room_record.read_dossier": lambda w, o: [room_record.read_dossier(w, n) for n in NUMBERS],
    "front_desk.move": lambda w, o: [_pass(w), front_desk.move(w, _act(DESK, "s"), "C0", "104")],
    "front_desk.set_late_checkout": lambda w, o: front_desk.set_late_checkout(
        w, _act(DESK, "s"), "C2", None
    ),
    "check_in_undo.undo_late_checkout": lambda w, o: check_in_undo.undo_late_checkout(
        w,
        _act(DESK, "u"),
        "C2",
        front_desk.set_late_checkout(w, _act(DESK, "s"), "C2", None),
    ),
    "front_desk.offer_move": lambda w, o: front_desk.offer_move(w, "C0"),
    "held_rooms.held": lambda w, o: held_rooms.held(w, TODAY, None),
    "held_rooms.held_for_stay": lambda w, o: held_rooms.held_for_stay(w, a_booking("X1")),
    "held_rooms.held_by_others": lambda w, o: held_rooms.held_by_others(w, a_booking("X1"), "103"),
    "held_rooms.held_while_out": lambda w, o: held_rooms.held_while_out(w, "103", TODAY, None),
    "shared_rooms.shared_rooms": lambda w, o: shared_rooms.shared_rooms(
        w, {2: a_booking("X1", room_number="103")}
    ),
    "doubtful_bookings.doubts_of": lambda w, o: doubtful_bookings.doubts_of(
        w, {}, {2: a_booking("X1", room_number="103")}
    ),
    "held_rooms.bookings_of": lambda w, o: held_rooms.bookings_of(w, "103"),
    "held_rooms.refuse_doubtful_check_in": lambda w, o: held_rooms.refuse_doubtful_check_in(
        w, a_booking("X1"), [], False
    ),
    "planned_out_of_order.planned": lambda w, o: planned_out_of_order.planned(
        w, w.rooms.get("104"), "pipes", THREE, SOON
    ),
    "planned_out_of_order.refuse_if_planned": lambda w, o: planned_out_of_order.refuse_if_planned(
        w, w.rooms.get("104")
    ),
    "planned_out_of_order.withdrawn": lambda w, o: [
        _plan(w),
        planned_out_of_order.withdrawn(w, w.rooms.get("104")),
    ],
    "planned_out_of_order.due_out_of_order": lambda w, o: [
        _plan(w),
        planned_out_of_order.due_out_of_order(w),
    ],
    "planned_out_of_order.begin_planned_out_of_order": lambda w, o: (
        planned_out_of_order.begin_planned_out_of_order(w)
    ),
    "planned_out_of_order.out_if_due": lambda w, o: [
        _plan(w),
        planned_out_of_order.out_if_due(w, w.rooms.get("104")),
    ],
    "turnover.holds_of": lambda w, o: turnover.holds_of(w, TurnRequest(Verb.OUT_OF_ORDER, "103")),
    "turnover.perform": lambda w, o: _pass(w),
    "turnover.set_active": lambda w, o: turnover.set_active(w, _act(MANAGER, "s"), "104", False),
    "undo.undo": lambda w, o: undo.undo(w, _act(ANA, "s")),
    "round_acts.start_round": lambda w, o: round_acts.start_round(w, _act(MANAGER, "s")).rooms,
    "round_acts.resume": lambda w, o: round_acts.resume(w, _act(MARIA, "s"), o.round_id),
    "round_acts.turn_to": lambda w, o: round_acts.turn_to(w, _act(MARIA, "s"), o.round_id, "104"),
    "round_acts.pass_room": lambda w, o: round_acts.pass_room(
        w, _act(MARIA, "s"), o.round_id, "104"
    ),
    "round_acts.fail_room": lambda w, o: round_acts.fail_room(
        w, _act(MARIA, "s"), o.round_id, "104", "hair"
    ),
    "round_acts.skip": lambda w, o: round_acts.skip(w, _act(MARIA, "s"), o.round_id, "104"),
    "round_acts.walk_skipped": lambda w, o: round_acts.walk_skipped(
        w, _act(MARIA, "s"), o.round_id
    ),
    "round_acts.reorder": lambda w, o: round_acts.reorder(
        w, _act(MARIA, "s"), o.round_id, list(WalkingOrder)[-1]
    ),
    "round_acts.look": lambda w, o: round_acts.look(w, "maria", o.round_id),
    "round_acts.finish": lambda w, o: round_acts.finish(w, _act(MARIA, "s"), o.round_id),
    "round_acts.result_of": lambda w, o: round_acts.result_of(w, o.round_id),
    "round_acts.open_rounds": lambda w, o: round_acts.open_rounds(w),
    "round_acts.open_round_of": lambda w, o: round_acts.open_round_of(w, "maria"),
}
