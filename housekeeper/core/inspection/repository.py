"""What inspection asks of the store."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from housekeeper.core.inspection.round import InspectionRound, Visit, WalkingOrder


class Rounds(Protocol):
    """Inspection rounds, and the rooms in them."""

    def add(
        self, act_id: UUID, staff_code: str, at: datetime, order: WalkingOrder
    ) -> InspectionRound:
        """Keep a new round."""
        ...

    def get(self, round_id: int) -> InspectionRound:
        """One round, open or finished; raises `UnknownName`."""
        ...

    def by_act(self, act_id: UUID) -> InspectionRound | None:
        """The round that an earlier try of this act started."""
        ...

    def open(self) -> list[InspectionRound]:
        """The rounds that are not finished, the newest first."""
        ...

    def latest(self) -> InspectionRound | None:
        """The newest round, open or finished."""
        ...

    def finish(self, round_id: int, at: datetime) -> None:
        """Close a round."""
        ...

    def set_order(self, round_id: int, order: WalkingOrder) -> None:
        """Walk a round in another order."""
        ...

    def visits(self, round_id: int) -> list[Visit]:
        """Every visit of a round, by room and number of the visit."""
        ...

    def add_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        """Let rooms join a round."""
        ...

    def save_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        """Write visits that exist."""
        ...


class Lists(Protocol):
    """The hotel's own lists: reasons of a failed inspection, and checklists by room type."""

    def reasons(self) -> dict[int, str]:
        """Reasons by digit; none where the hotel has no list of its own."""
        ...

    def set_reasons(self, reasons: Mapping[int, str]) -> None:
        """Let these be all the reasons."""
        ...

    def checklists(self) -> dict[str, dict[int, str]]:
        """Items by position by room type."""
        ...

    def set_checklists(self, checklists: Mapping[str, Mapping[int, str]]) -> None:
        """Let these be all the checklists."""
        ...
