"""Following a hotel by lines, as a script or a listener does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from housekeeper.config import load
from housekeeper.core.errors import InvalidInput
from tests.commands.conftest import Run

SECRET = "a-very-secret-secret"
PUSHER = {
    "HOUSEKEEPER_PUSHER_APP_ID": "1",
    "HOUSEKEEPER_PUSHER_KEY": "key",
    "HOUSEKEEPER_PUSHER_SECRET": SECRET,
    "HOUSEKEEPER_PUSHER_HOST": "127.0.0.1",
    "HOUSEKEEPER_PUSHER_PORT": "9",
    "HOUSEKEEPER_PUSHER_TLS": "0",
}


@pytest.fixture
def watcher(hotel: Path) -> Iterator["subprocess.Popen[str]"]:
    """`watch --json` on the hotel, seen to be watching."""
    with subprocess.Popen(
        [sys.executable, "-m", "housekeeper", "watch", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:
        yield running
        running.kill()


def test_every_event_is_one_line_and_nothing_else(
    run: Run, watcher: "subprocess.Popen[str]"
) -> None:
    assert watcher.stdout is not None
    assert watcher.stderr is not None
    verbs = ["dirty", "start"]
    # The watch begins with what happens from now on, so the first act is tried until it shows.
    run("--as", "ana", "dirty", "101")
    seqs = [1]
    os.set_blocking(watcher.stdout.fileno(), False)
    while not (line := watcher.stdout.readline()):
        assert run("--as", "ana", "note", "102", "--note", "x").code == 0
    os.set_blocking(watcher.stdout.fileno(), True)
    first = json.loads(line)
    run("--as", "ana", verbs[1], "101")
    while True:
        told = json.loads(watcher.stdout.readline())
        seqs.append(told["seq"])
        if told["room_number"] == "101":
            break
    assert first["seq"] >= seqs[0]
    assert (told["from_status"], told["to_status"]) == ("CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS")
    assert told["at"].startswith("2015-09-18")
    watcher.send_signal(signal.SIGINT)
    assert watcher.wait(30) == 130
    assert watcher.stderr.read() == ""


def test_an_act_is_done_and_told_even_where_pusher_does_not_answer(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PUSHER.items():
        monkeypatch.setenv(name, value)
    done = run("--as", "ana", "dirty", "101")
    assert (done.code, done.err) == (0, "")
    listed = run("config")
    assert listed.code == 0
    assert SECRET not in listed.out + listed.err
    checked = run("doctor")
    assert checked.code == 1
    assert "Pusher, step listen" in checked.err
    assert SECRET not in checked.out + checked.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"HOUSEKEEPER_PUSHER_SECRET": ""}, "pusher_secret is not set"),
        ({"HOUSEKEEPER_PUSHER_HOST": ""}, "needs a cluster, or the host"),
        ({"HOUSEKEEPER_PUSHER_PORT": "soon"}, "a number from 1 to 65535"),
        ({"HOUSEKEEPER_PUSHER_TLS": "perhaps"}, "pusher_tls is yes or no"),
        ({"HOUSEKEEPER_PUSHER_APP_ID": "x"}, "app id is a number"),
    ],
)
def test_a_pusher_that_cannot_be_right_is_told_in_a_sentence(
    hotel: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str
) -> None:
    for name, value in {**PUSHER, **changed}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput, match=said) as refused:
        load({})
    assert SECRET not in str(refused.value)


def test_without_pusher_settings_there_is_none(hotel: Path) -> None:
    assert load({}).pusher is None
