"""What commands do so that a guest's bytes leave the database file, and what they tell of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from housekeeper.store.sqlite import rewrite_file
from housekeeper.store.sqlite.clean_copy import CleanCopy
from housekeeper.store.sqlite.running_boards import BoardLock
from tests.commands.conftest import Outcome, Run

As = Callable[..., Outcome]
WORDS = "peony wallpaper, " * 400


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def guest(hotel: Path, as_: As) -> Path:
    """A guest in room 202 who was written to."""
    assert as_("rui", "checkin", "B3").code == 0
    assert as_("rui", "message", "send", "202", WORDS).code == 0
    return hotel


@pytest.fixture
def board(hotel: Path) -> Iterator[None]:
    """A board that runs on the hotel."""
    lock = BoardLock(hotel)
    assert lock.hold()
    yield
    lock.release()


def raw(hotel: Path) -> bytes:
    """The bytes of every file of the database."""
    return b"".join(path.read_bytes() for path in hotel.parent.glob(f"{hotel.name}*"))


def test_a_checkout_without_a_board_leaves_nothing_and_says_so(guest: Path, as_: As) -> None:
    done = as_("rui", "checkout", "202", "--yes")
    assert done.out.endswith(
        "1 room checked out; the above is erased. Its bytes have left the database file too.\n"
    )
    assert b"peony" not in raw(guest)


def test_the_json_of_a_checkout_tells_when_the_bytes_left(guest: Path, as_: As, run: Run) -> None:
    told = as_("rui", "checkout", "202", "--yes", "--json").json["erasure"]
    assert told["pending"] is False
    left = [event for event in run("history", "--json").of_rooms if event["kind"] == "CHECKED_OUT"]
    assert [event["erased_at"] for event in left] == [told["completed_at"]]


@pytest.mark.usefixtures("board")
def test_where_a_board_is_running_it_is_left_to_the_board(guest: Path, as_: As, run: Run) -> None:
    done = as_("rui", "checkout", "202", "--yes", "--json")
    assert done.json["erasure"] == {"pending": True, "completed_at": None}
    assert "erasure pending" in run("history").out
    doctor = run("doctor")
    assert doctor.code == 0
    assert "waits until nobody acts" in doctor.out
    assert run("doctor", "--json").json["board"] == "running"


@pytest.mark.usefixtures("board")
def test_erase_does_it_now_whatever_runs(guest: Path, as_: As, run: Run) -> None:
    as_("rui", "checkout", "202", "--yes")
    done = run("erase")
    assert done.code == 0
    assert done.out.startswith("Nothing that was deleted is left in the database file")
    assert "nothing pending" in run("doctor").out
    assert "erased from the file" in run("history").out


def test_erase_tells_its_figures_as_json(hotel: Path, run: Run) -> None:
    told = run("erase", "--json").json
    assert set(told) == {"completed_at", "took_ms", "waited_ms", "file_bytes"}
    assert told["file_bytes"] > 0
    assert "1, the last" in run("doctor", "--json").json["erasure_runs"]


def test_a_dry_run_erases_nothing(guest: Path, as_: As, run: Run) -> None:
    told = as_("rui", "checkout", "202", "--dry-run", "--json").json["erasure"]
    assert told == {"pending": False, "completed_at": None}
    assert run("doctor", "--json").json["erasure_runs"] == "none yet"


def test_a_checkout_that_readers_hold_up_is_done_and_tells_what_is_left_to_do(
    guest: Path, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewrite_file, "_TRIES", 2)
    with closing(sqlite3.connect(guest)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM room").fetchone()
        done = as_("rui", "checkout", "202", "--yes")
    assert done.code == 0
    assert "leave the database file when nobody acts" in done.out
    assert "tried again" in done.err


def test_a_machine_without_memory_leaves_it_pending_and_says_so(
    guest: Path, as_: As, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(copy: CleanCopy) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(CleanCopy, "write", write)
        done = as_("rui", "checkout", "202", "--yes")
        assert done.code == 0
        assert "leave the database file when nobody acts" in done.out
        assert "no memory left" in done.err
        asked = run("erase")
        assert (asked.code, asked.out) == (1, "")
        assert asked.err.count("\n") == 1
        assert "pending" in run("doctor", "--json").json["erasure"]
    assert run("erase").code == 0
    assert b"peony" not in raw(guest)


def test_an_import_that_cancels_a_booking_lets_the_name_leave_the_file(
    hotel: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bookings.csv"
    head = "reference,room_type,arrival,departure,adults,children,status,room,guest_name\n"
    file.write_text(f"{head}N1,STD,2015-09-19,2015-09-20,2,0,CONFIRMED,,Peony Wallpaper\n")
    assert run("import", "bookings", file).code == 0
    file.write_text(f"{head}N1,STD,2015-09-19,2015-09-20,2,0,CANCELLED,,Peony Wallpaper\n")
    assert run("import", "bookings", file).code == 0
    assert b"Peony" not in raw(hotel)
    assert run("doctor", "--json").json["erasure"] == "nothing pending"


def test_a_redacted_note_leaves_the_file(hotel: Path, as_: As, run: Run) -> None:
    as_("ines", "note", "101", "--note", "peony wallpaper")
    assert b"peony" in raw(hotel)
    assert as_("ines", "history", "redact", "1").code == 0
    assert b"peony" not in raw(hotel)


def test_doctor_points_at_a_copy_that_was_left(hotel: Path, run: Run) -> None:
    hotel.with_name(f"{hotel.name}.schema-1.backup").write_bytes(b"words of guests")
    doctor = run("doctor")
    assert doctor.code == 1
    assert "1 copy of older schemas may hold guests who left" in doctor.err
    assert run("erase").code == 0
    assert run("doctor").code == 0


def test_a_quiet_hour_that_is_none_is_refused_in_a_sentence(
    hotel: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_QUIET_HOUR", "at night")
    refused = run("stats")
    assert refused.code == 1
    assert "such as 03:00-04:00" in refused.err
    monkeypatch.setenv("HOUSEKEEPER_QUIET_HOUR", "23:30-00:30")
    assert run("config", "--json").json["quiet_hour"]["value"] == "23:30-00:30"
