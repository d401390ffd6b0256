"""A value made the quick way is the value itself."""

from dataclasses import FrozenInstanceError, astuple, fields, replace

import pytest

from housekeeper.core.fast_values import changer_of, maker_of
from housekeeper.core.rooms.room import Room
from tests.core.building import a_room


def test_a_room_made_quickly_is_the_room_made_slowly() -> None:
    room = a_room("412")
    quick = maker_of(Room)(*(getattr(room, field.name) for field in fields(Room)))
    assert type(quick) is Room
    assert quick == room
    assert hash(quick) == hash(room)
    assert astuple(replace(quick, floor=7)) == astuple(replace(room, floor=7))


def test_a_room_made_quickly_cannot_be_changed_either() -> None:
    room = a_room("412")
    quick = maker_of(Room)(*(getattr(room, field.name) for field in fields(Room)))
    with pytest.raises(FrozenInstanceError):
        quick.floor = 7  # type: ignore[misc]


def test_a_room_changed_quickly_differs_in_what_was_changed_alone() -> None:
    room = a_room("412")
    changed = changer_of(Room)(room, floor=7, housekeeping_notes="linen late")
    assert changed == replace(room, floor=7, housekeeping_notes="linen late")
    assert room.floor != 7


def test_a_fact_that_no_room_has_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        changer_of(Room)(a_room("412"), colour="red")
