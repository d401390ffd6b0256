"""One room's card: what it says, and what gives way first where there is little room."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, TurnStatus
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.board.columns.card import (
    COMPACT,
    EVERYTHING,
    CardFrame,
    CardState,
    card,
    compact_height,
    height_of,
    is_long_in_hand,
)
from housekeeper.screens.drawing.colours import DARK
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.screens.widgets.time_text import age_text
from tests.screens.conftest import GRAND, TODAY

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)
DIRTY = Room("412", "DLX", 4, "East", TurnStatus.CHECKOUT_DIRTY, NOW - timedelta(minutes=80))
CLEANING = replace(DIRTY, turn_status=TurnStatus.CLEANING_IN_PROGRESS, attendant="ana")
WHEN = HouseTime.of(GRAND, NOW)
NAMES = {"ana": "Ana Reis"}


def lines_of(room: Room, width: int = 40, lines: int = COMPACT, **state: bool) -> list[str]:
    frame = CardFrame(width, number_width=3, type_width=3, lines=lines)
    look = CardState(age_text(room.status_since, NOW), **state)
    return [strip.text for strip in card(room, WHEN, NAMES, frame, look, palette_of(DARK))]


def test_a_card_tells_number_type_flags_who_and_age() -> None:
    room = replace(CLEANING, next_arrival=TODAY)
    assert lines_of(room)[0].split() == ["412", "DLX", "▸", "arrival", "Ana", "1h20"]


def test_a_guest_who_should_have_come_before_today_is_marked_with_the_day() -> None:
    room = replace(DIRTY, next_arrival=TODAY - timedelta(days=1))
    assert "▸ arrival since yesterday" in lines_of(room, width=48)[0]
    assert lines_of(room, width=24)[0].split() == ["412", "DLX", "▸20", "Nov", "1h20"]
    assert lines_of(room, width=16)[0].split() == ["412", "DLX", "▸", "1h20"]
    assert lines_of(room, width=15)[0].split() == ["412", "▸", "1h20"]
    earlier = replace(DIRTY, next_arrival=TODAY - timedelta(days=2))
    assert "▸ arrival since Thu 19 Nov" in lines_of(earlier, width=60)[0]


def test_a_note_is_the_second_line_and_in_a_wide_column_stands_in_the_first() -> None:
    room = replace(DIRTY, housekeeping_notes="cot for a baby")
    assert [line.strip() for line in lines_of(room)][1] == "╰ cot for a baby"
    wide = lines_of(room, width=80)
    assert len(wide) == 1
    assert "cot for a baby" in wide[0]


def test_a_note_of_several_lines_begins_with_the_newest() -> None:
    room = replace(DIRTY, housekeeping_notes="cot (Ana 10:02)\nlinen late (Rui 10:30)")
    assert lines_of(room, width=48)[1].strip() == "╰ linen late (Rui 10:30) · cot (Ana 10:02)"


def test_where_the_column_has_room_a_note_is_told_whole_on_lines_of_its_own() -> None:
    room = replace(DIRTY, housekeeping_notes="feather-free bedding, the guest has asthma")
    assert [line.strip() for line in lines_of(room, width=24, lines=6)[1:]] == [
        "╰ feather-free",
        "bedding, the guest",
        "has asthma",
    ]
    assert lines_of(room, width=24, lines=3)[2].strip() == "bedding, the guest…"


def test_where_the_column_has_room_what_the_first_line_shortens_stands_in_words_below() -> None:
    room = replace(CLEANING, next_arrival=TODAY)
    assert lines_of(room, width=19)[0].split() == ["412", "▸", "Ana", "1h20"]
    assert lines_of(room, width=19, lines=EVERYTHING)[1].split() == ["╰", "DLX,", "arrival"]
    noted = replace(room, housekeeping_notes="two cots, please")
    assert [line.strip() for line in lines_of(noted, width=19, lines=EVERYTHING)[1:]] == [
        "╰ DLX, arrival ·",
        "two cots,",
        "please",
    ]
    # Where not all of it fits, what somebody wrote comes before what the sign says too.
    assert [line.strip() for line in lines_of(noted, width=19, lines=3)[1:]] == [
        "╰ two cots,",
        "please",
    ]


def test_no_word_stands_for_a_sign_that_says_it_already() -> None:
    ready = replace(DIRTY, turn_status=TurnStatus.AVAILABLE, next_arrival=TODAY)
    assert lines_of(ready, width=17, lines=EVERYTHING)[1].split() == ["╰", "arrival"]
    assert len(lines_of(ready, width=25, lines=EVERYTHING)) == 1


def test_the_line_below_repeats_nothing_and_is_not_there_for_the_type_alone() -> None:
    guest = replace(
        DIRTY, is_occupied=True, departure=TODAY + timedelta(days=8), messages_waiting=2
    )
    narrow = lines_of(guest, width=18, lines=EVERYTHING)
    assert len(narrow) == 1
    assert narrow[0].split()[:4] == ["412", "✉2", "→29", "Nov"]


def test_in_a_wide_column_with_room_a_note_goes_on_beneath_itself() -> None:
    words = "feather-free bedding throughout, the guest has asthma"
    first, second = lines_of(replace(DIRTY, housekeeping_notes=words), width=80, lines=6)
    assert first.endswith(" 1h20 ")
    assert second.index("guest has asthma") == first.index("feather-free")
    assert len(lines_of(replace(DIRTY, housekeeping_notes=words), width=80)) == 1


def test_the_number_and_the_flag_stay_where_a_column_is_too_narrow_for_the_age() -> None:
    room = replace(DIRTY, number="E41207", next_arrival=TODAY)
    assert lines_of(room, width=13)[0].split() == ["E41207", "▸"]


def test_where_there_is_little_room_the_flag_is_shortened_first_and_then_the_type_goes() -> None:
    room = replace(CLEANING, next_arrival=TODAY)
    assert lines_of(room, width=24)[0].split() == ["412", "DLX", "▸arr", "Ana", "1h20"]
    assert lines_of(room, width=20)[0].split() == ["412", "DLX", "▸", "Ana", "1h20"]
    assert lines_of(room, width=19)[0].split() == ["412", "▸", "Ana", "1h20"]


def test_a_priority_is_never_cut_in_the_narrowest_column() -> None:
    room = replace(DIRTY, maintenance_required=True, maintenance_priority=MaintenancePriority.HIGH)
    assert "HIGH" in lines_of(room, width=17)[0]


def test_cursor_and_mark_are_glyphs_and_not_only_colours() -> None:
    assert lines_of(DIRTY, is_cursor=True)[0].startswith("▌ 412")
    assert lines_of(DIRTY, is_marked=True)[0].startswith(" ✓412")


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "0m"), (59, "59m"), (60, "1h00"), (599, "9h59"), (600, "10h"), (2880, "2d"), (-5, "0m")],
)
def test_an_age_is_short(minutes: int, shown: str) -> None:
    assert age_text(NOW - timedelta(minutes=minutes), NOW) == shown


def test_a_room_in_cleaning_for_over_an_hour_stands_out() -> None:
    assert is_long_in_hand(CLEANING, NOW)
    assert not is_long_in_hand(replace(CLEANING, status_since=NOW - timedelta(minutes=59)), NOW)
    assert not is_long_in_hand(DIRTY, NOW)


@given(
    note=st.text(max_size=60),
    width=st.integers(12, 120),
    kind=st.text(max_size=12),
    lines=st.integers(1, 7),
)
def test_every_line_is_exactly_as_wide_as_its_column(
    note: str, width: int, kind: str, lines: int
) -> None:
    room = replace(CLEANING, housekeeping_notes=note, room_type=kind, next_arrival=TODAY)
    frame = CardFrame(width, number_width=3, type_width=3, lines=lines)
    for strip in card(room, WHEN, NAMES, frame, CardState("1h20"), palette_of(DARK)):
        assert sum(segment.cell_length for segment in strip) == width


@given(
    note=st.text(max_size=80),
    width=st.integers(12, 120),
    lines=st.integers(1, 7),
    is_arrival=st.booleans(),
    minutes=st.integers(0, 3000),
)
def test_a_card_with_lines_to_spare_is_as_high_as_it_is_counted_whatever_its_age(
    note: str, width: int, lines: int, is_arrival: bool, minutes: int
) -> None:
    room = replace(
        CLEANING,
        housekeeping_notes=note.strip(),
        next_arrival=TODAY if is_arrival else None,
        status_since=NOW - timedelta(minutes=minutes),
    )
    drawn = len(lines_of(room, width, lines))
    if lines == COMPACT:
        assert drawn == compact_height(room, width)
    else:
        frame = CardFrame(width, number_width=3, type_width=3)
        assert drawn == height_of(room, WHEN, NAMES, frame, palette_of(DARK)).within(lines)


@pytest.mark.parametrize("width", [24, 80])
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"housekeeping_notes": "late guest"},
        {"fail_reason": "hair in the bath"},
        {"fail_reason": "hair in the bath", "is_occupied": True},
        {"maintenance_notes": "broken AC", "maintenance_required": True},
        {"out_of_order_reason": "painting", "is_out_of_order": True},
    ],
)
def test_a_card_is_as_high_as_it_is_counted_before_it_is_drawn(
    facts: dict[str, Any], width: int
) -> None:
    room = replace(DIRTY, **facts)
    assert compact_height(room, width) == len(lines_of(room, width))
