"""A question about the history gives the newest events that answer it, whatever the clock did."""

from datetime import datetime, timedelta
from random import Random

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.rooms.event import Act, EventDraft, HistoryQuery, RoomEvent
from housekeeper.core.rooms.room import changed_room
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MARIA
from tests.stored_house import StoredHouse

PEOPLE = (ANA, DESK, MARIA)
KINDS = (EventKind.NOTED, EventKind.CLEANED, EventKind.OVERRIDDEN)
NUMBERS = ("101", "102", "103", "104", "201", "202")


def _drafts(work: UnitOfWork, random: Random, at: datetime, count: int) -> list[EventDraft]:
    made = []
    for _ in range(count):
        before = work.rooms.get(random.choice(NUMBERS))
        act = Act(random.choice(PEOPLE), Via.BOARD)
        made.append(
            EventDraft(
                event_id=act.event_id(before.number),
                act_id=act.id,
                kind=random.choice(KINDS[:2]) if random.random() < 0.9 else KINDS[2],
                before=before,
                room=changed_room(before, floor=random.randint(1, 9)),
                staff=act.staff,
                source=Source.HOUSEKEEPING,
                via=act.via,
                note="",
                at=at + timedelta(minutes=random.randint(0, 200)),
                real_at=at,
            )
        )
    return made


def _brute_force(events: list[RoomEvent], query: HistoryQuery) -> list[RoomEvent]:
    found = [
        one
        for one in events
        if query.room_number in {None, one.room_number}
        and query.staff_code in {None, one.staff_code}
        and (not query.kinds or one.kind in query.kinds)
        and (query.since is None or one.at >= query.since)
        and (query.until is None or one.at < query.until)
    ]
    return found[::-1][: query.limit]


async def test_a_question_finds_what_a_look_at_every_event_finds(house: StoredHouse) -> None:
    """Under clocks that were set forth and back by days, with questions of every sort."""
    random = Random(14)
    begin = house.clock.at
    for _ in range(8):
        at = begin + timedelta(hours=random.randint(-50, 50))
        await house.store.write(
            lambda work, at=at: work.events.append(_drafts(work, random, at, 15))  # type: ignore[misc]
        )
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    assert len(events) == 120
    for _ in range(150):
        moments = [begin + timedelta(minutes=random.randint(-3200, 3400)) for _ in range(2)]
        query = HistoryQuery(
            room_number=random.choice((None, None, *NUMBERS)),
            limit=random.choice((1, 5, 40, 500)),
            staff_code=random.choice((None, None, "ana", "desk", "max")),
            kinds=frozenset(random.sample(KINDS, random.randint(0, 2))),
            since=random.choice((None, min(moments))),
            until=random.choice((None, max(moments))),
        )
        found = await house.store.read(lambda work, query=query: work.events.history(query))  # type: ignore[misc]
        assert found == _brute_force(events, query), query
        since = min(moments)
        steps = await house.store.read(lambda work, since=since: work.events.steps(since))  # type: ignore[misc]
        assert [step.seq for step in steps] == [one.seq for one in events if one.at >= since]
