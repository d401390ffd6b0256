"""A terminal that goes away takes its board with it, and leaves no process that spins or waits."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from housekeeper.app.terminal.hangup import HUNG_UP, LastingFile
from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import DEADLINE, ON_PURPOSE

SCREENS = {
    "welcome": ([], b"There is no hotel here", []),
    "making a hotel": ([], b"There is no hotel here", [(b"2", b"Time zone")]),
    "hotel chooser": ([], b"Which hotel?", []),
    "board": (["demo"], b"Grand Hotel", []),
    "sign-in": (["demo"], b"Grand Hotel", [(b"S", b"Who is acting")]),
    "room": (["demo"], b"Grand Hotel", [(b"103\r", b"Reading the room")]),
    "checkout": (
        ["demo"],
        b"Grand Hotel",
        [(b"Sdesk\r2580\r", b"Sofia"), (b"103", b"103 "), (b"e", b"Check out")],
    ),
    "lock": (["demo"], b"Grand Hotel", [(b"L", b"locked ")]),
}


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what the program writes until these bytes were among it."""
    ends, seen = time.monotonic() + DEADLINE, b""
    while wanted not in seen:
        assert time.monotonic() < ends, f"the board never wrote {wanted!r}: {seen[-2000:]!r}"
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)


@contextmanager
def board_in_a_pty(machine: Machine, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The board in a terminal of ours; nobody gets a signal when that goes."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    board = subprocess.Popen(
        [str(COMMAND), *words],
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        env={**machine.environment, "TERM": "xterm-256color"},
    )
    os.close(its)
    try:
        yield board, ours
    finally:
        board.kill()
        board.wait()


@pytest.mark.parametrize("sends_hangup", [True, False], ids=["with a signal", "without a word"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_board_ends_with_its_terminal_on_every_screen(
    machine: Machine, screen: str, sends_hangup: bool
) -> None:
    words, wanted, keys = SCREENS[screen]
    if screen == "hotel chooser":
        for name in ("Grand", "Small"):
            machine.prepare("init", "--name", name)
    with board_in_a_pty(machine, *words) as (board, ours):
        read_until(ours, wanted)
        for pressed, shown in keys:
            # Apart from what was pressed before: the next key may be one that acts.
            time.sleep(ON_PURPOSE)
            os.write(ours, pressed)
            read_until(ours, shown)
        os.close(ours)
        if sends_hangup:
            board.send_signal(signal.SIGHUP)
        assert board.wait(timeout=DEADLINE) == HUNG_UP


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_board_told_to_end_while_it_opens_does_so(machine: Machine, name: str) -> None:
    with board_in_a_pty(machine) as (board, ours):
        read_until(ours, b"Opening")
        board.send_signal(getattr(signal, name))
        ended = wait_reading(board, ours)
        os.close(ours)
    assert ended == 0


def wait_reading(board: subprocess.Popen[bytes], terminal: int) -> int | None:
    """Wait for the end of the board, reading what it still writes."""
    ends = time.monotonic() + DEADLINE
    while board.poll() is None and time.monotonic() < ends:
        if select.select([terminal], [], [], 0.05)[0]:
            with_reading(lambda: os.read(terminal, 65536))
    return board.poll()


def with_reading(read: Callable[[], bytes]) -> bytes:
    """What was read, or nothing where the other side has just gone."""
    try:
        return read()
    except OSError:
        return b""


def test_no_number_of_writes_to_a_terminal_that_is_gone_fails() -> None:
    ours, its = pty.openpty()
    file = os.fdopen(its, "w")
    lasting = LastingFile(file)
    os.close(ours)
    for _ in range(100):
        assert lasting.write("still here") == len("still here")
        lasting.flush()
    with pytest.raises(OSError, match="Input/output error"):
        file.close()
