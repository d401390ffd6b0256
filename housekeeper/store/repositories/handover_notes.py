"""Notes for the next shift in the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select, update

from housekeeper.core.errors import UnknownName
from housekeeper.core.shift.handover_note import HandoverNote
from housekeeper.core.shift.repository import HandoverNotes
from housekeeper.store.row_mapping import row_reader
from housekeeper.store.tables import handover_note

_LARGEST_ID = 2**63 - 1
_NOTES = select(
    handover_note.c.id,
    handover_note.c.body,
    handover_note.c.written_by,
    handover_note.c.written_at,
    handover_note.c.ticked_by,
    handover_note.c.ticked_at,
)

_read_note = row_reader(HandoverNote, _NOTES, {"text": "body"})


class SqlHandoverNotes(HandoverNotes):
    """The notes of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def _notes(self, query: Select[Any]) -> list[HandoverNote]:
        rows = self._connection.execute(query.where(handover_note.c.hotel_id == self._hotel_id))
        return [_read_note(row) for row in rows]

    def add(self, act_id: UUID, body: str, staff_code: str, at: datetime) -> HandoverNote:
        of_act = _NOTES.where(handover_note.c.act_id == str(act_id))
        earlier = self._notes(of_act)
        if earlier:
            return earlier[0]
        self._connection.execute(
            insert(handover_note).values(
                hotel_id=self._hotel_id,
                act_id=str(act_id),
                body=body,
                written_by=staff_code,
                written_at=at,
            )
        )
        return self._notes(of_act)[0]

    def get(self, note_id: int) -> HandoverNote:
        within = 0 < note_id <= _LARGEST_ID
        found = self._notes(_NOTES.where(handover_note.c.id == note_id)) if within else []
        if not found:
            raise UnknownName(f"There is no handover note {note_id} in this hotel.")
        return found[0]

    def tick(self, note_id: int, staff_code: str, at: datetime) -> None:
        self._connection.execute(
            update(handover_note)
            .where(handover_note.c.hotel_id == self._hotel_id, handover_note.c.id == note_id)
            .values(ticked_by=staff_code, ticked_at=at)
        )

    def blank(self, note_id: int, text: str) -> None:
        self._connection.execute(
            update(handover_note)
            .where(handover_note.c.hotel_id == self._hotel_id, handover_note.c.id == note_id)
            .values(body=text)
        )

    def open(self) -> list[HandoverNote]:
        return self._notes(
            _NOTES.where(handover_note.c.ticked_at.is_(None)).order_by(handover_note.c.id)
        )

    def ticked_since(self, since: datetime) -> list[HandoverNote]:
        return self._notes(
            _NOTES.where(handover_note.c.ticked_at >= since).order_by(
                handover_note.c.ticked_at, handover_note.c.id
            )
        )
