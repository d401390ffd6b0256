"""The line at the foot in which the filter is typed after `/`."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from housekeeper.screens.board.foot_input import FootLine


class FilterInput(FootLine):
    """Tells `typed` every letter at once, in the frame of the key, and `entered` of Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.escape", "Clear the filter", show=False, id="filter.clear"),
    ]

    def __init__(self, typed: Callable[[str], None], entered: Callable[[], None]) -> None:
        self._typed = typed
        self._entered = entered
        super().__init__(placeholder="number, 4xx, floor 3, type, arrival, failed, a name, a word")

    def watch_value(self, value: str) -> None:
        """Tell what is typed now."""
        self._typed(value)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Nobody else needs to know."""
        message.stop()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep the filter."""
        message.stop()
        self._entered()
