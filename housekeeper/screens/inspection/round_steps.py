"""The steps of a round: what the round screen asks of the store, one after another."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from housekeeper.core.acts import Via
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
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.inspection.round_end import RoundEnd
from housekeeper.screens.inspection.round_stand import RoundStand
from housekeeper.screens.screen_host import ScreenHost

Unit = Callable[[UnitOfWork, Act], RoundView | Inspected]

_ONE_MOMENT = "One moment: the step before is still being written."


@dataclass(frozen=True, slots=True)
class RoundStep:
    """One step on its way: kept with its act, so that it can be tried again as the same."""

    act: Act
    unit: Unit
    sentence: str
    is_way_on: bool = False
    by_itself: bool = False


class RoundSteps(RoundStand):
    """Where one person stands in a round, and the steps from there.

    `changed` is called after whatever is to be seen, with whether another room is in hand now.
    A step begun while the one before is still being written is not taken: nobody passes a room
    that they have not seen.

    A round never stands at a room that is gone. Whatever is learned of the house, by whichever
    way, is held against the room in hand (`has_left`), and the round walks on from one that
    could be passed when it came up and no longer can. What is learned while a step is being
    written is looked at again after it.
    """

    def __init__(
        self, screen: ScreenHost, walker: Staff, view: RoundView, changed: Callable[[bool], None]
    ) -> None:
        super().__init__(view)
        self._screen = screen
        self._workstation = screen.workstation
        self._changed = changed
        self.walker = walker
        self.end = RoundEnd(screen, view.round.id, lambda: changed(False))
        self.is_busy = False
        self.failed: RoundStep | None = None
        self._steps_taken = 0
        self._must_look = False

    def _run(self, work: Coroutine[Any, Any, None], group: str) -> None:
        self._screen.run_worker(work, name=group, group=group, exit_on_error=False)

    def _act(self) -> Act:
        """A new act of whoever walks the round; they gave their PIN when they began it."""
        return Act(self.walker, Via.BOARD)

    # Steps

    def _begin(self, unit: Unit, sentence: str) -> None:
        if self.is_busy:
            self._screen.tell(_ONE_MOMENT)
        else:
            self._take(RoundStep(self._act(), unit, sentence))

    def _take(self, step: RoundStep) -> None:
        self.is_busy, self.failed = True, None
        self._steps_taken += 1
        self._run(self._take_whole(step), "round")

    async def _take_whole(self, step: RoundStep) -> None:
        """Take a step, and whatever must follow it, before another one may begin."""
        try:
            # A flag or a note whose key came before this one is written before it, too.
            await self._workstation.acts.settled()
            is_taken = await self._write(step)
        finally:
            self.is_busy = False
            if self._must_look:
                self.look_soon()
        if is_taken:
            await self._workstation.look()

    async def _write(self, step: RoundStep) -> bool:
        """Whether the step, or the way on from it, was taken."""
        try:
            answer = await self._workstation.store.write(lambda work: step.unit(work, step.act))
        except Refused as refusal:
            return await self._walk_on_after(step, str(refusal))
        except HousekeeperError as error:
            self.failed = step
            self._screen.tell(str(error), is_error=True)
            self._changed(False)
            return False
        view = answer.view if isinstance(answer, Inspected) else answer
        if isinstance(answer, Inspected):
            self._workstation.remember_done([answer.event])
        news = describe_changes(self.view, view, self.walker.code)
        self._go_to(view, step.by_itself)
        # A press that was dropped meanwhile is told still.
        told = (step.sentence, *news, self._workstation.act_guard.dropped)
        self._screen.tell(" ".join(told).strip())
        return True

    async def _walk_on_after(self, step: RoundStep, refusal: str) -> bool:
        """A step was refused: say why, and go on where its room is gone."""
        sentence = await self._read_anew(refusal)
        if not self.has_left:
            return False
        if step.is_way_on:
            # There is no way on: the round is finished, or this person may not walk it.
            self._stand_at(None, step.by_itself)
            return False
        return await self._write(self._way_on(sentence or ""))

    def _go_to(self, view: RoundView, by_itself: bool) -> None:
        self.view = view
        self._stand_at(view.current, by_itself)

    def _stand_at(self, number: str | None, by_itself: bool) -> None:
        is_other = self.stand_at(number, by_itself)
        if number is None:
            self.end.read()
        self._changed(is_other)

    def retry(self) -> bool:
        """Take the step again that failed with the store; False where none did."""
        if self.failed is None:
            return False
        self._take(self.failed)
        return True

    def pass_room(self) -> None:
        """Pass the room in hand and walk on."""
        room = self.room_in_hand
        if room is None:
            self._screen.tell("The round has no more rooms to pass.")
            return
        self._screen.forget_marks()
        round_id, number, version = self.view.round.id, room.room.number, room.room.version
        self._begin(
            lambda work, act: round_acts.pass_room(work, act, round_id, number, version),
            f"{number} passed.",
        )

    def fail_room(self, room: RoomInRound, reason: str) -> None:
        """Fail this room and walk on."""
        self._screen.forget_marks()
        round_id, number, version = self.view.round.id, room.room.number, room.room.version
        self._begin(
            lambda work, act: round_acts.fail_room(work, act, round_id, number, reason, version),
            f"{number} failed: {reason}.",
        )

    def skip(self) -> None:
        """Leave the room in hand for later and walk on."""
        room = self.room_in_hand
        if room is None:
            self._screen.tell("The round has no more rooms to skip.")
            return
        round_id, number = self.view.round.id, room.room.number
        self._begin(
            lambda work, act: round_acts.skip(work, act, round_id, number), f"{number} skipped."
        )

    def turn_to(self, number: str, sentence: str = "") -> None:
        """Go to a room of the round, back or ahead."""
        round_id = self.view.round.id
        self._begin(lambda work, act: round_acts.turn_to(work, act, round_id, number), sentence)

    def reorder(self) -> None:
        """Walk in the other order from now on."""
        is_by_floor = self.view.round.order is WalkingOrder.BY_FLOOR
        order = WalkingOrder.ARRIVALS_FIRST if is_by_floor else WalkingOrder.BY_FLOOR
        round_id = self.view.round.id
        self._begin(
            lambda work, act: round_acts.reorder(work, act, round_id, order), f"Now {order.label}."
        )

    def walk_skipped(self) -> None:
        """Let the skipped rooms wait again, and walk on."""
        round_id = self.view.round.id
        self._begin(lambda work, act: round_acts.walk_skipped(work, act, round_id), "")

    def resume(self) -> None:
        """Walk on with the room one stood at, or the next."""
        if self.is_busy:
            self._screen.tell(_ONE_MOMENT)
        else:
            self._take(self._way_on(""))

    def _way_on(self, sentence: str, by_itself: bool = False) -> RoundStep:
        round_id = self.view.round.id
        return RoundStep(
            self._act(),
            lambda work, act: round_acts.resume(work, act, round_id),
            sentence,
            is_way_on=True,
            by_itself=by_itself,
        )

    # The house, and the end

    def look_soon(self) -> None:
        """Bring the round in step with the house."""
        self._screen.run_worker(
            self._look(), group="round-look", exclusive=True, exit_on_error=False
        )

    async def _look(self) -> None:
        """Read the round anew; where the room in hand has left it, walk on."""
        sentence: str | None = None
        while sentence is None:
            if self.is_busy:
                self._must_look = True
                return
            sentence = await self._read_anew("")
        if self.has_left and not self.is_busy:
            self._take(self._way_on(sentence, by_itself=True))

    async def _read_anew(self, refusal: str) -> str | None:
        """Read the round as it is now, tell what others changed in it, and give that sentence.

        None where a step was begun meanwhile: it knows more than what was read.
        """
        self._must_look, steps_taken = False, self._steps_taken
        code, round_id = self.walker.code, self.view.round.id
        try:
            view = await self._workstation.store.read(
                lambda work: round_acts.look(work, code, round_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return str(error)
        if steps_taken != self._steps_taken:
            return None
        news = describe_changes(self.view, view, code)
        self.see(view)
        sentence = " ".join(dict.fromkeys((*([refusal] if refusal else ()), *news)))
        if sentence:
            self._screen.tell(sentence, is_error=bool(refusal))
        if self.number is None:
            self.end.read()
        self._changed(False)
        return sentence

    def finish(self, finished: Callable[[RoundResult], None]) -> None:
        """End the round; what came of it goes to `finished`."""
        if not self.is_busy:
            self.is_busy = True
            self._run(self._finish(self._act(), finished), "round")

    async def _finish(self, act: Act, finished: Callable[[RoundResult], None]) -> None:
        try:
            result = await self.end.finish(act)
        finally:
            self.is_busy = False
        if result is not None:
            finished(result)
