"""The figures: how long turning rooms takes, and how many wait through the day."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.shift.figures import Figures, figures_of_days
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.screens.shift.figures_text import figures_text
from housekeeper.screens.widgets.header import DeskHeader
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.widgets.time_text import moment_text
from housekeeper.screens.workstation import Workstation

SPANS = {1: "today", 7: "the last 7 days", 30: "the last 30 days", 90: "the last 90 days"}
"""Days that the figures may cover, today among them, in words."""


class FiguresScreen(Screen[None]):
    """Turn times and their parts by day, floor, type and person, and the backlog by the hour."""

    DEFAULT_CSS = """
    FiguresScreen { background: $surface; }
    FiguresScreen #title { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    FiguresScreen #figures { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    FiguresScreen #words { height: auto; }
    """
    AUTO_FOCUS = "#figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "span(1)", "Today", id="figures.day"),
        Binding("w", "span(7)", "7 days", id="figures.week"),
        Binding("m", "span(30)", "30 days", id="figures.month"),
        Binding("y", "span(90)", "90 days", id="figures.quarter"),
        Binding("escape,F", "close", "Back", key_display="esc", id="figures.close"),
    ]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__()
        self._workstation = workstation
        self._days = 7
        self._figures: Figures | None = None

    def compose(self) -> ComposeResult:
        """The span, and everything beneath it to scroll through."""
        yield DeskHeader(self._workstation)
        yield Static(Content("Figures"), id="title")
        with VerticalScroll(id="figures"):
            yield Static(Content("Reading the history…"), id="words")
        yield HintLine()

    def on_mount(self) -> None:
        """Read the last days."""
        screen = FiguresScreen
        self.query_one(HintLine).show(
            Hint(
                keys=named_keys(
                    (screen, "figures.day", "today"),
                    (screen, "figures.week", "7 days"),
                    (screen, "figures.month", "30 days"),
                    (screen, "figures.quarter", "90 days"),
                ),
                always=named_keys(
                    (screen, "figures.close", "back"), (type(self.app), "help", "help")
                ),
            ),
            None,
        )
        self._look()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def _look(self) -> None:
        self.run_worker(
            self._read(self._days), group="figures", exclusive=True, exit_on_error=False
        )

    async def _read(self, days: int) -> None:
        try:
            self._figures = await self._workstation.store.read(
                lambda work: figures_of_days(work, days)
            )
        except HousekeeperError as error:
            self.query_one("#words", Static).update(Content(plain(str(error))))
            return
        self._paint()

    def _paint(self) -> None:
        figures, hotel = self._figures, self._workstation.store.hotel
        if figures is None or not self.is_mounted:
            return
        since = moment_text(hotel, figures.since, self._workstation.clock.now())
        title = f"Figures of {SPANS[self._days]}, since {since}"
        self.query_one("#title", Static).update(Content(title))
        palette = palette_of(self.app.theme)
        width = max(self.size.width - 4, 40)
        self.query_one("#words", Static).update(figures_text(figures, hotel, palette, width))

    def action_span(self, days: int) -> None:
        """Cover so many days, today among them."""
        self._days = days
        self._look()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._paint)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
