"""The inspection round: one room fills the screen, and one key passes it and walks on."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from housekeeper.core.acts import Verb
from housekeeper.core.board.board import BoardChange
from housekeeper.core.inspection.round_views import RoundResult, RoundView
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.undo import Undone
from housekeeper.core.staff.staff import Staff
from housekeeper.screens import navigation
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.inspection.checklist_marks import ChecklistMarks
from housekeeper.screens.inspection.round_hint import keys_now
from housekeeper.screens.inspection.round_panes import NARROW, RoundPanes
from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.inspection.seen_room import DIGIT_BINDINGS, SeenRoomScreen
from housekeeper.screens.widgets.header import DeskHeader
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import key_hint, make_binding, named_keys
from housekeeper.screens.workstation import Workstation

_TICK_SECONDS = 20.0


def _key(key: str, action: str, label: str, tooltip: str, name: str) -> Binding:
    """A key of the round's own; what other screens have keys for too has the id it has there."""
    return make_binding(key, action, label, tooltip, f"round.{name}")


class RoundScreen(SeenRoomScreen, inherit_bindings=False):
    """Walks one person through a round; a key acts on the room that is on the screen.

    A key pressed while the one before is still being written does nothing, nor does one that
    was pressed before its room came up: nobody passes a room that they have not seen. Leaving
    keeps the round open, to be resumed.
    """

    DEFAULT_CSS = """
    RoundScreen { background: $background; }
    RoundScreen.-narrow #panes { layout: vertical; }
    RoundScreen.-narrow #in-hand { width: 100%; height: 3fr; padding: 0 2; }
    RoundScreen.-narrow #list { width: 100%; height: 2fr; padding: 0 2; margin: 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        make_binding("p", "pass", "Pass", "Pass the room and go on.", "verb.pass"),
        make_binding("f", "fail", "Fail", "Fail the room, with a reason, and go on.", "verb.fail"),
        make_binding(
            "m", "verb('maintenance')", "Maintenance", "Flag a fault.", "verb.maintenance"
        ),
        make_binding("n", "verb('note')", "Note", "Write the room's note.", "verb.note"),
        _key("s", "skip", "Skip", "Leave the room for later and go on.", "skip"),
        _key("backspace", "back", "Back", "Back to the room before.", "back"),
        _key("space", "tick", "Tick", "Tick the item of the checklist.", "tick"),
        _key("down,j", "item(1)", "Next item", "The next item of the checklist.", "item.next"),
        _key("up,k", "item(-1)", "Item before", "The item before.", "item.before"),
        _key("o", "order", "Order", "By floor, or arrivals first.", "order"),
        _key("w", "walk_skipped", "Skipped", "Walk the skipped rooms now.", "skipped"),
        _key("e", "export", "Export", "Write the round into files.", "export"),
        _key("enter", "go_on", "Go on", "Walk on; at the end, finish the round.", "go-on"),
        make_binding("u", "undo", "Undo", "Take back your last act, within a minute.", "undo"),
        make_binding("R", "retry", "Try again", "Ask once more what failed.", "retry"),
        make_binding("S", "sign_in", "Sign in", "Change who walks this round.", "sign-in"),
        *DIGIT_BINDINGS,
        _key("escape", "leave", "Leave", "Leave; the round waits to be resumed.", "leave"),
    ]

    def __init__(self, workstation: Workstation, walker: Staff, view: RoundView) -> None:
        super().__init__(workstation)
        self.steps = RoundSteps(self, walker, view, self._paint)
        self._marks = ChecklistMarks()
        self._panes = RoundPanes(workstation, self.steps, self._marks)

    # What is shown

    def compose(self) -> ComposeResult:
        """Header and progress, the room with its checklist, what is ahead, and the keys."""
        yield DeskHeader(self.workstation)
        yield self._panes
        yield HintLine()

    def on_mount(self) -> None:
        """Show the first room with its keys, and keep ages running."""
        self.call_after_refresh(self._paint)
        if self.steps.room_in_hand is None:
            self.steps.end.read()
        self.set_interval(_TICK_SECONDS, self._paint)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def acting_rooms(self) -> list[Room]:
        """The room on the screen, as the board has it."""
        board, number = self.workstation.board, self.steps.number
        room = board.room(number) if board is not None and number else None
        return [room] if room is not None else []

    def _paint(self, is_other_room: bool = False) -> None:
        if self.is_mounted:
            if is_other_room:
                self._panes.begin_room()
            self._panes.paint()
            self.show_hint()

    def show_hint(self) -> None:
        """Tell the message and the keys that apply now."""
        if not self.query(HintLine):
            return
        hint = Hint(
            keys=keys_now(RoundScreen, self.workstation, self.steps),
            always=named_keys(
                (RoundScreen, "round.leave", "leave"), (type(self.app), "help", "help")
            ),
            news=self.message.text,
            is_alert=self.message.is_alert,
        )
        self.query_one(HintLine).show(hint, None)

    # Steps

    def action_pass(self) -> None:
        """Pass the room on the screen and walk on."""
        if self.lets_act("verb.pass"):
            self.steps.pass_room()

    def action_fail(self) -> None:
        """Ask for the reason, fail the room on the screen and walk on."""
        if not self.lets_act("verb.fail", asks=True):
            return
        room = self.steps.room_in_hand
        if room is None:
            self.refuse("round.fail", "The round has no more rooms to fail.", asks=True)
            return

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.steps.fail_room(room, reason)

        navigation.ask_fail(self.app, [room.room], answered, self.steps.view.reasons)

    def action_skip(self) -> None:
        """Leave the room on the screen for later and walk on."""
        if self.lets_act("round.skip"):
            self.steps.skip()

    def action_back(self) -> None:
        """Go back to the room before in walking order."""
        number = self.steps.view.back_from(self.steps.number)
        if number is None:
            self.tell("There is no room before this one.")
        else:
            self.steps.turn_to(number)

    def action_order(self) -> None:
        """Walk in the other order from now on."""
        if self.steps.room_in_hand is None:
            self.tell("The order matters again when there are rooms to walk to.")
        else:
            self.steps.reorder()

    def action_walk_skipped(self) -> None:
        """Let the skipped rooms wait again, and walk on."""
        if not self.steps.view.progress.skipped:
            self.tell("No room was skipped.")
        elif self.lets_act("round.skipped"):
            self.steps.walk_skipped()

    def action_retry(self) -> None:
        """Ask once more what the database failed to do; nothing is done twice."""
        if self.steps.failed is None:
            super().action_retry()
        elif self.lets_act("retry"):
            self.steps.retry()

    def undone(self, undone: Undone) -> None:
        """Go back to the room whose act was taken back."""
        super().undone(undone)
        numbers = [event.room_number for event in undone.events]
        in_round = [number for number in numbers if self.steps.view.room(number)]
        if in_round:
            self.steps.turn_to(in_round[0], self.message.text)

    # The checklist

    def action_item(self, step: int) -> None:
        """Go to another item of the checklist."""
        if self.steps.checklist:
            self._marks.move(step, len(self.steps.checklist))
            self._paint()

    def action_tick(self) -> None:
        """Tick the item and go on to the next; a ticked one is ticked no more."""
        room, items = self.steps.room_in_hand, self.steps.checklist
        if room is None or not items:
            self.tell("This room type has no checklist: housekeeper checklist imports one.")
            return
        self._marks.tick(room, len(items))
        self._paint()

    # The end

    def action_go_on(self) -> None:
        """Walk on from a room that is done, or to rooms that came up; at the end, finish."""

        def finished(result: RoundResult) -> None:
            self._say_below(
                f"Round {result.round.id}: {len(result.passed)} passed, "
                f"{len(result.failed)} failed, {len(result.skipped)} skipped."
            )

        steps, is_finished = self.steps, self.steps.view.round.finished_at is not None
        if steps.is_looking_back:
            steps.resume()
        elif steps.room_in_hand is not None:
            passes, fails, leaves = (
                key_hint(RoundScreen, name) for name in ("verb.pass", "verb.fail", "round.skip")
            )
            self.tell(f"{passes} passes this room, {fails} fails it, {leaves} leaves it for later.")
        elif steps.view.progress.waiting and not is_finished:
            steps.resume()
        elif self.lets_act("round.go-on"):
            steps.finish(finished)

    def action_leave(self) -> None:
        """Leave the screen; the round stays open."""
        view, key = self.steps.view, key_hint(VerbScreen, "round")
        self._say_below(
            f"Round {view.round.id} waits, {view.progress.done} of {view.progress.total}: "
            f"{key} resumes it."
        )

    def _say_below(self, sentence: str) -> None:
        """Leave, and say so on the screen beneath."""
        below = [screen for screen in self.app.screen_stack if isinstance(screen, VerbScreen)]
        self.dismiss(None)
        if len(below) > 1:
            below[-2].tell(sentence)

    def action_export(self) -> None:
        """Write what came of the round so far into files, and name them."""
        self.steps.end.export()

    # What comes from others

    def board_changed(
        self,
        changes: Sequence[BoardChange],  # noqa: ARG002
        room_events: Sequence[RoomEvent],  # noqa: ARG002
    ) -> None:
        """Bring the round in step with the house."""
        self.steps.look_soon()

    def board_read_anew(self) -> None:
        """Bring the round in step with the house, and see whether its walker still works here."""
        walker = self.steps.walker
        known = self.workstation.staff_book.get(walker.code)
        if known is None or not known.is_active:
            self._say_below(f"{walker.name} is no longer active and cannot act.")
        else:
            self.steps.look_soon()

    def acted(self, outcome: Outcome) -> None:
        """A flag or a note was written."""
        if outcome.done:
            event = outcome.done[-1]
            self.tell(f"{event.room_number} {event.kind.label}.")

    def live_changed(self) -> None:
        """Someone else signed in walks on in this round; where they may not, it is left."""
        self.query_one(DeskHeader).tell()
        staff = self.workstation.staff
        if staff is None or self.workstation.is_per_act or staff == self.steps.walker:
            return
        self.steps.walker = staff
        if self.is_allowed(Verb.ROUND):
            self.steps.resume()
        else:
            self._say_below(f"{staff.name} ({staff.role.label}) walks no inspection round.")
