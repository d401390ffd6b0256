"""Version 2: a key for each stay, and when the freed bytes of a checkout left the file.

The words of guests that version 1 kept as plain text are sealed. Each stay that has words gets
a key. Names in bookings that have ended go, as they do now. Tables and columns are named as
they were then, so that this stays right when `tables` goes on.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    MetaData,
    String,
    Table,
    TableClause,
    bindparam,
    column,
    select,
    table,
    union,
    update,
)
from sqlalchemy.schema import CreateTable

from housekeeper.store.columns import UtcMoment
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import add_columns

_OPEN = ("CONFIRMED", "CHECKED_IN")
_AT_ONCE = 10_000


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *(column(one) for one in columns))


_booking = _table("booking", "id", "status", "room_id", "guest_name", "key_number")
_room = _table("room", "id", "key_number")
_guest = _table("guest", "id", "booking_id", "name")
_session = _table("guest_chat_session", "id", "room_id", "fcm_token")
_conversation = _table("conversation", "id", "room_id")
_message = _table("room_message", "conversation_id", "id", "body")
_ORDERS = tuple(
    (_table(name, "id", "room_id"), _table(f"{name}_item", "order_id", "line", "name"))
    for name in ("room_order", "breakfast_order")
)
_ROOMS_WITH_WORDS = union(
    *(select(one.c.room_id) for one in (_conversation, _session, *(order for order, _ in _ORDERS)))
)


def migrate(connection: Connection, keys: StayKeys) -> None:
    """Add the columns for keys and for erasing, and seal every word of a guest.

    Raises `KeysMissing` where no keys can be made; the caller's transaction is rolled back then.
    """
    _add_keys_and_erasure(connection)
    _seal_plain_words(connection, keys)


def _add_keys_and_erasure(connection: Connection) -> None:
    metadata = MetaData()
    add_columns(
        connection,
        Table(
            "database_mark",
            metadata,
            Column("erasure_asked", Integer, nullable=False, server_default="0"),
            Column("erasure_asked_at", UtcMoment),
            Column("erasure_done", Integer, nullable=False, server_default="0"),
            Column("erasure_holder", String(36)),
            Column("erasure_until", UtcMoment),
            Column("key_count", Integer, nullable=False, server_default="0"),
        ),
    )
    for name in ("room", "booking"):
        add_columns(connection, Table(name, metadata, Column("key_number", Integer)))
    runs = Table(
        "erasure_run",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("covers", Integer, nullable=False),
        Column("started_at", UtcMoment, nullable=False),
        Column("finished_at", UtcMoment, nullable=False),
        Column("took_ms", Integer, nullable=False),
        Column("waited_ms", Integer, nullable=False),
        Column("file_bytes", BigInteger, nullable=False),
    )
    marks = Table(
        "key_erasure",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=False),
    )
    for made in (runs, marks):
        connection.execute(CreateTable(made))


def _seal_plain_words(connection: Connection, keys: StayKeys) -> None:
    words = Words(connection, keys)
    connection.execute(
        update(_booking).where(_booking.c.status.not_in(_OPEN)).values(guest_name=None)
    )
    bookings = connection.execute(
        select(_booking).where(_booking.c.status.in_(_OPEN)).order_by(_booking.c.id)
    ).all()
    staying = {one.room_id: one.id for one in bookings if one.status == "CHECKED_IN"}
    rooms = connection.scalars(_ROOMS_WITH_WORDS).all()
    of_booking = _give_keys(
        connection,
        words,
        _booking,
        [one.id for one in bookings if one.guest_name is not None or one.room_id in rooms],
    )
    of_room = _give_keys(connection, words, _room, [one for one in rooms if one not in staying])
    of_room |= {room: of_booking[staying[room]] for room in rooms if room in staying}

    seal = _Sealing(connection, words)
    seal.all(_booking, ("id",), "guest_name", _booking.c.id, _booking, of_booking)
    seal.all(_guest, ("id",), "name", _guest.c.booking_id, _guest, of_booking)
    seal.all(_session, ("id",), "fcm_token", _session.c.room_id, _session, of_room)
    talk = _message.join(_conversation, _conversation.c.id == _message.c.conversation_id)
    by = ("conversation_id", "id")
    seal.all(_message, by, "body", _conversation.c.room_id, talk, of_room)
    for order, item in _ORDERS:
        lines = item.join(order, order.c.id == item.c.order_id)
        seal.all(item, ("order_id", "line"), "name", order.c.room_id, lines, of_room)


def _give_keys(
    connection: Connection, words: Words, holder: TableClause, ids: Sequence[int]
) -> dict[int, int]:
    """Make a key for each of these bookings or rooms; the keys by id."""
    if not ids:
        return {}
    given = dict(zip(ids, words.usable([None] * len(ids)), strict=True))
    connection.execute(
        update(holder)
        .where(holder.c.id == bindparam("of_id"))
        .values(key_number=bindparam("number")),
        [{"of_id": one, "number": number} for one, number in given.items()],
    )
    return given


class _Sealing:
    """Seals column by column."""

    def __init__(self, connection: Connection, words: Words) -> None:
        self._connection = connection
        self._words = words

    def all(
        self,
        sealed: TableClause,
        by: tuple[str, ...],
        name: str,
        holder: ColumnElement[int],
        source: FromClause,
        keys: Mapping[int, int],
    ) -> None:
        """Seal every word of one column, each with the key of its booking or room.

        A name that no stay holds is dropped.
        """
        found = self._connection.execute(
            select(holder, sealed.c[name], *(sealed.c[one] for one in by))
            .select_from(source)
            .where(sealed.c[name].is_not(None))
        ).all()
        change = update(sealed).values({name: bindparam("sealed")})
        for one in by:
            change = change.where(sealed.c[one] == bindparam(f"of_{one}"))
        for start in range(0, len(found), _AT_ONCE):
            self._connection.execute(
                change,
                [
                    {
                        "sealed": self._words.seal(keys[stay], words) if stay in keys else None,
                        **{f"of_{one}": value for one, value in zip(by, place, strict=True)},
                    }
                    for stay, words, *place in found[start : start + _AT_ONCE]
                ],
            )
