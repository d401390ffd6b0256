"""A widget drawn by line, which repaints only the lines that are another object than before."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.color import Color
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from housekeeper.screens.drawing.glyphs import is_ascii
from housekeeper.screens.drawing.painter import Painter
from housekeeper.screens.drawing.switch import is_left_to_textual
from housekeeper.screens.drawing.theme import Palette, palette_of


class LineWidget(Widget):
    """The base of the board's widgets: no children, no layout, no scrolling of Textual's.

    A subclass gives its lines by `draw`; calling `redraw` compares them with those on the
    screen and repaints what differs. Strips must therefore be kept, not made anew, where
    nothing changed. A screen that paints by itself gives its `painter`.
    """

    ALLOW_SELECT = False
    painter: Painter | None = None

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._on_screen: list[Strip] = []
        self.width: int = 0
        self.height: int = 0

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        return palette_of(self.app.theme)

    def draw(self) -> list[Strip]:
        """The lines as they should be now: `height` strips of `width` cells."""
        raise NotImplementedError

    def forget_drawn(self) -> None:
        """Let go of kept strips: width or theme is another."""

    def shown(self, strip: Strip) -> Strip:
        """The strip as this terminal shows it: without colour, or in ASCII, where that is so."""
        if self.app.no_color or is_ascii():
            for line_filter in self.app.get_line_filters():
                strip = strip.apply_filter(line_filter, Color(0, 0, 0))
        return strip

    def on_resize(self, event: Resize) -> None:
        """Draw for the new size, unless a repaint before this message did."""
        if self._measure(event.size.width, event.size.height):
            self.refresh()

    def _measure(self, width: int, height: int) -> bool:
        """Draw for this size; False where that is the size already drawn for."""
        if (width, height) == (self.width, self.height):
            return False
        self.width, self.height = width, height
        self.forget_drawn()
        self._on_screen = self.draw() if width and height else []
        return True

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.restyle())

    def restyle(self) -> None:
        """Draw everything in the colours of the theme in use."""
        self.forget_drawn()
        self.redraw()

    def redraw(self) -> None:
        """Repaint the lines that changed."""
        if not self.width or not self.height:
            return
        before, self._on_screen = self._on_screen, self.draw()
        if len(before) != len(self._on_screen):
            self.refresh()
            return
        changed = [y for y, line in enumerate(self._on_screen) if line is not before[y]]
        if not changed:
            return
        if self.painter is None:
            self.leave_to_textual(changed)
        else:
            self.painter.mark(self, changed)

    def leave_to_textual(self, ys: Iterable[int]) -> None:
        """Have Textual paint these lines."""
        for _, group in groupby(enumerate(sorted(ys)), lambda one: one[1] - one[0]):
            run = [y for _, y in group]
            self.refresh(Region(0, run[0], self.width, len(run)))

    def lines_at(self, ys: Iterable[int]) -> Iterator[tuple[int, Strip]]:
        """These lines as they should be on the screen, each with its place."""
        lines = self._on_screen
        return ((y, lines[y]) for y in ys if y < len(lines))

    def render_line(self, y: int) -> Strip:
        """One line, where Textual asks for it by itself."""
        if y < len(self._on_screen):
            return self._on_screen[y]
        return Strip.blank(self.width, self.palette.ground)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region, handed out as they are kept."""
        if is_left_to_textual():
            return super().render_lines(crop)
        if crop.bottom > self.height or crop.right > self.width:
            size = self.size
            self._measure(size.width, size.height)
        lines = self._on_screen[crop.y : crop.bottom]
        if crop.x or crop.width != self.width:
            lines = [strip.crop(crop.x, crop.right) for strip in lines]
        missing = crop.height - len(lines)
        return lines + [Strip.blank(crop.width, self.palette.ground)] * missing
