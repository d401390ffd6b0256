"""A terminal that goes away: noticed, and left without a process behind.

Textual's input thread reads an absent terminal without end, and the interpreter waits for
that thread; so once everything is written, the process itself must be ended.
"""

import os
import select
import sys

HUNG_UP = 129
"""What a shell calls the end of a program by SIGHUP."""


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
