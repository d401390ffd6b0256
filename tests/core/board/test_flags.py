"""The flags of a card, and the words a screen takes from people."""

from datetime import time

import pytest

from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.entered_text import plain, plain_lines
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from tests.core.building import TODAY, TOMORROW, WHEN, YESTERDAY, a_room, a_room_that_is

OCCUPIED = RoomStatus.OCCUPIED


@pytest.mark.parametrize(
    ("room", "flags"),
    [
        (a_room(), ()),
        (a_room(next_arrival=TODAY), (Flag.ARRIVAL,)),
        (a_room(next_arrival=YESTERDAY), (Flag.ARRIVAL,)),
        (a_room(next_arrival=TOMORROW), ()),
        (a_room(fail_reason="dust", next_arrival=TODAY), (Flag.FAILED, Flag.ARRIVAL)),
        (a_room_that_is(OCCUPIED, departure=YESTERDAY), (Flag.OVERDUE,)),
        (a_room_that_is(OCCUPIED, departure=TODAY), (Flag.DUE_OUT,)),
        (a_room_that_is(OCCUPIED, departure=TOMORROW), ()),
        (a_room_that_is(OCCUPIED, departure=None), ()),
        (
            a_room_that_is(OCCUPIED, departure=TODAY, late_checkout=time(14)),
            (Flag.DUE_OUT, Flag.LATE),
        ),
        (
            a_room_that_is(OCCUPIED, departure=TODAY, next_arrival=TODAY),
            (Flag.ARRIVAL, Flag.DUE_OUT),
        ),
        (a_room_that_is(OCCUPIED, fail_reason="dust"), ()),
        (a_room(departure=YESTERDAY, late_checkout=time(14)), ()),
    ],
)
def test_a_room_is_flagged_for_what_presses(room: Room, flags: tuple[Flag, ...]) -> None:
    assert flags_of(room, WHEN) == flags


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("extra towels", "extra towels"),
        ("Zoë 日本 🛁", "Zoë 日本 🛁"),
        ("[bold red]412[/]", "[bold red]412[/]"),
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("a\nb\tc\r", "a b c "),
        ("\x00\x7f\x9b", "␀<U+007F><U+009B>"),
        ("abc\u202egnp.exe", "abc<U+202E>gnp.exe"),
        ("\u2066x\u2069\ufeff", "<U+2066>x<U+2069><U+FEFF>"),
        ("\ud800", "<U+D800>"),
        ("नमस्\u200dते", "नमस्\u200dते"),
    ],
)
def test_words_are_shown_as_written_and_steer_nothing(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_lines_of_a_message_stay_lines() -> None:
    assert plain_lines("Hello\n\x1bthere\n") == ["Hello", "␛there"]
    assert plain_lines("") == [""]
