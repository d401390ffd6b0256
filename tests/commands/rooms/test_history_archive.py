"""Old history goes into a file that the same questions can be asked of, and only then goes."""

import asyncio
import errno
import gzip
import io
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from housekeeper.commands.database import archive
from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.history import retention
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.staff.manage import managers
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.transfer.archive_file import ArchiveHeader, ArchiveWriter
from tests.commands.conftest import Run
from tests.grand_hotel import SetClock

BEFORE = "2015-09-24"


_BEGINS = "2015-09-23T23:00"
"""The midnight before it, in UTC."""


async def _live(target: str) -> None:
    """Ten days in September 2015, on each of which 101 is cleaned and passed."""
    database = await Database.open(target)
    [hotel] = await database.hotels()
    clock = SetClock(datetime(2015, 9, 18, 7, tzinfo=UTC))
    store = database.hotel(hotel, clock)

    def turn(work: UnitOfWork) -> None:
        [max_] = managers(work)
        for verb in (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS):
            note = f"day {work.today:%d}" if verb is Verb.START else ""
            perform(work, Act(max_, Via.BOARD), TurnRequest(verb, "101", note=note))
        perform(work, Act(max_, Via.BOARD), TurnRequest(Verb.NOTE, "201", note="=1+1"))

    for _ in range(10):
        await store.write(turn)
        clock.pass_time(days=1)
    await database.close()


@pytest.fixture
def old_hotel(hotel: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hotel years after anything happened in it."""
    import os

    asyncio.run(_live(os.environ["HOUSEKEEPER_DATABASE"]))
    monkeypatch.delenv("HOUSEKEEPER_NOW")
    return hotel


def asked(run: Run, *words: str) -> Any:
    return run("history", *words, "--json").json


def test_what_goes_can_be_asked_for_in_the_file_and_what_stays_is_whole(
    run: Run, old_hotel: Path, tmp_path: Path
) -> None:
    whole = asked(run)
    file = tmp_path / "old.history"
    figures = run("report", "--from", "2015-09-18", "--to", "2015-09-27", "--json").json
    told = run("history", "archive", "--before", BEFORE, file, "--json").json
    assert (told["first_seq"], told["last_seq"], told["let_go"]) == (1, 30, 30)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [archived, *kept] = asked(run)
    assert (archived["kind"], archived["counts"]) == ("HISTORY_ARCHIVED", {"events": 30})
    # What was done to the hotel itself was in 2026, before anything in this test: it stays.
    assert [one for one in kept if one["seq"]] == [one for one in whole if (one["seq"] or 0) > 30]
    old = asked(run, "--file", str(file))
    assert [one for one in old if one["seq"]] == [
        one for one in whole if one["seq"] and one["seq"] <= 30
    ]
    for words in (
        ("101", "--kind", "start", "--limit", "2"),
        ("0101", "--by", "INES", "--from", "2015-09-19", "--to", "2015-09-20"),
        ("--kind", "note,pass"),
    ):
        found = asked(run, *words, "--file", str(file))
        assert found
        assert found == [one for one in old if one in found]
        assert {one["room_number"] for one in found} <= {"101", "201"}
    assert [one["note"] for one in asked(run, "101", "--kind", "start", "--file", str(file))] == [
        f"day {day}" for day in range(23, 17, -1)
    ]
    assert "'=1+1" in run("history", "--file", file, "--csv").out
    after = run("report", "--from", "2015-09-18", "--to", "2015-09-27", "--json").json
    for name in ("total", "days", "floors", "types", "people", "not_counted"):
        assert after[name] == figures[name]
    assert after["kept_before"] == "2015-10-09"
    assert "was let go" in run("report", "--from", "2015-09-18", "--to", "2015-09-27").out
    assert after["backlog_from"] == BEFORE
    assert after["backlog"] == [one for one in figures["backlog"] if one["at"] >= _BEGINS]
    said = run("report", "--from", BEFORE, "--to", "2015-09-27", "--hours", "08:00-20:00").out
    assert "no backlog" not in said
    assert "before 2015-10-09 were measured when older history was let go" in " ".join(said.split())


def test_where_no_file_is_written_it_is_said_why_and_a_script_can_tell(
    run: Run, old_hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "none.history"
    said = run("history", "archive", "--before", "2015-09-01", file)
    assert (said.code, len(said.sentences)) == (1, 1)
    assert "There is no history from before 2015-09-01; " in said.err
    assert "none.history was not written" in " ".join(said.err.split())
    said = run("history", "archive", "--before", "2015-09-01", file, "--json")
    assert (said.code, said.json["file"]) == (1, None)
    # As if all of it had been done today, by a training clock that showed 2015.
    monkeypatch.setattr(retention, "_LEAST_KEPT_REALLY", timedelta(days=10_000))
    said = run("history", "archive", "--before", BEFORE, file)
    assert (said.code, "stays for now: it was recorded within" in said.err) == (1, True)
    assert not file.exists()


def test_a_file_or_a_day_that_is_missing_is_asked_for(run: Run) -> None:
    said = run("history", "archive", "--before", BEFORE)
    assert (said.code, len(said.sentences)) == (2, 1)
    assert "takes the FILE that it writes, as in 'history archive --before" in said.err
    for words in (("archive", "x.history", "--before"), ("--before",)):
        said = run("history", *words)
        assert (said.code, "--before takes a day (DATE)" in said.err) == (2, True)
    assert "--before DATE  " in run("history", "--help").out


def test_a_full_disk_leaves_nothing_of_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(io.FileIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def opened(writer: ArchiveWriter) -> io.BufferedWriter:
        # What its buffer holds when a write was refused is written again as it is closed.
        return io.BufferedWriter(FullDisk(tmp_path / ".old.history.unfinished", "w"), 16)

    monkeypatch.setattr(ArchiveWriter, "_opened", opened)
    header = ArchiveHeader("grand", "Grand", "Europe/Prague", date(2015, 9, 24), 1, 9, 0)

    def write() -> None:
        with ArchiveWriter(tmp_path / "old.history", header) as writer:
            assert list(tmp_path.iterdir())
            writer.finish()

    with pytest.raises(StoreUnavailable, match="no space left on device"):
        write()
    assert not list(tmp_path.iterdir())


def test_an_archive_that_was_cut_off_goes_on_with_the_same_file(
    run: Run, old_hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, file = asked(run), tmp_path / "old.history"

    async def cut_off(*_: object) -> None:
        raise StoreUnavailable("The machine stopped.")

    with monkeypatch.context() as patched:
        patched.setattr(retention, "PORTION", 4)
        patched.setattr(asyncio, "sleep", cut_off)
        assert run("history", "archive", "--before", BEFORE, file).code == 1
    assert [one["seq"] for one in asked(run, "--limit", "1000") if one["seq"]][-1] == 5
    other = run("history", "archive", "--before", "2015-09-25", file)
    assert (other.code, "is left as it is; name a new file" in other.err) == (1, True)
    for went in (26, 0):
        assert run("history", "archive", file, "--json").json["let_go"] == went
    told = [one for one in asked(run) if one["kind"] == "HISTORY_ARCHIVED"]
    assert [one["counts"] for one in told] == [{"events": 30}]
    kept = [one for one in asked(run) if one["seq"]]
    assert kept == [one for one in whole if one["seq"] and one["seq"] > 30]


def test_nothing_goes_that_the_file_does_not_hold(
    run: Run, old_hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, file = asked(run, "--limit", "1000"), tmp_path / "old.history"

    async def cut_off(*_: object, **__: object) -> int:
        raise StoreUnavailable("The machine stopped.")

    with monkeypatch.context() as patched:
        patched.setattr(archive, "let_history_go", cut_off)
        assert run("history", "archive", "--before", BEFORE, file).code == 1
    assert run("--as", "ines", "history", "redact", "2").code == 0
    said = run("history", "archive", file)
    assert (said.code, "was a note blanked meanwhile?" in said.err) == (1, True)
    good = file.read_bytes()
    for damaged in (
        good[:-9],
        gzip.compress(gzip.decompress(good).replace(b"day 20", b"day 21")),
        gzip.compress(b"".join(gzip.decompress(good).splitlines(True)[:-2])),
        b"no archive",
        b"",
        gzip.compress(b'["housekeeper_history"]\n'),
        gzip.compress(b'{"housekeeper_history":1,"hotel":"x"}\n'),
    ):
        file.write_bytes(damaged)
        said = run("history", "--file", file)
        assert (said.code, "is damaged or no archive" in said.err) == (1, True)
        assert run("history", "archive", file).code == 1
    assert len(asked(run, "--limit", "1000")) == len(whole)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("archive", "x.history"), "--before DATE, or set history_kept_months"),
        (
            ("archive", "--before", "yesterday", "x.history"),
            "The history of the last 30 days stays",
        ),
        (("archive", "--before", BEFORE, "x.history-wal"), "used beside a database"),
        (("archive", "--before", BEFORE, "none/x.history"), "cannot be written: no such file"),
        (("--file", "x.history"), "x.history cannot be read: no such file"),
        (("archive", "--before", BEFORE, "taken"), "exists already and is left as it is"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    run: Run,
    old_hotel: Path,
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(old_hotel.parent)
    (old_hotel.parent / "taken").write_text("a file of somebody")
    said = run("history", *words)
    assert (said.code, len(said.sentences)) == (1, 1)
    assert sentence in said.err


def test_only_a_manager_lets_history_go(run: Run, old_hotel: Path, tmp_path: Path) -> None:
    said = run("--as", "ana", "history", "archive", "--before", BEFORE, tmp_path / "x.history")
    assert (said.code, "that takes: manager" in said.err) == (1, True)
    assert run("history", "--before", BEFORE).code == 2
    assert run("history", "archive", "--file", "x", "y").code == 2
    assert not (tmp_path / "x.history").exists()
