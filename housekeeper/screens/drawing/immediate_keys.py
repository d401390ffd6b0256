"""Keys taken where they arrive, before Textual's queue."""

from typing import Protocol, runtime_checkable

from textual import events
from textual.screen import Screen


@runtime_checkable
class QuickLine(Protocol):
    """A line that is edited where the key arrives."""

    def take_key(self, key: events.Key) -> bool:
        """Edit what is typed; False where the key does something else."""
        ...


class QuickScreen(Screen[None]):
    """A screen whose own keys go to nobody else, but to a line in which something is typed."""

    def paint(self) -> None:
        """Put on the terminal what a key changed."""
