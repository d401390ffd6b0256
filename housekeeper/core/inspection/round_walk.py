"""An inspection round within one unit of work: who joins, who leaves, and what is kept for whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import NotPossible, RoomMoved
from housekeeper.core.inspection import round as rounds
from housekeeper.core.inspection.checklists import checklists_of
from housekeeper.core.inspection.fail_reasons import reasons_of
from housekeeper.core.inspection.round import InspectionRound, Visit, VisitState
from housekeeper.core.inspection.round_views import RoomInRound, RoundView, describe_visit
from housekeeper.core.inspection.walking_order import in_walking_order, next_room
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.unit_of_work import UnitOfWork


class RoundWalk:
    """One round within one unit of work; what changes is kept for one save.

    `save` writes visits alone; `view` tells how the round stands for one person.
    """

    def __init__(self, work: UnitOfWork, inspection_round: InspectionRound) -> None:
        self.work = work
        self.round = inspection_round
        self.rooms = {room.number: room for room in work.rooms.all(inactive=True)}
        self._visits = {
            (visit.room_number, visit.number): visit
            for visit in work.rounds.visits(inspection_round.id)
        }
        self._stored = dict(self._visits)

    @property
    def visits(self) -> list[Visit]:
        """Every visit, as it stands after what was changed here."""
        return list(self._visits.values())

    def put(self, visit: Visit) -> None:
        """Keep a visit, new or changed, for the next save."""
        self._visits[visit.room_number, visit.number] = visit

    def save(self) -> None:
        """Write the visits that are new or changed."""
        stored, visits = self._stored, self._visits
        self.work.rounds.add_visits(
            self.round.id, [visit for key, visit in visits.items() if key not in stored]
        )
        self.work.rounds.save_visits(
            self.round.id,
            [visit for key, visit in visits.items() if visit != stored.get(key, visit)],
        )

    def let_leave(self) -> None:
        """Let rooms leave the round that nobody can inspect any more, and note who took them."""
        for visit in rounds.leaving(self.visits, self.rooms):
            change = self.work.events.last_change(visit.room_number)
            released = rounds.released(visit, self.work.real_now)
            gone = replace(released, state=VisitState.LEFT, is_undone=False)
            if change is not None:
                gone = replace(
                    gone,
                    staff_code=change.staff_code,
                    at=change.at,
                    act_id=change.act_id,
                    event_kind=change.kind,
                    note=change.note,
                )
            self.put(gone)

    def let_join(self) -> None:
        """Let rooms join that were cleaned meanwhile."""
        for visit in rounds.joining(self.visits, self.rooms, self.work.now):
            self.put(visit)

    def open_visit(self, number: str) -> Visit:
        """The visit in which a room can be passed or failed.

        Raises `RoomMoved`, saying who took it, or `NotPossible` for a room not in the round.
        """
        visit = rounds.latest_visits(self.visits).get(number)
        if visit is not None and visit.is_open:
            return visit
        if visit is not None:
            names = {staff.code: staff.name for staff in self.work.staff.all()}
            raise RoomMoved(describe_visit(self.work.hotel, visit, names))
        room = self.work.rooms.get(number)
        raise NotPossible(
            f"Room {number} is not in this round: it is {room.status.label}, and a round takes "
            "rooms that are cleaned and to inspect."
        )

    def release(self, staff_code: str) -> None:
        """Keep no room for this person any more."""
        for visit in self.visits:
            if visit.claimed_by == staff_code:
                self.put(rounds.released(visit, self.work.real_now))

    def claim(self, number: str, staff_code: str) -> None:
        """Keep a room for this person, unless someone else looks at it."""
        for visit in self.visits:
            if visit.claimed_by == staff_code and visit.room_number != number:
                self.put(rounds.released(visit, self.work.real_now))
        visit = rounds.latest_visits(self.visits)[number]
        is_taken = visit.claimed_by not in {None, staff_code}
        if visit.is_open and not (is_taken and visit.is_claimed(self.work.real_now)):
            self.put(rounds.claimed(visit, staff_code, self.work.real_now))

    def claim_next(self, staff_code: str, after: str | None) -> str | None:
        """Walk this person on to the next room, and give its number."""
        number = next_room(
            self.visits,
            self.rooms,
            self.round.order,
            self.work.today,
            staff_code,
            self.work.real_now,
            after,
        )
        if number is None:
            self.release(staff_code)
        else:
            self.claim(number, staff_code)
        return number

    def view(self, staff_code: str | None, current: str | None) -> RoundView:
        """The round as this person sees it, with the room they stand at."""
        in_order = in_walking_order(self.visits, self.rooms, self.round.order, self.work.today)
        latest = self.work.events.latest(
            {visit.room_number for visit in in_order if visit.state is not VisitState.LEFT},
            (EventKind.CLEANING_STARTED, EventKind.CLEANED, EventKind.INSPECTION_FAILED),
        )
        return RoundView(
            round=self.round,
            hotel=self.work.hotel,
            rooms=tuple(self._looked_at(visit, latest, staff_code) for visit in in_order),
            current=current,
            progress=rounds.progress(self.visits),
            reasons=reasons_of(self.work),
            checklists=checklists_of(self.work),
            names={staff.code: staff.name for staff in self.work.staff.all()},
        )

    def _looked_at(
        self, visit: Visit, latest: Mapping[tuple[str, EventKind], RoomStep], staff_code: str | None
    ) -> RoomInRound:
        number = visit.room_number
        room = self.rooms[number]
        is_taken = visit.claimed_by != staff_code and visit.is_claimed(self.work.real_now)
        return RoomInRound(
            room=room,
            visit=visit,
            cleaning_took=measure_cleaning(
                room,
                latest.get((number, EventKind.CLEANING_STARTED)),
                latest.get((number, EventKind.CLEANED)),
            ),
            failed_last=latest.get((number, EventKind.INSPECTION_FAILED)),
            looked_at_by=visit.claimed_by if visit.is_open and is_taken else None,
        )


def measure_cleaning(
    room: Room, started: RoomStep | None, cleaned: RoomStep | None
) -> timedelta | None:
    """How long the cleaning took that the room shows, where it was started at all."""
    if started is None or cleaned is None or cleaned.at != room.last_cleaned_at:
        return None
    if cleaned.from_status is not started.to_status or not started.at <= cleaned.at:
        return None
    return cleaned.at - started.at
