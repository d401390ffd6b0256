"""The command line, as the tests of commands run it: settings are read on the way to a command."""

from tests.commands.conftest import as_, home, hotel, run

__all__ = ["as_", "home", "hotel", "run"]
