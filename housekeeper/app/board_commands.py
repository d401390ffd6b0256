"""What the palette offers of the board beside the acts that are valid now."""

from collections.abc import Iterator

from textual.app import SystemCommand
from textual.screen import Screen

from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.widgets.key_hints import key_hint


def board_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of the board, where it is the screen in front; else none."""
    if not isinstance(screen, BoardScreen):
        return
    for id, title, about, act in (
        ("filter", "Filter", "Show only some rooms", screen.action_filter),
        ("further", "More columns", "Occupied and out of order", screen.action_further),
        ("line", "Line", "Type rooms and a verb", screen.action_line),
        ("mark.all", "Mark all", "Every room of the column", screen.action_mark_shown),
        ("handover", "Handover", "To the next shift", screen.action_handover),
        ("figures", "Figures", "Times and backlog", screen.action_figures),
    ):
        yield SystemCommand(title, f"{about} (key {key_hint(BoardScreen, id)})", act)
