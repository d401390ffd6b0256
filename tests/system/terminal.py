"""A real terminal for the tests: tmux with a server of its own, keys in, the screen out.

Nothing here sleeps for a guessed time: `wait_for` looks again and again until the screen
shows what is waited for, or a deadline passes and the test fails with the screen as it was.
"""

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

DEADLINE = 30.0
"""Seconds that any single change may take on a slow machine."""

LOOK_EVERY = 0.05

ON_PURPOSE = 0.35
"""Seconds between two presses of one key, or behind a question, that are both meant."""


class Terminal:
    """One program in one tmux pane of fixed size; use it as a context manager.

    `words` is the command line, `environment` all that the program finds in its environment
    beside a terminal's own variables.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 120,
        lines: int = 40,
    ) -> None:
        # A short path of its own: a socket's may not be longer than about a hundred characters.
        self._folder = TemporaryDirectory(prefix="hk-")
        self._socket = Path(self._folder.name) / "tmux"
        self._exit_file = Path(self._folder.name) / "exit-code"
        command = shlex.join(words) + f"; echo $? > {shlex.quote(str(self._exit_file))}; exec cat"
        settings = [f"{name}={value}" for name, value in environment.items()]
        self._start = [
            *("new-session", "-d", "-s", "test", "-x", str(columns), "-y", str(lines)),
            *(shlex.join(["env", "-i", "TERM=tmux-256color", *settings, "sh", "-c", command]),),
        ]

    def __enter__(self) -> "Terminal":
        self._tmux("-f", "/dev/null", *self._start)
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")
        self._folder.cleanup()

    def _tmux(self, *words: str) -> str:
        # Without TMUX, so that tests run inside a tmux are not refused as nested; with a shell,
        # for an account that may not log in has none and tmux would end with it.
        environment = {name: value for name, value in os.environ.items() if name != "TMUX"}
        environment["SHELL"] = "/bin/sh"
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *words],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env=environment,
            timeout=DEADLINE,
        )
        return done.stdout

    @property
    def screen(self) -> str:
        """What stands on the screen now, a line each, without colours."""
        return self._tmux("capture-pane", "-p", "-t", "test")

    @property
    def scrollback(self) -> str:
        """Everything that the terminal still holds, from its first line on."""
        return self._tmux("capture-pane", "-p", "-S", "-", "-t", "test")

    def record(self, file: Path) -> None:
        """Keep every byte that the program writes from now on in this file."""
        self._tmux("pipe-pane", "-t", "test", "-o", f"cat >> {shlex.quote(str(file))}")

    def press(self, *keys: str) -> None:
        """Press keys one after another, named as tmux names them (Enter, Escape, C-p, x)."""
        self._tmux("send-keys", "-t", "test", *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-t", "test", "-l", text)

    def send(self, data: bytes) -> None:
        """Send bytes as they are: what a keyboard, a mouse or a broken terminal sends."""
        self._tmux("send-keys", "-t", "test", "-H", *(f"{byte:x}" for byte in data))

    def paste(self, text: str) -> None:
        """Paste as a terminal does: between the signs of a paste, where the program asks so."""
        self._tmux("set-buffer", "--", text)
        self._tmux("paste-buffer", "-p", "-d", "-t", "test")

    @property
    def processor_seconds(self) -> float:
        """What the program has used of the processor until now."""
        shell = self._tmux("list-panes", "-t", "test", "-F", "#{pane_pid}").strip()
        program = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0]
        used = Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    def wait_until_idle(self) -> None:
        """Wait until the program leaves the processor alone for most of a while."""
        ends = time.monotonic() + DEADLINE
        while time.monotonic() < ends:
            begun, used = time.monotonic(), self.processor_seconds
            time.sleep(10 * LOOK_EVERY)
            if self.processor_seconds - used < 0.3 * (time.monotonic() - begun):
                return
        raise AssertionError(f"the program is never idle; the screen shows:\n{self.screen}")

    def type_slowly(self, text: str, pace: float) -> None:
        """Type a text with so many seconds between its keys, as a hand does."""
        words: list[str] = []
        for key in text:
            words += ["send-keys", "-t", "test", "-l", key, ";", "run-shell", f"sleep {pace}", ";"]
        self._tmux(*words[:-1])

    def think(self) -> None:
        """Let so much time pass that the next key is taken as one that is meant."""
        time.sleep(ON_PURPOSE)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._tmux("resize-window", "-t", "test", "-x", str(columns), "-y", str(lines))

    def wait_for(self, *wanted: str | Callable[[str], bool]) -> str:
        """Wait until the screen shows all of these texts (or meets these tests), and give it."""
        ends = time.monotonic() + DEADLINE
        while True:
            screen = self.screen
            if all(one in screen if isinstance(one, str) else one(screen) for one in wanted):
                return screen
            if time.monotonic() > ends:
                raise AssertionError(f"waited in vain for {wanted}; the screen shows:\n{screen}")
            time.sleep(LOOK_EVERY)

    def wait_for_exit(self) -> int:
        """Wait until the program has ended, and give its exit code."""
        ends = time.monotonic() + DEADLINE
        while not (self._exit_file.exists() and self._exit_file.read_text().strip()):
            if time.monotonic() > ends:
                raise AssertionError(f"the program did not end; the screen shows:\n{self.screen}")
            time.sleep(LOOK_EVERY)
        return int(self._exit_file.read_text())
