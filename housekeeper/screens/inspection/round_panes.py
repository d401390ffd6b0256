"""What the round screen shows: progress, the room in hand with its checklist, what is ahead."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from housekeeper.screens.inspection.checklist_marks import ChecklistMarks
from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.inspection.round_text import (
    ahead_line,
    checklist_text,
    progress_line,
    result_text,
    room_text,
)
from housekeeper.screens.room.room_text import telling_of
from housekeeper.screens.workstation import Workstation

NARROW = 100
"""Below so many cells the checklist stands under the room."""


class RoundPanes(Vertical):
    """One room fills the screen; at the end of the round, what came of it."""

    DEFAULT_CSS = """
    RoundPanes #progress { height: 1; background: $panel; }
    RoundPanes #panes { height: 1fr; }
    RoundPanes VerticalScroll { padding: 1 2; scrollbar-size-vertical: 1; }
    RoundPanes #in-hand { width: 3fr; background: $surface; }
    RoundPanes #list { width: 2fr; background: $surface; margin-left: 1; display: none; }
    RoundPanes.-listed #list { display: block; }
    RoundPanes Static { height: auto; }
    RoundPanes #ahead { height: 1; background: $panel; }
    """

    def __init__(self, workstation: Workstation, steps: RoundSteps, marks: ChecklistMarks) -> None:
        super().__init__()
        self._workstation = workstation
        self._steps = steps
        self._marks = marks

    def compose(self) -> ComposeResult:
        """Progress, the room and its checklist, the rooms ahead."""
        yield Static(id="progress")
        with Horizontal(id="panes"):
            with VerticalScroll(id="in-hand", can_focus=False):
                yield Static(id="words")
            with VerticalScroll(id="list", can_focus=False):
                yield Static(id="items")
        yield Static(id="ahead")

    def on_resize(self) -> None:
        """Say as much as the width allows."""
        self.call_after_refresh(self.paint)

    def begin_room(self) -> None:
        """Another room is in hand: show it from its beginning."""
        self._marks.item = 0
        self.query_one("#in-hand", VerticalScroll).scroll_home(animate=False)

    def paint(self) -> None:
        """Show where the round stands."""
        telling = telling_of(self._workstation, self.app.theme)
        palette, steps, marks = telling.palette, self._steps, self._marks
        room, items = steps.room_in_hand, steps.checklist
        is_narrow = self.screen.size.width < NARROW
        self.query_one("#progress", Static).update(
            progress_line(steps.view, steps.walker.code, palette, is_narrow)
        )
        words = self.query_one("#words", Static)
        if room is not None:
            words.update(room_text(room, steps.view, telling))
        elif steps.end.result is not None:
            words.update(result_text(steps.end.result, telling.now, palette))
        else:
            words.update(Content("Reading what came of the round…"))
        self.set_class(bool(items), "-listed")
        if room is not None and items:
            checklist = checklist_text(items, marks.ticked(room), marks.item, palette)
            self.query_one("#items", Static).update(checklist)
        self.query_one("#ahead", Static).update(ahead_line(steps.view, steps.number, palette))
