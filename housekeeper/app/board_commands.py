"""What the palette offers of the board beside the acts that are valid now."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from housekeeper.screens import navigation
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.widgets.key_hints import with_key


def board_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of the board, where it is the screen in front; else none."""
    if not isinstance(screen, BoardScreen):
        return
    for fact, word, number in screen.countable():
        show = partial(screen.action_show_count, fact)
        # Found by typing: all that can be done at once stands in the list before.
        yield SystemCommand(f"Show: {word} ({number})", "The rooms of this count", show, False)
    for title, about, name, action in (
        ("Counts", "Choose a count above", "counts", screen.action_counts),
        ("Filter", "Show only some rooms", "filter", screen.action_filter),
        ("More columns", "Occupied and out of order", "further", screen.action_further),
        ("Line", "Type rooms and a verb", "line", screen.action_line),
        ("Mark all", "Every room of the column", "mark.all", screen.action_mark_shown),
        ("Handover", "To the next shift", "handover", screen.action_handover),
        ("Figures", "Times and backlog", "figures", screen.action_figures),
    ):
        yield SystemCommand(title, with_key(about, type(screen), name), action)
    yield SystemCommand(
        "Rooms, staff, bookings",
        "Bring them into the hotel",
        partial(navigation.offer_first_steps, screen),
    )


class BoardPalette(CommandPalette):
    """Textual's palette, which may go while it still searches: by the lock, or with the app.

    Textual's search then finds its own list gone, and that would end the board.
    """

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        """Search; what goes wrong is told to this screen, as long as it is there."""
        return super().run_worker(work, *args, **{**options, "exit_on_error": False})

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A search that failed in a palette that is still there is a fault, which the app tells."""
        if event.state is WorkerState.ERROR and self.is_attached:
            self.app.post_message(Worker.StateChanged(event.worker, event.state))
