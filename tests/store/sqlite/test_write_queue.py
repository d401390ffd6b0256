"""Programs queue to write: one at a time, and nobody for ever behind one that does not move on."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb
from housekeeper.store.sqlite import write_queue
from housekeeper.store.sqlite.write_queue import WriteQueue
from tests.grand_hotel import ANA
from tests.stored_house import StoredHouse

_HOLDS_ITS_TURN = """
import sys, time
from pathlib import Path
from housekeeper.store.sqlite.write_queue import WriteQueue

with WriteQueue(Path(sys.argv[1])).turn():
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These tests are about a database file."""
    return str(tmp_path / "hotel.db")


@contextmanager
def someone_at_the_front(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has its turn and does not let go."""
    words = [sys.executable, "-c", _HOLDS_ITS_TURN, str(database)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "mine\n"
            yield other
        finally:
            other.kill()


async def test_a_program_killed_in_its_turn_holds_nobody_up(house: StoredHouse) -> None:
    with someone_at_the_front(house.path) as other:
        acting = asyncio.create_task(house.do(ANA, Verb.DIRTY, "101"))
        done, _ = await asyncio.wait([acting], timeout=0.2)
        assert not done
        other.send_signal(signal.SIGKILL)
        await acting


async def test_a_program_that_stands_still_in_its_turn_is_passed_after_a_while(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "WAITS_SECONDS", 0.05)
    with someone_at_the_front(house.path):
        await house.do(ANA, Verb.DIRTY, "101")
        await house.do(ANA, Verb.START, "101")
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"


def test_one_program_at_a_time_has_its_turn(tmp_path: Path) -> None:
    inside, most = 0, 0
    counting = threading.Lock()

    def program() -> None:
        nonlocal inside, most
        queue = WriteQueue(tmp_path / "hotel.db")
        for _ in range(50):
            with queue.turn():
                with counting:
                    inside += 1
                    most = max(most, inside)
                with counting:
                    inside -= 1
        queue.close()

    programs = [threading.Thread(target=program) for _ in range(4)]
    for one in programs:
        one.start()
    for one in programs:
        one.join()
    assert most == 1


async def test_where_no_queue_can_be_made_acts_are_done_without_one(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.path.with_name("hotel.db.queue").unlink()
    await house.store.database.close()
    house.path.with_name("hotel.db.queue").mkdir()
    await house.do(ANA, Verb.DIRTY, "101")
    await house.store.database.close()
    monkeypatch.setattr(write_queue, "fcntl", None)
    await house.do(ANA, Verb.START, "101")
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"
