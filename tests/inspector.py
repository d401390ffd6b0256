"""An inspector of the tests, who walks a round at a terminal."""

from dataclasses import dataclass

from housekeeper.core.acts import Verb
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round import WalkingOrder
from housekeeper.core.inspection.round_views import (
    Inspected,
    RoundResult,
    RoundView,
)
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import Store
from tests.grand_hotel import ANA, House, act_of

BEN = Staff("ben", "Ben Ode", Role.SUPERVISOR)


@dataclass(slots=True)
class Inspector:
    """One person at one terminal."""

    staff: Staff
    store: Store

    async def start(self, order: WalkingOrder = WalkingOrder.BY_FLOOR) -> RoundView:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.start_round(work, act, order))

    async def resume(self, round_id: int) -> RoundView:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.resume(work, act, round_id))

    async def turn_to(self, round_id: int, number: str) -> RoundView:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.turn_to(work, act, round_id, number))

    async def look(self, round_id: int) -> RoundView:
        return await self.store.read(lambda work: round_acts.look(work, self.staff.code, round_id))

    async def pass_room(
        self, round_id: int, number: str, act: Act | None = None, version: int | None = None
    ) -> Inspected:
        act = act or act_of(self.staff)
        return await self.store.write(
            lambda work: round_acts.pass_room(work, act, round_id, number, version)
        )

    async def fail_room(self, round_id: int, number: str, reason: str) -> Inspected:
        act = act_of(self.staff)
        return await self.store.write(
            lambda work: round_acts.fail_room(work, act, round_id, number, reason)
        )

    async def skip(self, round_id: int, number: str) -> RoundView:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.skip(work, act, round_id, number))

    async def walk_skipped(self, round_id: int) -> RoundView:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.walk_skipped(work, act, round_id))

    async def finish(self, round_id: int) -> RoundResult:
        act = act_of(self.staff)
        return await self.store.write(lambda work: round_acts.finish(work, act, round_id))


async def clean_four_rooms(house: House) -> None:
    """Let 101 to 104 be cleaned, in 25 minutes, and await inspection; put Ben on the staff."""
    await house.store.write(lambda work: import_staff(work, [StaffRow(2, BEN)]))
    for number in ("101", "102", "103", "104"):
        await house.do(ANA, Verb.DIRTY, number)
        await house.do(ANA, Verb.START, number)
    house.clock.pass_time(minutes=25)
    for number in ("101", "102", "103", "104"):
        await house.do(ANA, Verb.CLEAN, number)
