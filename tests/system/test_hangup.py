"""A terminal that goes away leaves no process behind."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable

import pytest

from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import DEADLINE


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what the program writes until it has written this."""
    seen = b""
    ends = time.monotonic() + DEADLINE
    while wanted not in seen:
        assert time.monotonic() < ends, seen[-2000:]
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536)


def take_terminal() -> None:
    """In the child: be the session that the terminal belongs to, as a shell's program is."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("begin", [take_terminal, os.setsid], ids=["told", "not-told"])
def test_the_board_ends_when_its_terminal_is_gone(
    machine: Machine, begin: Callable[[], object]
) -> None:
    machine.run("init", "--name", "Small Hotel")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    board = subprocess.Popen(
        [str(COMMAND)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**machine.environment, "TERM": "xterm-256color"},
        preexec_fn=begin,
    )
    os.close(slave)
    read_until(master, b"READY")
    os.close(master)
    try:
        assert board.wait(DEADLINE) != 0
    finally:
        board.kill()
