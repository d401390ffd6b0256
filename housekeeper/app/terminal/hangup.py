"""A terminal that goes away: noticed, and left without a process behind.

The interpreter waits for Textual's threads; so once everything is written, the process itself
must be ended. Its output thread dies of an absent terminal, and the thirtieth write after that
waits for it for ever; so what it writes to must never fail. What it reads is read by
`terminal_reader`.
"""

import os
import select
import sys
from typing import IO, TYPE_CHECKING, Any

from housekeeper.app.terminal.terminal_reader import EndOfReading, WireEnd, read_terminal

if TYPE_CHECKING:
    from textual.driver import Driver

HUNG_UP = 129
"""What a shell calls the end of a program by SIGHUP."""

READS_BYTES = "LinuxDriver"
"""Textual's driver of terminals on Linux and macOS."""


def is_terminal_gone() -> bool:
    """Whether the terminal on standard input has hung up; False where there never was one."""
    if not hasattr(select, "poll"):
        return False
    looked_at = select.poll()
    try:
        looked_at.register(sys.__stdin__ or 0, 0)
    except (OSError, ValueError):
        return False
    gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
    return any(found & gone for _, found in looked_at.poll(0))


def end_process_if_gone() -> None:
    """End this process at once where its terminal is gone; call it when all is written."""
    if is_terminal_gone():
        os._exit(HUNG_UP)


class LastingFile:
    """An output that takes everything, also when the terminal behind it is gone."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._is_gone = False

    def write(self, text: str) -> int:
        """Write a text, to nowhere once a write has failed."""
        if not self._is_gone:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._is_gone = True
        return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        if not self._is_gone:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._is_gone = True

    def fileno(self) -> int:
        """The number of the file behind."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether the file behind is a terminal."""
        return self._file.isatty()


def make_lasting(driver: "type[Driver]") -> "type[Driver]":
    """This driver of a terminal, which outlives the terminal until the program has ended."""

    class LastingDriver(driver):  # type: ignore[misc,valid-type]
        """Writes to a file that never fails."""

        def __init__(self, *positions: Any, **names: Any) -> None:
            super().__init__(*positions, **names)
            file: Any = getattr(self, "_file", None)
            if file is not None:
                self._file: Any = LastingFile(file)

    class ReadingDriver(LastingDriver):
        """Reads the terminal so that no byte ends it."""

        def __init__(self, *positions: Any, **names: Any) -> None:
            super().__init__(*positions, **names)
            self.exit_event = EndOfReading()

        def run_input_thread(self) -> None:
            """Read until the board is left."""
            read_terminal(WireEnd(self.fileno, self.exit_event, self.process_message))

    # Others read no bytes of a terminal: events of Windows, packets of a browser, nothing.
    return ReadingDriver if driver.__name__ == READS_BYTES else LastingDriver
