"""The handover: what happened since one was last here, what is open, and notes until ticked."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.event import Act
from housekeeper.core.shift import handover as handing
from housekeeper.core.shift.handover import Handover
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens import navigation
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.screens.room.room_text import Telling
from housekeeper.screens.shift.handover_text import handover_text
from housekeeper.screens.sign_in.ask_who import ask_who
from housekeeper.screens.widgets.header import DeskHeader
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import key_hint, named_keys
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.time_text import moment_text
from housekeeper.screens.workstation import Workstation

_LOOK_SECONDS = 5.0


class HandoverScreen(Screen[None]):
    """Tells since the last sign-in before this shift, or since a time that is asked for."""

    DEFAULT_CSS = """
    HandoverScreen { background: $background; }
    HandoverScreen #title { height: 1; padding: 0 1; background: $surface; text-style: bold; }
    HandoverScreen #panes { height: 1fr; }
    HandoverScreen #told { width: 3fr; padding: 0 1; background: $surface; }
    HandoverScreen VerticalScroll { scrollbar-size-vertical: 1; }
    HandoverScreen #notes-pane { width: 2fr; padding: 0 1; margin-left: 1; background: $surface; }
    HandoverScreen.-narrow #panes { layout: vertical; }
    HandoverScreen.-narrow #told { width: 100%; height: 1fr; }
    HandoverScreen.-narrow #notes-pane { width: 100%; height: auto; max-height: 50%; margin: 0; }
    HandoverScreen.-narrow #notes { max-height: 6; }
    HandoverScreen Static { height: auto; }
    HandoverScreen #notes { height: auto; max-height: 1fr; }
    HandoverScreen #whole { margin-top: 1; }
    HandoverScreen .head { color: $text-muted; text-style: bold; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#notes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "Leave a note", id="handover.note", tooltip="For the next shift."),
        Binding(
            "space,enter",
            "tick",
            "Tick",
            key_display="space",
            priority=True,
            id="handover.tick",
            tooltip="Tick the note as dealt with.",
        ),
        Binding("b", "since", "Since when", id="handover.since", tooltip="Tell from another time."),
        Binding("left_square_bracket", "scroll(-1)", show=False, id="handover.up"),
        Binding("right_square_bracket", "scroll(1)", show=False, id="handover.down"),
        Binding("escape,H", "close", "Back", key_display="esc", id="handover.close"),
    ]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__()
        self._workstation = workstation
        self._since: datetime | None = None
        self._told: Handover | None = None

    def compose(self) -> ComposeResult:
        """What happened on one side, the notes on the other."""
        yield DeskHeader(self._workstation)
        yield Static(Content("Handover"), id="title")
        with Horizontal(id="panes"):
            with VerticalScroll(id="told"):
                yield Static(Content("Reading what happened…"), id="words")
            with Vertical(id="notes-pane"):
                yield Static(Content("NOTES FOR THE NEXT SHIFT"), classes="head")
                yield RowList(id="notes")
                yield Static(id="whole")
        yield HintLine()

    def on_mount(self) -> None:
        """Read, and again from time to time."""
        self.say("")
        self.look()
        self.set_interval(_LOOK_SECONDS, self._look_if_current)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def _look_if_current(self) -> None:
        if self.is_current:
            self.look()

    def look(self) -> None:
        """Read the handover anew."""
        self.run_worker(self._read(), group="handover", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        staff, since = self._workstation.staff, self._since
        code = staff.code if staff is not None else None
        try:
            self._told = await self._workstation.store.read(
                lambda work: handing.handover_for(work, code, since)
            )
        except HousekeeperError as error:
            self.say(str(error))
            return
        self._paint()

    def say(self, sentence: str) -> None:
        """Show one sentence at the foot, above the keys; an empty one takes it away."""
        screen = HandoverScreen
        self.query_one(HintLine).show(
            Hint(
                keys=named_keys(
                    (screen, "handover.tick", "tick"),
                    (screen, "handover.note", "leave a note"),
                    (screen, "handover.since", "since when"),
                ),
                always=named_keys(
                    (screen, "handover.close", "back"), (type(self.app), "help", "help")
                ),
                news=plain(sentence),
                is_alert=bool(sentence),
            ),
            None,
        )

    def _paint(self) -> None:
        told = self._told
        if told is None or not self.is_mounted:
            return
        hotel, now = self._workstation.store.hotel, self._workstation.clock.now()
        telling = Telling(hotel, now, palette_of(self.app.theme))
        since = moment_text(hotel, told.since, now)
        self.query_one("#title", Static).update(Content(f"Handover since {since}"))
        self.query_one("#words", Static).update(handover_text(told, telling))
        rows = [
            Row(
                str(note.id),
                Content.assemble(
                    "☐ ",
                    plain(note.text),
                    (
                        f"  {plain(told.named(note.written_by))} "
                        f"{moment_text(hotel, note.written_at, now)}",
                        MUTED,
                    ),
                ),
            )
            for note in told.notes
        ]
        rows += [
            Row(
                None,
                Content.assemble(
                    (f"☑ {plain(note.text)}  {plain(told.named(note.ticked_by))}", MUTED)
                ),
            )
            for note in told.ticked
        ]
        if not rows:
            key = key_hint(HandoverScreen, "handover.note")
            rows = [Row(None, Content(f"none: {key} leaves one"))]
        self.query_one("#notes", RowList).set_rows(rows)
        self._show_whole()

    @on(RowList.Moved)
    def _show_whole(self) -> None:
        """Show the note under the cursor in full."""
        key = self.query_one("#notes", RowList).key
        notes = self._told.notes if self._told is not None else ()
        text = next((note.text for note in notes if str(note.id) == key), "")
        self.query_one("#whole", Static).update(Content(plain(text)))

    # Notes

    def _when_signed_in(self, go: Callable[[], None]) -> None:
        if self._workstation.staff is not None and not self._workstation.is_per_act:
            go()
        else:
            ask_who(self.app, self._workstation, go)

    def action_note(self) -> None:
        """Write a note that stays until it is ticked."""

        def answered(text: str | None) -> None:
            if text:
                self._when_signed_in(lambda: self._write(self._add(self._workstation.act(), text)))

        navigation.ask_handover_note(self.app, answered)

    def _write(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="handover-write", exit_on_error=False)

    async def _add(self, act: Act, text: str) -> None:
        await self._change(lambda work: handing.add_note(work, act, text))

    async def _change(self, unit: Callable[[UnitOfWork], object]) -> None:
        try:
            await self._workstation.store.write(unit)
        except HousekeeperError as error:
            self.say(str(error))
        else:
            self.say("")
            await self._read()

    def action_tick(self) -> None:
        """Tick the note under the cursor."""
        key = self.query_one("#notes", RowList).key
        if key is None:
            self.say("There is no note to tick.")
            return

        def tick() -> None:
            act = self._workstation.act()
            self._write(self._change(lambda work: handing.tick(work, act, int(key))))

        self._when_signed_in(tick)

    def action_since(self) -> None:
        """Ask from when on to tell."""

        def answered(since: datetime | None) -> None:
            if since is not None:
                self._since = since
                self.look()

        workstation = self._workstation
        navigation.ask_since(self.app, workstation.store.hotel, workstation.clock.now(), answered)

    def action_scroll(self, step: int) -> None:
        """Scroll through what happened while the notes keep the focus."""
        self.query_one("#told", VerticalScroll).scroll_relative(y=step * 8, animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._paint)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
