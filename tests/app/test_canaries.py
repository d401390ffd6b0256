"""Canaries: the private names of Textual that the app leans on are still there."""

import os
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.drivers.linux_driver import LinuxDriver

from housekeeper.app.terminal.hangup import READS_BYTES
from tests.private_names import PrivateName

_PRIVATE_APP = "app/terminal/private_app.py"

NAMES = (
    PrivateName(
        _PRIVATE_APP,
        "_clipboard",
        "textual.app:App",
        "what was cut in a line, for pasting it here",
        "keep it in PrivateApp, and override what Input reads (App.clipboard)",
    ),
    PrivateName(
        _PRIVATE_APP,
        "_fatal_error",
        "textual.app:App",
        "ends the app after a fault; overridden, since Textual's prints the variables of frames",
        "find what prints a traceback with locals now, and override it: guests' words are there",
    ),
    PrivateName(
        _PRIVATE_APP,
        "_exception",
        "textual.app:App",
        "the fault that ends the app",
        "take it in PrivateApp._fatal_error from where App keeps it now",
    ),
    PrivateName(
        _PRIVATE_APP,
        "_exit_renderables",
        "textual.app:App",
        "what is printed once the terminal was given back",
        "find what App prints at its end; without it a fault ends the board without a word",
    ),
    PrivateName(
        _PRIVATE_APP,
        "_close_messages_no_wait",
        "textual.message_pump:MessagePump",
        "ends the app's loop",
        "end the app as App._fatal_error does",
    ),
    PrivateName(
        "app/terminal_app.py",
        "_notifications",
        "textual.app:App",
        "the notices on the screen; looked at so that a key clears nothing where there is none",
        "call App.clear_notifications at every key",
    ),
    PrivateName(
        "app/terminal/hangup.py",
        "_file",
        "textual.drivers.linux_driver:LinuxDriver",
        "what the driver writes to; replaced by one that outlives the terminal",
        "find what LinuxDriver hands its WriterThread; proof: tests/system/test_hangup.py",
    ),
    PrivateName(
        "app/terminal/terminal_reader.py",
        "_xterm_parser",
        "textual",
        "Textual's parser of what a terminal sends",
        "find what LinuxDriver.run_input_thread feeds now, and feed that",
    ),
    PrivateName(
        "app/terminal/terminal_reader.py",
        "_ansi_sequences",
        "textual",
        "the sequences that Textual knows; among them what is one key behind an Escape",
        "find where XTermParser looks a sequence up",
    ),
    PrivateName(
        "app/terminal/terminal_reader.py",
        "_timeout_time",
        "textual._parser:Parser",
        "whether the parser waits for more of a sequence; None where it does not",
        "find how Parser.tick knows that a sequence is due",
    ),
)


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_textual_still_has_it(name: PrivateName) -> None:
    name.require()


def test_the_driver_whose_reading_is_replaced_still_has_that_name() -> None:
    assert LinuxDriver.__name__ == READS_BYTES
    assert callable(LinuxDriver.run_input_thread)


def test_textual_still_reads_strictly() -> None:
    """Its issue 6456. When this fails, Textual mends it: KeyboardWire need not decode any more."""
    its, ours = os.pipe()
    os.write(ours, b"\xff")
    is_over = Event()
    driver = SimpleNamespace(
        fileno=its, exit_event=is_over, process_message=lambda _: is_over.set(), _debug=False
    )
    with pytest.raises(UnicodeDecodeError):
        LinuxDriver.run_input_thread(cast(Any, driver))
    os.close(its)
    os.close(ours)
