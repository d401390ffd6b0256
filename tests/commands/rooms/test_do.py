"""The board's line on the command line, and taking back what it did."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_a_line_does_what_the_command_does_with_the_same_answers(run: Run, hotel: Path) -> None:
    assert run("--as", "ana", "do", "101-103 dirty").out == "101  dirty\n102  dirty\n103  dirty\n"
    by_line = run("--as", "ana", "do", "101,201 start", "--json")
    by_command = run("--as", "ana", "start", "102,202", "--json")
    assert (by_line.code, by_command.code) == (1, 1)
    numbers = {"101": "102", "201": "202"}
    for line, command in zip(by_line.json, by_command.json, strict=True):
        assert numbers[line.pop("room_number")] == command.pop("room_number")
        assert line.pop("seq", 0) + 1 == command.pop("seq", 1)
        assert str(line).replace("201", "202") == str(command)


def test_the_words_need_no_quotation_marks(run: Run, hotel: Path) -> None:
    done = run("--as", "teo", "do", "101", "maintenance", "HIGH", "broken", "AC")
    assert done.out == "101  maintenance\n"
    room = run("room", "101", "--json").json
    assert (room["maintenance_priority"], room["maintenance_notes"]) == ("HIGH", "broken AC")


def test_out_of_order_and_override_reach_the_room(run: Run, hotel: Path) -> None:
    assert run("--as", "teo", "do", "101 out of order until 2015-12-01 flood").code == 0
    assert run("room", "101", "--json").json["out_of_order_until"] == "2015-12-01"
    assert run("--as", "ines", "do", "101 override to inspect dry again").code == 0
    assert run("room", "101", "--json").json["room_status"] == "CLEANED_UNINSPECTED"


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("101 fial hair", "perhaps fail, as in 101 fail"),
        ("110 start", "perhaps 101"),
        ("fail 101 hair", "Rooms come first: 101 fail"),
        ("101 checkout", "'checkout' is a command of its own: housekeeper checkout 101."),
        ("101 ooo flood until 2015-09-17", "has already passed"),
    ],
)
def test_a_wrong_line_does_nothing_and_says_what_would_have_been_right(
    run: Run, hotel: Path, line: str, right: str
) -> None:
    refused = run("--as", "ines", "do", line)
    assert (refused.code, refused.out) == (1, "")
    assert right in refused.err
    assert run("history", "--json").of_rooms == []


def test_what_a_role_may_not_do_is_refused_in_a_line_too(run: Run, hotel: Path) -> None:
    refused = run("--as", "ana", "do", "101 pass")
    assert refused.code == 1
    assert "that takes: supervisor or manager" in refused.err


def test_a_line_of_rooms_or_of_a_filter_lists_them(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "103")
    assert run("do", "103,201").out == "103  dirty\n201  available\n"
    assert run("do", "floor 1 dirty").out == "103  dirty\n"
    assert [room["room_number"] for room in run("do", "dlx", "--json").json] == ["201", "202"]
    assert run("do", "due out").out == "No such rooms.\n"


def test_a_whole_act_is_taken_back_room_by_room(run: Run, hotel: Path) -> None:
    run("--as", "ana", "do", "101-103 dirty")
    run("--as", "maria", "start", "102")
    undone = run("--as", "ana", "undo", "--json")
    assert undone.code == 1
    assert [(one["room_number"], one["ok"]) for one in undone.json] == [
        ("101", True),
        ("103", True),
        ("102", False),
    ]
    assert len(undone.sentences) == 1
    assert "Maria Keller changed room 102" in undone.err
    assert run("--as", "maria", "undo").out == "102  dirty (taken back: cleaning started)\n"
    assert "nothing to undo" in run("--as", "maria", "undo").err


def test_an_override_is_passed_over_and_it_is_said(run: Run, hotel: Path) -> None:
    run("--as", "ines", "dirty", "101")
    run("--as", "ines", "override", "102", "READY_FOR_GUEST", "--note", "seen")
    undone = run("--as", "ines", "undo")
    assert (undone.code, undone.out) == (0, "101  available (taken back: put back)\n")
    assert "'overridden' in 102 is never undone" in undone.err


def test_the_history_tells_what_was_undone(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "101")
    run("--as", "ana", "undo")
    undone, dirty = run("history", "101", "--json").of_rooms
    assert (undone["kind"], undone["undoes_seq"], undone["undone_by"]) == ("UNDONE", 1, None)
    assert (dirty["kind"], dirty["undoes_seq"], dirty["undone_by"]) == ("PUT_BACK", None, 2)
    told = run("history", "101").out
    assert "undone" in told
    assert "put back (undone)" in told


def test_words_of_the_board_before_a_verb_mean_the_rooms_that_take_it(
    run: Run, hotel: Path
) -> None:
    assert run("do", "101-102,201 dirty", "--as", "ana").code == 0
    done = run("do", "floor", "1", "start", "--as", "ana")
    assert (done.code, done.out, done.err) == (0, "101  cleaning\n102  cleaning\n", "")
    again = run("do", "floor 1 start", "--as", "ana")
    assert (again.code, again.sentences) == (
        1,
        ["No room of 'floor 1' takes 'start' as it stands."],
    )


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("101,102 checkout", "housekeeper checkout 101 102."),
        ("101 checkin", "housekeeper checkin REFERENCE --room"),
        ("figures", "housekeeper report."),
        ("help", "housekeeper --help."),
        ("lock", "'lock' is for the board's line"),
        ("101 ready", "write 101 pass."),
    ],
)
def test_words_for_the_board_are_commands_of_their_own(
    run: Run, hotel: Path, line: str, right: str
) -> None:
    refused = run("do", line, "--as", "ines")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert right in refused.err


def test_undo_is_read_as_a_line_too(run: Run, hotel: Path) -> None:
    run("--as", "ana", "do", "101 dirty")
    assert run("--as", "ana", "do", "undo").out == "101  available (taken back: put back)\n"
