"""`housekeeper do -`: a program that acts many times, each line answered with one line."""

import codecs
import io
import json
import os
import random
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from housekeeper.commands.rooms.line_input import lines_of
from housekeeper.core.typed_acts.parse import LINE_LIMIT
from tests.commands.conftest import Outcome, Run

Feed = Callable[..., Outcome]


@pytest.fixture
def feed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """Run `do -` as Ines, the manager, with this input."""

    def with_input(content: bytes | str, *options: str, who: str = "ines") -> Outcome:
        file = tmp_path / "lines"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        with file.open(encoding="utf-8") as opened:
            monkeypatch.setattr(sys, "stdin", opened)
            return run("--as", who, "do", "-", *options)

    return with_input


def test_each_line_has_one_answer_and_a_refusal_is_its_own_alone(feed: Feed, hotel: Path) -> None:
    done = feed("101 dirty\n\n# the east wing\n101 pass\n101,102 start\n999 start\nundo\n101")
    assert done.code == 1
    assert done.err == ""
    answers = done.out.splitlines()
    assert answers[0] == "101  dirty"
    assert answers[1].startswith("refused: 101 ")
    assert answers[2].startswith("101  cleaning; refused: 102 ")
    assert answers[3].startswith("refused: There is no room '999'")
    assert answers[4:] == ["101  dirty (taken back: cleaning started)", "101  dirty"]


def test_without_a_refusal_the_code_is_0_and_nothing_in_is_nothing_out(
    feed: Feed, hotel: Path
) -> None:
    assert feed("101 dirty\r\n101 start\r\n").code == 0
    nothing = feed("")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "")


def test_as_json_each_answer_is_an_object_on_a_line(feed: Feed, run: Run, hotel: Path) -> None:
    done = feed("101,102 dirty\n\n101 sparkle\n101", "--json")
    both, wrong, one = map(json.loads, done.out.splitlines())
    assert (both["line"], both["ok"], both["refused"]) == (1, True, None)
    assert [room["room_number"] for room in both["rooms"]] == ["101", "102"]
    assert (wrong["line"], wrong["ok"], wrong["rooms"]) == (3, False, [])
    assert "sparkle" in wrong["refused"]
    assert one["rooms"] == run("do", "101", "--json").json
    by_itself = run("--as", "ines", "do", "103 dirty", "--json").json
    assert by_itself[0].keys() == both["rooms"][0].keys()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"101 note \xff", "not UTF-8"),
        (b"101 note a\0b", "NUL"),
        (b"101 note " + b"x" * 5 * LINE_LIMIT, "up to 100,000 characters"),
        (b"101 checkout", "a command of its own"),
        (b"help", "a command of its own"),
    ],
)
def test_a_line_that_cannot_be_taken_refuses_itself(
    feed: Feed, hotel: Path, line: bytes, why: str
) -> None:
    done = feed(line + b"\n101 dirty\n")
    first, second = done.out.splitlines()
    assert first.startswith("refused: ")
    assert why in first
    assert (second, done.code) == ("101  dirty", 1)


def test_options_are_those_of_the_single_form(feed: Feed, run: Run, hotel: Path) -> None:
    line = "202 out of order flood"
    held = feed(line).out
    assert held == f"refused: {run('--as', 'ines', 'do', line).err}"
    assert feed(line, "--anyway").out.startswith("202  out of order; ")


def test_what_a_role_may_not_do_is_refused_line_by_line(feed: Feed, hotel: Path) -> None:
    done = feed("101-103 pass\n101 note linen late\n", who="ana")
    refused, noted = done.out.splitlines()
    assert refused.count("that takes: supervisor or manager") == 1
    assert noted == "101  available"


def test_who_acts_is_asked_for_before_any_line_is_read(
    feed: Feed, run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert feed("101 dirty\n", who="nobody").out == ""
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")
    refused = feed("101 dirty\n")
    assert (refused.code, refused.out) == (1, "")
    assert "HOUSEKEEPER_PIN" in refused.err
    assert run("history", "--json").of_rooms == []


WORDS = ["dirty", "start", "clean", "pass", "fail hair", "note late", "maintenance HIGH tap"]
WORDS += ["fixed", "out of order flood", "return", "override dirty seen", "sparkle", ""]
ROOMS = ["101", "102,103", "201-202", "1xx", "floor 2", "999", "dirty"]


def without_times(rooms: list[dict[str, object]]) -> list[dict[str, object]]:
    """What is told of rooms, but when: two programs are not as fast as each other."""
    times = ("_since", "_at")
    return [
        {name: fact for name, fact in room.items() if not name.endswith(times)} for room in rooms
    ]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_many_lines_do_what_as_many_commands_do(feed: Feed, run: Run, hotel: Path) -> None:
    dice = random.Random(14)
    lines = [f"{dice.choice(ROOMS)} {dice.choice(WORDS)}".strip() for _ in range(40)]
    for place in (9, 21, 33):
        lines[place] = "undo"
    copy = hotel.with_name("copy.db")
    for end in ("", ".keys"):
        hotel.with_name(hotel.name + end).rename(copy.with_name(copy.name + end))
        hotel.with_name(hotel.name + end).write_bytes(copy.with_name(copy.name + end).read_bytes())
    answers = [json.loads(line) for line in feed("\n".join(lines), "--json").out.splitlines()]
    for line, answer in zip(lines, answers, strict=True):
        alone = run("--database", copy, "--as", "ines", "do", line, "--json")
        assert answer["ok"] is (alone.code == 0), line
        if alone.out:
            assert without_times(alone.json) == without_times(answer["rooms"]), line
        else:
            assert answer["refused"] == alone.err.strip(), line
    told = ("kind", "room_number", "from_status", "to_status", "note", "staff_code", "seq")
    histories = [
        [[event[fact] for fact in told] for event in run(*database, "history", "--json").of_rooms]
        for database in ((), ("--database", copy))
    ]
    assert histories[0] == histories[1]
    assert len(histories[0]) > 20


@contextmanager
def program(who: str = "ines") -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "housekeeper", "--as", who, "do", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        yield running


def test_a_program_at_the_other_end_waits_for_each_answer(run: Run, hotel: Path) -> None:
    with program() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line, answer in (("101 dirty", "101  dirty"), ("101 start", "101  cleaning")):
            print(line, file=running.stdin, flush=True)
            assert running.stdout.readline() == answer + "\n"
        # What others do meanwhile is known.
        assert run("--as", "ines", "rooms", "rename", "102", "150").code == 0
        print("150 dirty", file=running.stdin, flush=True)
        assert running.stdout.readline() == "150  dirty\n"
        print("102 dirty", file=running.stdin, flush=True)
        assert running.stdout.readline().startswith("refused: There is no room '102'")
        running.stdin.close()
        assert (running.wait(), running.stderr and running.stderr.read()) == (1, "")


def test_who_may_act_no_more_is_refused_from_the_next_line_on(run: Run, hotel: Path) -> None:
    with program("ana") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        print("101 dirty", file=running.stdin, flush=True)
        assert running.stdout.readline() == "101  dirty\n"
        assert run("--as", "ines", "staff", "disable", "ana").code == 0
        print("101 start", file=running.stdin, flush=True)
        assert running.stdout.readline().startswith("refused: ")
        running.stdin.close()
        assert running.wait() == 1


def test_rooms_that_another_program_imports_are_known_at_the_next_line(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    with program() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        print("778 dirty", file=running.stdin, flush=True)
        assert running.stdout.readline().startswith("refused: There is no room '778'")
        rooms = tmp_path / "rooms.csv"
        rooms.write_text("number,room_type,floor,section\n778,LOFT,7,\n779,LOFT,7,\n")
        assert run("import", "rooms", rooms).code == 0
        for line in ("778 dirty", "778-779 dirty", "floor 7 start", "LOFT cleaning"):
            print(line, file=running.stdin, flush=True)
        told = [running.stdout.readline().rstrip() for _ in range(4)]
        assert told[0] == "778  dirty"
        assert told[1].endswith("779  dirty")
        assert told[2:] == ["778  cleaning; 779  cleaning"] * 2
        running.stdin.close()
        assert running.wait() == 1


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_pin_that_commands_ask_for_meanwhile_is_asked_for_at_the_next_line(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4711\n"))
    assert run("--as", "ines", "staff", "set-pin", "ines").code == 0
    with ExitStack() as programs:
        started = []
        for pin in (None, "4712", "4711"):
            if pin is not None:
                monkeypatch.setenv("HOUSEKEEPER_PIN", pin)
            started.append(programs.enter_context(program()))

        def answers(line: str) -> list[str]:
            told = []
            for one in started:
                assert one.stdin is not None
                assert one.stdout is not None
                print(line, file=one.stdin, flush=True)
                told.append(one.stdout.readline().rstrip())
            return told

        assert answers("101 note seen") == ["101  available"] * 3
        assert run("--as", "ines", "cli-pin", "on").code == 0
        missing = "refused: Standard input has the lines here: give the PIN in HOUSEKEEPER_PIN."
        wrong = "refused: The code or the PIN is not right."
        # As often as would lock the code, were it tried each time.
        for _ in range(6):
            assert answers("101 note seen") == [missing, wrong, "101  available"]
        assert answers("undo")[:2] == [missing, wrong]
        assert answers("101") == ["101  available"] * 3
        assert run("--as", "ines", "cli-pin", "off").code == 0
        assert answers("101 note seen") == ["101  available"] * 3


def test_a_byte_order_mark_before_the_first_line_is_passed_over(feed: Feed, hotel: Path) -> None:
    assert feed(codecs.BOM_UTF8 + b"101 dirty\n").out == "101  dirty\n"
    assert feed(codecs.BOM_UTF8 + b"# made elsewhere\n101").out == "101  dirty\n"


def test_a_dash_among_other_words_says_that_it_stands_alone(run: Run, hotel: Path) -> None:
    told = run("--as", "ines", "do", "-", "extra")
    assert (told.code, told.out) == (2, "")
    assert "'-' stands alone: it reads lines from standard input" in told.err


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(("closed", "name"), [("<&-", "input"), (">&-", "output")])
def test_it_begins_nothing_where_input_or_output_is_closed(
    run: Run, hotel: Path, closed: str, name: str
) -> None:
    words = shlex.join([sys.executable, "-m", "housekeeper", "--as", "ines", "do", "-"])
    done = subprocess.run(
        ["sh", "-c", f"{words} {closed}"], input="101 dirty\n", capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Standard {name} is closed: ")
    assert run("history", "--json").of_rooms == []


def test_ctrl_c_ends_it_without_a_word_while_it_waits(hotel: Path) -> None:
    with program() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        print("101 dirty", file=running.stdin, flush=True)
        assert running.stdout.readline() == "101  dirty\n"
        running.send_signal(signal.SIGINT)
        assert (running.wait(), running.stderr and running.stderr.read()) == (130, "")


def test_when_nobody_reads_the_answers_it_ends(run: Run, hotel: Path) -> None:
    with program() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdout.close()
        print("101 dirty", file=running.stdin, flush=True)
        assert (running.wait(), running.stderr and running.stderr.read()) == (141, "")
    assert run("room", "101", "--json").json["room_status"] == "CHECKOUT_DIRTY"


async def test_lines_come_whole_and_at_once_however_they_are_cut() -> None:
    dice = random.Random(3)
    for _ in range(200):
        content = bytes(dice.choice(b"ab\n\xff") for _ in range(dice.randrange(30)))
        reading, writing = os.pipe()
        lines, sent = lines_of(reading, 4), 0
        found: list[bytes] = []
        while sent < len(content):
            sent += os.write(writing, content[sent : sent + dice.randrange(1, 8)])
            while len(found) < content[:sent].count(b"\n"):
                found.append(await anext(lines))
        os.close(writing)
        found += [line async for line in lines]
        os.close(reading)
        assert found == [line[:5] for line in content.removesuffix(b"\n").split(b"\n") if content]
