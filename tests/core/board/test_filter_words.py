"""The words of the columns and of the counts find their rooms, as filter and as line."""

import pytest

from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.rooms.status import RoomStatus
from tests.core.building import WHEN, a_room_that_is


@pytest.mark.parametrize(
    ("words", "statuses"),
    [
        ("ready", {"READY_FOR_GUEST", "AVAILABLE"}),
        ("READY rooms", {"READY_FOR_GUEST", "AVAILABLE"}),
        ("rea", {"READY_FOR_GUEST", "AVAILABLE"}),
        ("ready now", {"READY_FOR_GUEST", "AVAILABLE"}),
        ("ready for guest", {"READY_FOR_GUEST"}),
        ("READY_FOR_GUEST", {"READY_FOR_GUEST"}),
        ("available", {"AVAILABLE"}),
        ("to turn", {"CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"}),
        ("rooms", set(RoomStatus)),
    ],
)
def test_a_word_shows_the_rooms_of_its_column(words: str, statuses: set[str]) -> None:
    wanted = parse_filter(words, ())
    shown = {
        status.value
        for status in RoomStatus
        if wanted is None or wanted(haystack(a_room_that_is(status), WHEN, {}))
    }
    assert shown == statuses
