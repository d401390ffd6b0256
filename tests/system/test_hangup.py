"""A terminal that goes away takes its board with it, and leaves no process that spins."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import DEADLINE


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what the program writes until these bytes were among it."""
    ends, seen = time.monotonic() + DEADLINE, b""
    while wanted not in seen:
        assert time.monotonic() < ends, f"the board never wrote {wanted!r}"
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)


def test_a_board_ends_with_a_terminal_that_says_no_goodbye(machine: Machine) -> None:
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    board = subprocess.Popen(
        [str(COMMAND), "demo"],
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        env={**machine.environment, "TERM": "xterm-256color"},
    )
    try:
        os.close(its)
        read_until(ours, b"Grand Hotel")
        # Nobody gets a hang-up signal: it is not the controlling terminal of the board.
        os.close(ours)
        assert board.wait(timeout=DEADLINE) != 0
    finally:
        board.kill()
        board.wait()
