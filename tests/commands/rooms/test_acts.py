"""Turning rooms from the command line."""

import threading
from pathlib import Path

import pytest

from housekeeper.core.room_notes import read_lines
from tests.commands.conftest import Run


def status_of(run: Run, number: str) -> str:
    return str(run("room", number, "--json").json["room_status"])


def test_a_room_goes_from_dirty_to_ready(run: Run, hotel: Path) -> None:
    for who, words, status in (
        ("ana", ("dirty", "101"), "CHECKOUT_DIRTY"),
        ("ana", ("start", "101"), "CLEANING_IN_PROGRESS"),
        ("ana", ("clean", "101"), "CLEANED_UNINSPECTED"),
        ("maria", ("fail", "101", "--note", "hair in the bath"), "CHECKOUT_DIRTY"),
        ("ana", ("clean", "101"), "CLEANED_UNINSPECTED"),
        ("maria", ("pass", "101"), "READY_FOR_GUEST"),
        ("maria", ("maintenance", "101", "--priority", "high"), "MAINTENANCE_REQUIRED"),
        ("teo", ("fixed", "101"), "CLEANED_UNINSPECTED"),
        ("teo", ("out-of-order", "101", "--note", "leak"), "OUT_OF_ORDER"),
        ("teo", ("return", "101"), "CLEANED_UNINSPECTED"),
        ("ines", ("override", "101", "ready", "--note", "seen"), "READY_FOR_GUEST"),
    ):
        done = run("--as", who, *words)
        assert (done.code, done.err) == (0, ""), words
        assert status_of(run, "101") == status


def test_out_of_order_is_planned_shown_taken_back_and_begins_on_its_day(
    run: Run, hotel: Path
) -> None:
    plan = ("out-of-order", "101", "--note", "pipes", "--from", "2015-09-20", "--until")
    done = run("--as", "teo", *plan, "2015-09-22")
    assert (done.code, done.out) == (
        0,
        "101  available; out of order from 2015-09-20 until 2015-09-22\n",
    )
    assert "from 2015-09-20 until 2015-09-22: pipes" in run("room", "101").out
    assert run("room", "101", "--json").json["out_of_order_from"] == "2015-09-20"
    assert "pipes" not in run("rooms").out
    nights = run("availability", "STD", "2015-09-19", "2015-09-23", "--json").json["nights"]
    assert [night["out_of_order"] for night in nights] == [0, 1, 1, 0]
    back = run("--as", "teo", "return", "101")
    assert back.out == "101  available; it does not go out of order\n"
    assert run("room", "101", "--json").json["out_of_order_from"] is None

    run("--as", "teo", *plan, "2015-09-22")
    assert run("--now", "2015-09-20T00:04", "--as", "teo", "fixed", "102").code == 1
    begun = run("--now", "2015-09-20T00:05", "rooms", "--status", "out_of_order", "--json").json
    assert [room["room_number"] for room in begun["out_of_order"]] == ["101"]
    happened = run("--now", "2015-09-20T00:06", "history", "101", "--json").json
    assert (happened[0]["kind"], happened[0]["staff_code"]) == ("TAKEN_OUT_OF_ORDER", "SYSTEM")
    assert sum(one["kind"] == "TAKEN_OUT_OF_ORDER" for one in happened) == 1


def test_a_look_by_a_later_clock_neither_begins_nor_cancels_what_is_planned(
    run: Run, hotel: Path
) -> None:
    plan = ("out-of-order", "101", "--note", "pipes", "--from", "2015-09-20", "--until")
    run("--as", "teo", *plan, "2015-09-22")
    for day in ("2015-09-20", "2027-01-01"):
        for look in (("stats",), ("rooms",), ("room", "101"), ("due",), ("history",)):
            assert run("--now", f"{day}T12:00", *look).code == 0
    assert run("room", "101", "--json").json["out_of_order_from"] == "2015-09-20"
    assert [one["kind"] for one in run("history", "101", "--json").json] == ["OUT_OF_ORDER_PLANNED"]


def test_a_held_room_goes_out_of_order_only_anyway_and_the_answer_says_whose_it_was(
    run: Run, hotel: Path
) -> None:
    told = "Room 202 is held for B3 from 2015-09-18 to 2015-09-19."
    for words in (
        ("--as", "teo", "out-of-order", "202", "--note", "leak"),
        ("--as", "teo", "do", "202 out of order leak"),
        ("--as", "ines", "override", "202", "out_of_order", "--note", "leak"),
    ):
        refused = run(*words)
        assert (refused.code, refused.err) == (1, f"{told} With --anyway it is done.\n"), words
        assert run(*words, "--json").json[0]["refused"] == f"{told} With --anyway it is done."
        done = run(*words, "--anyway")
        assert (done.code, done.out) == (0, f"202  out of order\n{told}\n"), words
        run("--as", "teo", "return", "202")
    listed = run("--as", "teo", "out-of-order", "202", "--note", "x", "--anyway", "--json").json
    assert listed[0]["held_for"] == [
        {"reference": "B3", "starts": "2015-09-18", "ends": "2015-09-19"}
    ]


def test_each_room_of_a_list_gets_its_own_answer(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "101,103")

    done = run("--as", "ana", "start", "101-103", "999", "--json")

    assert done.code == 1
    assert [(one["room_number"], one["ok"]) for one in done.json] == [
        ("101", True),
        ("102", False),
        ("103", True),
        ("999", False),
    ]
    assert len(done.sentences) == 2
    assert done.json[1]["refused"] == done.sentences[0]
    assert status_of(run, "103") == "CLEANING_IN_PROGRESS"


def test_text_tells_the_new_status_and_refusals_apart(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "101")
    done = run("--as", "ana", "clean", "101,102")
    assert done.code == 1
    assert done.out == "101  cleaned, to inspect\n"
    assert done.sentences == ["102 is available already."]


def test_what_a_role_may_not_do_is_said_once_for_all_rooms(run: Run, hotel: Path) -> None:
    refused = run("--as", "ana", "pass", "101-103", "--json")
    assert refused.code == 1
    assert len(refused.sentences) == 1
    assert [one["ok"] for one in refused.json] == [False, False, False]


@pytest.mark.parametrize(
    "words",
    [
        ("start", "103-101"),
        ("start", "300-400"),
        ("start", "101-"),
        ("start", ","),
        ("start", "1\x1b2"),
        ("out-of-order", "101"),
        ("out-of-order", "101", "--note", "x", "--until", "2015-09-17"),
        ("out-of-order", "101", "--note", "x", "--from", "2015-09-17"),
        ("out-of-order", "101", "--note", "x", "--from", "2015-09-20", "--until", "2015-09-20"),
        ("out-of-order", "101", "--note", "x", "--until", "soon"),
        ("out-of-order", "101", "--note", "x", "--until", "9999-12-31"),
        ("note", "101"),
        ("note", "101", "--note", "x" * 1001),
        ("override", "101", "OCCUPIED", "--note", "x"),
        ("override", "101", "shiny", "--note", "x"),
        ("override", "101", "AVAILABLE", "--note", " "),
        ("override", "101-103", "AVAILABLE", "--note", "x"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_cannot_be_read_or_done_is_refused_in_one_sentence(
    run: Run, hotel: Path, words: tuple[str, ...]
) -> None:
    refused = run("--as", "ines", *words)
    assert (refused.code, len(refused.sentences), refused.out) == (1, 1, "")
    assert run("history", "--json").of_rooms == []


@pytest.mark.parametrize(
    "words",
    [
        ("start",),
        ("maintenance", "101", "--priority", "URGENT"),
        ("start", "101", "--until", "2015-10-01"),
        ("override", "101", "AVAILABLE"),
        ("sweep", "101"),
    ],
)
def test_words_that_fit_no_command_are_usage(run: Run, hotel: Path, words: tuple[str, ...]) -> None:
    assert run("--as", "ines", *words).code == 2


def notes_of(run: Run, number: str) -> list[str]:
    """The words of a room's notes."""
    notes = run("room", number, "--json").json["housekeeping_notes"]
    return [line.words for line in read_lines(notes)]


def test_a_note_stays_until_an_empty_replacement_takes_it_away(run: Run, hotel: Path) -> None:
    run("--as", "ana", "note", "101", "--note", "[b]crib[/b] \x1b[31m")
    assert notes_of(run, "101") == ["[b]crib[/b] \x1b[31m"]
    assert "\x1b" not in run("rooms").out
    empty = run("--as", "ana", "note", "101", "--note", "")
    assert (empty.code, len(empty.sentences)) == (1, 1)
    assert "adds nothing" in empty.err
    assert run("--as", "ana", "note", "101", "--replace", "--note", "").code == 0
    assert notes_of(run, "101") == []


def test_a_note_is_added_below_the_others_unless_it_replaces_them(run: Run, hotel: Path) -> None:
    run("--as", "ana", "note", "101", "--note", "crib")
    run("--as", "maria", "do", "101 note replace the lamp")
    assert notes_of(run, "101") == ["crib", "replace the lamp"]
    assert "replace the lamp · crib" in run("room", "101").out
    assert run("--as", "maria", "undo").code == 0
    assert notes_of(run, "101") == ["crib"]
    run("--as", "maria", "note", "101", "--replace", "--note", "late")
    run("--as", "ana", "note", "101", "--note", "towels")
    run("--as", "maria", "undo")
    assert notes_of(run, "101") == ["crib", "towels"]
    run("--as", "ana", "do", "101 note = quiet please")
    assert notes_of(run, "101") == ["quiet please"]
    run("--as", "ana", "do", "101 note -")
    assert notes_of(run, "101") == []


def test_the_acts_of_staff_need_somebody_the_hotel_knows(run: Run, hotel: Path) -> None:
    unnamed, unknown = run("dirty", "101"), run("--as", "zed", "dirty", "101")
    assert (unnamed.code, len(unnamed.sentences)) == (1, 1)
    assert "--as" in unnamed.err
    assert (unknown.code, len(unknown.sentences)) == (1, 1)
    assert status_of(run, "101") == "AVAILABLE"
    assert run("--as", "ANA", "dirty", "101").code == 0


def test_two_programs_at_once_have_one_winner(hotel: Path, run: Run) -> None:
    from housekeeper.cli import main

    run("--as", "ana", "dirty", "101")
    codes: list[int] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        codes.append(main(["--as", "ana", "start", "101"]))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [0, 1]
    assert len(run("history", "101", "--json").of_rooms) == 2
