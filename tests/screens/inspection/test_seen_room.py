"""A room of a round that came up by itself: nobody acts on it who cannot have seen it."""

from random import Random

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.inspection.round_stand import RoundStand
from tests.grand_hotel import GRAND, MANAGER, MARIA, SetClock
from tests.memory.round_walker import SlowStore, begin_round, by_someone_else
from tests.memory.store import MemoryStore
from tests.screens.conftest import SmallHotel
from tests.screens.inspection.test_round_never_sticks import comes_to_rest, house_to_inspect
from tests.screens.inspection.test_round_screen import cleaned, comes, walking
from tests.screens.typing_hand import press_of

__all__ = ["cleaned"]


@pytest.mark.parametrize("late", [-0.2, 0.0, 0.25, 0.69, 0.7, 3.0])
async def test_a_room_that_came_up_by_itself_is_passed_only_by_who_has_seen_it(
    late: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RoundStand, "now", staticmethod(lambda: 1000.0))
    clock = SetClock()
    store = MemoryStore(GRAND, clock)
    store.state = await house_to_inspect(clock)
    at = await begin_round(SlowStore(store, Random(1)), MARIA)
    assert at.shown == "101"
    await by_someone_else(store, MANAGER, Verb.PASS, "101")
    await comes_to_rest(at)
    assert at.shown == "102"
    at.press("p", 1000.0 + late)
    await comes_to_rest(at)
    is_passed = at.shown != "102"
    assert is_passed is (late >= 0.7)
    assert ("Now at 102: p was too soon." in at.desk.told) is not is_passed
    at.desk.close()


async def test_a_key_pressed_as_another_inspector_passes_the_room_does_not_pass_the_next(
    cleaned: SmallHotel,
) -> None:
    async with walking(cleaned) as at:
        await cleaned.do(Verb.PASS, "101", staff=MANAGER)
        at.screen.look_now()
        await comes(at, "102")
        press = press_of("p")
        press.time = at.app.screen.steps.shown_since + 0.25  # type: ignore[attr-defined]
        at.app.post_message(press)
        await at.until(lambda: "Now at 102: p was too soon." in at.text, "the word for it")
        assert (await cleaned.room("102")).status is RoomStatus.CLEANED_UNINSPECTED
