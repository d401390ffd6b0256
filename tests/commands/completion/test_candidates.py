"""What a shell offers at TAB: commands, options, and the names of the hotel that is meant."""

import random
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from housekeeper.commands.completion.candidates import read_grammar
from housekeeper.commands.parser import parse
from housekeeper.store import shell_names
from tests.commands.conftest import Run, _make
from tests.engines import postgresql_database, server

Offer = Callable[[str], list[str]]


@pytest.fixture
def engine() -> str:
    """A file; of a server `test_a_server_is_asked_too` tells."""
    return "sqlite"


@pytest.fixture
def offered(run: Run) -> Offer:
    """The words that are offered in place of the last one of a line, without what they are."""

    def offer(line: str) -> list[str]:
        words = shlex.split(line)
        told = run("completion", "next", "--", *words, *([""] if line[-1:] in {" ", ""} else []))
        assert (told.code, told.err) == (0, "")
        return [one.partition("\t")[0] for one in told.out.splitlines()]

    return offer


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sta", ["stats", "start", "staff"]),
        ("start 10", ["1009", "101", "102", "103"]),
        ("start 101 --no", ["--note", "--now"]),
        ("start 101,20", ["101,201", "101,202"]),
        ("start 101-10", ["101-1009", "101-101", "101-102", "101-103"]),
        ("availability ", ["DLX", "STD"]),
        ("types rename D", ["DLX"]),
        ("rooms rename 2", ["201", "202"]),
        ("--as r", ["rui"]),
        ("start --as=r", ["--as=rui"]),
        ("start --as = r", ["rui"]),
        ("staff disable te", ["teo"]),
        ("staff s", ["set-pin"]),
        ("maintenance 101 --priority ", ["LOW", "MED", "HIGH"]),
        ("room 101 --active ", ["yes", "no"]),
        ("override 101 to", ["to-inspect"]),
        ("do 101 fi", ["fixed"]),
        ("history red", ["redact"]),
        ("--hotel ", ["grand-hotel"]),
        ("--hotel GRAND-hotel start 20", ["201", "202"]),
        ("--hotel elsewhere start 20", []),
        ("start -- 10", ["1009", "101", "102", "103"]),
        ("start -- --", []),
        ("import rooms ", [":files"]),
        ("--database=x", [":files"]),
        ("checkin ", []),
        ("late B1 ", []),
        ("sparkle 1", []),
    ],
)
def test_a_shell_is_offered_what_may_stand_there(
    hotel: Path, offered: Offer, line: str, words: list[str]
) -> None:
    assert offered(line) == words


def test_the_hotel_is_the_one_that_the_command_would_act_on(
    hotel: Path, offered: Offer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other hotel.db"
    run("--database", other, "init", "--name", "Other Hotel")
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("number,room_type,floor,section\nT1,TENT,1,East\n", encoding="utf-8")
    run("--database", other, "import", "rooms", rooms)
    assert offered(f"--database '{other}' room ") == ["T1"]
    monkeypatch.delenv("HOUSEKEEPER_DATABASE")
    assert offered("room ") == []
    config = tmp_path / "config" / "housekeeper"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f'database = "{other}"\n', encoding="utf-8")
    assert offered("room ") == ["T1"]


def test_where_no_hotel_can_be_opened_nothing_is_offered_and_nothing_made(
    offered: Offer, tmp_path: Path
) -> None:
    missing, broken = tmp_path / "missing.db", tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 100)
    for target in (missing, broken, tmp_path, "postgresql://nobody@127.0.0.1:1/none", "a://b"):
        assert offered(f"--database '{target}' room ") == []
    assert not missing.exists()


def test_a_server_is_asked_too(offered: Offer, tmp_path: Path) -> None:
    server()
    with postgresql_database() as url:
        _make(tmp_path, url)
        assert offered(f"--database {url} start 10") == ["1009", "101", "102", "103"]
        assert offered(f"--database {url} --hotel grand-hotel --as r") == ["rui"]


def test_a_log_that_another_could_have_put_there_is_not_followed(
    hotel: Path, offered: Offer
) -> None:
    hotel.with_name(f"{hotel.name}-wal").symlink_to(hotel)
    assert offered("room 10") == []


def test_what_cannot_be_typed_is_not_offered(
    hotel: Path, offered: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT '1\n2', '' UNION SELECT '3', '\x1b[31m' UNION SELECT '4', ''"
    monkeypatch.setitem(shell_names._QUERIES, "ROOM", query)
    assert offered("room ") == ["4"]


def test_whoever_follows_what_is_offered_writes_nothing_that_the_parser_does_not_know(
    hotel: Path, offered: Offer, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = random.Random(20)
    kinds = {flag: kind for line in read_grammar() for flag, kind in line.options.items()}
    for _ in range(60):
        words: list[str] = []
        while len(words) < 4:
            choice = [one for one in offered(shlex.join(words) + " ") if one != ":files"]
            if not choice:
                break
            words.append(walk.choice(choice))
        at_once = {"--help", "--version"}
        options = offered(shlex.join(words) + " -")
        option = walk.choice([one for one in options if one not in at_once])
        value = offered(shlex.join([*words, option]) + " ") if kinds[option] else []
        ended: object = 2
        try:
            parse([*words, option, *(value[:1] or ["7"] * bool(kinds[option]))])
        except SystemExit as refused:
            ended = refused.code
            # More is needed where the walk ended, but nothing is wrong with what is there.
            if " missing; write " not in capsys.readouterr().err:
                ended = words
        assert ended == 2
