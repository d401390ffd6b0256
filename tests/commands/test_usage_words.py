"""Words that fit no command are told of in our words: one sentence, and what is right."""

import re

import pytest

from housekeeper.commands import parser
from housekeeper.settings.table import option_rows
from tests.commands.conftest import Run

COMMANDS = sorted(parser.commands())
PYTHONS_WORDS = re.compile(
    r"the following arguments|unrecognized|expected (one|at least)|invalid|not allowed|usage:"
    r"|ignored explicit"
)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("start", "ROOM is missing; write housekeeper start 412."),
        ("late", "REFERENCE and TIME are missing; write housekeeper late BK-17 14:00."),
        ("override 101 dirty", "--note is missing; write housekeeper override --note"),
        ("start 412 --note", "--note needs a value: --note 'linen late'."),
        ("start 412 --as", "--as needs a value: --as ana."),
        ("--as start 412", "--as needs a value: --as ana."),
        ("--hotel", "--hotel needs a value: --hotel SLUG."),
        (
            "import room x.csv",
            "'room' is none of the words: rooms, staff, bookings; perhaps rooms.",
        ),
        ("maintenance 101 --priority HIHG", "for --priority: LOW, MED, HIGH; perhaps HIGH."),
        ("order cancel 1", "'cancel' is none of the words: add, list, done."),
        ("session", "open|validate is missing; write housekeeper session open …"),
        ("history --limit many", "--limit takes a whole number, not 'many'."),
        ("history --json --csv", "--csv and --json do not go together: write one of them."),
        ("history --json=3", "--json takes no value: write --json alone."),
        ("out-of-order 101 --untill fri", "no option '--untill' here; perhaps --until."),
        ("staff add ana Ana attendant --pni", "no option '--pni' here; perhaps --pin."),
        ("rooms --sparkle", "no option '--sparkle' here; housekeeper rooms --help lists"),
        (
            "late B1 14:00 please",
            "'please' is a word too many; write housekeeper late BK-17 14:00.",
        ),
        ("start 412 --note x 413", "'413' comes too late: write it before the options."),
        ("strat 101", "there is no command 'strat'; perhaps 'start'"),
        ("rooms dirty", "a status is an option: housekeeper rooms --status dirty"),
        ("rooms to inspect", "housekeeper rooms --status 'to inspect'"),
        ("chekout 101", "there is no command 'chekout'; perhaps 'checkout'"),
        ("sweep 101", "there is no command 'sweep'; --help lists them."),
    ],
)
def test_a_wrong_line_is_told_what_would_have_been_right(run: Run, line: str, right: str) -> None:
    refused = run(*line.split())
    assert (refused.code, refused.out, len(refused.sentences)) == (2, "", 1)
    assert right in refused.err
    assert not PYTHONS_WORDS.search(refused.err)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("more", [(), ("--sparkle",), ("x", "y", "z", "w", "--json=1")])
def test_no_command_lets_pythons_own_words_through(
    run: Run, command: str, more: tuple[str, ...]
) -> None:
    try:
        parser.parse([command, *more])
    except SystemExit:
        refused = run(command, *more)
        assert (refused.code, len(refused.sentences)) == (2, 1)
        assert not PYTHONS_WORDS.search(refused.err)


def needed_by(command: str) -> list[str]:
    """Words with which a command can be read: found by trying, a word more each time."""
    for words in ([], ["1"], ["1", "2"], ["1", "2", "3"], ["1", "2", "--note", "x"]):
        for first in ([], ["rooms"], ["send"], ["open"], ["add"], ["list"], ["bash"]):
            try:
                parser.parse([command, *first, *words])
            except SystemExit:
                continue
            return [*first, *words]
    return ["--name", "City Hotel"]


GLOBALS = {option.flag: name for name, option in option_rows()}


@pytest.mark.parametrize("flag", GLOBALS)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_of_the_program_stands_before_a_command_or_after_it(
    capsys: pytest.CaptureFixture[str], command: str, flag: str
) -> None:
    words = needed_by(command)
    before = parser.parse([flag, "max", command, *words])
    capsys.readouterr()
    if flag == "--keys" and command in {"backup", "restore", "copy"}:
        # What these call so is their own.
        assert getattr(parser.parse([command, *words, flag, "max"]), GLOBALS[flag]) is None
        return
    assert getattr(before, GLOBALS[flag]) == "max"
    for after in ([*words, flag, "max"], [flag, "max", *words], [*words, f"{flag}=max"]):
        assert parser.parse([command, *after]) == before
    for place in range(len(words) + 1):
        if not words[place - 1 : place] or not words[place - 1].startswith("--"):
            assert parser.parse([command, *words[:place], flag, "max", *words[place:]]) == before


def test_behind_two_hyphens_all_is_text() -> None:
    found = parser.parse(["message", "send", "101", "--", "--as"])
    assert (found.text, found.staff) == ("--as", None)


def test_the_help_of_a_command_names_the_options_of_the_program(run: Run) -> None:
    shown = " ".join(run("start", "--help").out.split())
    assert "before the command or after it: --database PATH" in shown
