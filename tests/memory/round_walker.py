"""One person's round without a screen: the steps, a store that takes its time, and the house."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import Clock
from housekeeper.core.errors import HousekeeperError, StoreBusy
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round_views import RoomInRound, RoundResult
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import Unit
from housekeeper.screens.acting.act_queue import ActQueue, Outcome
from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.keyboard.act_guard import ActGuard
from tests.memory.store import MemoryStore

Answer = TypeVar("Answer")


@dataclass(slots=True)
class SlowStore:
    """A store whose answers come some turns of the loop later, and now and then get lost."""

    store: MemoryStore
    chance: random.Random
    troubles: float = 0.0
    """How many of the writes fail: before they are done, or after."""

    @property
    def hotel(self) -> Any:
        return self.store.hotel

    async def _turns(self) -> None:
        for _ in range(self.chance.randrange(6)):
            await asyncio.sleep(0)

    async def read(self, unit: Unit[Answer]) -> Answer:
        await self._turns()
        answer = await self.store.read(unit)
        await self._turns()
        return answer

    async def write(self, unit: Unit[Answer]) -> Answer:
        await self._turns()
        luck = self.chance.random()
        if luck < self.troubles / 2:
            raise StoreBusy("The database is busy.")
        answer = await self.store.write(unit)
        await self._turns()
        if luck < self.troubles:
            raise StoreBusy("The database did not answer in time.")
        return answer


class _Work:
    """A task as a worker."""

    def __init__(self, task: "asyncio.Task[None]") -> None:
        self.task = task

    @property
    def is_finished(self) -> bool:
        return self.task.done()


@dataclass
class Desk:
    """The workstation, the screen and the program in one, as far as a round needs them."""

    store: SlowStore
    walker: Staff
    acts: ActQueue = field(default_factory=ActQueue)
    act_guard: ActGuard = field(default_factory=ActGuard)
    told: list[str] = field(default_factory=list)
    steps: Any = None
    works: list[_Work] = field(default_factory=list)
    acts_work: _Work | None = None
    _exclusive: dict[str, _Work] = field(default_factory=dict)
    _known: int = 0

    # The screen and the program

    @property
    def workstation(self) -> "Desk":
        return self

    @property
    def clock(self) -> Clock:
        return self.store.store.clock

    @property
    def app(self) -> "Desk":
        return self

    def run_worker(
        self,
        work: Coroutine[Any, Any, None],
        *,
        name: str = "",
        group: str = "",
        exclusive: bool = False,
        exit_on_error: bool = True,
    ) -> _Work:
        if exclusive and group in self._exclusive:
            self._exclusive[group].task.cancel()
        made = _Work(asyncio.get_running_loop().create_task(work))
        if exclusive:
            self._exclusive[group] = made
        if name == "acts":
            # It never ends: it waits for what is asked next.
            self.acts_work = made
            return made
        self.works = [one for one in self.works if not one.is_finished] + [made]
        return made

    def tell(self, text: str, is_error: bool = False) -> None:
        self.told.append(text)

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """Nothing is shown of it."""

    def forget_marks(self) -> None:
        """No room is marked here."""

    def deliver(self, outcome: Outcome) -> None:
        if outcome.trouble():
            self.tell(outcome.trouble())

    # The workstation

    def act(self) -> Act:
        return Act(self.walker, Via.BOARD)

    def remember_done(self, events: Sequence[RoomEvent]) -> None:
        """Nothing is undone here."""

    async def look(self) -> None:
        """What is new in the house reaches the board, and by it the round."""
        news = len(self.store.store.state.events)
        if news != self._known:
            self._known = news
            self.steps.look_soon()

    @property
    def take_in(self) -> Callable[[Sequence[RoomEvent]], Awaitable[None]]:
        async def take_in(events: Sequence[RoomEvent]) -> None:
            await self.look()

        return take_in

    async def settled(self) -> None:
        """Wait until nothing is on its way any more."""
        # Turn by turn: what is waited for is a different thing at each.
        while not self.acts.is_idle or any(not one.is_finished for one in self.works):
            if self.acts_work is not None and self.acts_work.is_finished:
                # It ends by a fault alone, and then nothing would ever be done again.
                self.acts_work.task.result()
            await asyncio.sleep(0)

    def close(self) -> None:
        for one in (*self.works, self.acts_work):
            if one is not None:
                one.task.cancel()


@dataclass
class RoundWalker:
    """Presses the keys of a round, as the round's screen hands them on; keeps what was shown."""

    desk: Desk
    steps: RoundSteps
    asked: RoomInRound | None = None
    """The room that a dialog for failing stands open for."""
    meant: list[tuple[str, str]] = field(default_factory=list)
    """Which key was pressed for which room: the one on the screen."""
    result: RoundResult | None = None

    @property
    def shown(self) -> str | None:
        """The room on the screen."""
        room = self.steps.room_in_hand
        return None if room is None else room.room.number

    def press(self, key: str, at: float | None = None) -> None:
        """Press a key of the round's screen, or answer the dialog that stands open.

        With a moment, the key does nothing where its room cannot have been seen by then.
        """
        steps, shown = self.steps, self.shown
        if at is not None and (unseen := steps.why_unseen(key, at)):
            self.desk.tell(unseen)
            return
        if self.asked is not None:
            if key == "answer":
                steps.fail_room(self.asked, "dust")
            if key in {"answer", "escape"}:
                self.asked = None
            return
        if shown is not None and key in {"p", "f", "s", "m", "n"}:
            self.meant.append((key, shown))
        match key:
            case "p":
                steps.pass_room()
            case "f":
                self.asked = steps.room_in_hand
            case "s":
                steps.skip()
            case "m":
                self._act(Verb.MAINTENANCE, priority=MaintenancePriority.HIGH, note="lamp")
            case "n":
                self._act(Verb.NOTE, note="cot")
            case "backspace":
                before = steps.view.back_from(steps.number)
                if before is not None:
                    steps.turn_to(before)
            case "o" if steps.room_in_hand is not None:
                steps.reorder()
            case "w" if steps.view.progress.skipped:
                steps.walk_skipped()
            case "R":
                steps.retry()
            case "enter":
                self._go_on()

    def _act(self, verb: Verb, **asked: Any) -> None:
        if self.shown is not None and self.steps.room_in_hand is not None:
            room = self.steps.room_in_hand.room
            request = TurnRequest(verb, room.number, room.version, **asked)
            self.desk.acts.submit(self.desk, [request])  # type: ignore[arg-type]

    def _go_on(self) -> None:
        steps = self.steps
        if steps.is_looking_back:
            steps.resume()
        elif steps.room_in_hand is None:
            if steps.view.progress.waiting and steps.view.round.finished_at is None:
                steps.resume()
            else:
                steps.finish(self._finished)

    def _finished(self, result: RoundResult) -> None:
        self.result = result


async def begin_round(store: SlowStore, walker: Staff) -> RoundWalker:
    """Begin a round of the rooms that wait for an inspection."""
    view = await store.store.write(
        lambda work: round_acts.start_round(work, Act(walker, Via.BOARD))
    )
    desk = Desk(store, walker)
    desk._known = len(store.store.state.events)
    steps = RoundSteps(desk, walker, view, lambda _is_other: None)  # type: ignore[arg-type]
    desk.steps = steps
    return RoundWalker(desk, steps)


async def by_someone_else(
    store: MemoryStore, staff: Staff, verb: Verb, number: str, **asked: Any
) -> None:
    """Someone else does this to a room, where it can be done."""
    request = TurnRequest(verb, number, **asked)
    try:
        await store.write(lambda work: turnover.perform(work, Act(staff, Via.BOARD), request))
    except HousekeeperError:
        return
