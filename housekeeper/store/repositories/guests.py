"""Guests, their chat and the tries at their PINs, in the database. The purge is in `purge`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from housekeeper.core.clock import RealMoment
from housekeeper.core.rooms.event import Deleted
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.chat import WRONG_PIN_LIMIT
from housekeeper.core.stays.guest_records import GuestChatSession, Message, Sender
from housekeeper.core.stays.repository import Guests
from housekeeper.store.columns import one_of
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.guest_keys.stay_without_key import give_keys
from housekeeper.store.repositories.purge import held_by_room, purge_rooms
from housekeeper.store.repositories.rooms import room_ids
from housekeeper.store.row_locks import Locks
from housekeeper.store.tables import (
    booking,
    breakfast_order,
    conversation,
    conversation_participant,
    database_mark,
    guest,
    guest_chat_session,
    guest_room,
    room,
    room_message,
    room_order,
    wrong_pin,
)

_TAKE_IDS = CompiledStatement(
    update(database_mark)
    .values(last_guest_id=database_mark.c.last_guest_id + bindparam("more"))
    .returning(database_mark.c.last_guest_id)
)


class SqlGuests(Guests):
    """All that is the guests' of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, locks: Locks, words: Words) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._locks = locks
        self._words = words

    def _room_id(self, number: str) -> int:
        self._locks.rooms([number])
        return room_ids(self._connection, self._hotel_id, [number])[number]

    def _new_ids(self, count: int = 1) -> range:
        """Numbers that no guest, session, conversation or message ever had."""
        [(last,)] = _TAKE_IDS.rows(self._connection, {"more": count})
        return range(last - count + 1, last + 1)

    def arrive(self, arrived: Booking, room_number: str, at: datetime) -> None:
        self._give_keys([arrived.reference])
        self._add_guest(self._new_ids()[0], arrived, room_number, at)

    def arrive_all(self, bookings: Sequence[Booking], at: datetime) -> None:
        with_rooms = [one for one in bookings if one.room_number is not None]
        if not with_rooms:
            return
        self._give_keys([one.reference for one in with_rooms])
        for guest_id, one in zip(self._new_ids(len(with_rooms)), with_rooms, strict=True):
            self._add_guest(guest_id, one, one.room_number or "", at)

    def _give_keys(self, references: Sequence[str]) -> None:
        give_keys(
            self._connection,
            self._words,
            booking.c.hotel_id == self._hotel_id,
            one_of(booking.c.reference, references),
        )

    def _add_guest(self, guest_id: int, arrived: Booking, room_number: str, at: datetime) -> None:
        # The name is copied as it is sealed: both lie under the key of the booking.
        booking_id, name = self._connection.execute(
            select(booking.c.id, booking.c.guest_name).where(
                booking.c.hotel_id == self._hotel_id, booking.c.reference == arrived.reference
            )
        ).one()
        self._connection.execute(
            insert(guest).values(
                id=guest_id,
                hotel_id=self._hotel_id,
                booking_id=booking_id,
                name=name,
                arrived_at=at,
            )
        )
        self._connection.execute(
            insert(guest_room).values(guest_id=guest_id, room_id=self._room_id(room_number))
        )

    def move(self, old_number: str, new_number: str) -> None:
        self._locks.rooms([old_number, new_number])
        ids = room_ids(self._connection, self._hotel_id, [old_number, new_number])
        for table in (
            guest_room,
            guest_chat_session,
            conversation,
            room_order,
            breakfast_order,
            # Who has to wait after too many wrong ones has to wait in the new room too.
            wrong_pin,
        ):
            self._connection.execute(
                update(table)
                .where(table.c.room_id == ids[old_number])
                .values(room_id=ids[new_number])
            )

    def withdraw(self, room_number: str) -> None:
        """Delete the guest's row, the link to the room (by the cascade) and the wrong PINs."""
        room_id = self._room_id(room_number)
        linked = select(guest_room.c.guest_id).where(guest_room.c.room_id == room_id)
        self._connection.execute(delete(guest).where(guest.c.id.in_(linked)))
        self._connection.execute(delete(wrong_pin).where(wrong_pin.c.room_id == room_id))

    def names(self, room_number: str) -> list[str]:
        rows = self._connection.scalars(
            select(guest.c.name)
            .join(guest_room, guest_room.c.guest_id == guest.c.id)
            .where(guest_room.c.room_id == self._room_id(room_number), guest.c.name.is_not(None))
            .order_by(guest.c.id)
        )
        return [name for name in self._words.open_all(rows.all()) if name is not None]

    def held(self, room_numbers: Sequence[str]) -> dict[str, tuple[Deleted, int]]:
        return held_by_room(self._connection, self._hotel_id, room_numbers)

    def purge(self, room_numbers: Sequence[str]) -> None:
        self._locks.rooms(room_numbers)
        ids = list(room_ids(self._connection, self._hotel_id, room_numbers).values())
        self._words.mark_rooms(ids)
        purge_rooms(self._connection, ids)

    def wrong_pins(self, room_number: str, limit: int) -> list[RealMoment]:
        tried = wrong_pin.c
        rows = self._connection.execute(
            select(tried.tried_at, tried.boot, tried.up_seconds)
            .where(tried.room_id == self._room_id(room_number))
            .order_by(tried.id.desc())
            .limit(limit)
        )
        return [RealMoment(at, boot, up_seconds) for at, boot, up_seconds in rows]

    def count_wrong_pin(self, room_number: str, at: RealMoment) -> None:
        """Keep a wrong try, and drop those of the room that no limit counts."""
        room_id = self._room_id(room_number)
        newest = (
            select(wrong_pin.c.id)
            .where(wrong_pin.c.room_id == room_id)
            .order_by(wrong_pin.c.id.desc())
            .limit(WRONG_PIN_LIMIT - 1)
        )
        self._connection.execute(
            delete(wrong_pin).where(wrong_pin.c.room_id == room_id, wrong_pin.c.id.not_in(newest))
        )
        self._connection.execute(
            insert(wrong_pin).values(
                room_id=room_id, tried_at=at.at, boot=at.boot, up_seconds=at.up_seconds
            )
        )

    def add_session(
        self,
        room_number: str,
        token_digest: str,
        fcm_token: str | None,
        opened_at: datetime,
        expires_at: datetime,
    ) -> None:
        room_id = self._room_id(room_number)
        self._connection.execute(
            insert(guest_chat_session).values(
                id=self._new_ids()[0],
                room_id=room_id,
                token_digest=token_digest,
                fcm_token=self._sealed(room_id, fcm_token) if fcm_token is not None else None,
                opened_at=opened_at,
                expires_at=expires_at,
            )
        )

    def _sealed(self, room_id: int, words: str) -> bytes:
        return self._words.seal(self._words.for_room(room_id), words)

    def session(self, token_digest: str) -> GuestChatSession | None:
        row = self._connection.execute(
            select(guest_chat_session.c.id, room.c.number, guest_chat_session.c.expires_at)
            .join(room, room.c.id == guest_chat_session.c.room_id)
            .where(
                room.c.hotel_id == self._hotel_id,
                guest_chat_session.c.token_digest == token_digest,
            )
        ).first()
        return None if row is None else GuestChatSession(row.id, row.number, row.expires_at)

    def add_message(
        self,
        room_number: str,
        sender: Sender,
        session_id: int | None,
        staff: Staff | None,
        body: str,
        sent_at: datetime,
        act_id: UUID | None = None,
    ) -> Message:
        room_id = self._room_id(room_number)
        conversation_id = self._conversation(room_id, sent_at)
        self._join(conversation_id, session_id, staff)
        message_id = self._new_ids()[0]
        staff_name = staff.name if staff is not None else None
        self._connection.execute(
            insert(room_message).values(
                conversation_id=conversation_id,
                id=message_id,
                sender=sender.value,
                staff_name=staff_name,
                body=self._sealed(room_id, body),
                sent_at=sent_at,
                act_id=None if act_id is None else str(act_id),
            )
        )
        return Message(message_id, sender, staff_name, body, sent_at)

    def _conversation(self, room_id: int, at: datetime) -> int:
        found = self._connection.scalar(
            select(func.min(conversation.c.id)).where(conversation.c.room_id == room_id)
        )
        if found is None:
            found = self._new_ids()[0]
            self._connection.execute(
                insert(conversation).values(id=found, room_id=room_id, opened_at=at)
            )
        return int(found)

    def _join(self, conversation_id: int, session_id: int | None, staff: Staff | None) -> None:
        who = {
            "session_id": session_id,
            "hotel_id": self._hotel_id if staff is not None else None,
            "staff_code": staff.code if staff is not None else None,
        }
        participant = conversation_participant.c
        same = (
            participant.session_id == session_id
            if session_id is not None
            else participant.staff_code == who["staff_code"]
        )
        known = self._connection.scalar(
            select(participant.id).where(participant.conversation_id == conversation_id, same)
        )
        if known is None:
            self._connection.execute(
                insert(conversation_participant).values(conversation_id=conversation_id, **who)
            )

    def messages(self, room_number: str) -> list[Message]:
        return self._messages(room_number)

    def message_of(self, room_number: str, act_id: UUID) -> Message | None:
        return next(iter(self._messages(room_number, room_message.c.act_id == str(act_id))), None)

    def _messages(self, room_number: str, *which: ColumnElement[bool]) -> list[Message]:
        rows = self._connection.execute(
            select(
                room_message.c.id,
                room_message.c.sender,
                room_message.c.staff_name,
                room_message.c.body,
                room_message.c.sent_at,
            )
            .join(conversation, conversation.c.id == room_message.c.conversation_id)
            .where(conversation.c.room_id == self._room_id(room_number), *which)
            .order_by(room_message.c.conversation_id, room_message.c.id)
        ).all()
        bodies = self._words.open_all([row.body for row in rows])
        return [
            Message(row.id, Sender(row.sender), row.staff_name, body or "", row.sent_at)
            for row, body in zip(rows, bodies, strict=True)
        ]
