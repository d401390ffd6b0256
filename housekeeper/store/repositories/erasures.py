"""What a unit of work asks and learns of the rewriting of its database file."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from housekeeper.core.erasure import ErasureRun, ErasureState
from housekeeper.core.stays.repository import Erasures
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import database_mark, erasure_run, hotel, room_event

_ASK = CompiledStatement(
    update(database_mark)
    .values(erasure_asked=database_mark.c.erasure_asked + 1, erasure_asked_at=bindparam("at"))
    .returning(database_mark.c.erasure_asked)
)
_STATE = CompiledStatement(
    select(
        database_mark.c.erasure_asked,
        database_mark.c.erasure_done,
        database_mark.c.erasure_asked_at,
    )
)
_LAST_ACT = select(func.max(func.coalesce(room_event.c.real_at, room_event.c.at))).join(
    hotel, and_(hotel.c.id == room_event.c.hotel_id, hotel.c.last_seq == room_event.c.seq)
)
_RUNS = select(
    erasure_run.c.covers,
    erasure_run.c.started_at,
    erasure_run.c.finished_at,
    erasure_run.c.took_ms,
    erasure_run.c.waited_ms,
    erasure_run.c.file_bytes,
)

_read_run = row_reader(ErasureRun, _RUNS)
_run_values = row_writer(ErasureRun, [field.name for field in fields(ErasureRun)])


def ask(connection: Connection, at: datetime) -> int:
    """Ask for a rewrite of the file, in the transaction that deletes words; give its number."""
    return int(_ASK.rows(connection, {"at": at})[0][0])


def read_state(connection: Connection, file_bytes: int = 0) -> ErasureState:
    """How far the rewriting has come, and when anything was last done in any hotel."""
    [(asked, done, asked_at)] = _STATE.rows(connection, {})
    acted_at = connection.scalar(_LAST_ACT) if done < asked else None
    return ErasureState(asked, done, asked_at, acted_at, file_bytes)


def read_runs(connection: Connection, covering: int = 0) -> list[ErasureRun]:
    """The finished runs that cover this number, in their order."""
    rows = connection.execute(
        _RUNS.where(erasure_run.c.covers >= covering).order_by(erasure_run.c.id)
    )
    return [_read_run(row) for row in rows]


def take_lease(connection: Connection, holder: str, now: datetime, until: datetime) -> int | None:
    """Let this holder alone rewrite until a moment of real time; give the count asked for.

    None while another's lease runs. One that ends later than any taken now would (the clock
    was set back) is as good as none.
    """
    mark = database_mark.c
    free = or_(
        mark.erasure_holder.is_(None),
        mark.erasure_holder == holder,
        mark.erasure_until <= now,
        mark.erasure_until > until,
    )
    taken = connection.execute(
        update(database_mark)
        .where(free)
        .values(erasure_holder=holder, erasure_until=until)
        .returning(mark.erasure_asked)
    ).first()
    return None if taken is None else int(taken[0])


def release_lease(connection: Connection, holder: str) -> None:
    """Give one's own lease back."""
    connection.execute(
        update(database_mark)
        .where(database_mark.c.erasure_holder == holder)
        .values(erasure_holder=None, erasure_until=None)
    )


def note_run(connection: Connection, run: ErasureRun) -> None:
    """Keep a finished run, and that everything up to its count has left the file."""
    mark = database_mark.c
    connection.execute(
        update(database_mark).where(mark.erasure_done < run.covers).values(erasure_done=run.covers)
    )
    connection.execute(insert(erasure_run).values(_run_values(run)))


class SqlErasures(Erasures):
    """The rewriting of the database file, inside one transaction."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def ask(self) -> int:
        return ask(self._connection, self._at)

    def state(self) -> ErasureState:
        return read_state(self._connection)

    def runs(self, covering: int = 0) -> list[ErasureRun]:
        return read_runs(self._connection, covering)
