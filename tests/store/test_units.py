"""A unit of work runs whole or not at all, whatever becomes of the caller or the file."""

import asyncio
import inspect
import threading
from pathlib import Path

import aiosqlite
import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import (
    InvalidInput,
    NotPossible,
    RoomMoved,
    StoreUnavailable,
    StoreUnusable,
)
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store import compiled_statement
from housekeeper.store.database import Database
from housekeeper.store.migrations.migrate import MIGRATIONS, Migration, newest
from tests.engines import only_on_sqlite
from tests.grand_hotel import ANA, GRAND, MANAGER, MARIA, act_of
from tests.stored_house import StoredHouse


async def seqs(house: StoredHouse) -> list[int]:
    events = await house.store.read(lambda work: work.events.after(0, 1000))
    return [event.seq for event in events]


async def test_a_refused_act_writes_nothing_and_leaves_no_gap(house: StoredHouse) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    with pytest.raises(NotPossible, match="102 is available already"):
        await house.do(ANA, Verb.START, "102")
    await house.do(ANA, Verb.START, "101")
    assert await seqs(house) == [1, 2]


async def test_a_unit_that_fails_after_writing_is_undone_whole(house: StoredHouse) -> None:
    def half(work: UnitOfWork) -> None:
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))
        perform(work, act_of(ANA), TurnRequest(Verb.START, "102"))

    with pytest.raises(NotPossible):
        await house.store.write(half)
    assert (await house.room("101")).turn_status == "AVAILABLE"
    assert await seqs(house) == []


async def test_of_two_who_press_at_once_one_wins_and_is_named_to_the_other(
    house: StoredHouse,
) -> None:
    await house.do(MANAGER, Verb.DIRTY, "101")
    seen = (await house.room("101")).version
    ana = TurnRequest(Verb.START, "101", seen_version=seen)
    maria = TurnRequest(Verb.CLEAN, "101", seen_version=seen)
    other = await Database.open(house.target)
    answers = await asyncio.gather(
        house.store.write(lambda work: perform(work, act_of(ANA), ana)),
        other.hotel(GRAND, house.clock).write(lambda work: perform(work, act_of(MARIA), maria)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    [winner] = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert isinstance(refused[0], RoomMoved)
    assert winner.staff_name in str(refused[0])
    assert "10:42" in str(refused[0])
    assert len(await seqs(house)) == 2
    await other.close()


async def test_a_retry_of_an_act_finds_its_event_and_acts_once(house: StoredHouse) -> None:
    act, request = act_of(ANA), TurnRequest(Verb.DIRTY, "101", seen_version=1)
    first = await house.store.write(lambda work: perform(work, act, request))
    again = await house.store.write(lambda work: perform(work, act, request))
    assert first == again
    assert await seqs(house) == [1]


async def test_a_cancelled_caller_leaves_no_lock_and_the_act_whole(house: StoredHouse) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: UnitOfWork) -> None:
        perform(work, act_of(ANA), TurnRequest(Verb.DIRTY, "101"))
        begun.set()
        go_on.wait(10)

    task = asyncio.create_task(house.store.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await house.do(ANA, Verb.START, "101")
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"
    other = await Database.open(house.target)
    request = TurnRequest(Verb.CLEAN, "101")
    await other.hotel(GRAND, house.clock).write(lambda work: perform(work, act_of(ANA), request))
    await other.close()


async def test_nothing_of_a_unit_runs_on_the_event_loops_thread(house: StoredHouse) -> None:
    here = threading.get_ident()
    there = await house.store.read(lambda work: threading.get_ident())
    assert here != there


@only_on_sqlite
async def test_a_deleted_file_is_told_before_anything_is_written_into_the_void(
    house: StoredHouse,
) -> None:
    aside = house.path.with_name("aside.db")
    await house.do(ANA, Verb.DIRTY, "101")
    await house.store.database.backup(aside)
    for end in ("", "-wal", "-shm"):
        house.path.with_name(f"hotel.db{end}").unlink()
    with pytest.raises(StoreUnavailable, match="is not there"):
        await house.do(ANA, Verb.START, "101")
    with pytest.raises(StoreUnavailable):
        await house.store.mark()
    aside.replace(house.path)
    await house.do(ANA, Verb.START, "101")
    assert (await house.room("101")).turn_status == "CLEANING_IN_PROGRESS"


@only_on_sqlite
async def test_a_replaced_file_is_another_database_to_the_board(house: StoredHouse) -> None:
    before = await house.store.mark()
    fresh = await Database.open(str(house.path.with_name("fresh.db")))
    await fresh.create_hotel(GRAND)
    await fresh.close()
    for end in ("-wal", "-shm"):
        house.path.with_name(f"hotel.db{end}").unlink()
    house.path.with_name("fresh.db").replace(house.path)
    assert (await house.store.mark()).database_id != before.database_id
    assert await house.store.read(lambda work: work.rooms.all()) == []


async def test_the_mark_moves_with_every_act_of_any_program(house: StoredHouse) -> None:
    first = await house.store.mark()
    assert await house.store.mark() == first
    await house.do(ANA, Verb.DIRTY, "101")
    own = await house.store.mark()
    assert own.last_seq == first.last_seq + 1
    other = await Database.open(house.target)
    request = TurnRequest(Verb.START, "101")
    await other.hotel(GRAND, house.clock).write(lambda work: perform(work, act_of(ANA), request))
    await other.close()
    assert (await house.store.mark()).last_seq == own.last_seq + 1


async def test_a_program_that_runs_while_a_newer_one_updates_the_tables_stops_in_one_sentence(
    house: StoredHouse,
) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    newer = (*MIGRATIONS, Migration(newest() + 1, lambda connection, keys: None))
    other = await Database.open(house.target, migrations=newer)
    with pytest.raises(StoreUnusable, match="newer housekeeper"):
        await house.do(ANA, Verb.START, "101")
    with pytest.raises(StoreUnusable, match="newer housekeeper"):
        await house.store.mark()
    there = StoredHouse(other.hotel(GRAND, house.clock), house.clock, house.target)
    await there.do(ANA, Verb.START, "101")
    await other.close()


async def test_a_refusal_is_no_fault_and_the_store_goes_on(house: StoredHouse) -> None:
    for _ in range(3):
        with pytest.raises(NotPossible):
            await house.do(ANA, Verb.START, "101")
    await house.do(ANA, Verb.DIRTY, "101")
    assert await seqs(house) == [1]


@pytest.mark.parametrize("note", ["x" * 1001, "half \ud800 a pair", "nothing\x00"])
async def test_words_that_cannot_be_kept_whole_are_refused(house: StoredHouse, note: str) -> None:
    with pytest.raises(InvalidInput, match="A note holds"):
        await house.do(ANA, Verb.NOTE, "101", note=note)
    assert (await house.room("101")).housekeeping_notes == ""


async def test_aiosqlite_still_has_the_names_that_are_not_public(tmp_path: Path) -> None:
    assert inspect.iscoroutinefunction(aiosqlite.Connection._connect)
    async with aiosqlite.connect(tmp_path / "names.db") as opened:
        assert await opened._execute(threading.get_ident) == opened._thread.ident  # type: ignore[no-untyped-call]


async def test_what_was_compiled_beforehand_is_not_compiled_at_the_first_act(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for statement in compiled_statement._MADE:
        # As in a program that has just begun.
        monkeypatch.setattr(statement, "_compiled", {})
    await house.store.database.compile_statements()

    def compiled_late(statement: object, _dialect: object) -> None:
        raise AssertionError(f"compiled at an act: {statement}")

    monkeypatch.setattr(compiled_statement, "_compile", compiled_late)
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.NOTE, "101", note="linen late")
    assert (await house.store.mark()).last_seq == 2
