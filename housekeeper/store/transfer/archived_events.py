"""Events as plain JSON values, whole: what is read of them is what was written."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.rooms.event import Deleted, RoomEvent
from housekeeper.core.rooms.snapshot import decode, encode, utc_text
from housekeeper.core.rooms.status import RoomStatus


def written_event(event: RoomEvent | HotelEvent) -> dict[str, Any]:
    """An event of a room or of the hotel; what it has nothing of is left out."""
    common: dict[str, Any] = {
        "at": utc_text(event.at),
        "kind": event.kind.value,
        "staff_code": event.staff_code,
        "staff_name": event.staff_name,
        "via": event.via.value,
        "note": event.note,
        "act_id": str(event.act_id),
        "real_at": utc_text(event.real_at),
    }
    if isinstance(event, HotelEvent):
        counts = dict(event.counts)
        return {"number": event.number, "after_seq": event.after_seq, **common, "counts": counts}
    further = {
        "deleted": None if event.deleted is None else asdict(event.deleted),
        "undoes_seq": event.undoes_seq,
        "undone_by": event.undone_by,
        "erasure": event.erasure,
    }
    return {
        "seq": event.seq,
        "room_number": event.room_number,
        **common,
        "event_id": str(event.event_id),
        "from_status": event.from_status.value,
        "to_status": event.to_status.value,
        "source": event.source.value,
        "before": dict(event.before),
        "room": encode(event.room),
        **{name: fact for name, fact in further.items() if fact is not None},
    }


def read_event(facts: Mapping[str, Any]) -> RoomEvent | HotelEvent:
    """The event that was written; raises `KeyError`, `TypeError` or `ValueError` for no event."""
    common: dict[str, Any] = {
        "at": datetime.fromisoformat(facts["at"]),
        "kind": EventKind(facts["kind"]),
        "staff_code": facts["staff_code"],
        "staff_name": facts["staff_name"],
        "via": Via(facts["via"]),
        "note": facts["note"],
        "act_id": UUID(facts["act_id"]),
        "real_at": datetime.fromisoformat(facts["real_at"]),
    }
    if "number" in facts:
        return HotelEvent(
            number=facts["number"],
            after_seq=facts["after_seq"],
            counts=facts["counts"],
            **common,
        )
    deleted = facts.get("deleted")
    return RoomEvent(
        seq=facts["seq"],
        event_id=UUID(facts["event_id"]),
        from_status=RoomStatus(facts["from_status"]),
        to_status=RoomStatus(facts["to_status"]),
        source=Source(facts["source"]),
        room=decode(facts["room"]),
        before=facts["before"],
        deleted=None if deleted is None else Deleted(**deleted),
        undoes_seq=facts.get("undoes_seq"),
        undone_by=facts.get("undone_by"),
        erasure=facts.get("erasure"),
        **common,
    )
