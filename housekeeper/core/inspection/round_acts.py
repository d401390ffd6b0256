"""Walking an inspection round: start or resume it, pass and fail its rooms, skip, finish.

Every step brings the round in step with the house first (rooms join and leave), and keeps the
next room for whoever took it, in the same unit of work. So a terminal that is lost loses
nothing, and two people in one round are offered different rooms.
"""

from collections.abc import Iterable
from dataclasses import replace

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.inspection import round as rounds
from housekeeper.core.inspection.round import Visit, VisitState, WalkingOrder, awaits_inspection
from housekeeper.core.inspection.round_views import Inspected, OpenRound, RoundResult, RoundView
from housekeeper.core.inspection.round_walk import RoundWalk
from housekeeper.core.inspection.walking_order import in_walking_order
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork


def _open(work: UnitOfWork, act: Act, round_id: int) -> RoundWalk:
    rights.require(act.staff, Verb.ROUND)
    found = work.rounds.get(round_id)
    if found.finished_at is not None:
        raise NotPossible(f"Inspection round {round_id} is finished; start a new one.")
    walk = RoundWalk(work, found)
    walk.let_leave()
    walk.let_join()
    return walk


def start_round(
    work: UnitOfWork, act: Act, order: WalkingOrder = WalkingOrder.BY_FLOOR
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


def resume(work: UnitOfWork, act: Act, round_id: int) -> RoundView:
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


def enter_round(work: UnitOfWork, act: Act, round_id: int | None) -> RoundView | None:
    """Walk on in this round; with None, start one where rooms wait for inspection.

    Gives None where none waits, so that nobody opens an empty round. Raises as `resume` and
    `start_round` do.
    """
    if round_id is not None:
        return resume(work, act, round_id)
    if not any(awaits_inspection(room) for room in work.rooms.all()):
        return None
    return start_round(work, act)


def turn_to(work: UnitOfWork, act: Act, round_id: int, number: str) -> RoundView:
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
    work: UnitOfWork,
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
    work: UnitOfWork,
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
    work: UnitOfWork, act: Act, round_id: int, request: TurnRequest, state: VisitState
) -> Inspected:
    earlier = work.events.of_act_in_room(act.id, request.room_number)
    if earlier is not None:
        return Inspected(earlier, look(work, act.staff.code, round_id))
    walk = _open(work, act, round_id)
    code, number = act.staff.code, request.room_number
    inspected = rounds.released(walk.open_visit(number), work.real_now)
    done = replace(inspected, state=state, staff_code=code, at=work.now, act_id=act.id)
    walk.put(done)
    following = walk.claim_next(code, number)
    walk.save()
    # The event comes last: it takes the hotel's seq counter, which all others wait for.
    event = perform(work, act, request)
    walk.rooms[number] = event.room
    walk.put(replace(done, event_kind=event.kind, note=event.note))
    return Inspected(event, walk.view(code, following))


def skip(work: UnitOfWork, act: Act, round_id: int, number: str) -> RoundView:
    """Leave a room for later and walk on. Raises as `pass_room` does."""
    walk = _open(work, act, round_id)
    visit = rounds.released(walk.open_visit(number), work.real_now)
    walk.put(replace(visit, state=VisitState.SKIPPED, staff_code=act.staff.code, at=work.now))
    following = walk.claim_next(act.staff.code, number)
    walk.save()
    return walk.view(act.staff.code, following)


def walk_skipped(work: UnitOfWork, act: Act, round_id: int) -> RoundView:
    """Let the skipped rooms wait again, and walk on to the next room."""
    walk = _open(work, act, round_id)
    for visit in walk.visits:
        if visit.state is VisitState.SKIPPED:
            walk.put(rounds.reopened(visit))
    following = walk.claim_next(act.staff.code, None)
    walk.save()
    return walk.view(act.staff.code, following)


def reorder(work: UnitOfWork, act: Act, round_id: int, order: WalkingOrder) -> RoundView:
    """Walk a round in another order from now on, on from its first room that waits."""
    walk = _open(work, act, round_id)
    work.rounds.set_order(round_id, order)
    walk.round = replace(walk.round, order=order)
    first = walk.claim_next(act.staff.code, None)
    walk.save()
    return walk.view(act.staff.code, first)


def look(work: UnitOfWork, staff_code: str | None, round_id: int) -> RoundView:
    """The round as it is now for this person, without writing: for a screen that refreshes.

    Raises `UnknownName`.
    """
    walk = RoundWalk(work, work.rounds.get(round_id))
    if walk.round.finished_at is None:
        walk.let_leave()
        walk.let_join()
    current = None if staff_code is None else rounds.room_claimed_by(walk.visits, staff_code)
    return walk.view(staff_code, current)


def finish(work: UnitOfWork, act: Act, round_id: int) -> RoundResult:
    """End a round and give what came of it; rooms that still wait are told as not reached.

    Finishing twice gives the same. Raises `NotAllowed` or `UnknownName`.
    """
    rights.require(act.staff, Verb.ROUND)
    found = work.rounds.get(round_id)
    if found.finished_at is None:
        walk = RoundWalk(work, found)
        walk.let_leave()
        for visit in walk.visits:
            walk.put(rounds.released(visit, work.real_now))
        walk.save()
        work.rounds.finish(round_id, work.now)
    return result_of(work, round_id)


def result_of(work: UnitOfWork, round_id: int) -> RoundResult:
    """What came of a round so far. Raises `UnknownName`."""
    walk = RoundWalk(work, work.rounds.get(round_id))
    in_order = in_walking_order(walk.visits, walk.rooms, walk.round.order, work.today)
    names = {one.code: one.name for one in work.staff.all()}
    return RoundResult(walk.round, tuple(in_order), names)


def open_rounds(work: UnitOfWork) -> tuple[OpenRound, ...]:
    """The rounds that can be resumed, the newest first, each with what there is left to do."""
    open_now = work.rounds.open()
    rooms = {room.number: room for room in work.rooms.all()} if open_now else {}
    found = []
    for one in open_now:
        visits = work.rounds.visits(one.id)
        walkers = (one.started_by, *_walkers(visits))
        progress = rounds.progress(rounds.without_rooms_gone(visits, rooms))
        found.append(OpenRound(one, progress, tuple(dict.fromkeys(walkers))))
    return tuple(found)


def _walkers(visits: Iterable[Visit]) -> list[str]:
    codes = {visit.claimed_by for visit in visits}
    codes |= {visit.staff_code for visit in visits if visit.state is not VisitState.LEFT}
    return sorted(code for code in codes if code is not None)


def open_round_of(work: UnitOfWork, staff_code: str) -> OpenRound | None:
    """The round to resume for this person: the one they started, else one they walked in."""
    return _own_round(open_rounds(work), staff_code)


def rounds_to_enter(
    work: UnitOfWork, staff_code: str
) -> tuple[OpenRound | None, tuple[OpenRound, ...]]:
    """The round to resume for this person, and all that they could walk along in."""
    open_now = open_rounds(work)
    return _own_round(open_now, staff_code), open_now


def _own_round(open_now: Iterable[OpenRound], staff_code: str) -> OpenRound | None:
    walked = [candidate for candidate in open_now if staff_code in candidate.walkers]
    own = [candidate for candidate in walked if candidate.round.started_by == staff_code]
    return next(iter(own or walked), None)
