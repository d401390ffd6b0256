"""Canaries: the private names of Textual that the app leans on are still there."""

import pytest

from tests.private_names import PrivateName

_PRIVATE_APP = "app/private_app.py"

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
        "app/hangup.py",
        "_file",
        "textual.drivers.linux_driver:LinuxDriver",
        "what the driver writes to; replaced by one that outlives the terminal",
        "find what LinuxDriver hands its WriterThread; proof: tests/system/test_hangup.py",
    ),
)


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_textual_still_has_it(name: PrivateName) -> None:
    name.require()
