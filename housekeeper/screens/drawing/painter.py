"""Puts lines that changed on the terminal at once, past Textual's queues and compositor.

Textual takes a change from the widget to the terminal over four messages and a timer, and cuts
every line of the screen between the first and the last that changed into pieces: more than 2 ms
of processor time for the frame of one act, where the lines themselves are ready (0.2 ms). Only
what is plainly a line of a drawn widget, in full sight on the screen in front, is painted here;
all else is left to Textual.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from housekeeper.screens.drawing.switch import is_left_to_textual

if TYPE_CHECKING:
    from textual.screen import Screen


_FRAME_BEGINS, _FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
"""Between these a terminal that knows synchronized output shows nothing half done."""


class Painted(Protocol):
    """A widget that has its lines ready: as wide and high as it was last measured."""

    @property
    def width(self) -> int:
        """Cells of its lines."""
        ...

    @property
    def height(self) -> int:
        """How many lines."""
        ...

    def lines_at(self, ys: Iterable[int]) -> Iterable[tuple[int, Strip]]:
        """These lines as they should be on the screen, each with its place."""
        ...

    def leave_to_textual(self, ys: Iterable[int]) -> None:
        """Have Textual paint these lines."""
        ...


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a widget is on the screen, and which of its lines lie behind others, or partly so."""

    region: Region
    covered: frozenset[int]
    cut: frozenset[int]


class Painter:
    """Collects the lines that changed on one screen, and paints them in one frame.

    `before_painting` is called first, for what is worth drawing once a frame only.
    """

    def __init__(self, screen: "Screen[Any]", before_painting: Callable[[], None]) -> None:
        self._screen = screen
        self._before_painting = before_painting
        self._dirty: dict[Painted, set[int]] = {}
        self._is_due = False
        self._visible: dict[Widget, tuple[Region, Region]] | None = None
        self._places: dict[object, _Place] = {}

    def mark(self, widget: Painted, lines: Iterable[int]) -> None:
        """Paint these lines of a widget as it has them, before the loop goes on to wait."""
        self._dirty.setdefault(widget, set()).update(lines)
        self.call_soon()

    def call_soon(self) -> None:
        """Have the screen painted as soon as what runs now has ended."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_soon(self._paint_due)

    def _paint_due(self) -> None:
        if self._is_due:
            try:
                self.paint()
            except Exception as error:
                self._screen.app._handle_exception(error)

    def paint(self) -> None:
        """Put all marked lines on the terminal in one frame."""
        self._before_painting()
        self._is_due = False
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, {}
        places = self._find_places() if not is_left_to_textual() and self._may_paint else {}
        console = self._screen.app.console
        parts: list[str] = []
        for widget, ys in dirty.items():
            place = places.get(widget)
            if place is None or place.region.size != (widget.width, widget.height):
                widget.leave_to_textual(ys)
                continue
            if not ys.isdisjoint(place.cut):
                widget.leave_to_textual(ys & place.cut)
            top, x = place.region.y + 1, place.region.x + 1
            parts += [
                f"\x1b[{top + y};{x}H{strip.render(console)}"
                for y, strip in widget.lines_at(sorted(ys - place.cut - place.covered))
            ]
        if parts:
            self._write("".join(parts))

    @property
    def _may_paint(self) -> bool:
        """Whether the screen is in front, laid out, and on a real terminal of its own."""
        screen = self._screen
        app = screen.app
        driver = app._driver
        return (
            # Textual calls the screen right behind the one in front current as well.
            app.screen is screen
            and app.is_running
            and not app._closed
            and driver is not None
            and not driver.is_headless
            and not driver.is_inline
            and not app._batch_count
            and not screen._layout_required
        )

    def _find_places(self) -> dict[object, _Place]:
        """Where each widget is of which every line is on the screen."""
        visible = self._screen._compositor.visible_widgets
        if visible is not self._visible:
            # Textual makes this dictionary anew with every layout, what is in front first.
            self._visible = visible
            above: list[Region] = []
            self._places = {}
            for widget, (region, clip) in visible.items():
                if clip.contains_region(region):
                    self._places[widget] = _place(region, above)
                above.append(region.intersection(clip))
        return self._places

    def _write(self, text: str) -> None:
        app = self._screen.app
        if self._screen.focused is not None:
            # Where a line is typed, the terminal's own cursor is there too.
            x, y = app.cursor_position
            text += f"\x1b[{y + 1};{x + 1}H"
        driver = app._driver
        if driver is not None:
            is_synchronized = app._sync_available
            driver.write(f"{_FRAME_BEGINS}{text}{_FRAME_ENDS}" if is_synchronized else text)
            # The thread that writes to the terminal goes first: what follows here is not seen.
            time.sleep(0)


def _place(region: Region, above: Iterable[Region]) -> _Place:
    covered: set[int] = set()
    cut: set[int] = set()
    for other in above:
        common = region.intersection(other)
        if common:
            lines = covered if common.width == region.width else cut
            lines.update(range(common.y - region.y, common.bottom - region.y))
    return _Place(region, frozenset(covered), frozenset(cut - covered))
