"""What the palette offers of the board beside the acts that are valid now."""

from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.widgets.key_hints import key_hint


def board_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of the board, where it is the screen in front; else none."""
    if not isinstance(screen, BoardScreen):
        return
    for fact, word, number in screen.countable():
        show = partial(screen.action_show_count, fact)
        # Found by typing: all that can be done at once stands in the list before.
        yield SystemCommand(f"Show: {word} ({number})", "The rooms of this count", show, False)
    key = key_hint(BoardScreen, "counts")
    yield SystemCommand("Counts", f"Choose a count above (key {key})", screen.action_counts)
    yield SystemCommand("Filter", "Show only some rooms (key /)", screen.action_filter)
    yield SystemCommand("More columns", "Occupied and out of order (key w)", screen.action_further)
    yield SystemCommand("Line", "Type rooms and a verb (key :)", screen.action_line)
    yield SystemCommand("Mark all", "Every room of the column (key a)", screen.action_mark_shown)
    yield SystemCommand("Handover", "To the next shift (key H)", screen.action_handover)
    yield SystemCommand("Figures", "Times and backlog (key F)", screen.action_figures)
