"""What was done to the hotel as a whole is in its history: who, what, how many."""

from dataclasses import replace

from housekeeper.core.acts import SYSTEM, EventKind, Verb, Via
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.whole_history import whole_history
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.import_file import import_file
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.rooms.event import Act, HistoryQuery, RoomEvent
from housekeeper.core.staff import manage
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.booking import BookingStatus
from tests.grand_hotel import ANA, DESK, MANAGER, House, a_booking, act_of

EVE = Staff("eve", "Eve Dunn", Role.ATTENDANT)


async def history(house: House, **wanted: object) -> list[RoomEvent | HotelEvent]:
    query = HistoryQuery(**wanted)  # type: ignore[arg-type]
    return await house.store.read(lambda work: whole_history(work, query))


async def import_type(house: House, act: Act, room_type: str) -> None:
    rows = [RoomRow(2, "101", room_type, 1, "East"), RoomRow(3, "999", "STD", 9, "West")]
    await house.store.write(
        lambda work: import_file(
            work,
            act,
            EventKind.ROOMS_IMPORTED,
            "rooms.csv",
            lambda work, act: import_rooms(work, rows, act),
        )
    )


async def test_an_import_is_one_line_for_the_file_and_an_event_for_each_room_it_changed(
    house: House,
) -> None:
    await house.do(ANA, Verb.DIRTY, "102")
    act = act_of(MANAGER)
    await import_type(house, act, "DLX")
    await house.do(ANA, Verb.START, "102")
    started, of_file, of_room, dirty = (await history(house))[:4]
    assert isinstance(started, RoomEvent)
    assert isinstance(dirty, RoomEvent)
    assert (started.kind, dirty.kind) == (EventKind.CLEANING_STARTED, EventKind.PUT_BACK)
    assert isinstance(of_room, RoomEvent)
    assert (of_room.kind, of_room.room_number) == (EventKind.IMPORTED, "101")
    assert (of_room.note, of_room.staff_code) == ("type STD to DLX", "max")
    assert isinstance(of_file, HotelEvent)
    assert (of_file.kind, of_file.staff_name) == (EventKind.ROOMS_IMPORTED, "Max Braun")
    assert of_file.note == "rooms.csv: 1 added, 1 updated"
    assert of_file.counts == {"added": 1, "updated": 1, "unchanged": 0, "left_alone": 0}
    assert (of_file.act_id, of_file.after_seq) == (act.id, of_room.seq)


async def test_a_guest_who_comes_in_a_file_is_an_event_of_the_room(house: House) -> None:
    stay = a_booking("B1", status=BookingStatus.CHECKED_IN, room_number="101")
    await house.store.write(lambda work: import_bookings(work, [BookingRow(2, stay)], act_of(DESK)))
    [event] = await house.store.read(lambda work: work.events.history(HistoryQuery()))
    assert (event.kind, event.staff_code) == (EventKind.IMPORTED, "desk")
    assert (event.from_status, event.to_status) == ("AVAILABLE", "OCCUPIED")
    assert event.room == await house.room("101")


async def test_what_nobody_in_particular_imports_is_told_as_the_systems(house: House) -> None:
    await house.book(a_booking("B1", status=BookingStatus.CHECKED_IN, room_number="101"))
    [event] = await house.store.read(lambda work: work.events.history(HistoryQuery()))
    assert (event.staff_code, event.source) == (SYSTEM.code, "SYSTEM")


async def test_changes_of_staff_are_told_with_who_did_them(house: House) -> None:
    act = act_of(MANAGER)
    await manage.add(house.store, act, EVE, "7301")
    await manage.set_pin(house.store, act_of(MANAGER), "ana", "7301")
    for active in (False, True):
        await house.store.write(
            lambda work, active=active: manage.set_active(  # type: ignore[misc]
                work, act_of(MANAGER), "eve", active
            )
        )
    told = [event for event in await history(house) if isinstance(event, HotelEvent)]
    assert [(event.kind, event.note) for event in reversed(told)] == [
        (EventKind.STAFF_ADDED, "Eve Dunn (eve), attendant"),
        (EventKind.STAFF_PIN_SET, "Ana Reis (ana), attendant"),
        (EventKind.STAFF_DISABLED, "Eve Dunn (eve), attendant"),
        (EventKind.STAFF_ENABLED, "Eve Dunn (eve), attendant"),
    ]
    assert {event.staff_code for event in told} == {"max"}
    assert [event.number for event in told] == [4, 3, 2, 1]


async def test_the_first_manager_adds_themselves(house: House) -> None:
    gone = replace(MANAGER, is_active=False)
    await house.store.write(lambda work: work.staff.save([gone]))
    new = Staff("ines", "Ines Dias", Role.MANAGER)
    await manage.add(house.store, None, new, "7301", via=Via.BOARD)
    [event] = await history(house)
    assert isinstance(event, HotelEvent)
    assert (event.staff_code, event.via) == ("ines", Via.BOARD)


async def test_the_whole_history_is_asked_by_person_kind_and_time_and_of_one_room(
    house: House,
) -> None:
    await import_type(house, act_of(MANAGER), "DLX")
    house.clock.pass_time(hours=1)
    await house.do(ANA, Verb.DIRTY, "102")
    kinds = [event.kind for event in await history(house)]
    assert kinds == [EventKind.PUT_BACK, EventKind.ROOMS_IMPORTED, EventKind.IMPORTED]
    only = await history(house, kinds=frozenset({EventKind.ROOMS_IMPORTED}))
    assert [event.kind for event in only] == [EventKind.ROOMS_IMPORTED]
    assert len(await history(house, staff_code="ana")) == 1
    assert len(await history(house, since=house.clock.now())) == 1
    assert len(await history(house, until=house.clock.now())) == 2
    assert [event.kind for event in await history(house, room_number="101")] == [EventKind.IMPORTED]
    assert [event.kind for event in await history(house, limit=2)] == kinds[:2]
