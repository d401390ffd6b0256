"""Inspection rounds in the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, insert, select, update

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import UnknownName
from housekeeper.core.inspection.repository import Rounds
from housekeeper.core.inspection.round import InspectionRound, Visit, VisitState, WalkingOrder
from housekeeper.store.repositories.events import STANDS
from housekeeper.store.row_locks import Locks
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import inspection_round, inspection_round_room, room, room_event

_LARGEST_ID = 2**63 - 1
_INSPECTED = {VisitState.PASSED.value, VisitState.FAILED.value}
_ROUNDS = select(
    inspection_round.c.id,
    inspection_round.c.started_by,
    inspection_round.c.started_at,
    inspection_round.c.walking_order,
    inspection_round.c.finished_at,
)
_read_round = row_reader(InspectionRound, _ROUNDS, {"order": "walking_order"})
_visit = inspection_round_room.c
_VISITS = (
    select(
        room.c.number,
        _visit.visit,
        _visit.state,
        _visit.joined_at,
        _visit.staff_code,
        _visit.at,
        _visit.seconds,
        _visit.act_id,
        _visit.claimed_by,
        _visit.claimed_at,
        room_event.c.kind,
        room_event.c.note,
        STANDS.label("stands"),
    )
    .join_from(inspection_round_room, room, room.c.id == _visit.room_id)
    .outerjoin(
        room_event,
        and_(room_event.c.act_id == _visit.act_id, room_event.c.room_id == _visit.room_id),
    )
    .where(_visit.round_id == bindparam("of_round"), room.c.hotel_id == bindparam("of_hotel"))
    .order_by(room.c.number, _visit.visit)
)

_room_id = (
    select(room.c.id)
    .where(room.c.hotel_id == bindparam("of_hotel"), room.c.number == bindparam("of_number"))
    .scalar_subquery()
)
# None of this hotel's has the number of another hotel's round, and a visit needs one.
_round_id = (
    select(inspection_round.c.id)
    .where(
        inspection_round.c.hotel_id == bindparam("of_hotel"),
        inspection_round.c.id == bindparam("of_round"),
    )
    .scalar_subquery()
)
_SAVED = (
    "state",
    "joined_at",
    "staff_code",
    "at",
    "seconds",
    "claimed_by",
    "claimed_at",
)
_FACTS: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in (*_SAVED, "act_id")}
_saved_values = row_writer(
    Visit,
    ("room_number", "number", *_SAVED),
    {"room_number": "of_number", "number": "of_visit"},
)
_ADD_VISIT = insert(inspection_round_room).values(
    {
        "round_id": _round_id,
        "room_id": _room_id,
        "visit": bindparam("of_visit"),
        **_FACTS,
    }
)
_SAVE_VISIT = (
    update(inspection_round_room)
    .where(
        _visit.round_id == bindparam("of_round"),
        _visit.room_id == _room_id,
        _visit.visit == bindparam("of_visit"),
    )
    .values(_FACTS)
)


class SqlRounds(Rounds):
    """The inspection rounds of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, locks: Locks) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._locks = locks

    def _rounds(self, query: Select[Any]) -> list[InspectionRound]:
        self._locks.rounds()
        rows = self._connection.execute(
            query.where(inspection_round.c.hotel_id == self._hotel_id).order_by(
                inspection_round.c.id.desc()
            )
        )
        return [_read_round(row) for row in rows]

    def add(
        self, act_id: UUID, staff_code: str, at: datetime, order: WalkingOrder
    ) -> InspectionRound:
        round_id = self._connection.execute(
            insert(inspection_round)
            .values(
                hotel_id=self._hotel_id,
                act_id=str(act_id),
                started_by=staff_code,
                started_at=at,
                walking_order=order.value,
            )
            .returning(inspection_round.c.id)
        ).scalar_one()
        return self.get(round_id)

    def get(self, round_id: int) -> InspectionRound:
        within = 0 < round_id <= _LARGEST_ID
        found = self._rounds(_ROUNDS.where(inspection_round.c.id == round_id)) if within else []
        if not found:
            raise UnknownName(f"There is no inspection round {round_id} in this hotel.")
        return found[0]

    def by_act(self, act_id: UUID) -> InspectionRound | None:
        found = self._rounds(_ROUNDS.where(inspection_round.c.act_id == str(act_id)))
        return found[0] if found else None

    def open(self) -> list[InspectionRound]:
        return self._rounds(_ROUNDS.where(inspection_round.c.finished_at.is_(None)))

    def latest(self) -> InspectionRound | None:
        found = self._rounds(_ROUNDS.limit(1))
        return found[0] if found else None

    def finish(self, round_id: int, at: datetime) -> None:
        self._connection.execute(
            update(inspection_round)
            .where(inspection_round.c.hotel_id == self._hotel_id, inspection_round.c.id == round_id)
            .values(finished_at=at)
        )

    def set_order(self, round_id: int, order: WalkingOrder) -> None:
        self._connection.execute(
            update(inspection_round)
            .where(inspection_round.c.hotel_id == self._hotel_id, inspection_round.c.id == round_id)
            .values(walking_order=order.value)
        )

    def visits(self, round_id: int) -> list[Visit]:
        rows = self._connection.execute(_VISITS, {"of_round": round_id, "of_hotel": self._hotel_id})
        return [
            Visit(
                room_number=row.number,
                number=row.visit,
                state=VisitState(row.state),
                joined_at=row.joined_at,
                staff_code=row.staff_code,
                at=row.at,
                seconds=row.seconds,
                act_id=row.act_id,
                claimed_by=row.claimed_by,
                claimed_at=row.claimed_at,
                event_kind=None if row.kind is None else EventKind(row.kind),
                note=row.note or "",
                is_undone=row.state in _INSPECTED and row.kind is not None and not row.stands,
            )
            for row in rows
        ]

    def add_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        if visits:
            self._connection.execute(_ADD_VISIT, self._values(round_id, visits))

    def save_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        if visits:
            self._connection.execute(_SAVE_VISIT, self._values(round_id, visits))

    def _values(self, round_id: int, visits: Collection[Visit]) -> list[dict[str, Any]]:
        of_round = {"of_hotel": self._hotel_id, "of_round": round_id}
        return [{**of_round, **_saved_values(visit), "act_id": visit.act_id} for visit in visits]
