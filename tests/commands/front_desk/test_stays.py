"""The front desk on the command line: arrivals, departures, moves and what can be sold."""

import io
from pathlib import Path

import pytest

from tests.commands.conftest import Run

DELETED_KEYS = [
    "guest_chat_sessions",
    "conversations",
    "messages",
    "guests",
    "orders",
    "breakfast_orders",
]


class Terminal(io.StringIO):
    """Standard input with somebody before it."""

    def isatty(self) -> bool:
        return True


def test_a_check_in_gives_room_and_pin(run: Run, hotel: Path) -> None:
    done = run("--as", "rui", "checkin", "B1", "--anyway", "--json")

    assert done.code == 0
    assert done.json["room_number"] == "101"
    assert len(done.json["pin"]) == 6
    assert run("session", "open", "101", done.json["pin"]).code == 0


def test_a_room_of_another_type_needs_a_reason(run: Run, hotel: Path) -> None:
    refused = run("--as", "rui", "checkin", "B1", "--anyway", "--room", "201")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    given = run(
        "--as", "rui", "checkin", "B1", "--anyway", "--room", "201", "--reason", "upgrade", "--json"
    )
    assert given.json["room_number"] == "201"


@pytest.mark.parametrize("reference", ["NOPE", "B4", "", "' OR 1=1"])
def test_only_a_confirmed_booking_checks_in(run: Run, hotel: Path, reference: str) -> None:
    refused = run("--as", "rui", "checkin", reference)
    assert (refused.code, len(refused.sentences)) == (1, 1)


def test_who_leaves_today_is_due_and_who_should_have_left_comes_first(
    run: Run, hotel: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "103")
    run("--as", "rui", "checkin", "B3")
    late = run("--now", "2015-09-19T09:00", "due", "--json").json

    assert [(one["room_number"], one["due"], one["days_overdue"]) for one in late] == [
        ("103", "OVERDUE", 1),
        ("202", "TODAY", 0),
    ]
    assert "overdue 1 day" in run("--now", "2015-09-19T09:00", "due").out
    assert run("--now", "2015-09-17T09:00", "due").out.startswith("Nobody")


def test_on_the_day_of_departure_a_guest_is_overdue_by_the_hour(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "103")
    leaving = ("--now", "2015-09-18T11:30")
    assert run("--now", "2015-09-18T11:29", "due", "--json").json[0]["due"] == "TODAY"
    [one] = run(*leaving, "due", "--json").json
    assert (one["due"], one["days_overdue"]) == ("OVERDUE", 0)
    assert one["overdue_since"] == "2015-09-18T10:30:00.000000+00:00"
    assert "overdue since 11:30" in run(*leaving, "due").out
    assert "103  occupied" in run(*leaving, "do", "overdue").out
    assert run(*leaving, "stats", "--json").json["overdue"] == 1
    assert "overdue" in run(*leaving, "rooms").out
    assert "overdue" in run(*leaving, "checkout", "103", "--dry-run").out
    run("--as", "rui", "late", "B1", "14:00")
    assert run("--now", "2015-09-18T14:29", "due", "--json").json[0]["due"] == "TODAY"
    assert run("--now", "2015-09-18T14:30", "due", "--json").json[0]["due"] == "OVERDUE"


def test_a_house_sets_the_hour_at_which_guests_leave(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "103")
    monkeypatch.setenv("HOUSEKEEPER_CHECKOUT_TIME", "12:00")
    monkeypatch.setenv("HOUSEKEEPER_CHECKOUT_GRACE", "0")
    assert run("--now", "2015-09-18T11:59", "due", "--json").json[0]["due"] == "TODAY"
    assert run("--now", "2015-09-18T12:00", "due", "--json").json[0]["due"] == "OVERDUE"


def fill_room_101(run: Run) -> str:
    pin = run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101", "--json").json["pin"]
    token = str(run("session", "open", "101", pin, "--json").json["token"])
    run("session", "open", "101", pin)
    run("message", "send", "101", "Two towels, please", "--token", token)
    run("--as", "rui", "message", "send", "101", "On the way")
    run("order", "add", "101", "Club sandwich")
    run("order", "add", "101", "Eggs", "--breakfast")
    return token


def test_the_dry_run_counts_and_erases_nothing(run: Run, hotel: Path) -> None:
    token = fill_room_101(run)

    dry = run("checkout", "101", "102", "--dry-run", "--json")

    assert dry.code == 0
    assert dry.json["rooms"] == ["101"]
    assert dry.json["already_vacant"] == ["102"]
    assert dry.json["dry_run"] is True
    assert list(dry.json["deleted"]) == DELETED_KEYS
    assert dry.json["deleted"] == dict(zip(DELETED_KEYS, (2, 1, 2, 1, 1, 1), strict=True))
    assert run("session", "validate", token).code == 0
    assert "dry run" in run("checkout", "101", "--dry-run").out


def test_a_checkout_gives_the_same_receipt_and_its_token_is_not_found(
    run: Run, hotel: Path
) -> None:
    token = fill_room_101(run)
    dry = run("checkout", "101", "--dry-run", "--json").json

    done = run("--as", "rui", "checkout", "101", "--yes", "--json")

    assert done.code == 0
    assert done.json["deleted"] == dry["deleted"]
    assert done.json["dry_run"] is False
    answer = run("session", "validate", token, "--json")
    assert (answer.code, answer.json) == (1, {"reason": "not_found"})
    again = run("--as", "rui", "checkout", "101", "--yes", "--json")
    assert again.code == 0
    assert again.json["rooms"] == []
    assert again.json["already_vacant"] == ["101"]
    assert run("--as", "rui", "checkout", "101").out.endswith("Nothing to check out.\n")
    by_booking = run("--as", "rui", "checkout", "--booking", "B1", "--yes")
    assert by_booking.code == 0
    assert "Nothing to check out" in by_booking.out


def test_a_wrong_check_in_is_taken_back(run: Run, hotel: Path) -> None:
    first = run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101", "--json").json
    undone = run("--as", "rui", "checkin", "--undo", "B1")
    assert (undone.code, undone.err) == (0, "")
    assert undone.out == ("B1 is confirmed again; room 101 is available and has a new PIN\n")
    again = run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101", "--json").json
    assert again["pin"] != first["pin"]
    undone = run("--as", "rui", "checkin", "B1", "--undo", "--json")
    assert undone.json["status"] == "CONFIRMED"
    assert undone.json["room"]["room_status"] == "AVAILABLE"
    assert run("--as", "rui", "checkin", "B1", "--undo").code == 1
    assert run("--as", "rui", "checkin", "B1", "--undo", "--room", "101").code == 2


def test_the_room_that_went_to_another_is_told_where_a_check_in_is_taken_back(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    def bring(*lines: str) -> None:
        file = tmp_path / "more.csv"
        file.write_text("\n".join(("reference,room_type,arrival,departure,room", *lines)) + "\n")
        assert run("import", "bookings", file, "--anyway").code == 0

    told = "Room 202 is held for B8 from 2015-09-18 to 2015-09-20. No room is assigned to B3."
    run("--as", "rui", "checkin", "B3", "--room", "201")
    bring("B8,DLX,2015-09-18,2015-09-20,202")
    undone = run("--as", "rui", "checkin", "--undo", "B3")
    assert undone.out == (
        f"B3 is confirmed again; room 201 is available and has a new PIN\n{told}\n"
    )
    bring("B3,DLX,2015-09-18,2015-09-19,201")
    run("--as", "rui", "checkin", "B3", "--room", "201")
    bring("B9,DLX,2015-09-18,2015-09-18,201")
    assert run("--as", "rui", "checkin", "--undo", "B3", "--json").json["gone_to"] == [
        {"reference": "B9", "starts": "2015-09-18", "ends": "2015-09-18"}
    ]


def test_by_booking_its_own_room_is_checked_out(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B3")
    done = run("--as", "rui", "checkout", "--booking", "B3", "--yes", "--json")
    assert done.json["rooms"] == ["202"]


def test_without_a_terminal_and_yes_nothing_is_checked_out(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    monkeypatch.setattr("sys.stdin", io.StringIO("101\n"))

    refused = run("--as", "rui", "checkout", "101")

    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "--yes" in refused.err
    assert run("room", "101", "--json").json["is_occupied"] is True


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (("101",), "101\n", 0),
        (("101",), "102\n", 1),
        (("101",), "y\n", 1),
        (("101",), "", 1),
        (("101,202",), "2\n", 0),
        (("101,202",), "101\n", 1),
    ],
)
def test_on_a_terminal_the_room_number_or_the_count_must_be_typed(
    run: Run,
    hotel: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    typed: str,
    code: int,
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    run("--as", "rui", "checkin", "B3")
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    done = run("--as", "rui", "checkout", *words)

    assert done.code == code
    assert run("room", "101", "--json").json["is_occupied"] is (code == 1)


@pytest.mark.parametrize("words", [(), ("101", "--booking", "B1")])
def test_rooms_or_a_booking_but_one_of_them(run: Run, hotel: Path, words: tuple[str, ...]) -> None:
    assert run("--as", "rui", "checkout", *words).code == 2


@pytest.mark.parametrize("words", [("999",), ("101", "999"), ("--booking", "B2"), ("9-1",)])
def test_a_checkout_that_cannot_be_does_nothing_at_all(
    run: Run, hotel: Path, words: tuple[str, ...]
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    refused = run("--as", "rui", "checkout", *words, "--yes")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert run("room", "101", "--json").json["is_occupied"] is True


def test_an_attendant_may_look_at_a_checkout_but_not_do_it(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    refused = run("--as", "ana", "checkout", "101", "--yes")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert run("checkout", "101", "--dry-run").code == 0


def test_a_stay_moves_with_its_token_and_leaves_a_dirty_room(run: Run, hotel: Path) -> None:
    token = fill_room_101(run)
    moved = run("--as", "rui", "move", "B1", "102", "--json")
    assert moved.json["room_number"] == "102"
    assert moved.json["left_room"] == "101"
    assert moved.json["left_room_pin"] not in {moved.json["pin"], None}
    assert run("session", "validate", token).code == 0
    assert run("room", "101", "--json").json["room_status"] == "CHECKOUT_DIRTY"
    told = run("--as", "rui", "move", "B1", "103").out.splitlines()
    assert told[0].startswith("B1 moved to room 103 until ")
    assert told[1].startswith("Room 102 has a new PIN for its next guest: ")
    refused = run("--as", "rui", "move", "B2", "103")
    assert (refused.code, len(refused.sentences)) == (1, 1)


def test_a_late_check_out_is_agreed_and_taken_back(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    assert run("--as", "rui", "late", "B1", "14:00").code == 0
    assert run("due", "--json").json[0]["late_checkout"] == "14:00"
    assert "14:00" in run("due").out
    assert run("--as", "rui", "late", "B1", "none").code == 0
    assert run("due", "--json").json[0]["late_checkout"] is None
    for wrong in ("25:00", "noon", "", "14:00+02:00", "09:00"):
        refused = run("--as", "rui", "late", "B1", wrong, "--json")
        assert (refused.code, len(refused.sentences)) == (1, 1)


def test_undo_takes_a_late_check_out_back_and_then_the_check_in(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B1", "--room", "101", "--anyway")
    run("--as", "rui", "late", "B1", "14:00")
    late = run("--as", "rui", "undo")
    assert (late.out, late.err) == ("101  occupied (taken back: late checkout set)\n", "")
    assert run("due", "--json").json[0]["late_checkout"] is None
    told = run("--as", "rui", "undo").out
    assert told == (
        "101  available (taken back: checked in)\n"
        "The booking is confirmed again, the room's PIN is new.\n"
    )


def test_availability_counts_every_night_and_tonight(run: Run, hotel: Path) -> None:
    found = run("availability", "STD", "2015-09-18", "2015-09-20", "--json").json
    assert found["available"] == 3
    assert [night["booked"] for night in found["nights"]] == [1, 1]
    assert found["tonight"] == {"ready_now": 4, "to_turn": 0, "flagged": 0, "due_out": 0}
    assert "3 rooms can be sold" in run("availability", "STD", "2015-09-18", "2015-09-20").out


def test_a_flagged_room_is_told_of_and_sold_from_tomorrow(run: Run, hotel: Path) -> None:
    run("--as", "rui", "maintenance", "101", "--note", "broken lamp")
    stay = ("availability", "STD", "2015-09-18", "2015-09-20")
    nights = run(*stay, "--json").json["nights"]
    assert [(night["flagged"], night["available"]) for night in nights] == [(1, 2), (0, 3)]
    told = run(*stay).out
    assert "Tonight: 3 ready now, 0 still to turn; 1 flagged, for sale from tomorrow" in told
    assert "2 rooms can be sold" in told


def test_a_hotel_may_sell_only_what_is_ready(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--as", "ana", "dirty", "103")
    stay = ("availability", "STD", "2015-09-18", "2015-09-20")
    assert run(*stay, "--json").json["available"] == 3
    monkeypatch.setenv("HOUSEKEEPER_SELL", "ready")
    found = run(*stay, "--json").json
    assert (found["sell"], found["available"]) == ("ready", 2)
    assert [night["not_ready"] for night in found["nights"]] == [1, 1]
    assert "Not ready" in run(*stay).out
    run("--as", "rui", "maintenance", "101", "--note", "broken lamp")
    assert [night["flagged"] for night in run(*stay, "--json").json["nights"]] == [1, 1]
    assert "1 flagged, for sale once ready again" in run(*stay).out


def test_a_rule_of_inventory_is_set_shown_and_cleared(run: Run, hotel: Path) -> None:
    def sold() -> int:
        return int(
            run("availability", "STD", "2015-09-18", "2015-09-18", "--json").json["available"]
        )

    assert run("inventory", "STD", "2015-09-18").out == "STD on 2015-09-18: no rule\n"
    assert run("inventory", "STD", "2015-09-18", "--total", "2").code == 1
    assert run("--as", "rui", "inventory", "STD", "2015-09-18", "--total", "2").code == 0
    assert sold() == 1
    assert run("inventory", "STD", "2015-09-18", "--json").json["total"] == 2
    run("--as", "rui", "inventory", "STD", "2015-09-18", "--stop-sell")
    assert sold() == 0
    run("--as", "rui", "inventory", "STD", "2015-09-18", "--clear")
    assert sold() == 3


@pytest.mark.parametrize(
    "words",
    [
        ("availability", "STD", "2015-09-20", "2015-09-18"),
        ("availability", "STD", "2015-09-17", "2015-09-18"),
        ("availability", "STD", "2015-09-17", "2015-09-20", "--json"),
        ("availability", "STD", "2015-09-17", "2015-09-17"),
        ("availability", "ATTIC", "2015-09-18", "2015-09-20"),
        ("availability", "STD", "2015-02-30", "2015-03-01"),
        ("availability", "STD", "yesterday", "2015-03-01"),
        ("availability", "STD", "0001-01-01", "9999-12-31"),
        ("availability", "STD", "2015-01-01", "2999-12-31"),
        ("--as", "rui", "inventory", "STD", "2015-09-18", "--total", "-1"),
        ("--as", "rui", "inventory", "STD", "2015-09-18", "--total", "9" * 30),
        ("--as", "rui", "inventory", "ATTIC", "2015-09-18", "--total", "1"),
        ("inventory", "ATTIC", "2015-09-18"),
        ("--as", "rui", "inventory", "STD", "18.9.", "--clear"),
    ],
)
def test_dates_types_and_totals_that_cannot_be_are_refused(
    run: Run, hotel: Path, words: tuple[str, ...]
) -> None:
    refused = run(*words)
    assert (refused.code, len(refused.sentences), refused.out) == (1, 1, "")


@pytest.mark.parametrize(
    ("now", "refused", "told"),
    [
        (
            "2015-09-25T08:00",
            "Booking B2 was to leave on 2015-09-20; today is 2015-09-25. With --anyway it is done.",
            "Note: B2 was to leave on 2015-09-20; it is overdue.",
        ),
        (
            "2015-09-20T08:00",
            "Booking B2 is to leave today, 2015-09-20: it has no night left. With --anyway it is "
            "done.",
            "Note: B2 was to leave on 2015-09-20, today.",
        ),
        (
            "2015-09-10T08:00",
            "Booking B2 is to arrive on 2015-09-18; today is 2015-09-10. With --anyway it is done.",
            "Note: B2 was to arrive on 2015-09-18 only.",
        ),
    ],
)
def test_a_guest_who_comes_on_another_day_is_let_in_only_when_that_is_meant(
    run: Run, hotel: Path, now: str, refused: str, told: str
) -> None:
    words = ("--now", now, "--as", "rui", "checkin", "B2", "--room", "101")
    done = run(*words)
    assert (done.code, done.err.strip(), done.out) == (1, refused, "")
    done = run(*words, "--anyway")
    assert (done.code, done.err.strip()) == (0, told)


def test_a_guest_who_comes_on_the_day_or_after_midnight_is_let_in(run: Run, hotel: Path) -> None:
    done = run("--now", "2015-09-19T01:00", "--as", "rui", "checkin", "B2", "--room", "101")
    assert (done.code, done.err) == (0, "")


def test_a_held_room_is_given_away_only_anyway_and_the_answer_says_whose_it_was(
    run: Run, hotel: Path
) -> None:
    give = ("--as", "rui", "checkin", "B2", "--room", "202", "--reason", "upgrade")
    refused = run(*give)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "Room 202 is held for B3 from 2015-09-18 to 2015-09-19. With --anyway it is done.\n"
    )
    given = run(*give, "--anyway", "--json").json
    assert given["held_for"] == [{"reference": "B3", "starts": "2015-09-18", "ends": "2015-09-19"}]
    elsewhere = run("--as", "rui", "checkin", "B3")
    assert elsewhere.out.startswith("B3 checked in to room 201 until 2015-09-19, PIN ")
    assert elsewhere.out.endswith("Room 202 was assigned to it.\n")


def test_a_stay_moves_to_a_held_room_only_anyway(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B2", "--room", "101")
    move = ("--as", "rui", "move", "B2", "202", "--reason", "noise")
    assert run(*move).err.startswith("Room 202 is held for B3")
    moved = run(*move, "--anyway")
    assert (moved.code, moved.out.splitlines()[-1]) == (
        0,
        "Room 202 is held for B3 from 2015-09-18 to 2015-09-19.",
    )


def test_the_answer_to_a_check_in_says_which_room_was_assigned(run: Run, hotel: Path) -> None:
    given = run("--as", "rui", "checkin", "B3", "--room", "201", "--json").json
    assert (given["room_number"], given["assigned_room"]) == ("201", "202")
    assert run("--as", "rui", "checkin", "B2", "--json").json["assigned_room"] is None


def test_a_day_that_is_none_is_told_as_such(run: Run, hotel: Path) -> None:
    refused = run("availability", "STD", "2027-02-29", "2027-03-01")
    assert (refused.code, refused.sentences) == (1, ["There is no such day as '2027-02-29'."])


@pytest.mark.parametrize(
    ("arrival", "departure"),
    [("today", "tomorrow"), ("fri", "+1"), ("18 sep", "19 sept"), ("tomorrow", "sunday")],
)
def test_days_are_written_as_people_say_them(
    run: Run, hotel: Path, arrival: str, departure: str
) -> None:
    told = run("--now", "2015-09-17T12:00", "availability", "STD", arrival, departure, "--json")
    assert told.code == 0
    nights = [night["night"] for night in told.json["nights"]]
    assert nights[0] in {"2015-09-17", "2015-09-18"}


def test_a_room_is_out_of_order_until_tomorrow(run: Run, hotel: Path) -> None:
    note = ("--note", "flood", "--json")
    assert run("--as", "maria", "out-of-order", "101", "--until", "tomorrow", *note).code == 0
    room = run("room", "101", "--json").json
    assert room["out_of_order_until"] == "2015-09-19"
    assert run("--as", "maria", "out-of-order", "102", "--until", "fridya", *note).sentences == [
        "'fridya' is no day: write tomorrow, fri, +3, 5 dec or 2026-12-05."
    ]
