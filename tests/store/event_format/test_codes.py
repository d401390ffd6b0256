"""Codes of words in events stand in hotels' databases for good."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import changed_from
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.store.event_format.codes import CODES, FACT_NUMBERS, code_of, word_of
from housekeeper.store.event_format.earlier_facts import (
    before_bytes,
    public_before_bytes,
    read_before,
)
from tests.core.building import NOW, any_room

GIVEN_OUT = {
    "turn_status": """
        AVAILABLE=a CHECKOUT_DIRTY=d CLEANING_IN_PROGRESS=c CLEANED_UNINSPECTED=i
        READY_FOR_GUEST=r
    """,
    "room_status": """
        AVAILABLE=a CHECKOUT_DIRTY=d CLEANING_IN_PROGRESS=c CLEANED_UNINSPECTED=i
        READY_FOR_GUEST=r OCCUPIED=o MAINTENANCE_REQUIRED=m OUT_OF_ORDER=x
    """,
    "maintenance_priority": """
        LOW=l MED=m HIGH=h
    """,
    "source": """
        HOUSEKEEPING=h FRONT_DESK=f SYSTEM=s MANAGER_OVERRIDE=m
    """,
    "via": """
        BOARD=b COMMAND_LINE=c
    """,
    "kind": """
        CHECKED_IN=ci CHECKED_OUT=co MOVED_IN=mi MOVED_OUT=mo ARRIVAL_ELSEWHERE=ae
        LATE_CHECKOUT_SET=lc CLEANING_STARTED=cs CLEANED=cl PUT_BACK=pb INSPECTION_PASSED=ip
        INSPECTION_FAILED=if MAINTENANCE_FLAGGED=mf MAINTENANCE_COMPLETED=mc
        TAKEN_OUT_OF_ORDER=oo RETURNED_TO_SERVICE=rs OUT_OF_ORDER_PLANNED=op
        OUT_OF_ORDER_CANCELLED=oc OUT_OF_ORDER_WAITS=ow OVERRIDDEN=ov NOTED=no
        NOTE_REDACTED=nr ACTIVATED=ac DEACTIVATED=de UNDONE=un GUEST_WROTE=gw
        GUEST_ANSWERED=ga NO_ANSWER_NEEDED=na GUEST_ORDERED=go ORDER_DONE=od RENAMED=rn
        TYPE_RENAMED=tr IMPORTED=im
    """,
}
"""The codes of version 10; more may follow, none of these changes."""

NUMBERS_GIVEN_OUT = """
    number=1 room_type=2 floor=3 section=4 turn_status=5 status_since=6 version=7
    is_active=8 is_occupied=9 maintenance_required=10 maintenance_priority=11
    maintenance_notes=12 is_out_of_order=13 out_of_order_reason=14 out_of_order_until=15
    housekeeping_notes=16 fail_reason=17 attendant=18 last_cleaned_at=19 cleaned_by=20
    last_inspected_at=21 inspected_by=22 messages_waiting=23 messages_waiting_since=24
    orders_open=25 orders_open_since=26 arrival=27 departure=28 late_checkout=29
    next_arrival=30
"""

MEMBERS: dict[str, Iterable[str]] = {
    "turn_status": TurnStatus,
    "room_status": RoomStatus,
    "maintenance_priority": MaintenancePriority,
    "source": Source,
    "via": Via,
}


@pytest.mark.parametrize("name", CODES)
def test_no_code_that_was_given_out_changes(name: str) -> None:
    given_out = dict(pair.split("=") for pair in GIVEN_OUT[name].split())
    assert given_out.items() <= CODES[name].items()
    assert len(set(CODES[name].values())) == len(CODES[name])


def test_no_number_of_a_fact_that_was_given_out_changes() -> None:
    given_out = {name: int(number) for name, number in _pairs(NUMBERS_GIVEN_OUT)}
    assert given_out.items() <= FACT_NUMBERS.items()
    assert len(set(FACT_NUMBERS.values())) == len(FACT_NUMBERS)
    assert set(FACT_NUMBERS.values()) <= set(range(1, 128))


def _pairs(text: str) -> list[list[str]]:
    return [pair.split("=") for pair in text.split()]


@pytest.mark.parametrize("name", MEMBERS)
def test_every_word_of_a_closed_set_has_a_code(name: str) -> None:
    assert {str(member) for member in MEMBERS[name]} == set(CODES[name])


def test_a_kind_of_event_without_a_code_is_written_whole() -> None:
    assert all(word_of("kind", code_of("kind", kind)) == kind for kind in EventKind.all())
    assert word_of("kind", code_of("kind", "POLISHED")) == "POLISHED"


@given(any_room("101"), any_room("102"), st.booleans())
def test_what_a_room_was_comes_back_from_its_bytes(
    before: Room, after: Room, is_same: bool
) -> None:
    was = after if is_same else before
    told = changed_from(was, after)
    kept = before_bytes(was, after, NOW)
    assert read_before(kept, after, NOW) == told
    assert public_before_bytes(told, after, NOW) == kept


def test_a_status_that_an_older_program_derived_otherwise_is_told_as_it_did() -> None:
    room = Room("101", "STD", 1, "East", TurnStatus.AVAILABLE, NOW)
    told = {"room_status": "OCCUPIED", "section": "West"}
    kept = public_before_bytes(told, room, NOW)
    assert read_before(kept, room, NOW) == told


def test_what_was_blanked_before_and_after_alike_is_told_still() -> None:
    room = Room("101", "STD", 1, "East", TurnStatus.AVAILABLE, NOW, housekeeping_notes="[redacted]")
    told = {"housekeeping_notes": "[redacted]", "room_number": "101"}
    assert read_before(public_before_bytes(told, room, NOW), room, NOW) == told
