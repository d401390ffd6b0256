"""The owner of the pty: it must tell frames apart, answer questions and show the screen."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

import pytest

from benchmarks.terminal import FRAME_BEGINS, FRAME_ENDS, NoFrame, Terminal, lines_of

needs_pyte = pytest.mark.skipif(find_spec("pyte") is None, reason="pyte shows the screen")

PROGRAM = """
import os, sys, termios, time, tty
tty.setraw(0)
def frame(text, row):
    os.write(1, b"\\x1b[?2026h" + b"\\x1b[%d;1H" % row + text + b"\\x1b[?2026l")
os.write(1, b"\\x1b[?2026$p")
answer = b""
while not answer.endswith(b"y"):
    answer += os.read(0, 1)
frame(b"mode " + answer[-4:], 2)
while True:
    key = os.read(0, 1)
    if key == b"q":
        sys.exit(0)
    if key == b"t":
        frame(b"clock", 1)
    if key == b"2":
        frame(b"first", 2); time.sleep(0.02); frame(b"second", 3)
    if key == b"1":
        frame(b"only", 2)
"""


def program(clock_lines: Sequence[int] = ()) -> Terminal:
    return Terminal([sys.executable, "-c", PROGRAM], clock_lines=frozenset(clock_lines))


def test_it_says_that_it_knows_synchronized_output() -> None:
    with program() as terminal:
        terminal.until("mode", "2$y")
        assert FRAME_BEGINS in terminal.written
        assert terminal.written.endswith(FRAME_ENDS)


def test_the_last_frame_of_a_key_is_waited_for() -> None:
    with program() as terminal:
        terminal.until("2$y")
        one = terminal.press("1")
        two = terminal.press("2")
    assert (one.frames, two.frames) == (1, 2)
    assert one.first_ns == one.last_ns
    assert two.last_ns > two.first_ns > 0


def test_a_frame_of_the_clock_is_no_answer() -> None:
    with program(clock_lines=[1]) as terminal:
        terminal.until("2$y")
        with pytest.raises(NoFrame):
            terminal.press("t", within=0.3)
        assert terminal.frames[-1].lines == {1}


def test_a_key_without_a_frame_is_told() -> None:
    with program() as terminal:
        terminal.until("2$y")
        with pytest.raises(NoFrame):
            terminal.press("x", within=0.2)


def test_a_program_that_ends_is_told() -> None:
    with program() as terminal:
        terminal.until("2$y")
        with pytest.raises(NoFrame, match="ended"):
            terminal.press("q")


def test_lines_are_those_that_the_cursor_is_moved_to() -> None:
    assert lines_of(b"\x1b[3;1Habc\x1b[12Hx\x1b[0m") == {3, 12}


@needs_pyte
def test_the_screen_is_what_stands_after_all_that_was_written() -> None:
    with program() as terminal:
        terminal.until("2$y")
        terminal.press("2")
        screen = terminal.screen()
    assert screen[1].startswith("first")
    assert screen[2].rstrip() == "second"
