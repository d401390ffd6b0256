"""Lines at the foot of the board in which something is typed; the filter is one of them."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Self

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from housekeeper.core.entered_text import usual_digits
from housekeeper.screens.drawing.painter import Painter
from housekeeper.screens.drawing.switch import is_left_to_textual


class FootLine(Input):
    """An input of one line whose letters are painted in the same frame as what they cause.

    Left to Textual, each letter would have the whole screen laid out, as what is typed is
    wider than before, and would be painted in a frame of its own.
    """

    painter: Painter | None = None

    def take_key(self, key: Key) -> bool:
        """Edit what is typed at once; False where the key does something else."""
        if key.is_printable and key.character is not None:
            self._restart_blink()
            if self.selection.is_empty:
                self.insert_text_at_cursor(key.character)
            else:
                self.replace(key.character, *self.selection)
        elif key.key == "backspace":
            self._restart_blink()
            self.action_delete_left()
        else:
            return False
        return True

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of what stands there; numbers are of 0 to 9 in these lines."""
        super().replace(usual_digits(text), start, end)

    @property
    def content_width(self) -> int:
        """Cells within: those of the line, or more where more is typed."""
        if is_left_to_textual():
            return super().content_width
        return max(super().content_width, self.scrollable_content_region.width)

    @property
    def width(self) -> int:
        """Cells that the line has on the screen."""
        return self.outer_size.width

    @property
    def height(self) -> int:
        """Lines that it has on the screen."""
        return self.outer_size.height

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint the line with the screen's next frame; a layout is Textual's affair."""
        is_textuals = is_left_to_textual() or layout or recompose or not repaint
        if is_textuals or self.painter is None or not self.display:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._styles_cache.clear()
        self.painter.mark(self, (0,))
        return self

    def leave_to_textual(self, ys: Iterable[int]) -> None:  # noqa: ARG002 - it has one only
        """Have Textual paint the line."""
        super().refresh()

    def lines_at(self, ys: Iterable[int]) -> Iterator[tuple[int, Strip]]:
        """The line as it should be on the screen."""
        whole = Region(0, 0, self.outer_size.width, self.outer_size.height)
        return zip(ys, self.render_lines(whole), strict=False)


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
