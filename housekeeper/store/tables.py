"""Every table of the store. Names are the trade's; moments are UTC; nothing is one engine's own.

A room's current stay is its CHECKED_IN booking. Room types and staff are keyed by the code
that people use, within their hotel. Messages are clustered by conversation, so that a purge
touches few pages. The condition of an index is told to SQLite's dialect alone, so that no program
on a file imports PostgreSQL's; `postgresql.engine` tells it that one.

A guest's words are sealed with the key of the stay, `booking.key_number`, or with
`room.key_number` where someone stays without a booking. `key_count` is how many numbers were
ever given out; `key_erasure` holds those of guests who left whose keys are still to be
overwritten. `erasure_asked` counts the transactions that deleted a guest's words and
`erasure_done` is the count that the last finished rewrite of the file covers; the rewrites are
in `erasure_run`, with the longest that someone had to wait for one.

`last_guest_id` is the last number that was given to a guest, a chat session, a conversation or a
message: they leave the program, so none comes again once its row is deleted.

A database whose hotels were moved says where in `moved_to`; one with `arriving_from` has
all those of the database of that id, and waits for it to say so.

`boot` and `up_seconds` beside a wrong PIN tell which start of which machine it was, and how long
that had been up: a wait is measured by them, whatever its clock is set to.

`room_event` has the room as it was afterwards, a column a fact (`event_format.room_facts`), and in
`before` the facts that changed, as they were. `real_at` is empty where it is `at`, and `event_id`
where the act and the room's number give it. Who acted stands in `event_staff`, with the name of
then. `event_hour` tells from which seq to which the events of an hour (since 1970, in business
time) follow each other; the hour of the newest has no end yet, and is the hotel's `event_hour`.

`hotel_event` tells of what was done to a hotel as a whole, each after the room event `after_seq`.
`cli_pin` says that every command with a name asks for the PIN, whatever its settings say.

`quiet_changes` counts how often what boards show was changed without an event; `quiet_change` of
a room is the last of these that it was changed by. `bookings_swept_until` is the moment until
which nobody need look for bookings that ended too long ago.

`first_seq` is the place of the first room event that is kept; what was before it was let go, and
`day_figures` has of its days, and of some after, what figures are made of, as JSON. `swept_on` is
the last day on which a program did what is done once a day.

`act_id` beside what is no event (a message, an order, the last change of a member of staff) is
that of the act, by which a retry finds what was written already.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeEngine

from housekeeper.store.columns import SealedWords, UtcMoment
from housekeeper.store.event_format.compact_types import Coded, CompactId, CompactMoment
from housekeeper.store.event_format.room_facts import event_fact_columns

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits, as every one is on SQLite."""


def _name(length: int) -> TypeEngine[str]:
    """A name that people type and lists are sorted by: in the order of code points everywhere."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


metadata = MetaData()


def _hotel_id() -> Column[int]:
    return Column("hotel_id", ForeignKey("hotel.id"), nullable=False)


schema_version = Table(
    "schema_version",
    metadata,
    Column("version", WHOLE, primary_key=True),
    Column("applied_at", UtcMoment, nullable=False),
)

database_mark = Table(
    "database_mark",
    metadata,
    Column("database_id", String(36), primary_key=True),
    Column("generation", WHOLE, nullable=False),
    Column("erasure_asked", WHOLE, nullable=False, server_default="0"),
    Column("erasure_asked_at", UtcMoment),
    Column("erasure_done", WHOLE, nullable=False, server_default="0"),
    Column("erasure_holder", String(36)),
    Column("erasure_until", UtcMoment),
    Column("key_count", WHOLE, nullable=False, server_default="0"),
    Column("moved_to", Text),
    Column("moved_at", UtcMoment),
    Column("arriving_from", String(36)),
    Column("cli_pin", Boolean, nullable=False, server_default=false()),
    Column("last_guest_id", WHOLE, nullable=False, server_default="0"),
)

erasure_run = Table(
    "erasure_run",
    metadata,
    Column("id", WHOLE, primary_key=True),
    Column("covers", WHOLE, nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("finished_at", UtcMoment, nullable=False),
    Column("took_ms", WHOLE, nullable=False),
    Column("waited_ms", WHOLE, nullable=False),
    Column("file_bytes", BigInteger, nullable=False),
)

key_erasure = Table(
    "key_erasure",
    metadata,
    Column("number", WHOLE, primary_key=True, autoincrement=False),
)

hotel = Table(
    "hotel",
    metadata,
    Column("id", WHOLE, primary_key=True),
    Column("slug", _name(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("last_seq", WHOLE, nullable=False, server_default="0"),
    Column("published_seq", WHOLE, nullable=False, server_default="0"),
    Column("drain_holder", String(36)),
    Column("drain_until", UtcMoment),
    Column("event_hour", WHOLE),
    Column("quiet_changes", WHOLE, nullable=False, server_default="0"),
    Column("bookings_swept_until", UtcMoment),
    Column("first_seq", WHOLE, nullable=False, server_default="1"),
    Column("swept_on", Date),
)

room_type = Table(
    "room_type",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("code", _name(32), primary_key=True),
)

room_type_inventory = Table(
    "room_type_inventory",
    metadata,
    Column("hotel_id", WHOLE, primary_key=True),
    Column("room_type", _name(32), primary_key=True),
    Column("night", Date, primary_key=True),
    Column("stop_sell", Boolean, nullable=False),
    Column("total", WHOLE),
    ForeignKeyConstraint(["hotel_id", "room_type"], ["room_type.hotel_id", "room_type.code"]),
)

staff = Table(
    "staff",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("code", _name(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("pin_hash", String(200)),
    Column("signed_in_at", UtcMoment),
    Column("signed_in_before", UtcMoment),
    Column("act_id", String(36)),
    Column("one_time_code_hash", String(200)),
    Column("one_time_code_until", UtcMoment),
)

staff_wrong_pin = Table(
    "staff_wrong_pin",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("code_key", String(64), primary_key=True),
    Column("count", WHOLE, nullable=False),
    Column("tried_at", UtcMoment, nullable=False),
    Column("boot", String(64)),
    Column("up_seconds", Double, nullable=False, server_default="0"),
)

room = Table(
    "room",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _hotel_id(),
    Column("number", _name(32), nullable=False),
    Column("room_type", _name(32), nullable=False),
    Column("floor", WHOLE, nullable=False),
    Column("section", String(64), nullable=False),
    Column("turn_status", String(24), nullable=False),
    Column("status_since", UtcMoment, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("is_occupied", Boolean, nullable=False),
    Column("maintenance_required", Boolean, nullable=False),
    Column("maintenance_priority", String(4)),
    Column("maintenance_notes", Text, nullable=False),
    Column("is_out_of_order", Boolean, nullable=False),
    Column("out_of_order_reason", Text, nullable=False),
    Column("out_of_order_until", Date),
    Column("housekeeping_notes", Text, nullable=False),
    Column("fail_reason", Text, nullable=False),
    Column("attendant", String(32)),
    Column("last_cleaned_at", UtcMoment),
    Column("cleaned_by", String(32)),
    Column("last_inspected_at", UtcMoment),
    Column("inspected_by", String(32)),
    Column("pin", String(6), nullable=False),
    Column("key_number", WHOLE),
    Column("messages_waiting", WHOLE, nullable=False, server_default="0"),
    Column("messages_waiting_since", UtcMoment),
    Column("orders_open", WHOLE, nullable=False, server_default="0"),
    Column("orders_open_since", UtcMoment),
    Column("quiet_change", WHOLE, nullable=False, server_default="0"),
    UniqueConstraint("hotel_id", "number"),
    UniqueConstraint("hotel_id", "pin"),
    ForeignKeyConstraint(["hotel_id", "room_type"], ["room_type.hotel_id", "room_type.code"]),
    ForeignKeyConstraint(["hotel_id", "attendant"], ["staff.hotel_id", "staff.code"]),
    ForeignKeyConstraint(["hotel_id", "cleaned_by"], ["staff.hotel_id", "staff.code"]),
    ForeignKeyConstraint(["hotel_id", "inspected_by"], ["staff.hotel_id", "staff.code"]),
    Index("room_by_quiet_change", "hotel_id", "quiet_change"),
)

out_of_order_range = Table(
    "out_of_order_range",
    metadata,
    Column("id", WHOLE, primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("is_open", Boolean, nullable=False),
)

booking = Table(
    "booking",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _hotel_id(),
    Column("reference", _name(64), nullable=False),
    Column("room_type", _name(32), nullable=False),
    Column("arrival", Date, nullable=False),
    Column("departure", Date, nullable=False),
    Column("adults", WHOLE, nullable=False),
    Column("children", WHOLE, nullable=False),
    Column("status", String(16), nullable=False),
    Column("room_id", ForeignKey("room.id")),
    Column("guest_name", SealedWords),
    Column("late_checkout", Time),
    Column("completed_at", UtcMoment),
    Column("key_number", WHOLE),
    CheckConstraint("departure >= arrival"),
    UniqueConstraint("hotel_id", "reference"),
    ForeignKeyConstraint(["hotel_id", "room_type"], ["room_type.hotel_id", "room_type.code"]),
    Index("booking_by_room", "room_id", "status", "arrival", "departure"),
    Index("booking_by_arrival", "hotel_id", "status", "arrival", "departure"),
    Index(
        "booking_one_stay_a_room",
        "room_id",
        unique=True,
        sqlite_where=text("status = 'CHECKED_IN'"),
    ),
)

guest = Table(
    "guest",
    metadata,
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    _hotel_id(),
    Column("booking_id", ForeignKey("booking.id"), nullable=False, index=True),
    Column("name", SealedWords),
    Column("arrived_at", UtcMoment, nullable=False),
)

guest_room = Table(
    "guest_room",
    metadata,
    Column("guest_id", ForeignKey("guest.id", ondelete="CASCADE"), primary_key=True),
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Index("guest_room_by_room", "room_id"),
    sqlite_with_rowid=False,
)

guest_chat_session = Table(
    "guest_chat_session",
    metadata,
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("fcm_token", SealedWords),
    Column("opened_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
)

wrong_pin = Table(
    "wrong_pin",
    metadata,
    Column("id", WHOLE, primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("tried_at", UtcMoment, nullable=False),
    Column("boot", String(64)),
    Column("up_seconds", Double, nullable=False, server_default="0"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("opened_at", UtcMoment, nullable=False),
)

conversation_participant = Table(
    "conversation_participant",
    metadata,
    Column("id", WHOLE, primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("session_id", ForeignKey("guest_chat_session.id", ondelete="CASCADE"), index=True),
    Column("hotel_id", WHOLE),
    Column("staff_code", String(32)),
    ForeignKeyConstraint(["hotel_id", "staff_code"], ["staff.hotel_id", "staff.code"]),
)

room_message = Table(
    "room_message",
    metadata,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    Column("sender", String(8), nullable=False),
    Column("staff_name", String(200)),
    Column("body", SealedWords, nullable=False),
    Column("sent_at", UtcMoment, nullable=False),
    Column("act_id", String(36)),
    sqlite_with_rowid=False,
)


def _order_tables(name: str) -> tuple[Table, Table]:
    order = Table(
        name,
        metadata,
        Column("id", WHOLE, primary_key=True),
        Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
        Column("created_at", UtcMoment, nullable=False),
        Column("completed_at", UtcMoment),
        Column("act_id", String(36)),
        sqlite_autoincrement=True,
    )
    item = Table(
        f"{name}_item",
        metadata,
        Column("order_id", ForeignKey(f"{name}.id", ondelete="CASCADE"), primary_key=True),
        Column("line", WHOLE, primary_key=True, autoincrement=False),
        Column("name", SealedWords, nullable=False),
        Column("quantity", WHOLE, nullable=False),
        sqlite_with_rowid=False,
    )
    return order, item


room_order, room_order_item = _order_tables("room_order")
breakfast_order, breakfast_order_item = _order_tables("breakfast_order")

refused_publication = Table(
    "refused_publication",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", UtcMoment, nullable=False),
)

event_staff = Table(
    "event_staff",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _hotel_id(),
    Column("code", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    UniqueConstraint("hotel_id", "code", "name"),
)

event_hour = Table(
    "event_hour",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("hour", WHOLE, primary_key=True, autoincrement=False),
    Column("first_seq", WHOLE, primary_key=True, autoincrement=False),
    Column("last_seq", WHOLE),
    sqlite_with_rowid=False,
)

room_event = Table(
    "room_event",
    metadata,
    Column("at", CompactMoment, nullable=False),
    Column("real_at", CompactMoment),
    Column("hotel_id", Integer, ForeignKey("hotel.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("room_id", Integer, ForeignKey("room.id"), nullable=False),
    Column("author", Integer, ForeignKey("event_staff.id"), nullable=False),
    Column("room_version", Integer, nullable=False),
    Column("undoes_seq", Integer),
    Column("act_id", CompactId, nullable=False),
    Column("event_id", CompactId),
    Column("kind", Coded("kind"), nullable=False),
    Column("from_status", Coded("room_status"), nullable=False),
    Column("to_status", Coded("room_status"), nullable=False),
    Column("source", Coded("source"), nullable=False),
    Column("via", Coded("via"), nullable=False),
    Column("note", Text, nullable=False),
    Column("before", LargeBinary),
    Column("deleted", Text),
    *event_fact_columns(room, booking),
    Index("room_event_by_act", "act_id", "room_id", unique=True),
    Index("room_event_by_room", "room_id", "seq"),
    Index("room_event_by_kind", "room_id", "kind", "seq"),
    Index("room_event_by_author", "author", "seq"),
    Index(
        "room_event_undone_once",
        "hotel_id",
        "undoes_seq",
        unique=True,
        sqlite_where=text("undoes_seq IS NOT NULL"),
    ),
    Index(
        "room_event_by_id",
        "event_id",
        unique=True,
        sqlite_where=text("event_id IS NOT NULL"),
    ),
)

hotel_event = Table(
    "hotel_event",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("act_id", String(36), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("staff_code", String(32), nullable=False),
    Column("staff_name", String(200), nullable=False),
    Column("via", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("real_at", UtcMoment, nullable=False),
    Column("after_seq", WHOLE, nullable=False),
    UniqueConstraint("hotel_id", "act_id"),
    sqlite_with_rowid=False,
)

inspection_round = Table(
    "inspection_round",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _hotel_id(),
    Column("act_id", String(36), nullable=False, unique=True),
    Column("started_by", String(32), nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("walking_order", String(16), nullable=False),
    Column("finished_at", UtcMoment),
    ForeignKeyConstraint(["hotel_id", "started_by"], ["staff.hotel_id", "staff.code"]),
    Index("inspection_round_by_hotel", "hotel_id", "finished_at"),
    sqlite_autoincrement=True,
)

inspection_round_room = Table(
    "inspection_round_room",
    metadata,
    Column("round_id", ForeignKey("inspection_round.id"), primary_key=True),
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("visit", WHOLE, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("joined_at", UtcMoment, nullable=False),
    Column("staff_code", String(32)),
    Column("at", UtcMoment),
    Column("seconds", WHOLE, nullable=False),
    Column("claimed_by", String(32)),
    Column("claimed_at", UtcMoment),
    Column("act_id", CompactId),
    sqlite_with_rowid=False,
)

fail_reason = Table(
    "fail_reason",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("digit", WHOLE, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
)

checklist_item = Table(
    "checklist_item",
    metadata,
    Column("hotel_id", WHOLE, primary_key=True),
    Column("room_type", _name(32), primary_key=True),
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    Column("item", Text, nullable=False),
    ForeignKeyConstraint(["hotel_id", "room_type"], ["room_type.hotel_id", "room_type.code"]),
)

handover_note = Table(
    "handover_note",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _hotel_id(),
    Column("act_id", String(36), nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("written_by", String(32), nullable=False),
    Column("written_at", UtcMoment, nullable=False),
    Column("ticked_by", String(32)),
    Column("ticked_at", UtcMoment),
    ForeignKeyConstraint(["hotel_id", "written_by"], ["staff.hotel_id", "staff.code"]),
    ForeignKeyConstraint(["hotel_id", "ticked_by"], ["staff.hotel_id", "staff.code"]),
    Index("handover_note_by_hotel", "hotel_id", "ticked_at"),
    sqlite_autoincrement=True,
)

day_figures = Table(
    "day_figures",
    metadata,
    Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("hours", String(11), nullable=False),
    Column("facts", Text, nullable=False),
)
