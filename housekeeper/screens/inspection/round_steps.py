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
from housekeeper.screens.screen_host import ScreenHost

Unit = Callable[[UnitOfWork, Act], RoundView | Inspected]


@dataclass(frozen=True, slots=True)
class RoundStep:
    """One step on its way: kept with its act, so that it can be tried again as the same."""

    act: Act
    unit: Unit
    sentence: str


class RoundSteps:
    """Where one person stands in a round, and the steps from there.

    `changed` is called after whatever is to be seen, with whether another room is in hand now.
    A step begun while the one before is still being written is not taken: nobody passes a room
    that they have not seen.
    """

    def __init__(
        self, screen: ScreenHost, walker: Staff, view: RoundView, changed: Callable[[bool], None]
    ) -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._changed = changed
        self.walker = walker
        self.view = view
        self.number = view.current
        """The room in hand; None at the end of the round."""
        self.result: RoundResult | None = None
        self.is_busy = False
        self.failed: RoundStep | None = None

    @property
    def room_in_hand(self) -> RoomInRound | None:
        """The room that a step is meant for, or None at the end of the round."""
        return self.view.room(self.number)

    @property
    def checklist(self) -> tuple[str, ...]:
        """What to look at in a room of this type."""
        room = self.room_in_hand
        return self.view.checklists.get(room.room.room_type, ()) if room is not None else ()

    def _run(self, work: Coroutine[Any, Any, None], group: str) -> None:
        self._screen.run_worker(work, name=group, group=group, exit_on_error=False)

    def _act(self) -> Act:
        """A new act of whoever walks the round; they gave their PIN when they began it."""
        return Act(self.walker, Via.BOARD)

    # Steps

    def _begin(self, unit: Unit, sentence: str) -> None:
        if self.is_busy:
            self._screen.tell("One moment: the step before is still being written.")
        else:
            self._take(RoundStep(self._act(), unit, sentence))

    def _take(self, step: RoundStep) -> None:
        self.is_busy, self.failed = True, None
        self._run(self._write(step), "round")

    async def _write(self, step: RoundStep) -> None:
        try:
            answer = await self._workstation.store.write(lambda work: step.unit(work, step.act))
        except Refused as refusal:
            self.is_busy = False
            await self._look(str(refusal))
            return
        except HousekeeperError as error:
            self.is_busy, self.failed = False, step
            self._screen.tell(str(error), is_error=True)
            return
        self.is_busy = False
        view = answer.view if isinstance(answer, Inspected) else answer
        if isinstance(answer, Inspected):
            self._workstation.remember_done([answer.event])
        news = describe_changes(self.view, view, self.walker.code)
        self._go_to(view)
        # A press that was dropped meanwhile is told still.
        told = (step.sentence, *news, self._workstation.act_guard.dropped)
        self._screen.tell(" ".join(told).strip())
        await self._workstation.look()

    def _go_to(self, view: RoundView) -> None:
        is_other = view.current != self.number
        self.view, self.number = view, view.current
        if self.number is None:
            self.read_result()
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
            self._screen.tell("No room is on the screen that could pass.")
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
            self._screen.tell("No room is on the screen that could be skipped.")
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

    def resume(self, sentence: str = "") -> None:
        """Walk on with the room one stood at, or the next."""
        round_id = self.view.round.id
        self._begin(lambda work, act: round_acts.resume(work, act, round_id), sentence)

    # The house, and the end

    def look_soon(self) -> None:
        """Bring the round in step with the house."""
        self._screen.run_worker(
            self._look(), group="round-look", exclusive=True, exit_on_error=False
        )

    async def _look(self, refusal: str = "") -> None:
        """Read the round anew; where the room in hand has left it, walk on."""
        code, round_id = self.walker.code, self.view.round.id
        try:
            view = await self._workstation.store.read(
                lambda work: round_acts.look(work, code, round_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return
        before = self.room_in_hand
        news = describe_changes(self.view, view, code)
        self.view = view
        sentence = " ".join(dict.fromkeys((*([refusal] if refusal else ()), *news)))
        if sentence:
            self._screen.tell(sentence, is_error=bool(refusal))
        now = self.room_in_hand
        was_open = before is not None and before.visit.is_open
        if was_open and now is not None and not now.visit.is_open and not self.is_busy:
            self.resume(sentence)
        if self.number is None:
            self.read_result()
        self._changed(False)

    def read_result(self) -> None:
        """Read what came of the round so far."""
        self._run(self._read_result(), "round-result")

    async def _read_result(self) -> None:
        round_id = self.view.round.id
        try:
            self.result = await self._workstation.store.read(
                lambda work: round_acts.result_of(work, round_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        self._changed(False)

    def finish(self, finished: Callable[[RoundResult], None]) -> None:
        """End the round; what came of it goes to `finished`."""
        if not self.is_busy:
            self.is_busy = True
            self._run(self._finish(self._act(), finished), "round")

    async def _finish(self, act: Act, finished: Callable[[RoundResult], None]) -> None:
        round_id = self.view.round.id
        try:
            result = await self._workstation.store.write(
                lambda work: round_acts.finish(work, act, round_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return
        finally:
            self.is_busy = False
        finished(result)

    def export(self) -> None:
        """Write what came of the round so far into files, and name them."""
        self._run(self._export(), "round-export")

    async def _export(self) -> None:
        round_id = self.view.round.id
        try:
            result = await self._workstation.store.read(
                lambda work: round_acts.result_of(work, round_id)
            )
            paths = self._workstation.export_round(result)
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            further = " and ".join(path.suffix for path in paths[1:])
            self._screen.tell(f"Written: {paths[0]} and {further}")
