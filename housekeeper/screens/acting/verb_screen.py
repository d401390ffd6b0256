"""What the screens on which rooms are turned have in common: every verb on its one key."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from housekeeper.core import rights
from housekeeper.core.board.board import BoardChange
from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.rights import Verb
from housekeeper.core.rooms import undo as undoing
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import MaintenancePriority, Room, RoomStatus, require_possible
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.rooms.undo import Undone
from housekeeper.core.stays.checkout import Receipt
from housekeeper.core.stays.front_desk import CheckedIn
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.acting.verb_keys import VERB_BINDINGS
from housekeeper.screens.sign_in.ask_who import ask_who
from housekeeper.screens.widgets.dialog import named_rooms
from housekeeper.screens.workstation import Desk


class VerbScreen(Screen[None]):
    """A screen with rooms to act on. A subclass says which rooms, and repaints on news.

    `acting_rooms` are the rooms that a verb is meant for. `board_changed` is called after
    the desk's board took in changes, `board_read_anew` after it was replaced, `live_changed`
    when its freshness or the person at the desk changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *VERB_BINDINGS,
        Binding(
            "R",
            "retry",
            "Try again what the database failed to do",
            show=False,
            id="retry",
            tooltip="Ask once more for what the database failed to do.",
        ),
        Binding(
            "i",
            "round",
            "Round",
            show=False,
            id="round",
            tooltip="Start an inspection round, or walk on in it.",
        ),
        Binding(
            "u",
            "undo",
            "Undo",
            show=False,
            id="undo",
            tooltip="Take back your last act, within a minute.",
        ),
        Binding(
            "S",
            "sign_in",
            "Sign in as someone else",
            show=False,
            id="sign-in",
            tooltip="Change who acts at this terminal.",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_opening = False

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait: another screen is about to open, and they are meant for it."""
        return self.is_opening

    def acting_rooms(self) -> list[Room]:
        """The rooms that a verb pressed now is meant for, as the board shows them."""
        raise NotImplementedError

    def board_changed(self, changes: Sequence[BoardChange], events: Sequence[RoomEvent]) -> None:
        """The desk's board took in these events; repaint what they touched."""

    def board_read_anew(self) -> None:
        """The desk has another board; repaint everything."""

    def live_changed(self) -> None:
        """The desk's freshness, or who is signed in, is another."""

    def acted(self, outcome: Outcome) -> None:
        """An act of this terminal is done and the board shows it."""

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence; whatever characters it has are shown literally."""
        self.notify(text, severity="error" if is_error else "information", markup=False)

    def when_signed_in(self, go: Callable[[], None]) -> None:
        """Go on once it is known who acts; ask where nobody is signed in, or at every act."""
        if self.desk.staff is not None and not self.desk.is_per_act:
            go()
        else:
            self._ask_who(go)

    def _ask_who(self, go: Callable[[], None]) -> None:
        def signed_in() -> None:
            self.live_changed()
            go()

        ask_who(self.app, self.desk, signed_in)

    def on_screen_resume(self) -> None:
        """Where each act is asked for, nobody is signed in once a dialog is left."""
        if self.desk.is_per_act:
            # After the dialog's answer, which is still on its way here.
            self.call_later(self._end_act)

    def _end_act(self) -> None:
        if self.is_current:
            self.desk.sign_out()
            self.live_changed()

    def action_sign_in(self) -> None:
        """Ask for code and PIN, whoever is signed in."""
        if self.desk.is_per_act:
            self.tell("This terminal asks for code and PIN at every act.")
        else:
            self._ask_who(self.signed_in)

    def signed_in(self) -> None:
        """Someone else has signed in at the key for that."""

    def action_verb(self, name: str) -> None:
        """Do a verb to the acting rooms, asking first for what it needs."""
        verb = Verb(name)
        rooms = self.acting_rooms()
        if verb is Verb.CHECK_IN:
            self.when_signed_in(lambda: self._check_in(rooms))
            return
        if verb is Verb.CHECK_OUT and not any(room.is_occupied for room in rooms):
            # Nobody to check out is meant, so the list of who is due is asked for.
            self.when_signed_in(self._choose_checkout)
            return
        if not rooms:
            self.tell("There is no room under the cursor.")
            return
        refusal = self._refusal(verb, rooms)
        if refusal:
            self.tell(refusal, is_error=True)
        else:
            self.when_signed_in(lambda: self._ask_and_act(verb, rooms))

    def _refusal(self, verb: Verb, rooms: list[Room]) -> str:
        """Why none of these rooms takes this verb, as the board shows them; "" if one does."""
        sentence = ""
        for room in rooms:
            if self.desk.acts.concerns(room.number):
                return ""
            try:
                require_possible(room, verb)
            except HousekeeperError as error:
                sentence = sentence or str(error)
            else:
                return ""
        return sentence

    def is_allowed(self, verb: Verb) -> bool:
        """Whether who is signed in may do this; if not, say who could."""
        staff = self.desk.staff
        try:
            if staff is not None:
                rights.require(staff, verb)
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return False
        return staff is not None

    def _ask_and_act(self, verb: Verb, rooms: list[Room]) -> None:
        if not self.is_allowed(verb):
            return
        match verb:
            case Verb.FAIL:
                self._ask_fail(rooms)
            case Verb.MAINTENANCE:
                self._ask_maintenance(rooms)
            case Verb.OUT_OF_ORDER:
                self._ask_out_of_order(rooms)
            case Verb.OVERRIDE:
                self._ask_override(rooms)
            case Verb.NOTE:
                self._ask_note(rooms)
            case Verb.CHECK_OUT:
                self._check_out(rooms)
            case _:
                self.submit(verb, rooms)

    def _ask_fail(self, rooms: list[Room]) -> None:
        from housekeeper.screens.acting.fail_dialog import FailDialog

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.submit(Verb.FAIL, rooms, note=reason)

        self.app.push_screen(FailDialog(rooms, store=self.desk.store), answered)

    def _ask_maintenance(self, rooms: list[Room]) -> None:
        from housekeeper.screens.acting.maintenance_dialog import MaintenanceDialog

        def answered(answer: tuple[MaintenancePriority, str] | None) -> None:
            if answer is not None:
                self.submit(Verb.MAINTENANCE, rooms, priority=answer[0], note=answer[1])

        self.app.push_screen(MaintenanceDialog(rooms), answered)

    def _ask_out_of_order(self, rooms: list[Room]) -> None:
        from housekeeper.screens.acting.out_of_order_dialog import OutOfOrderDialog

        def answered(answer: Any) -> None:
            if answer is not None:
                self.submit(Verb.OUT_OF_ORDER, rooms, note=answer[0], until=answer[1])

        today = self.desk.store.hotel.day(self.desk.clock.now())
        self.app.push_screen(OutOfOrderDialog(rooms, today), answered)

    def _ask_override(self, rooms: list[Room]) -> None:
        from housekeeper.screens.acting.override_dialog import OverrideDialog

        def answered(answer: tuple[RoomStatus, str] | None) -> None:
            if answer is not None:
                self.submit(Verb.OVERRIDE, rooms, status=answer[0], note=answer[1])

        self.app.push_screen(OverrideDialog(rooms), answered)

    def _ask_note(self, rooms: list[Room]) -> None:
        from housekeeper.screens.acting.note_dialog import NoteDialog

        def answered(note: str | None) -> None:
            if note is not None:
                self.submit(Verb.NOTE, rooms, note=note)

        self.app.push_screen(NoteDialog(rooms), answered)

    def _choose_checkout(self) -> None:
        if self.is_allowed(Verb.CHECK_OUT):
            self._check_out([])

    def _check_out(self, rooms: list[Room]) -> None:
        from housekeeper.screens.front_desk.checkout_screen import CheckoutScreen

        def left(receipt: Receipt | None) -> None:
            if receipt is not None and receipt.events:
                numbers = ", ".join(one.room_number for one in receipt.rooms)
                self.tell(f"Checked out {numbers}.")
            self.look_now()

        numbers = [room.number for room in rooms]
        self.app.push_screen(CheckoutScreen(self.desk, numbers), left)

    def _check_in(self, rooms: list[Room]) -> None:
        from housekeeper.screens.front_desk.check_in_dialog import CheckInDialog

        def checked_in(answer: CheckedIn | None) -> None:
            if answer is not None:
                self.tell(f"{answer.booking.reference} is checked in to {answer.room_number}.")
            self.look_now()

        if self.is_allowed(Verb.CHECK_IN):
            room = rooms[0] if len(rooms) == 1 and rooms[0].is_bookable else None
            self.app.push_screen(CheckInDialog(self.desk, room), checked_in)

    def look_now(self) -> None:
        """Bring the board up to date without waiting for the feed's next look."""
        self.run_worker(self._look(), group="look", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        await self.desk.look()

    def submit(self, verb: Verb, rooms: Sequence[Room], **asked: Any) -> None:
        """Send a verb for these rooms to the store, each guarded by the version seen here."""
        self.submit_requests(
            [TurnRequest(verb, room.number, room.version, **asked) for room in rooms]
        )

    def submit_requests(self, requests: Sequence[TurnRequest]) -> None:
        """Send these requests to the store as one act."""
        self.desk.acts.submit(self.app, self.desk, requests, self._deliver)

    def action_retry(self) -> None:
        """Ask once more for what the database failed to do; nothing is done twice."""
        requests = self.desk.acts.to_retry
        if requests:
            self.when_signed_in(
                lambda: self.desk.acts.submit(self.app, self.desk, requests, self._deliver)
            )
        else:
            self.tell("There is nothing to try again.")

    # Rounds

    def action_round(self) -> None:
        """Start an inspection round, or walk on in one that is open."""
        self.when_signed_in(self._begin_round)

    def _begin_round(self) -> None:
        from housekeeper.screens.inspection.enter_round import enter_round

        if self.is_allowed(Verb.ROUND):
            enter_round(self, self.desk.act())

    # Undoing

    def action_undo(self) -> None:
        """Take back the last act of who is signed in, room by room."""
        self.when_signed_in(self._undo)

    def _undo(self) -> None:
        work = self._take_back(self.desk.act())
        self.run_worker(work, name="undo", group="undo", exit_on_error=False)

    async def _take_back(self, act: Act) -> None:
        await self.desk.acts.settled()
        try:
            undone = await self.desk.store.write(lambda work: undoing.undo(work, act))
        except HousekeeperError as error:
            if isinstance(error, Refused):
                self.desk.forget_undone(act.staff.code)
            self.tell(str(error), is_error=True)
            return
        self.desk.forget_undone(act.staff.code)
        await self.desk.look()
        self.undone(undone)

    def undone(self, undone: Undone) -> None:
        """An act was taken back; the board shows it. Tell what was and what was not."""
        self.tell(undone_words(undone), is_error=bool(undone.refused))
        self._list_refusals(
            [(number, str(refusal)) for number, refusal in undone.refused], "were not undone"
        )

    def _list_refusals(self, refusals: Sequence[tuple[str, str]], what: str) -> None:
        """Where several rooms were refused, list each with its reason."""
        if len(refusals) > 1:
            from housekeeper.screens.acting.refusals_dialog import RefusalsDialog

            self.app.push_screen(RefusalsDialog(refusals, what))

    def _deliver(self, outcome: Outcome) -> None:
        """Give the outcome to the screen that is in use now; this one may have been left."""
        for screen in reversed(self.app.screen_stack):
            if isinstance(screen, VerbScreen):
                screen.came_back(outcome)
                return

    def came_back(self, outcome: Outcome) -> None:
        """An act came back from the store: tell what was refused and why, hand on what was done.

        The board is up to date with it.
        """
        self.desk.remember_done(outcome.done)
        self.acted(outcome)
        errors = [(number, str(error)) for number, error in (*outcome.refused, *outcome.failed)]
        if not errors:
            return
        count, asked = len(errors), len(outcome.requests)
        if asked > 1:
            text = f"{count} of {asked} rooms {'was' if count == 1 else 'were'} not changed."
            self.tell(text if count > 1 else f"{text} {errors[0][1]}", is_error=True)
        else:
            self.tell(errors[0][1], is_error=True)
        self._list_refusals(errors, "were not changed")


def undone_words(undone: Undone) -> str:
    """What was undone and what was not, and why where it is one room."""
    label = undone.kind.label
    said = []
    if len(undone.events) == 1:
        event = undone.events[0]
        said.append(f"Undone: '{label}'; {event.room_number} is {event.to_status.label} again.")
    elif undone.events:
        rooms = named_rooms([event.room_number for event in undone.events])
        said.append(f"Undone: '{label}' in {rooms}.")
    if len(undone.refused) == 1:
        said.append(f"Not undone: {undone.refused[0][1]}")
    elif undone.refused:
        said.append(f"{len(undone.refused)} rooms were not undone.")
    return " ".join(said)
