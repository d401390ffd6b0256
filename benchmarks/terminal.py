"""The owner of a pseudo-terminal: runs a program in it, presses keys, and times its frames.

It answers what Textual asks a terminal, and says that it knows synchronized output (mode
2026), so that every frame ends with a mark. One thread, nothing but reads and writes in the
timed path.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType

FRAME_BEGINS = b"\x1b[?2026h"
FRAME_ENDS = b"\x1b[?2026l"
SILENCE_SECONDS = 0.045
"""After a frame, a key is done with when nothing has come for so long."""

PATIENCE_SECONDS = 60.0
ESCAPE, ENTER = "\x1b", "\r"
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[?u": b"\x1b[?0u",
}
_LONGEST_QUESTION = max(map(len, _ANSWERS))
_GOES_TO_LINE = re.compile(rb"\x1b\[(\d+)(?:;\d+)?H")
_CHUNK = 1 << 20


class NoFrame(Exception):
    """The program did not paint, or write, what was waited for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a key was answered: nanoseconds to the end of the first and of the last frame."""

    first_ns: int
    last_ns: int
    frames: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: when its end had been read (`perf_counter_ns`), and the lines it goes to."""

    at_ns: int
    lines: frozenset[int]
    size: int


def lines_of(body: bytes) -> frozenset[int]:
    """The lines of the screen, counted from 1, that these bytes move the cursor to."""
    return frozenset(int(line) for line in _GOES_TO_LINE.findall(body))


class Terminal:
    """One program in a pseudo-terminal of fixed size; use it as a context manager.

    `words` is the command line and `environment` what it finds beside a terminal's own
    variables. `clock_lines` are lines that the program paints by itself as time goes by: a
    frame that goes nowhere else is no answer to a key.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str] | None = None,
        columns: int = 160,
        lines: int = 48,
        clock_lines: frozenset[int] = frozenset(),
    ) -> None:
        self._words = list(words)
        self._environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        for name in ("PATH", "HOME"):
            if name in os.environ:
                self._environment[name] = os.environ[name]
        self._environment.update(environment or {})
        self._columns, self._lines = columns, lines
        self.clock_lines = clock_lines
        self._fd = -1
        self._tail = b""
        self._open_frame: bytes | None = None
        self.pid = 0
        self.started_ns = 0
        self.written = bytearray()
        self.frames: list[Frame] = []

    def __enter__(self) -> "Terminal":
        self.started_ns = time.perf_counter_ns()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            size = struct.pack("HHHH", self._lines, self._columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            try:
                os.execvpe(self._words[0], self._words, self._environment)  # noqa: S606
            finally:
                os._exit(127)
        os.set_blocking(self._fd, False)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, seconds: float) -> bytes:
        """What the program writes within so many seconds, or nothing; keeps frames and bytes."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            read = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            read = b""
        at_ns = time.perf_counter_ns()
        if not read:
            screen = "\n".join(self.screen()).strip()
            raise NoFrame(f"the program {self._words} ended; its screen:\n{screen}")
        self.written += read
        self._answer(read)
        self._count(read, at_ns)
        return read

    def _answer(self, read: bytes) -> None:
        """Answer what the program asks the terminal, however the reads cut its question."""
        before, self._tail = self._tail, (self._tail + read)[-_LONGEST_QUESTION + 1 :]
        seen = before + read
        for question, answer in _ANSWERS.items():
            asked = seen.count(question) - before.count(question)
            if asked > 0:
                os.write(self._fd, answer * asked)

    def _count(self, read: bytes, at_ns: int) -> None:
        rest = (self._open_frame or b"") + read
        while True:
            begin = rest.find(FRAME_BEGINS)
            if begin < 0:
                # A mark may be cut in two by the read.
                self._open_frame = rest[-len(FRAME_BEGINS) + 1 :]
                return
            end = rest.find(FRAME_ENDS, begin)
            if end < 0:
                self._open_frame = rest[begin:]
                return
            body = rest[begin:end]
            self.frames.append(Frame(at_ns, lines_of(body), len(body)))
            rest = rest[end + len(FRAME_ENDS) :]

    def _is_answer(self, frame: Frame) -> bool:
        return not frame.lines or not frame.lines <= self.clock_lines

    def until(self, *wanted: str, within: float = PATIENCE_SECONDS) -> int:
        """Read until all of these texts were written; nanoseconds from the start to then.

        Raises `NoFrame` where they do not come within so many seconds.
        """
        missing = [text.encode() for text in wanted]
        ends = time.monotonic() + within
        start = 0
        while True:
            missing = [text for text in missing if self.written.find(text, start) < 0]
            if not missing:
                return time.perf_counter_ns() - self.started_ns
            if time.monotonic() > ends:
                screen = "\n".join(self.screen())
                raise NoFrame(f"{missing} did not come; the screen:\n{screen}")
            self._read(0.01)

    def read_what_is_there(self) -> None:
        """Read what the program has written, and wait for nothing."""
        while self._read(0):
            pass

    def rest(self, seconds: float) -> None:
        """Read on for so long, timing nothing."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self._read(left)

    def quiet(self, seconds: float = 0.2, within: float = PATIENCE_SECONDS) -> None:
        """Read on until nothing but the clock has been painted for so many seconds."""
        ends = time.monotonic() + within
        still_since = time.monotonic()
        while time.monotonic() - still_since < seconds and time.monotonic() < ends:
            known = len(self.frames)
            self._read(0.02)
            if any(map(self._is_answer, self.frames[known:])):
                still_since = time.monotonic()

    def press(self, key: str, within: float = 5.0) -> Answer:
        """Press a key; give the end of the first and of the last frame that it caused.

        Raises `NoFrame` where it caused none within so many seconds.
        """
        self.read_what_is_there()
        known = len(self.frames)
        pressed_ns = time.perf_counter_ns()
        os.write(self._fd, key.encode())
        answers: list[Frame] = []
        ends = time.monotonic() + within
        last_ns = 0
        while True:
            now_ns = time.perf_counter_ns()
            silence = SILENCE_SECONDS - (now_ns - last_ns) / 1e9 if answers else 0.05
            if answers and silence <= 0:
                return Answer(
                    answers[0].at_ns - pressed_ns, answers[-1].at_ns - pressed_ns, len(answers)
                )
            if not answers and time.monotonic() > ends:
                screen = "\n".join(self.screen())
                raise NoFrame(f"no frame after the key {key!r}; the screen:\n{screen}")
            self._read(silence)
            answers = [frame for frame in self.frames[known:] if self._is_answer(frame)]
            if answers:
                last_ns = answers[-1].at_ns

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        os.write(self._fd, key.encode())

    def tap(self, *keys: str) -> None:
        """Press keys one after another, each after the last has been answered; times nothing."""
        for key in keys:
            os.write(self._fd, key.encode())
            if key == ESCAPE:
                # Read as one key only after a while: it could have been the start of another.
                self.rest(0.2)
            self.quiet(0.06, within=5.0)

    def screen(self) -> list[str]:
        """What stands on the screen after all that was written, a line each (needs pyte)."""
        pyte = import_module("pyte")
        screen = pyte.Screen(self._columns, self._lines)
        # Questions and modes that pyte does not know would be shown as text.
        known = re.sub(rb"\x1b\[[?>=<][0-9;]*[$a-zA-Z]+|\x1b\[>[0-9]*u", b"", bytes(self.written))
        pyte.ByteStream(screen).feed(known)
        return list(screen.display)
