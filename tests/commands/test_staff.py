"""Who works here, and the PIN of the command line."""

import io
import os
import pty
import re
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Outcome, Run

Type = Callable[..., None]


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Give lines on standard input, as a script does."""

    def give(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return give


@pytest.fixture
def as_manager(run: Run) -> Callable[..., Outcome]:
    return lambda *words: run("--as", "ines", "staff", *words)


@pytest.fixture
def pin_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hotel wants the PIN of whoever acts on the command line."""
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")


def test_the_first_manager_is_added_by_anyone_and_the_next_person_by_a_manager(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(home / "new.db"))
    run("init", "--name", "New Hotel", "--timezone", "UTC")
    assert run("staff", "list").out.startswith("No staff yet")
    assert run("staff", "add", "ana", "Ana Reis", "attendant").code == 1
    first = run("staff", "add", "max", "Max Braun", "manager")
    assert first.code == 0
    added, shown, _ = first.out.splitlines()
    assert added == "Max Braun (max) is added as manager."
    assert re.fullmatch(r"One-time code, shown this once and good for 7 days: [0-9]{8}", shown)
    assert run("staff", "add", "eve", "Eve", "manager").code == 1
    told = run("--as", "max", "staff", "add", "ana", "Ana Reis", "front-desk", "--json").json
    assert re.fullmatch("[0-9]{8}", told.pop("one_time_code"))
    assert told == {
        "code": "ana",
        "name": "Ana Reis",
        "role": "front_desk",
        "is_active": True,
    }


def test_the_list_tells_who_is_locked_or_disabled_and_nothing_of_a_pin(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome], type_in: Type
) -> None:
    type_in("4711")
    assert as_manager("set-pin", "ana").out == "Ana Silva (ana) has a new PIN.\n"
    as_manager("disable", "teo")
    listed = run("staff", "list", "--json").json
    assert [(one["code"], one["has_pin"], one["is_active"]) for one in listed] == [
        ("ana", True, True),
        ("ines", False, True),
        ("maria", False, True),
        ("rui", False, True),
        ("teo", False, False),
    ]
    facts = {"code", "name", "role", "is_active", "has_pin", "has_one_time_code", "is_locked"}
    assert set(listed[0]) == facts
    for words in (("staff", "list"), ("doctor", "--json"), ("history", "--json"), ("config",)):
        told = run(*words)
        assert "scrypt" not in told.out + told.err
        assert "4711" not in told.out + told.err
    assert "disabled" in run("staff", "list").out


def test_who_is_disabled_cannot_act_until_enabled_again(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome]
) -> None:
    run("--as", "ana", "dirty", "101")
    assert as_manager("disable", "ANA").code == 0
    refused = run("--as", "ana", "start", "101")
    assert (refused.code, refused.sentences) == (
        1,
        ["Ana Silva is no longer active and cannot act."],
    )
    assert run("history", "--json").of_rooms[0]["staff_name"] == "Ana Silva"
    assert as_manager("enable", "ana").code == 0
    assert run("--as", "ana", "start", "101").code == 0


def test_the_last_manager_cannot_be_disabled(
    hotel: Path, as_manager: Callable[..., Outcome]
) -> None:
    refused = as_manager("disable", "ines")
    assert (refused.code, refused.out) == (1, "")
    assert "last active manager" in refused.err


@pytest.mark.parametrize("who", ["ana", "maria", "rui", "teo"])
@pytest.mark.parametrize(
    "words",
    [
        ("add", "eve", "Eve", "manager"),
        ("disable", "ines"),
        ("enable", "ines"),
        ("set-pin", "ines"),
        ("unlock", "ines"),
    ],
)
def test_whoever_is_no_manager_is_told_who_could_do_it(
    run: Run, hotel: Path, type_in: Type, who: str, words: tuple[str, ...]
) -> None:
    type_in("4711")
    refused = run("--as", who, "staff", *words)
    assert (refused.code, refused.out) == (1, "")
    assert "that takes: manager" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "ANA", "Another", "manager"), "The code ana is Ana Silva's."),
        (("add", "eve", "Eve", "boss"), "there are attendant, supervisor"),
        (("add", "e/e", "Eve", "manager"), "is no staff code"),
        (("set-pin", "nobody"), "no staff code 'nobody'"),
        (("set-pin", "ana"), "Give the new PIN as a line of input."),
        (("unlock", "ana"), "Ana Silva is not locked."),
        (("enable", "ana"), "already active"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    hotel: Path,
    as_manager: Callable[..., Outcome],
    type_in: Type,
    words: tuple[str, ...],
    said: str,
) -> None:
    type_in()
    refused = as_manager(*words)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err


def test_an_obvious_pin_is_refused_and_the_old_one_stays(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome], type_in: Type
) -> None:
    type_in("1234")
    assert "only counts up or down" in as_manager("set-pin", "ana").err
    type_in("0000")
    assert as_manager("add", "eve", "Eve", "manager", "--pin").code == 1
    assert "eve" not in run("staff", "list").out


def test_a_pin_is_no_word_of_the_command(hotel: Path, as_manager: Callable[..., Outcome]) -> None:
    assert as_manager("set-pin", "ana", "4711").code == 2


def test_without_the_setting_no_command_asks_for_a_pin(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome], type_in: Type
) -> None:
    type_in("4711")
    as_manager("set-pin", "ana")
    type_in()
    assert run("--as", "ana", "dirty", "101").code == 0


def test_with_the_setting_who_acts_gives_the_pin(
    run: Run,
    hotel: Path,
    as_manager: Callable[..., Outcome],
    type_in: Type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    type_in("4711")
    as_manager("set-pin", "ana")
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")

    type_in("4712")
    wrong = run("--as", "ana", "dirty", "101")
    assert (wrong.code, wrong.sentences) == (1, ["The code or the PIN is not right."])
    nobody = run("--as", "nobody", "dirty", "101")
    assert nobody.code == 1

    type_in("4711")
    assert run("--as", "ana", "dirty", "101").code == 0
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4711")
    type_in()
    assert run("--as", "ana", "start", "101").code == 0
    assert run("rooms").code == 0


def test_with_the_setting_an_act_without_a_pin_is_refused(
    run: Run, hotel: Path, type_in: Type, pin_wanted: None
) -> None:
    type_in()
    refused = run("--as", "ana", "dirty", "101")
    assert "give it in HOUSEKEEPER_PIN or as a line of input" in refused.err
    type_in("4711")
    refused = run("--as", "ana", "dirty", "101")
    assert refused.sentences == ["The code or the PIN is not right."]
    assert run("room", "101", "--json").json["room_status"] == "AVAILABLE"


def test_six_wrong_pins_lock_a_code_until_a_manager_unlocks_it(
    run: Run,
    hotel: Path,
    as_manager: Callable[..., Outcome],
    type_in: Type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from datetime import timedelta

    from housekeeper.core.staff import sign_in_limits

    monkeypatch.setattr(sign_in_limits, "WAIT", timedelta())
    type_in("4711")
    as_manager("set-pin", "ana")
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4712")
    for _ in range(6):
        assert run("--as", "ana", "dirty", "101").code == 1
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4711")
    assert "a manager can unlock it" in run("--as", "ana", "dirty", "101").err
    assert "locked" in run("staff", "list").out

    monkeypatch.delenv("HOUSEKEEPER_CLI_PIN")
    assert as_manager("unlock", "ana").out == "Ana Silva (ana) may try the PIN again.\n"
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")
    assert run("--as", "ana", "dirty", "101").code == 0


def test_a_manager_gives_a_code_that_is_shown_once(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome], type_in: Type
) -> None:
    type_in("4711")
    as_manager("set-pin", "ana")
    given = as_manager("code", "ANA")
    said, shown, _ = given.out.splitlines()
    assert said == "Ana Silva (ana) has no PIN any more and a new one-time code."
    digits = shown.rpartition(" ")[2]
    [ana] = [one for one in run("staff", "list", "--json").json if one["code"] == "ana"]
    assert (ana["has_pin"], ana["has_one_time_code"]) == (False, True)
    for words in (("staff", "list"), ("history",), ("doctor",)):
        assert digits not in run(*words).out
    assert "that takes: manager" in run("--as", "ana", "staff", "code", "ines").err


def test_an_import_prints_a_code_for_each_new_person_once(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("code,name,role\nbo,Bo Lund,attendant\nana,Ana Silva,attendant\n")
    dry = run("--as", "ines", "import", "staff", file, "--dry-run", "--json").json
    assert (dry["added"], dry["one_time_codes"]) == (1, {})
    done = run("--as", "ines", "import", "staff", file, "--json").json
    assert list(done["one_time_codes"]) == ["bo"]
    assert re.fullmatch("[0-9]{8}", done["one_time_codes"]["bo"])
    again = run("--as", "ines", "import", "staff", file)
    assert "code" not in again.out


def test_no_file_makes_a_manager_or_takes_one_away(run: Run, hotel: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    for row, said in (
        (
            "eve,Eve,manager",
            "no file gives the role of a manager: the board's step 'A person who works here' or "
            "'housekeeper staff add' does",
        ),
        ("ana,Ana,manager", "no file gives the role of a manager: 'housekeeper staff role' does"),
        ("ines,Inês,attendant", "no file takes away the role of a manager"),
        ("aña,Eve,attendant", "looks like ana"),
        ("аna,Eve,attendant", "is no staff code: use the letters of one script"),
    ):
        file.write_text(f"code,name,role\nbo,Bo Lund,attendant\n{row}\n", encoding="utf-8")
        refused = run("--as", "ines", "import", "staff", file)
        assert refused.code == 1
        assert "line 3" in refused.sentences[0]
        assert said in refused.sentences[0]
    assert [one["role"] for one in run("staff", "list", "--json").json].count("manager") == 1
    file.write_text("code,name,role\nines,Inês Dias Costa,manager\n", encoding="utf-8")
    assert run("--as", "ines", "import", "staff", file, "--json").json["updated"] == 1


def test_a_manager_makes_another_and_one_of_them_stays(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome]
) -> None:
    assert "last active manager" in as_manager("role", "ines", "attendant").err
    assert as_manager("role", "maria", "manager").out == "Maria Keller (maria) is manager.\n"
    assert as_manager("role", "ines", "front-desk").out == "Inês Dias (ines) is front desk.\n"
    assert "that takes: manager" in as_manager("role", "maria", "attendant").err


def at_a_terminal(*steps: tuple[str, str], words: tuple[str, ...]) -> tuple[int, str]:
    """Run the real program on a terminal: at each prompt type an answer; its code and output."""
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover - the program itself
        os.execv(sys.executable, [sys.executable, "-m", "housekeeper", *words])
    seen = ""
    try:
        for prompt, answer in steps:
            while prompt not in seen:
                seen += _read_on(terminal, seen)
            seen = seen.replace(prompt, "", 1)
            os.write(terminal, answer.encode())
        while chunk := _read_on(terminal, seen):
            seen += chunk
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    finally:
        os.close(terminal)
        ended = os.waitpid(process, 0)[1]
    return os.waitstatus_to_exitcode(ended), seen


def _read_on(terminal: int, seen: str) -> str:
    """What comes next, nothing once the program has ended; fails where nothing comes."""
    if not select.select([terminal], [], [], 30)[0]:
        pytest.fail(f"the program says nothing more after {seen!r}")
    try:
        return os.read(terminal, 1024).decode()
    except OSError:
        return ""


@pytest.mark.parametrize(
    ("again", "code", "said"),
    [
        ("4711\n", 0, "Ana Silva (ana) has a new PIN."),
        ("4712\n", 1, "The two PINs are not the same; nothing was changed."),
        ("\x03", 130, ""),
    ],
)
def test_on_a_terminal_a_new_pin_is_typed_twice_and_not_shown(
    run: Run, hotel: Path, again: str, code: int, said: str
) -> None:
    answered, seen = at_a_terminal(
        ("New PIN for Ana Silva: ", "4711\n"),
        ("The same again: ", again),
        words=("--as", "ines", "staff", "set-pin", "ana"),
    )
    assert (answered, "4711" in seen) == (code, False)
    assert said in seen
    assert run("staff", "list", "--json").json[0]["has_pin"] is (code == 0)


def test_a_code_for_someone_disabled_says_that_it_is_of_no_use_yet(
    run: Run, hotel: Path, as_manager: Callable[..., Outcome]
) -> None:
    as_manager("disable", "teo")
    assert "of no use until enabled: housekeeper staff enable teo" in as_manager("code", "teo").out
