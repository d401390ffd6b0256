"""A type that vanishes while bookings want it is named, and can be given another name."""

from datetime import timedelta

import pytest

from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, UnknownName
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.whole_file import Imported, TypeWithoutRooms
from housekeeper.core.inspection.checklists import ChecklistRow, checklists_of, import_checklists
from housekeeper.core.stays.availability import availability, set_inventory
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.room_types import RoomType, TypeRenamed, rename_type, room_types
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of

STANDARD = ("101", "102", "103", "104")


async def retyped(house: House, *kinds: str, numbers: tuple[str, ...] = STANDARD) -> Imported:
    """Import rooms as of these types in turn."""
    rows = [
        RoomRow(line, number, kinds[line % len(kinds)], 1, "East")
        for line, number in enumerate(numbers)
    ]
    return await house.store.write(lambda work: import_rooms(work, rows))


async def renamed(house: House, old: str, new: str) -> TypeRenamed:
    return await house.store.write(lambda work: rename_type(work, act_of(MANAGER), old, new))


async def types(house: House) -> list[RoomType]:
    return await house.store.read(room_types)


async def test_a_type_that_vanishes_while_bookings_want_it_is_named(house: House) -> None:
    tomorrow = TODAY + timedelta(days=1)
    await house.book(
        a_booking("C1"),
        a_booking("C2", arrival=tomorrow, departure=tomorrow),
        a_booking("C3", status=BookingStatus.CANCELLED),
    )
    done = await retyped(house, "Classic")
    assert done.types_without_rooms == (TypeWithoutRooms("STD", 2, "Classic"),)
    assert done.types_without_rooms[0].advice.endswith("types rename STD Classic")
    again = await retyped(house, "Classic")
    assert again.types_without_rooms == ()


async def test_a_type_whose_rooms_went_several_ways_is_named_too(house: House) -> None:
    await house.book(a_booking("C1"))
    done = await retyped(house, "Classic", "DLX")
    assert done.types_without_rooms == (TypeWithoutRooms("STD", 1, ""),)
    assert done.types_without_rooms[0].advice.endswith("types rename STD NEW")


async def test_a_type_that_nobody_wants_or_that_keeps_a_room_is_not_named(house: House) -> None:
    yesterday = TODAY - timedelta(days=1)
    await house.book(a_booking("C1", arrival=yesterday, departure=yesterday))
    assert (await retyped(house, "Classic")).types_without_rooms == ()
    await house.book(a_booking("C2", room_type="DLX"))
    assert (await retyped(house, "Classic", numbers=("201",))).types_without_rooms == ()


async def test_what_wanted_the_old_type_wants_the_new_one(house: House) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: set_inventory(work, act_of(DESK), "STD", TODAY, total=3))
    await retyped(house, "Classic")
    done = await renamed(house, "std", "classic")
    assert done == TypeRenamed("STD", "Classic", STANDARD, 1)
    assert await types(house) == [RoomType("Classic", 4, 1), RoomType("DLX", 2, 0)]
    until = TODAY + timedelta(days=1)
    found = await house.store.read(lambda work: availability(work, "Classic", TODAY, until))
    assert (found.nights[0].booked, found.nights[0].total_override) == (1, 3)


async def test_a_type_has_another_name_with_all_that_is_its_own(house: House) -> None:
    await house.book(a_booking("C1"))

    def own(work: UnitOfWork) -> None:
        set_inventory(work, act_of(DESK), "STD", TODAY, stop_sell=True)
        rows = [ChecklistRow(2, "STD", 1, "bed")]
        import_checklists(work, act_of(MANAGER), rows)

    await house.store.write(own)
    before = await house.quiet_changes()
    done = await renamed(house, "STD", "Classic")
    assert done == TypeRenamed("STD", "Classic", STANDARD, 1)
    assert await house.quiet_changes() == before + 1
    assert await types(house) == [RoomType("Classic", 4, 1), RoomType("DLX", 2, 0)]
    assert await house.store.read(checklists_of) == {"Classic": ("bed",)}
    assert (await house.room("101")).room_type == "Classic"
    events = await house.store.read(lambda work: work.events.after(0, 10))
    assert [(one.kind, one.before) for one in events] == [
        ("TYPE_RENAMED", {"room_type": "STD"})
    ] * 4


async def test_what_both_types_have_stays_as_the_other_has_it(house: House) -> None:
    tomorrow = TODAY + timedelta(days=1)

    def rule(work: UnitOfWork) -> None:
        for kind, night, total in (("STD", TODAY, 1), ("STD", tomorrow, 1), ("DLX", TODAY, 2)):
            set_inventory(work, act_of(DESK), kind, night, total=total)
        rows = [
            ChecklistRow(2, "STD", 1, "bed"),
            ChecklistRow(3, "STD", 2, "bath"),
            ChecklistRow(4, "DLX", 1, "minibar"),
        ]
        import_checklists(work, act_of(MANAGER), rows)

    await house.store.write(rule)
    await retyped(house, "DLX")
    await renamed(house, "STD", "DLX")
    found = await house.store.read(
        lambda work: availability(work, "DLX", TODAY, tomorrow + timedelta(days=1))
    )
    assert [night.total_override for night in found.nights] == [2, 1]
    assert await house.store.read(checklists_of) == {"DLX": ("minibar",)}


async def test_a_type_can_be_written_otherwise(house: House) -> None:
    await renamed(house, "STD", "Std")
    assert (await house.room("101")).room_type == "Std"
    assert [one.code for one in await types(house)] == ["DLX", "Std"]


async def test_a_type_is_found_whatever_its_spaces(house: House) -> None:
    done = await renamed(house, "STD", "Twin\u00a0 Sea")
    assert done.new == "Twin Sea"
    assert (await renamed(house, "twin\u2003sea", "STD")).old == "Twin Sea"


async def test_two_types_with_rooms_are_not_thrown_together(house: House) -> None:
    with pytest.raises(NotPossible, match="import the rooms of STD as DLX first"):
        await renamed(house, "STD", "dlx")


@pytest.mark.parametrize("name", ["", " ", "\u2800", "x" * 33, "S\u202eTD", "S\nTD"])
async def test_what_is_no_name_of_a_type_is_refused(house: House, name: str) -> None:
    with pytest.raises(InvalidInput, match="no room type"):
        await renamed(house, "STD", name)


async def test_an_unknown_type_the_same_name_and_no_manager_are_refused(house: House) -> None:
    with pytest.raises(UnknownName, match="DLX, STD"):
        await renamed(house, "SUI", "Suite")
    with pytest.raises(NotPossible, match="this name already"):
        await renamed(house, "std", "STD")
    with pytest.raises(NotAllowed, match="manager"):
        await house.store.write(lambda work: rename_type(work, act_of(MARIA), "STD", "X"))
