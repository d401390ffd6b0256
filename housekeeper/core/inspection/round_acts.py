"""Walking an inspection round: start or resume it, pass and fail its rooms, skip, finish.

Every step brings the round in step with the house first (rooms join and leave), and keeps the
next room for whoever took it, in the same unit of work. So a terminal that is lost loses
nothing, and two people in one round are offered different rooms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from housekeeper.core import rights
from housekeeper.core.acts import EventKind
from housekeeper.core.errors import NotPossible, RoomMoved
from housekeeper.core.inspection import round as rounds
from housekeeper.core.inspection.checklists import checklists_of
from housekeeper.core.inspection.fail_reasons import reasons_of
from housekeeper.core.inspection.round import (
    InspectionRound,
    Visit,
    VisitState,
    WalkingOrder,
)
from housekeeper.core.inspection.round_views import (
    Inspected,
    OpenRound,
    RoomInRound,
    RoundResult,
    RoundView,
    describe_visit,
)
from housekeeper.core.rights import Verb
from housekeeper.core.rooms.event import Act, Step
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest, perform

if TYPE_CHECKING:
    from housekeeper.core.unit_of_work import UnitOfWork


class _Walk:
    """One round within one unit of work; what changes is kept for one save."""

    def __init__(self, work: "UnitOfWork", of: InspectionRound) -> None:
        self.work = work
        self.round = of
        self.rooms = {room.number: room for room in work.rooms.all(inactive=True)}
        self._visits = {
            (visit.room_number, visit.number): visit for visit in work.rounds.visits(of.id)
        }
        self._stored = dict(self._visits)

    @property
    def visits(self) -> list[Visit]:
        return list(self._visits.values())

    def put(self, visit: Visit) -> None:
        self._visits[visit.room_number, visit.number] = visit

    def save(self) -> None:
        stored, visits = self._stored, self._visits
        self.work.rounds.add_visits(
            self.round.id, [visit for key, visit in visits.items() if key not in stored]
        )
        self.work.rounds.save_visits(
            self.round.id,
            [visit for key, visit in visits.items() if visit != stored.get(key, visit)],
        )

    def let_leave(self) -> None:
        for visit in rounds.leaving(self.visits, self.rooms):
            change = self.work.events.last_change(visit.room_number)
            gone = replace(rounds.released(visit, self.work.real_now), state=VisitState.LEFT)
            if change is not None:
                gone = replace(
                    gone,
                    staff_code=change.staff_code,
                    at=change.at,
                    event_id=change.event_id,
                    event_kind=change.kind,
                    note=change.note,
                )
            self.put(gone)

    def let_join(self) -> None:
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
            names = {one.code: one.name for one in self.work.staff.all()}
            raise RoomMoved(describe_visit(self.work.hotel, visit, names))
        room = self.work.rooms.get(number)
        raise NotPossible(
            f"Room {number} is not in this round: it is {room.status.label}, and a round takes "
            "rooms that are cleaned and to inspect."
        )

    def release(self, staff_code: str) -> None:
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
        number = rounds.next_room(
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
        in_order = rounds.in_walking_order(
            self.visits, self.rooms, self.round.order, self.work.today
        )
        latest = self.work.events.latest(
            {one.room_number for one in in_order if one.state is not VisitState.LEFT},
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
            names={one.code: one.name for one in self.work.staff.all()},
        )

    def _looked_at(
        self, visit: Visit, latest: Mapping[tuple[str, EventKind], Step], staff_code: str | None
    ) -> RoomInRound:
        number = visit.room_number
        room = self.rooms[number]
        is_taken = visit.claimed_by != staff_code and visit.is_claimed(self.work.real_now)
        return RoomInRound(
            room=room,
            visit=visit,
            cleaning_took=_cleaning_took(
                room,
                latest.get((number, EventKind.CLEANING_STARTED)),
                latest.get((number, EventKind.CLEANED)),
            ),
            failed_last=latest.get((number, EventKind.INSPECTION_FAILED)),
            looked_at_by=visit.claimed_by if visit.is_open and is_taken else None,
        )


def _cleaning_took(room: Room, started: Step | None, cleaned: Step | None) -> timedelta | None:
    """How long the cleaning took that the room shows, where it was started at all."""
    if started is None or cleaned is None or cleaned.at != room.last_cleaned_at:
        return None
    if cleaned.from_status is not started.to_status or not started.at <= cleaned.at:
        return None
    return cleaned.at - started.at


def _open(work: "UnitOfWork", act: Act, round_id: int) -> _Walk:
    rights.require(act.staff, Verb.ROUND)
    found = work.rounds.get(round_id)
    if found.finished_at is not None:
        raise NotPossible(f"Inspection round {round_id} is finished; start a new one.")
    walk = _Walk(work, found)
    walk.let_leave()
    walk.let_join()
    return walk


def start_round(
    work: "UnitOfWork", act: Act, order: WalkingOrder = WalkingOrder.BY_FLOOR
) -> RoundView:
    """Start a round of all rooms that await inspection; more join as they are cleaned.

    Raises `NotAllowed`, or `NotPossible` for someone who has one open: resume or finish it.
    """
    rights.require(act.staff, Verb.ROUND)
    started = work.rounds.by_act(act.id)
    if started is None:
        for other in work.rounds.open():
            if other.started_by == act.staff.code:
                raise NotPossible(
                    f"{act.staff.name} has inspection round {other.id} open: resume or finish it."
                )
        started = work.rounds.add(act.id, act.staff.code, work.now, order)
    return resume(work, act, started.id)


def resume(work: "UnitOfWork", act: Act, round_id: int) -> RoundView:
    """Walk on in a round, one's own or another's, with the room one stood at or the next.

    Raises `NotAllowed`, `UnknownName`, or `NotPossible` for a finished round.
    """
    walk = _open(work, act, round_id)
    code = act.staff.code
    current = rounds.room_claimed_by(walk.visits, code)
    if current is None:
        current = walk.claim_next(code, rounds.room_done_last(walk.visits, code))
    else:
        walk.claim(current, code)
    walk.save()
    return walk.view(code, current)


def turn_to(work: "UnitOfWork", act: Act, round_id: int, number: str) -> RoundView:
    """Go to a room of the round, back or ahead; one that is done is only looked at.

    Raises `NotAllowed`, `UnknownName`, or `NotPossible` for a room that the round lacks.
    """
    walk = _open(work, act, round_id)
    if number not in rounds.latest_visits(walk.visits):
        walk.open_visit(number)
    walk.claim(number, act.staff.code)
    walk.save()
    return walk.view(act.staff.code, number)


def pass_room(
    work: "UnitOfWork",
    act: Act,
    round_id: int,
    number: str,
    seen_version: int | None = None,
    note: str = "",
) -> Inspected:
    """Pass a room of the round and walk on, in one step.

    A retry of the same act gives the same event. Raises `RoomMoved` or `NotPossible`, naming
    who, where someone else was there first; then nothing is written: `resume` walks on.
    """
    request = TurnRequest(Verb.PASS, number, seen_version, note)
    return _inspect(work, act, round_id, request, VisitState.PASSED)


def fail_room(
    work: "UnitOfWork",
    act: Act,
    round_id: int,
    number: str,
    reason: str,
    seen_version: int | None = None,
) -> Inspected:
    """Fail a room of the round with a reason and walk on; otherwise as `pass_room`."""
    request = TurnRequest(Verb.FAIL, number, seen_version, reason)
    return _inspect(work, act, round_id, request, VisitState.FAILED)


def _inspect(
    work: "UnitOfWork", act: Act, round_id: int, request: TurnRequest, state: VisitState
) -> Inspected:
    earlier = work.events.by_id(act.event_id(request.room_number))
    if earlier is not None:
        return Inspected(earlier, look(work, act.staff.code, round_id))
    walk = _open(work, act, round_id)
    code, number = act.staff.code, request.room_number
    inspected = rounds.released(walk.open_visit(number), work.real_now)
    done = replace(
        inspected, state=state, staff_code=code, at=work.now, event_id=act.event_id(number)
    )
    walk.put(done)
    following = walk.claim_next(code, number)
    walk.save()
    # The event comes last: it takes the hotel's seq counter, which all others wait for.
    event = perform(work, act, request)
    walk.rooms[number] = event.room
    walk.put(replace(done, event_kind=event.kind, note=event.note))
    return Inspected(event, walk.view(code, following))


def skip(work: "UnitOfWork", act: Act, round_id: int, number: str) -> RoundView:
    """Leave a room for later and walk on. Raises as `pass_room` does."""
    walk = _open(work, act, round_id)
    visit = rounds.released(walk.open_visit(number), work.real_now)
    walk.put(replace(visit, state=VisitState.SKIPPED, staff_code=act.staff.code, at=work.now))
    following = walk.claim_next(act.staff.code, number)
    walk.save()
    return walk.view(act.staff.code, following)


def walk_skipped(work: "UnitOfWork", act: Act, round_id: int) -> RoundView:
    """Let the skipped rooms wait again, and walk on to the next room."""
    walk = _open(work, act, round_id)
    for visit in walk.visits:
        if visit.state is VisitState.SKIPPED:
            walk.put(rounds.reopened(visit))
    following = walk.claim_next(act.staff.code, None)
    walk.save()
    return walk.view(act.staff.code, following)


def reorder(work: "UnitOfWork", act: Act, round_id: int, order: WalkingOrder) -> RoundView:
    """Walk a round in another order from now on, on from its first room that waits."""
    walk = _open(work, act, round_id)
    work.rounds.set_order(round_id, order)
    walk.round = replace(walk.round, order=order)
    first = walk.claim_next(act.staff.code, None)
    walk.save()
    return walk.view(act.staff.code, first)


def look(work: "UnitOfWork", staff_code: str | None, round_id: int) -> RoundView:
    """The round as it is now for this person, without writing: for a screen that refreshes.

    Raises `UnknownName`.
    """
    walk = _Walk(work, work.rounds.get(round_id))
    if walk.round.finished_at is None:
        walk.let_leave()
        walk.let_join()
    current = None if staff_code is None else rounds.room_claimed_by(walk.visits, staff_code)
    return walk.view(staff_code, current)


def finish(work: "UnitOfWork", act: Act, round_id: int) -> RoundResult:
    """End a round and give what came of it; rooms that still wait are told as not reached.

    Finishing twice gives the same. Raises `NotAllowed` or `UnknownName`.
    """
    rights.require(act.staff, Verb.ROUND)
    found = work.rounds.get(round_id)
    if found.finished_at is None:
        walk = _Walk(work, found)
        walk.let_leave()
        for visit in walk.visits:
            walk.put(rounds.released(visit, work.real_now))
        walk.save()
        work.rounds.finish(round_id, work.now)
    return result_of(work, round_id)


def result_of(work: "UnitOfWork", round_id: int) -> RoundResult:
    """What came of a round so far. Raises `UnknownName`."""
    walk = _Walk(work, work.rounds.get(round_id))
    in_order = rounds.in_walking_order(walk.visits, walk.rooms, walk.round.order, work.today)
    names = {one.code: one.name for one in work.staff.all()}
    return RoundResult(walk.round, tuple(in_order), names)


def open_rounds(work: "UnitOfWork") -> tuple[OpenRound, ...]:
    """The rounds that can be resumed, the newest first."""
    found = []
    for one in work.rounds.open():
        visits = work.rounds.visits(one.id)
        walkers = (one.started_by, *_walkers(visits))
        found.append(OpenRound(one, rounds.progress(visits), tuple(dict.fromkeys(walkers))))
    return tuple(found)


def _walkers(visits: Iterable[Visit]) -> list[str]:
    codes = {visit.claimed_by for visit in visits}
    codes |= {visit.staff_code for visit in visits if visit.state is not VisitState.LEFT}
    return sorted(code for code in codes if code is not None)


def open_round_of(work: "UnitOfWork", staff_code: str) -> OpenRound | None:
    """The round to resume for this person: the one they started, else one they walked in."""
    found = [one for one in open_rounds(work) if staff_code in one.walkers]
    own = [one for one in found if one.round.started_by == staff_code]
    return next(iter(own or found), None)
