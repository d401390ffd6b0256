"""The real program on a disk that fails: it says so in a sentence, stays up, and goes on after."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.missing_parts import skip_for_want_of
from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import DEADLINE, Terminal

pytestmark = pytest.mark.needs("tmux")

ROOMS = "number,room_type,floor,section\n" + "".join(f"{n},STD,1,East\n" for n in range(101, 121))
STAFF = "code,name,role\nana,Ana Silva,manager\n"

Refusal = Callable[..., str]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes of its own; only the superuser can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(place)]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        skip_for_want_of("small disk", "run as root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def a_hotel(machine: Machine, folder: Path) -> Path:
    """A hotel of twenty rooms in this folder, with room 101 to be cleaned."""
    database = folder / "hotel.db"
    (machine.home / "rooms.csv").write_text(ROOMS)
    (machine.home / "staff.csv").write_text(STAFF)
    place = ("--database", str(database))
    machine.prepare(*place, "init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")
    machine.prepare(*place, "import", "rooms", str(machine.home / "rooms.csv"))
    machine.prepare(*place, "import", "staff", str(machine.home / "staff.csv"))
    machine.prepare(*place, "--as", "ana", "staff", "set-pin", "ana", typed="7301\n")
    machine.prepare(*place, "--as", "ana", "dirty", "101-110")
    return database


@pytest.fixture
def refusal(machine: Machine) -> Refusal:
    """Run a command that must be refused, and give the one sentence that it wrote."""

    def run(*words: object) -> str:
        done = subprocess.run(
            [str(COMMAND), *map(str, words)],
            capture_output=True,
            text=True,
            env=machine.environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 1, (done.stdout, done.stderr)
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr

    return run


def a_board(machine: Machine, database: Path) -> Terminal:
    """A board on room 101, with Ana signed in."""
    board = machine.terminal("--database", str(database))
    board.wait_for("City Hotel", "to turn 10")
    board.type("101")
    board.wait_for(" 101 ○ dirty")
    board.press("S")
    board.wait_for("Who is acting?")
    board.type("ana")
    board.wait_for("Staff code  ana")
    board.press("Enter")
    board.type("7301")
    board.press("Enter")
    board.wait_for("Ana Silva · manager")
    board.think()
    return board


def fill(disk: Path, database: Path) -> Path:
    """Leave no byte free on a disk, nor in the database's log."""
    ends = time.monotonic() + DEADLINE
    with closing(sqlite3.connect(database)) as opened:
        while opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            assert time.monotonic() < ends, "the log is never at rest"
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as opened:
        while True:
            opened.write(bytes(512))
    return ballast


def says(words: str) -> Callable[[str], bool]:
    """Whether the screen says so, on however many lines."""
    return lambda screen: words in " ".join(screen.split())


def is_whole(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as opened:
        return bool(opened.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def test_a_board_on_a_full_disk_says_so_and_goes_on_when_there_is_room(
    machine: Machine, small_disk: Path, refusal: Refusal
) -> None:
    database = a_hotel(machine, small_disk)
    board = a_board(machine, database)
    elsewhere = machine.home / "copy.db"
    machine.run("--database", str(database), "backup", str(elsewhere))
    ballast = fill(small_disk, database)
    board.press("s")
    board.wait_for(says("The disk is full: nothing was written"), says("R tries again"))
    said = refusal("--database", database, "--as", "ana", "dirty", "111")
    assert "full" in said
    assert "full" in refusal("--database", database, "backup", small_disk / "copy.db")
    assert "no space left" in refusal("--database", database, "restore", elsewhere)
    assert {file.suffix for file in small_disk.iterdir()}.isdisjoint({".restoring", ".unfinished"})
    assert not (small_disk / "copy.db").exists()
    ballast.unlink()
    board.press("R")
    board.wait_for("101 is now cleaning")
    machine.run("--database", str(database), "--as", "ana", "dirty", "111")
    assert is_whole(database)


def test_a_hotel_on_a_disk_that_may_only_be_read_is_told(
    machine: Machine, small_disk: Path, refusal: Refusal
) -> None:
    database = a_hotel(machine, small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "must be writable" in refusal("--database", database, "--as", "ana", "dirty", "111")
    made = refusal("--database", small_disk / "new.db", "init", "--name", "X")
    assert "read-only file system" in made
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    machine.run("--database", str(database), "--as", "ana", "dirty", "111")


def test_a_board_stays_up_while_its_file_is_gone_and_goes_on_when_it_is_back(
    machine: Machine, tmp_path: Path
) -> None:
    database = a_hotel(machine, tmp_path)
    board = a_board(machine, database)
    away = tmp_path / "away"
    away.mkdir()
    machine.run("--database", str(database), "backup", str(away / "hotel.db"))
    for file in tmp_path.glob("hotel.db*"):
        shutil.move(file, away / f"old-{file.name}")
    board.press("s")
    board.wait_for(says("is not there; put it back"))
    shutil.copy(away / "hotel.db", database)
    board.wait_for(lambda screen: " s old " not in screen)
    board.press("R")
    board.wait_for("101 is now cleaning")
    assert is_whole(database)


def test_a_board_follows_a_restore_beneath_it(machine: Machine, tmp_path: Path) -> None:
    database = a_hotel(machine, tmp_path)
    place = ("--database", str(database))
    machine.run(*place, "backup", str(tmp_path / "copy.db"))
    machine.run(*place, "--as", "ana", "clean", "101-109")
    board = machine.terminal(*place)
    board.wait_for("City Hotel", "cleaned")
    machine.run(*place, "restore", str(tmp_path / "copy.db"), "--discard-newer")
    board.type("101")
    board.wait_for("to turn 10", " 101 ○ dirty")


def test_a_board_goes_on_without_the_words_while_the_key_file_is_gone(
    machine: Machine, tmp_path: Path, refusal: Refusal
) -> None:
    database = a_hotel(machine, tmp_path)
    place = ("--database", str(database), "--as", "ana")
    bookings = tmp_path / "bookings.csv"
    bookings.write_text(
        "reference,room_type,arrival,departure,adults,children,status,room,guest_name\n"
        "B1,STD,2026-01-01,2036-01-01,1,0,CHECKED_IN,120,Quintavalle Ondina\n"
    )
    machine.run(*place, "import", "bookings", str(bookings))
    machine.run(*place, "message", "send", "120", "the kettle is on its way")
    keys = database.with_name("hotel.db.keys")
    board = machine.terminal("--database", str(database))
    board.wait_for("City Hotel", "occupied 1")
    keys.rename(tmp_path / "away.keys")
    board.type("120")
    board.wait_for(" 120 ■ occupied")
    board.press("Enter")
    board.wait_for("unreadable: its key is gone")
    said = refusal(*place, "message", "send", "120", "and the towels")
    assert "hotel.db.keys is not there: put it back" in said
    machine.run(*place, "start", "101")
    (tmp_path / "away.keys").rename(keys)
    board.wait_for("the kettle is on its way")
    machine.run(*place, "message", "send", "120", "and the towels")
    board.wait_for("and the towels")
