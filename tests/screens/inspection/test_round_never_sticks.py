"""A round never sticks: random fast keys, beside others in the house, held against a paper list."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from housekeeper.core.acts import ACT_OF_KIND, Verb
from housekeeper.core.inspection.round import Visit, VisitState, latest_visits
from housekeeper.core.rooms.status import RoomStatus
from tests.grand_hotel import ANA, GRAND, MANAGER, MARIA, SetClock, furnish
from tests.memory.round_walker import RoundWalker, SlowStore, begin_round, by_someone_else
from tests.memory.state import HotelState
from tests.memory.store import MemoryStore

SEQUENCES = 10_000
PARTS = 4
"""The sequences are parted, so that several processes can share them."""

ROOMS = ("101", "102", "103", "201")
HAND = (
    *("p", "p", "p", "p", "m", "m", "s", "s", "n", "f", "f", "answer", "answer", "escape"),
    *("backspace", "o", "w", "enter", "enter", "R"),
)
"""The keys of a round, those that are pressed more often more than once."""

KEY_OF = {Verb.PASS: "p", Verb.FAIL: "f", Verb.MAINTENANCE: "m", Verb.NOTE: "n"}
ONE_GO = (
    ("m", "p"),
    ("m", "p", "p"),
    ("m", "p", "m", "p"),
    ("n", "p"),
    ("f", "answer", "m", "p"),
    ("p", "p", "p", "p", "p"),
    ("backspace", "m", "p"),
    ("s", "m", "backspace", "p"),
)


@dataclass
class PaperList:
    """A round as it is walked with a list on paper: one room after another, crossed off.

    A plain second statement of what the screen must show after each key of a slow hand.
    """

    waiting: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    at: str | None = None
    last_done: str | None = None

    @classmethod
    def of(cls, visits: list[Visit], rooms_to_inspect: set[str], at: str | None) -> "PaperList":
        latest = latest_visits(visits)
        own = [one for one in visits if one.staff_code == MARIA.code and one.at is not None]
        own = [one for one in own if one.state is not VisitState.LEFT]
        last = max(own, key=lambda one: one.at or one.joined_at, default=None)

        def those(state: VisitState) -> set[str]:
            return {number for number, one in latest.items() if one.state is state}

        done = {number for number, one in latest.items() if not one.is_open}
        return cls(
            (those(VisitState.WAITING) & rooms_to_inspect)
            | (rooms_to_inspect & done)
            | (rooms_to_inspect - set(latest)),
            those(VisitState.SKIPPED) & rooms_to_inspect,
            at,
            None if last is None else last.room_number,
        )

    def go_on_from(self, number: str | None) -> None:
        """To the next room that waits, from this one down the list and then from its top."""
        down = [one for one in sorted(self.waiting) if number is None or one > number]
        self.at = next(iter(down or sorted(self.waiting)), None)

    def press(self, key: str) -> None:
        """Cross a room off, and go on."""
        here = self.at
        if key == "w":
            self.waiting |= self.skipped
            self.skipped = set()
            self.go_on_from(None)
            return
        if here is None:
            return
        self.waiting.discard(here)
        self.skipped.discard(here)
        if key == "s":
            self.skipped.add(here)
        if key != "m":
            self.last_done = here
        # A room that was flagged is done by nobody: the walk goes on from the last one done.
        self.go_on_from(self.last_done if key == "m" else here)


async def house_to_inspect(clock: SetClock) -> HotelState:
    """Four rooms that wait for an inspection."""
    store = MemoryStore(GRAND, clock)
    await store.write(furnish)
    for number in ROOMS:
        await by_someone_else(store, ANA, Verb.DIRTY, number)
        await by_someone_else(store, ANA, Verb.CLEAN, number)
    return store.state


async def the_house_goes_on(store: MemoryStore, chance: random.Random) -> None:
    """Someone else does something to some room."""
    number = chance.choice((*ROOMS, "104"))
    match chance.randrange(4):
        case 0:
            await by_someone_else(store, MANAGER, Verb.PASS, number)
        case 1:
            await by_someone_else(store, MANAGER, Verb.FAIL, number, note="dust")
        case 2:
            await by_someone_else(store, MANAGER, Verb.DIRTY, number)
            await by_someone_else(store, MANAGER, Verb.CLEAN, number)
        case _:
            await by_someone_else(store, MANAGER, Verb.NOTE, number, note="cot")


async def press_fast(at: RoundWalker, chance: random.Random, clock: SetClock) -> list[str]:
    """Press keys faster than they are done, while the house goes on; give them."""
    store = at.desk.store.store
    begun = chance.choice(ONE_GO) if chance.random() < 0.4 else ()
    keys = [*begun, *chance.choices(HAND, k=chance.randrange(1, 8))]
    for key in keys:
        at.press(key)
        clock.pass_time(seconds=1)
        for _ in range(chance.choice((0, 0, 0, 1, 2, 5, 9))):
            await asyncio.sleep(0)
        if chance.random() < 0.15:
            await the_house_goes_on(store, chance)
            if chance.random() < 0.5:
                await at.desk.look()
    return keys


async def comes_to_rest(at: RoundWalker) -> None:
    """All that was begun is done, and the feed has looked once more."""
    await at.desk.settled()
    await at.desk.look()
    await at.desk.settled()


def see_that_it_stands_somewhere(at: RoundWalker, told: str) -> None:
    """The screen shows a room that can be passed, one that was gone back to, or the end."""
    steps, state = at.steps, at.desk.store.store.state
    assert not steps.is_busy, told
    assert not steps.has_left, f"{told}: at {steps.number}, which has left\n{at.desk.told}"
    if at.shown is not None and not steps.is_looking_back:
        assert state.rooms[at.shown].status is RoomStatus.CLEANED_UNINSPECTED, told
    done = Counter(
        (KEY_OF[ACT_OF_KIND[event.kind].verb], event.room_number)
        for event in state.events
        if event.staff_code == MARIA.code
    )
    assert done <= Counter(at.meant), f"{told}: acted on a room that was not shown"


async def walk_to_the_end(
    at: RoundWalker, chance: random.Random, clock: SetClock, told: str
) -> None:
    """A slow hand walks on to the end of the round, by the paper list."""
    steps, store = at.steps, at.desk.store.store
    if steps.is_looking_back:
        at.press("enter")
        await comes_to_rest(at)
    rooms = {
        n for n, one in store.state.rooms.items() if one.status is RoomStatus.CLEANED_UNINSPECTED
    }
    paper = PaperList.of(list(store.state.visits.values()), rooms, steps.number)
    for _ in range(40):
        if at.shown is None and not (paper.skipped and chance.random() < 0.5) and not paper.waiting:
            at.press("enter")
            await comes_to_rest(at)
            assert at.result is not None, f"{told}: the round does not end"
            return
        if at.shown is None and paper.waiting:
            # Rooms came up while the end was on the screen.
            at.press("enter")
            paper.go_on_from(paper.last_done)
        else:
            key = "w" if at.shown is None else chance.choice("pppfsm")
            at.press(key)
            if key == "f":
                at.press("answer")
            paper.press(key)
        clock.pass_time(seconds=1)
        await comes_to_rest(at)
        assert at.shown == paper.at, f"{told}: paper says {paper}\n{at.desk.told[-3:]}"
    raise AssertionError(f"{told}: forty keys did not end the round")


async def walk(number: int, begun: HotelState) -> None:
    """One sequence of keys, from the beginning of a round to its end."""
    chance, clock = random.Random(number), SetClock()
    store = SlowStore(MemoryStore(GRAND, clock, begun.copied()), chance)
    at = await begin_round(store, MARIA)
    store.troubles = chance.choice((0.0, 0.0, 0.0, 0.2))
    try:
        keys = await press_fast(at, chance, clock)
        store.troubles = 0.0
        await comes_to_rest(at)
        told = f"sequence {number}: {' '.join(keys)}"
        at.press("escape")
        if at.steps.failed is not None:
            at.press("R")
            await comes_to_rest(at)
        if at.result is None:
            see_that_it_stands_somewhere(at, told)
            await walk_to_the_end(at, chance, clock, told)
    finally:
        at.desk.close()


@pytest.mark.parametrize("part", range(PARTS))
async def test_after_any_keys_a_round_can_be_walked_to_its_end(part: int) -> None:
    begun = await house_to_inspect(SetClock())
    for number in range(part, SEQUENCES, PARTS):
        await walk(number, begun)
