"""What the screens on which rooms are turned have in common: every verb on its one key."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from housekeeper.core.acts import ACTS, Asks, Verb
from housekeeper.core.board.board import BoardChange
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room, require_none_planned, require_possible
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.rooms.undo import Undone
from housekeeper.screens import navigation
from housekeeper.screens.acting.act_dialogs import (
    FINDS_ROOMS,
    ask_anyway,
    ask_note_again,
    first_step,
)
from housekeeper.screens.acting.act_queue import Outcome
from housekeeper.screens.acting.undo import take_back, undone_text
from housekeeper.screens.acting.verb_keys import (
    SHARED_BINDINGS,
    VERB_BINDINGS,
    refusal_text,
    requests_text,
)
from housekeeper.screens.sign_in.named_screen import NamedScreen
from housekeeper.screens.widgets.dialog import named_rooms
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.workstation import Workstation

_OF_A_ROOM = ("verb.", "room.")
"""How the ids of bindings begin whose keys take the room that is shown."""


class VerbScreen(NamedScreen):
    """A screen with rooms to act on. A subclass says which rooms, and repaints on news.

    What the keys of the verbs do is one road: `action_verb` finds the rooms, sees to who acts
    and takes the `first_step`: a dialog that asks for what the act needs, or at once the queue
    (`ActQueue.submit`); `came_back` tells what became of it.
    A subclass does not change the road; it is told of it by `verb_pressed`, `submitted`,
    `acted` and `undone`. Nothing that a key does to a room is done where `lets_act` says no.
    """

    has_rooms: ClassVar[bool] = True
    """What is pressed right behind it is meant for a room, not for a question."""

    acts_by_cursor: ClassVar[bool] = False
    """Whether typed numbers lead to the room that a verb takes."""

    BINDINGS: ClassVar[list[BindingType]] = [*VERB_BINDINGS, *SHARED_BINDINGS]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation)
        self.is_opening = False

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait: another screen is about to open, and they are meant for it."""
        return self.is_opening

    # What a subclass says, and is told

    def acting_rooms(self) -> list[Room]:
        """The rooms that a verb pressed now is meant for, as the board shows them."""
        raise NotImplementedError

    def board_changed(self, changes: Sequence[BoardChange], events: Sequence[RoomEvent]) -> None:
        """The workstation's board took in these events; repaint what they touched."""

    def board_read_anew(self) -> None:
        """The workstation has another board; repaint everything."""

    def verb_pressed(self) -> None:
        """The key of a verb was pressed, whatever comes of it."""

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """These requests are on their way to the store; marks were for them."""
        if requests:
            self.workstation.act_guard.act_sent(f"verb.{requests[0].verb.value}")
        self.forget_marks()

    def forget_marks(self) -> None:
        """No room is marked any more."""
        self.workstation.forget_marks()

    @property
    def acts_elsewhere(self) -> bool:
        """Whether a verb takes other rooms than the one that the reader is on."""
        return False

    def acted(self, outcome: Outcome) -> None:
        """An act of this terminal is done and the board shows it."""

    def undone(self, undone: Undone) -> None:
        """An act was taken back; the board shows it. Tell what was and what was not."""
        text, is_error = undone_text(undone), bool(undone.refused)
        self.tell(text, is_error)
        if len(undone.refused) > 1:
            refusals = [(number, str(refusal)) for number, refusal in undone.refused]
            navigation.show_refusals(self.app, refusals, "were not undone")

    def lets_act(self, binding: str, asks: bool = False) -> bool:
        """Whether the key of this binding, as it was pressed now, may act; if not, say why.

        `binding` is its id. `asks` says that it opens a line: what is typed for that is lost
        with it.
        """
        guard, key = self.workstation.act_guard, key_hint(type(self), binding)
        is_by_cursor = self.acts_by_cursor and binding.startswith(_OF_A_ROOM)
        refusal = guard.refuse(binding, key, is_by_cursor)
        if not refusal:
            # What was told before is of another act, and often of another room.
            self.message.clear_for_act()
            return True
        if asks:
            guard.lose_words(key)
        before, is_verb = self.message.text, binding.startswith("verb.")
        if not guard.was_twice or not before:
            self.tell(refusal)
        elif refusal not in before and (is_verb or not self.message.is_alert):
            # What became of the first press says more than that there were two.
            stop = "" if before.endswith(".") else "."
            self.tell(f"{before}{stop} {refusal}", self.message.is_alert)
        return False

    def lets_open(self, binding: str) -> bool:
        """Whether the key of this binding, as it was pressed now, may open a screen."""
        refusal = self.workstation.act_guard.refuse_opening(key_hint(type(self), binding))
        if refusal:
            self.tell(refusal)
        return not refusal

    def refuse(self, binding: str, reason: str, asks: bool) -> None:
        """Tell why the act of this key is not possible; words typed for it are lost with it."""
        if asks:
            self.workstation.act_guard.lose_words(key_hint(type(self), binding), reason)
        self.tell(reason, is_error=True)

    # The road of an act

    def action_verb(self, name: str) -> None:
        """Do a verb to the acting rooms, asking first for what it needs."""
        row, key = ACTS[Verb(name)], f"verb.{name}"
        asks = row.asks is not Asks.NOTHING
        self.verb_pressed()
        if not self.lets_act(key, asks):
            return
        rooms = self.acting_rooms()
        if row.asks not in FINDS_ROOMS:
            if not rooms:
                self.refuse(key, "There is no room under the cursor.", asks)
                return
            refusal = why_none_takes(row.verb, rooms, self)
            if refusal:
                if self.acts_elsewhere:
                    if len(rooms) > 1:
                        refusal = f"Not done for {named_rooms(rooms)}. {refusal}"
                    self.forget_marks()
                self.refuse(key, refusal, asks)
                return
        begin = first_step(self, row, rooms, self.acts_elsewhere)
        if self.must_ask_who:
            self._ask_who(begin, row.verb)
        elif self.is_allowed(row.verb):
            begin()
        elif asks:
            self.workstation.act_guard.lose_words(key_hint(type(self), key), self.message.text)

    def deliver(self, outcome: Outcome) -> None:
        """Give the outcome to the screen that is in use now; this one may have been left."""
        for screen in reversed(self.app.screen_stack):
            if isinstance(screen, VerbScreen):
                if screen.is_mounted:
                    screen.came_back(outcome)
                else:
                    # It is still opening, and has nothing yet in which to tell it.
                    screen.call_later(screen.came_back, outcome)
                return

    def came_back(self, outcome: Outcome) -> None:
        """An act came back from the store: tell what was refused and why, hand on what was done.

        The board is up to date with it.
        """
        acts, guard = self.workstation.acts, self.workstation.act_guard
        if outcome.requests:
            guard.act_came_back(f"verb.{outcome.requests[0].verb.value}", acts.is_idle)
        self.workstation.remember_done(outcome.done)
        if outcome.done:
            self.message.clear_error()
        self.acted(outcome)
        told = partial(refusal_text, owner=type(self), staff=self.workstation.staff)
        trouble, not_done = outcome.trouble(told), outcome.not_done(told)
        # A dialog tells of several rooms and why; the foot would say it again.
        requests = self.workstation.to_retry
        if trouble and (len(not_done) <= 1 or requests):
            if requests:
                key = key_hint(type(self), "retry")
                trouble += f" {key} tries again: {requests_text(requests)}."
            self.message.tell(trouble, is_error=True, is_of_store=bool(outcome.failed))
        if len(not_done) > 1:
            navigation.show_refusals(self.app, not_done, "were not changed")
        if outcome.to_ask:
            ask_anyway(self, outcome.to_ask)
        if outcome.to_show is not None:
            ask_note_again(self, *outcome.to_show)

    def look_now(self) -> None:
        """Bring the board up to date without waiting for the feed's next look."""
        self.run_worker(self.workstation.look(), group="look", exclusive=True, exit_on_error=False)

    # The other keys of every screen with rooms

    def action_retry(self) -> None:
        """Ask once more for what the database failed to do; nothing is done twice."""
        acts, requests = self.workstation.acts, self.workstation.to_retry
        if not self.lets_act("retry"):
            return
        if requests:
            self.when_signed_in(partial(acts.submit, self, requests, is_retry=True))
        else:
            self.tell("There is nothing to try again.")

    def action_round(self) -> None:
        """Start an inspection round, or walk on in one that is open."""

        def begin() -> None:
            if self.is_allowed(Verb.ROUND):
                navigation.open_round(self, self.workstation.act())

        if self.lets_act("round"):
            self.when_signed_in(begin)

    def action_undo(self) -> None:
        """Take back the last act of who is signed in, room by room."""

        def begin() -> None:
            self.forget_marks()
            work = take_back(self, self.workstation.act())
            self.run_worker(work, name="undo", group="undo", exit_on_error=False)

        if self.lets_act("undo"):
            self.when_signed_in(begin)


def why_none_takes(verb: Verb, rooms: Sequence[Room], screen: VerbScreen) -> str:
    """Why none of these rooms takes this verb, as the board shows them; "" if one does."""
    workstation = screen.workstation
    sentence = ""
    for room in rooms:
        if workstation.acts.concerns(room.number):
            # What is on its way may make it possible; the store will tell.
            return ""
        try:
            if verb is Verb.OUT_OF_ORDER:
                # An occupied room can be meant to go out on a later day.
                require_none_planned(room)
            else:
                require_possible(room, verb)
        except HousekeeperError as error:
            sentence = sentence or refusal_text(error, type(screen), workstation.staff)
        else:
            return ""
    return sentence
