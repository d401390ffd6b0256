"""The inspection round: one room fills the screen, and one key passes it and walks on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from housekeeper.core.acts import Via
from housekeeper.core.board.board import BoardChange
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round import WalkingOrder
from housekeeper.core.inspection.round_views import (
    Inspected,
    RoomInRound,
    RoundResult,
    RoundView,
    describe_changes,
)
from housekeeper.core.rights import Verb
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.undo import Undone
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.screens.inspection.round_text import (
    ahead_line,
    checklist_words,
    progress_line,
    result_words,
    room_words,
)
from housekeeper.screens.room.room_text import Telling
from housekeeper.screens.widgets.hint_line import Hint, HintLine, key_hint
from housekeeper.screens.widgets.ticking_header import DeskHeader
from housekeeper.screens.workstation import Desk

_TICK_SECONDS = 20.0
_NARROW = 100

Unit = Callable[[UnitOfWork, Act], RoundView | Inspected]


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of the round on its way: kept with its act, so that it can be tried again."""

    act: Act
    unit: Unit
    said: str


def _key(key: str, action: str, label: str, tooltip: str, key_id: str) -> Binding:
    return Binding(key, action, label, show=False, tooltip=tooltip, id=f"round.{key_id}")


class RoundScreen(VerbScreen, inherit_bindings=False):
    """Walks one person through a round; a key acts on the room that is on the screen.

    A key pressed while the one before is still being written does nothing: nobody passes a
    room that they have not seen. Leaving keeps the round open, to be resumed.
    """

    DEFAULT_CSS = """
    RoundScreen { background: $background; }
    RoundScreen #progress { height: 1; background: $panel; }
    RoundScreen #panes { height: 1fr; }
    RoundScreen VerticalScroll { padding: 1 2; scrollbar-size-vertical: 1; }
    RoundScreen #in-hand { width: 3fr; background: $surface; }
    RoundScreen #list { width: 2fr; background: $surface; margin-left: 1; display: none; }
    RoundScreen.-listed #list { display: block; }
    RoundScreen.-narrow #panes { layout: vertical; }
    RoundScreen.-narrow #in-hand { width: 100%; height: 3fr; padding: 0 2; }
    RoundScreen.-narrow #list { width: 100%; height: 2fr; padding: 0 2; margin: 0; }
    RoundScreen Static { height: auto; }
    RoundScreen #ahead { height: 1; background: $panel; }
    RoundScreen HintLine { height: 2; dock: bottom; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_NARROW, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("p", "pass", "Pass", "Pass the room and go on.", "pass"),
        _key("f", "fail", "Fail", "Fail the room, with a reason, and go on.", "fail"),
        _key("m", "verb('maintenance')", "Maintenance", "Flag a fault.", "maintenance"),
        _key("n", "verb('note')", "Note", "Write the room's note.", "note"),
        _key("s", "skip", "Skip", "Leave the room for later and go on.", "skip"),
        _key("backspace", "back", "Back", "Back to the room before.", "back"),
        _key("space", "tick", "Tick", "Tick the item of the checklist.", "tick"),
        _key("down,j", "item(1)", "Next item", "The next item of the checklist.", "item.next"),
        _key("up,k", "item(-1)", "Item before", "The item before.", "item.before"),
        _key("o", "order", "Order", "By floor, or arrivals first.", "order"),
        _key("w", "walk_skipped", "Skipped", "Walk the skipped rooms now.", "skipped"),
        _key("e", "export", "Export", "Write the round into files.", "export"),
        _key("enter", "go_on", "Go on", "At the end: walk on, or finish the round.", "go-on"),
        _key("u", "undo", "Undo", "Take back your last act, within a minute.", "undo"),
        _key("R", "retry", "Try again", "Ask once more what failed.", "retry"),
        _key("S", "sign_in", "Sign in", "Change who walks this round.", "sign-in"),
        _key("escape", "leave", "Leave", "Leave; the round waits to be resumed.", "leave"),
    ]

    def __init__(self, desk: Desk, walker: Staff, view: RoundView) -> None:
        super().__init__(desk)
        self._walker = walker
        self._view = view
        self._shown = view.current
        self._result: RoundResult | None = None
        self._ticked: dict[tuple[str, int], set[int]] = {}
        self._item = 0
        self._is_busy = False
        self._failed: _Step | None = None
        self._news = ""
        self._is_alert = False

    # What is shown

    def compose(self) -> ComposeResult:
        """Header and progress, the room with its checklist, what is ahead, and the keys."""
        yield DeskHeader(self.desk)
        yield Static(id="progress")
        with Horizontal(id="panes"):
            with VerticalScroll(id="in-hand", can_focus=False):
                yield Static(id="words")
            with VerticalScroll(id="list", can_focus=False):
                yield Static(id="items")
        yield Static(id="ahead")
        yield HintLine()

    def on_mount(self) -> None:
        """Show the first room, and keep ages running."""
        self._paint()
        if self._shown is None:
            self._read_result()
        self.set_interval(_TICK_SECONDS, self._paint)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def on_resize(self, _event: events.Resize) -> None:
        """Say as much as the width allows."""
        self.call_after_refresh(self._paint)

    @property
    def room_in_hand(self) -> RoomInRound | None:
        """The room on the screen, or None at the end of the round."""
        return self._view.room(self._shown)

    def acting_rooms(self) -> list[Room]:
        """The room on the screen, as the board has it."""
        board = self.desk.board
        room = board.room(self._shown) if board is not None and self._shown else None
        return [room] if room is not None else []

    @property
    def _items(self) -> tuple[str, ...]:
        one = self.room_in_hand
        return self._view.checklists.get(one.room.room_type, ()) if one is not None else ()

    @property
    def _ticks(self) -> set[int]:
        one = self.room_in_hand
        key = (one.room.number, one.visit.number) if one is not None else ("", 0)
        return self._ticked.setdefault(key, set())

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        palette = palette_of(self.app.theme)
        telling = Telling(self.desk.store.hotel, self.desk.clock.now(), palette)
        view, one = self._view, self.room_in_hand
        is_short = self.size.width < _NARROW
        self.query_one("#progress", Static).update(
            progress_line(view, self._walker.code, palette, is_short)
        )
        words = self.query_one("#words", Static)
        if one is not None:
            words.update(room_words(one, view, telling))
        elif self._result is not None:
            words.update(result_words(self._result, telling.now, palette))
        else:
            words.update(Content("Reading what came of the round…"))
        items = self._items
        self.set_class(bool(items), "-listed")
        if items:
            list_words = checklist_words(items, self._ticks, self._item, palette)
            self.query_one("#items", Static).update(list_words)
        self.query_one("#ahead", Static).update(ahead_line(view, self._shown, palette))
        self._show_hint()

    def _show_hint(self) -> None:
        progress = self._view.progress
        if self._shown is not None:
            keys = [("p", "pass"), ("f", "fail"), ("s", "skip"), ("m", "maintenance")]
            keys += [("n", "note"), ("⌫", "back")]
            if self._items:
                keys.append(("space", "tick"))
            keys.append(("o", "order"))
        else:
            keys = [("enter", "walk on" if progress.waiting else "finish"), ("e", "export")]
            if progress.skipped:
                keys.append(("w", "walk the skipped"))
            keys.append(("⌫", "back"))
        if self.desk.may_undo:
            keys.insert(0, ("u", "undo"))
        if self._failed is not None or self.desk.acts.to_retry:
            keys.insert(0, ("R", "try again"))
        hint = Hint(
            keys=keys,
            always=[("esc", "leave"), ("?", "help")],
            news=self._news,
            is_alert=self._is_alert,
        )
        self.query_one(HintLine).show(hint, None)

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence at the foot of the screen."""
        self._news, self._is_alert = plain(text), is_error
        self._show_hint()

    # Steps

    def _act(self) -> Act:
        """A new act of whoever walks the round; they gave their PIN when they began it."""
        return Act(self._walker, Via.BOARD)

    def _begin(self, unit: Unit, said: str) -> None:
        if self._is_busy:
            self.tell("One moment: the step before is still being written.")
        else:
            self._take_step(_Step(self._act(), unit, said))

    def _take_step(self, step: _Step) -> None:
        self._is_busy, self._failed = True, None
        self.run_worker(self._write(step), name="round", group="round", exit_on_error=False)

    async def _write(self, step: _Step) -> None:
        try:
            answer = await self.desk.store.write(lambda work: step.unit(work, step.act))
        except Refused as refusal:
            self._is_busy = False
            await self._look(str(refusal))
            return
        except HousekeeperError as error:
            self._is_busy, self._failed = False, step
            self.tell(str(error), is_error=True)
            return
        self._is_busy = False
        view = answer.view if isinstance(answer, Inspected) else answer
        if isinstance(answer, Inspected):
            self.desk.remember_done([answer.event])
        news = describe_changes(self._view, view, self._walker.code)
        self._go_to(view, view.current)
        self.tell(" ".join((step.said, *news)).strip())
        await self.desk.look()

    def _go_to(self, view: RoundView, number: str | None) -> None:
        if number != self._shown:
            self._item = 0
            self.query_one("#in-hand", VerticalScroll).scroll_home(animate=False)
        self._view, self._shown = view, number
        if number is None:
            self._read_result()
        self._paint()

    def action_pass(self) -> None:
        """Pass the room on the screen and walk on."""
        one = self.room_in_hand
        if one is None:
            self.tell("No room is on the screen that could pass.")
            return
        round_id, number, version = self._view.round.id, one.room.number, one.room.version
        self._begin(
            lambda work, act: round_acts.pass_room(work, act, round_id, number, version),
            f"{number} passed.",
        )

    def action_fail(self) -> None:
        """Ask for the reason, fail the room on the screen and walk on."""
        from housekeeper.screens.acting.fail_dialog import FailDialog

        one = self.room_in_hand
        if one is None:
            self.tell("No room is on the screen that could fail.")
            return
        round_id, number, version = self._view.round.id, one.room.number, one.room.version

        def answered(reason: str | None) -> None:
            if reason is not None:
                self._begin(
                    lambda work, act: round_acts.fail_room(
                        work, act, round_id, number, reason, version
                    ),
                    f"{number} failed: {reason}.",
                )

        self.app.push_screen(FailDialog([one.room], self._view.reasons), answered)

    def action_skip(self) -> None:
        """Leave the room on the screen for later and walk on."""
        one = self.room_in_hand
        if one is None:
            self.tell("No room is on the screen that could be skipped.")
            return
        round_id, number = self._view.round.id, one.room.number
        self._begin(
            lambda work, act: round_acts.skip(work, act, round_id, number), f"{number} skipped."
        )

    def action_back(self) -> None:
        """Go back to the room before in walking order."""
        number = self._view.back_from(self._shown)
        if number is None:
            self.tell("There is no room before this one.")
        else:
            self._turn_to(number)

    def _turn_to(self, number: str, said: str = "") -> None:
        round_id = self._view.round.id
        self._begin(lambda work, act: round_acts.turn_to(work, act, round_id, number), said)

    def action_order(self) -> None:
        """Walk in the other order from now on."""
        if self._shown is None:
            self.tell("The order matters again when there are rooms to walk to.")
            return
        is_by_floor = self._view.round.order is WalkingOrder.BY_FLOOR
        order = WalkingOrder.ARRIVALS_FIRST if is_by_floor else WalkingOrder.BY_FLOOR
        round_id = self._view.round.id
        self._begin(
            lambda work, act: round_acts.reorder(work, act, round_id, order), f"Now {order.label}."
        )

    def action_walk_skipped(self) -> None:
        """Let the skipped rooms wait again, and walk on."""
        if not self._view.progress.skipped:
            self.tell("No room was skipped.")
            return
        round_id = self._view.round.id
        self._begin(lambda work, act: round_acts.walk_skipped(work, act, round_id), "")

    def action_retry(self) -> None:
        """Ask once more what the database failed to do; nothing is done twice."""
        if self._failed is not None:
            self._take_step(self._failed)
        else:
            super().action_retry()

    def undone(self, undone: Undone) -> None:
        """Go back to the room whose act was taken back."""
        super().undone(undone)
        in_round = [one.room_number for one in undone.events if self._view.room(one.room_number)]
        if in_round:
            self._turn_to(in_round[0], self._news)

    # The checklist

    def action_item(self, step: int) -> None:
        """Go to another item of the checklist."""
        if self._items:
            self._item = max(0, min(self._item + step, len(self._items) - 1))
            self._paint()

    def action_tick(self) -> None:
        """Tick the item and go on to the next; a ticked one is ticked no more."""
        if not self._items:
            self.tell("This room type has no checklist: housekeeper checklist imports one.")
            return
        if self._item in self._ticks:
            self._ticks.discard(self._item)
        else:
            self._ticks.add(self._item)
            self._item = min(self._item + 1, len(self._items) - 1)
        self._paint()

    # The end

    def _read_result(self) -> None:
        self.run_worker(self._look_at_result(), group="round-result", exit_on_error=False)

    async def _look_at_result(self) -> None:
        round_id = self._view.round.id
        try:
            self._result = await self.desk.store.read(
                lambda work: round_acts.result_of(work, round_id)
            )
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
        self._paint()

    def action_go_on(self) -> None:
        """At the end, walk on where rooms came up meanwhile, else finish the round."""
        if self._shown is not None:
            passes, fails, skips = (
                key_hint(RoundScreen, f"round.{what}") for what in ("pass", "fail", "skip")
            )
            self.tell(f"{passes} passes this room, {fails} fails it, {skips} leaves it for later.")
        elif self._view.progress.waiting:
            round_id = self._view.round.id
            self._begin(lambda work, act: round_acts.resume(work, act, round_id), "")
        elif not self._is_busy:
            self._is_busy = True
            self.run_worker(self._finish(self._act()), group="round", exit_on_error=False)

    async def _finish(self, act: Act) -> None:
        round_id = self._view.round.id
        try:
            result = await self.desk.store.write(
                lambda work: round_acts.finish(work, act, round_id)
            )
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return
        finally:
            self._is_busy = False
        self._say_below(
            f"Round {round_id}: {len(result.passed)} passed, {len(result.failed)} failed, "
            f"{len(result.skipped)} skipped."
        )

    def action_leave(self) -> None:
        """Leave the screen; the round stays open."""
        progress, key = self._view.progress, key_hint(VerbScreen, "round")
        self._say_below(
            f"Round {self._view.round.id} waits, {progress.done} of {progress.total}: "
            f"{key} resumes it."
        )

    def _say_below(self, sentence: str) -> None:
        """Leave, and say so on the screen beneath."""
        below = [one for one in self.app.screen_stack if isinstance(one, VerbScreen)]
        self.dismiss(None)
        if len(below) > 1:
            below[-2].tell(sentence)

    def action_export(self) -> None:
        """Write what came of the round so far into files, and name them."""
        self.run_worker(self._export(), group="round-export", exit_on_error=False)

    async def _export(self) -> None:
        round_id = self._view.round.id
        try:
            result = await self.desk.store.read(lambda work: round_acts.result_of(work, round_id))
            paths = self.desk.export_round(result)
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
        else:
            further = " and ".join(path.suffix for path in paths[1:])
            self.tell(f"Written: {paths[0]} and {further}")

    # What comes from others

    def board_changed(
        self,
        changes: Sequence[BoardChange],  # noqa: ARG002
        room_events: Sequence[RoomEvent],  # noqa: ARG002
    ) -> None:
        """Bring the round in step with the house."""
        self._look_soon()

    def board_read_anew(self) -> None:
        """Bring the round in step with the house, and see whether its walker still works here."""
        known = self.desk.staff_book.get(self._walker.code)
        if known is None or not known.is_active:
            self._say_below(f"{self._walker.name} is no longer active and cannot act.")
        else:
            self._look_soon()

    def acted(self, outcome: Outcome) -> None:
        """A flag or a note was written."""
        if outcome.done:
            event = outcome.done[-1]
            self.tell(f"{event.room_number} {event.kind.label}.")

    def _look_soon(self) -> None:
        self.run_worker(self._look(), group="round-look", exclusive=True, exit_on_error=False)

    async def _look(self, said: str = "") -> None:
        """Read the round anew; where the room in hand has left it, walk on."""
        code, round_id = self._walker.code, self._view.round.id
        try:
            view = await self.desk.store.read(lambda work: round_acts.look(work, code, round_id))
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return
        before = self.room_in_hand
        news = describe_changes(self._view, view, code)
        self._view = view
        sentence = " ".join(dict.fromkeys((*([said] if said else ()), *news)))
        if sentence:
            self.tell(sentence, is_error=bool(said))
        now = self.room_in_hand
        was_open = before is not None and before.visit.is_open
        if was_open and now is not None and not now.visit.is_open and not self._is_busy:
            self._begin(lambda work, act: round_acts.resume(work, act, round_id), sentence)
        if self._shown is None:
            self._read_result()
        self._paint()

    def live_changed(self) -> None:
        """Someone else signed in walks on in this round; where they may not, it is left."""
        self.query_one(DeskHeader).tell()
        staff = self.desk.staff
        if staff is None or self.desk.is_per_act or staff == self._walker:
            return
        self._walker = staff
        if self.is_allowed(Verb.ROUND):
            round_id = self._view.round.id
            self._begin(lambda work, act: round_acts.resume(work, act, round_id), "")
        else:
            self._say_below(f"{staff.name} ({staff.role.label}) walks no inspection round.")
