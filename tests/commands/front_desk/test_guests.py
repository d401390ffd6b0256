"""Guests' sessions, messages and orders on the command line."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def pin(run: Run, hotel: Path) -> str:
    """The PIN of room 101, whose guest has just arrived."""
    return str(
        run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101", "--json").json["pin"]
    )


def test_a_session_opens_with_the_pin_and_lasts_seven_days(run: Run, pin: str) -> None:
    opened = run("session", "open", "101", pin, "--json")

    assert opened.code == 0
    assert set(opened.json) >= {"token", "expires_at"}
    token = opened.json["token"]
    assert opened.json["expires_at"].startswith("2015-09-25T07:00")
    valid = run("session", "validate", token, "--json")
    assert (valid.code, valid.json["reason"]) == (0, "active")
    late = run("--now", "2015-09-25T08:01", "session", "validate", token, "--json")
    assert (late.code, late.json["reason"]) == (1, "expired")
    unknown = run("session", "validate", "no-such-token", "--json")
    assert (unknown.code, unknown.json["reason"]) == (1, "not_found")
    assert len(unknown.sentences) == 1


def test_wrong_pins_are_counted_between_runs_until_the_right_one_is_refused_too(
    run: Run, pin: str
) -> None:
    for _ in range(5):
        wrong = run("session", "open", "101", "AAAAAA")
        assert (wrong.code, len(wrong.sentences)) == (1, 1)
    refused = run("session", "open", "101", pin)
    assert refused.code == 1
    assert "Too many" in refused.err


def test_no_session_opens_in_a_vacant_room(run: Run, hotel: Path) -> None:
    assert run("session", "open", "102", "AAAAAA").code == 1


def test_guest_and_staff_write_and_the_conversation_is_read_whole(run: Run, pin: str) -> None:
    token = run("session", "open", "101", pin, "--json").json["token"]
    long = "\n".join(f"line {number} of \u202ea long letter" for number in range(300))

    assert run("message", "send", "101", long, "--token", token).code == 0
    assert run("--as", "rui", "message", "send", "101", "-- \x1b[2J gladly").code == 0

    heard = run("message", "list", "101", "--json").json
    assert [one["body"] for one in heard] == [long, "-- \x1b[2J gladly"]
    assert [one["sender"] for one in heard] == ["GUEST", "STAFF"]
    assert heard[1]["staff_name"] == "Rui Costa"
    shown = run("message", "list", "101").out
    assert "line 299" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    "words",
    [
        ("message", "send", "101", "hello", "--token", "wrong"),
        ("message", "send", "101", "hello"),
        ("--as", "rui", "message", "send", "101", " "),
        ("--as", "rui", "message", "send", "101", "x" * 10_001),
        ("--as", "rui", "message", "send", "102", "anyone?"),
        ("--as", "rui", "message", "send", "101", "bad \udc80 byte"),
        ("--as", "rui", "message", "send", "101", "bad \0 byte"),
        ("order", "add", "102", "Tea"),
        ("order", "add", "101", " "),
        ("order", "add", "101", "Tea", "--quantity", "0"),
        ("order", "add", "101", "Tea", "--quantity", "9" * 30),
        ("order", "done", "1"),
        ("--as", "rui", "order", "done", "1"),
        ("--as", "rui", "order", "done", "first"),
        ("--as", "rui", "order", "done", "9" * 15),
        ("order", "list", "999"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_cannot_be_sent_or_ordered_is_refused_in_one_sentence(
    run: Run, pin: str, words: tuple[str, ...]
) -> None:
    refused = run(*words)
    assert (refused.code, len(refused.sentences)) == (1, 1)


def test_orders_are_taken_listed_and_done(run: Run, pin: str) -> None:
    tea = run("order", "add", "101", "Tea", "--quantity", "2", "--json").json
    eggs = run("order", "add", "101", "Eggs", "--breakfast", "--json").json

    assert tea["items"] == [{"name": "Tea", "quantity": 2}]
    assert eggs["id"].startswith("B")
    assert {one["id"] for one in run("order", "list", "--json").json} == {tea["id"], eggs["id"]}
    assert "2 x Tea" in run("order", "list", "101").out
    assert run("--as", "ana", "order", "done", eggs["id"]).code == 0
    assert [one["id"] for one in run("order", "list", "101", "--json").json] == [tea["id"]]
    assert run("order", "list", "102").out == "No open orders in room 102.\n"
