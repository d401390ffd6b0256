"""An inspection round as it is shown: its rooms, how far it is, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from housekeeper.core.acts import ACT_OF_KIND, EventKind
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.checklists import Checklists
from housekeeper.core.inspection.round import (
    InspectionRound,
    Progress,
    Visit,
    VisitState,
)
from housekeeper.core.rooms.event import RoomEvent, RoomStep
from housekeeper.core.rooms.room import Room


@dataclass(frozen=True, slots=True)
class RoomInRound:
    """One room of a round with what its inspector wants to know.

    `cleaning_took` is None where the cleaning was not started before it was marked cleaned.
    `failed_last` is the room's last failed inspection, of this turn or an earlier one; its
    note is the reason. `looked_at_by` is the code of someone else who looks at it just now.
    """

    room: Room
    visit: Visit
    cleaning_took: timedelta | None = None
    failed_last: RoomStep | None = None
    looked_at_by: str | None = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as one person sees it: its rooms in walking order, and the room before them.

    `rooms` holds every visit, done ones too; `current` is the number of the room that is kept
    for this person, None where none waits. `reasons` are by digit.
    """

    round: InspectionRound
    hotel: Hotel
    rooms: tuple[RoomInRound, ...]
    current: str | None
    progress: Progress
    reasons: Mapping[int, str]
    checklists: Checklists
    names: Mapping[str, str]

    def room(self, number: str | None) -> RoomInRound | None:
        """The newest visit of this room in the round."""
        found = [one for one in self.rooms if one.room.number == number]
        return found[-1] if found else None

    def back_from(self, number: str | None) -> str | None:
        """The room before this one in walking order; from nowhere, the last one; or None."""
        numbers = list(
            dict.fromkeys(
                one.room.number for one in self.rooms if one.visit.state is not VisitState.LEFT
            )
        )
        if number not in numbers:
            return numbers[-1] if numbers else None
        place = numbers.index(number)
        return numbers[place - 1] if place else None

    def named(self, code: str | None) -> str:
        """The name of a member of staff; the code itself where nobody has it."""
        return self.names.get(code, code) if code else ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What passing or failing a room gave: its event, and the round with the next room."""

    event: RoomEvent
    view: RoundView


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that can be resumed, how far it is, and the codes of those who walked in it."""

    round: InspectionRound
    progress: Progress
    walkers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What came of a round: its visits in walking order. An undone act counts as not reached."""

    round: InspectionRound
    visits: tuple[Visit, ...]
    names: Mapping[str, str]

    def _of(self, state: VisitState) -> tuple[Visit, ...]:
        return tuple(one for one in self.visits if one.state is state and not one.is_undone)

    @property
    def passed(self) -> tuple[Visit, ...]:
        """Rooms that passed."""
        return self._of(VisitState.PASSED)

    @property
    def failed(self) -> tuple[Visit, ...]:
        """Rooms that failed, each with its reason as note."""
        return self._of(VisitState.FAILED)

    @property
    def skipped(self) -> tuple[Visit, ...]:
        """Rooms that were skipped and not come back to."""
        return self._of(VisitState.SKIPPED)

    @property
    def left(self) -> tuple[Visit, ...]:
        """Rooms that someone else took."""
        return self._of(VisitState.LEFT)

    @property
    def not_reached(self) -> tuple[Visit, ...]:
        """Rooms that still wait."""
        return tuple(one for one in self.visits if one.state is VisitState.WAITING or one.is_undone)

    @property
    def seconds(self) -> int:
        """How long all rooms were looked at."""
        return sum(visit.seconds for visit in self.visits)

    def named(self, code: str | None) -> str:
        """The name of a member of staff; the code itself where nobody has it."""
        return self.names.get(code, code) if code else ""


_DID = {
    **{kind: row.did for kind, row in ACT_OF_KIND.items()},
    EventKind.UNDONE: "took its cleaning back",
    EventKind.DEACTIVATED: "took it out of use",
}


def describe_visit(hotel: Hotel, visit: Visit, names: Mapping[str, str]) -> str:
    """What became of a visit, as a word to whoever walks the round."""
    if visit.at is None or visit.staff_code is None:
        return f"Room {visit.room_number} is {visit.state.label}."
    who = names.get(visit.staff_code, visit.staff_code)
    when = hotel.local(visit.at).strftime("%H:%M")
    if visit.state is VisitState.LEFT:
        did = "changed it" if visit.event_kind is None else _DID.get(visit.event_kind, "changed it")
        return f"Room {visit.room_number} left the round: {who} {did} at {when}."
    return f"Room {visit.room_number} was {visit.state.label} by {who} at {when}."


def describe_changes(before: RoundView, after: RoundView, staff_code: str) -> tuple[str, ...]:
    """What others changed in a round between two views of it, in a sentence each."""
    known = {(one.room.number, one.visit.number): one.visit for one in before.rooms}
    said = []
    for one in after.rooms:
        visit = one.visit
        earlier = known.get((visit.room_number, visit.number))
        if earlier is None and visit.is_open:
            said.append(f"Room {visit.room_number} is cleaned and joined the round.")
        is_moved = earlier is not None and earlier.state is not visit.state
        if is_moved and visit.staff_code not in {None, staff_code}:
            said.append(describe_visit(after.hotel, visit, after.names))
    return tuple(said)
