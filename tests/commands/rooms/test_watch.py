"""Following a hotel by lines, as a script or a listener does."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from housekeeper.core.errors import InvalidInput
from housekeeper.settings.load import load
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


class Watcher:
    """`watch --json` on the hotel; what it prints is collected line by line as it comes."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "housekeeper", "watch", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)

    def next_line(self, within: float) -> str | None:
        """The next line, or None where none came in so many seconds."""
        try:
            return self._lines.get(timeout=within)
        except Empty:
            return None


@pytest.fixture
def watcher(hotel: Path) -> Iterator[Watcher]:
    """A program that watches the hotel."""
    watching = Watcher()
    yield watching
    watching.process.kill()
    watching.process.communicate()


def test_every_event_is_one_line_and_nothing_else(run: Run, watcher: Watcher) -> None:
    # The watch begins with what happens from now on, so something is done until it shows.
    first = None
    for _ in range(300):
        assert run("--as", "ana", "note", "102", "--note", "towels").code == 0
        if (first := watcher.next_line(within=0.1)) is not None:
            break
    assert first is not None
    assert json.loads(first)["room_number"] == "102"
    run("--as", "ana", "dirty", "101")
    told: dict[str, Any] = {}
    seqs = [json.loads(first)["seq"]]
    while told.get("room_number") != "101":
        line = watcher.next_line(within=30)
        assert line is not None
        told = json.loads(line)
        seqs.append(told["seq"])
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert (told["from_status"], told["to_status"]) == ("AVAILABLE", "CHECKOUT_DIRTY")
    assert told["at"].startswith("2015-09-18")
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(30) == 130
    assert watcher.process.stderr is not None
    assert watcher.process.stderr.read() == ""


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
        ({"HOUSEKEEPER_PUSHER_PORT": "soon"}, "a whole number from 1 to 65535"),
        ({"HOUSEKEEPER_PUSHER_TLS": "perhaps"}, "write yes or no"),
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
