"""Two hotels in one database that look alike: equal room numbers, references and staff codes."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.inspection.checklists import ChecklistRow, import_checklists
from housekeeper.core.inspection.fail_reasons import ReasonRow, import_reasons
from housekeeper.core.inspection.round_acts import start_round
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.shift.handover import add_note
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in_limits import WrongPins
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.availability import set_inventory
from housekeeper.core.stays.chat import (
    SessionOpened,
    digest,
    open_session,
    send_as_guest,
    send_as_staff,
)
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in, set_late_checkout
from housekeeper.core.stays.guest_records import OrderId, OrderItem
from housekeeper.core.stays.inventory import InventoryOverride
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import HotelStore
from housekeeper.store.transfer.rows import COPIED
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, a_booking, furnish

PALACE = Hotel("palace", "Palace Hotel", "Europe/Lisbon")
TOWELS = (OrderItem("towels", 2),)


@dataclass(frozen=True, slots=True)
class Known:
    """What someone could name of a hotel: its ids, tokens and acts."""

    token: str
    room_order: OrderId
    breakfast: OrderId
    round_id: int
    note_id: int
    note_act_id: UUID
    act_id: UUID
    session_id: int
    seq: int


def the_act(staff: Staff, name: str) -> Act:
    """An act with an id of its own, the same whenever it is done again."""
    return Act(staff, Via.BOARD, uuid5(UUID(int=7), name))


def live_in(work: UnitOfWork, mark: str) -> Known:
    """Let a day pass, after which every table has rows of this hotel; `mark` is in its words."""
    furnish(work)
    rows = [
        BookingRow(line, a_booking(f"C{line}", room_type=kind, guest_name=f"{mark} {line}"))
        for line, kind in enumerate(["STD", "STD", "STD", "DLX", "DLX"])
    ]
    import_bookings(work, rows)

    def act(staff: Staff, name: str) -> Act:
        return the_act(staff, f"{mark} {name}")

    perform(work, act(ANA, "0"), TurnRequest(Verb.DIRTY, "104"))
    for line, number in enumerate(["101", "102", "103", "201"]):
        check_in(work, act(DESK, f"in {line}"), f"C{line}", number, reason="upgrade")
    check_out(work, act(DESK, "out"), ["102"])
    opened = open_session(work, "101", work.rooms.pin("101"), f"device {mark}")
    assert isinstance(opened, SessionOpened)
    open_session(work, "101", "wrong1")
    session = work.guests.session(digest(opened.token))
    assert session is not None
    send_as_guest(work, "101", opened.token, f"{mark} asks")
    send_as_staff(work, act(DESK, "says"), "101", f"{mark} says")
    order = add_order(work, "101", TOWELS, is_breakfast=False, act_id=act(ANA, "order").id)
    breakfast = add_order(work, "101", TOWELS, is_breakfast=True, act_id=act(ANA, "egg").id)
    noted = perform(work, act(ANA, "note"), TurnRequest(Verb.NOTE, "103", note=f"{mark} note"))
    perform(work, act(ANA, "clean"), TurnRequest(Verb.CLEAN, "104"))
    perform(
        work,
        act(MANAGER, "broken"),
        TurnRequest(Verb.OUT_OF_ORDER, "202", note=f"{mark} pipe", until=TODAY + timedelta(2)),
    )
    view = start_round(work, act(MARIA, "round"))
    note = add_note(work, act(MARIA, "handover"), f"{mark} handover")
    import_reasons(work, act(MANAGER, "reasons"), [ReasonRow(2, 1, f"{mark} dust")])
    import_checklists(work, act(MANAGER, "lists"), [ChecklistRow(2, "STD", 1, f"{mark} bed")])
    set_inventory(work, act(MANAGER, "stop"), "DLX", TODAY + timedelta(3), stop_sell=True)
    set_late_checkout(work, act(DESK, "late"), "C0", None)
    work.staff.set_pin("ana", PinHash(mark))
    work.staff.set_one_time_code("ana", OneTimeCode(PinHash(mark), work.real_now))
    work.staff.count_wrong_pin("max", WrongPins(2, work.real_now))
    work.outbox.record_refusal(1, mark, work.real_now)
    work.outbox.take_lease(mark, work.real_now, work.real_now + timedelta(minutes=1))
    return Known(
        opened.token,
        order.id,
        breakfast.id,
        view.round.id,
        note.id,
        noted.act_id,
        act(ANA, "order").id,
        session.id,
        noted.seq,
    )


def rows_of(connection: Connection, slug: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to a hotel, directly or through what it refers to, by table."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    ids: dict[str, set[Any]] = {}
    for table in COPIED:
        mine = []
        for row in connection.execute(select(table)).mappings():
            values = {column.name: row[column] for column in table.columns}
            is_mine = table.name == "hotel" and values["slug"] == slug
            for column in table.columns:
                for key in column.foreign_keys:
                    parent = key.column
                    if parent.name in {"id"} and values[column.name] in ids[parent.table.name]:
                        is_mine = True
            if "hotel_id" in values and values["hotel_id"] in ids.get("hotel", set()):
                is_mine = True
            if is_mine:
                mine.append(tuple(values.values()))
                ids.setdefault(table.name, set()).add(values.get("id"))
        ids.setdefault(table.name, set()).discard(None)
        found[table.name] = sorted(mine, key=repr)
    return found


class _Undo(Exception):
    """Leaves a unit so that it is rolled back."""


async def tried(
    store: HotelStore, other: str, call: Callable[[UnitOfWork], object]
) -> tuple[object, bool]:
    """What a call answers or raises, and whether the other hotel stayed as it was; undone after."""
    outcome: list[object] = []

    def unit(work: UnitOfWork) -> None:
        connection: Connection = work._connection  # type: ignore[attr-defined]
        before = rows_of(connection, other)
        nested = connection.begin_nested()
        try:
            answer: object = call(work)
            nested.commit()
        except (HousekeeperError, DBAPIError) as fault:
            nested.rollback()
            answer = f"{type(fault).__name__}: {str(fault).splitlines()[0]}"
        outcome.extend((answer, rows_of(connection, other) == before))
        raise _Undo

    with contextlib.suppress(_Undo):
        await store.write(unit)
    answer, is_same = outcome
    return answer, bool(is_same)


def tonight() -> InventoryOverride:
    return InventoryOverride(date(2026, 11, 24), stop_sell=False, total=1)
