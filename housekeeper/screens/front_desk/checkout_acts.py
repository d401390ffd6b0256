"""What a check-out asks of the store: the purge, with the versions that were seen."""

from collections.abc import Coroutine
from typing import Any

from housekeeper.core.errors import Refused
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import checkout
from housekeeper.core.stays.checkout import Receipt
from housekeeper.screens.acting.act_to_repeat import ActToRepeat
from housekeeper.screens.workstation import Workstation


class CheckoutActs:
    """Checks out what a preview told of; where the answer is lost, once more as the same act."""

    def __init__(self, workstation: Workstation) -> None:
        self._workstation = workstation
        self._repeated = ActToRepeat()

    def begin(self, preview: Receipt) -> Coroutine[Any, Any, Receipt]:
        """Take whoever is signed in now; what comes of it is awaited. Raises as the store does."""
        versions = {room.room_number: room.version for room in preview.rooms}
        return self._check_out(self._repeated.act_for(self._workstation, versions), versions)

    async def _check_out(self, act: Act, versions: dict[str, int]) -> Receipt:
        try:
            return await self._workstation.store.write(
                lambda work: checkout.check_out(work, act, tuple(versions), versions)
            )
        except Refused:
            self._repeated.forget()
            raise
