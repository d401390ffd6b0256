"""Every command that README, SECURITY and the docs name exists, with the options given there."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from housekeeper.commands import parser

ROOT = Path(__file__).parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]

_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_ABBREVIATED = {"SEQ": "1", "...": "postgresql://front/hotel"}
"""What a page leaves to its reader, and something that fits there."""


def words_of(line: str) -> list[str]:
    """The words of a command line with all options, but not what it sets and where it writes."""
    words = shlex.split(line.replace("[", "").replace("]", ""), comments=True)
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        del words[0]
    if ">" in words:
        del words[words.index(">") :]
    # Of words to choose from any will do.
    return [_ABBREVIATED.get(word, word).split("|")[0] for word in words]


def lines_of(page: Path) -> Iterator[str]:
    """Every line of code on a page, in a block or in a sentence."""
    text = page.read_text(encoding="utf-8")
    for block in _FENCED.findall(text):
        for line in block.splitlines()[1:-1]:
            yield from re.split(r"\s&&\s", line.strip().split("#", 1)[0])
    yield from _INLINE.findall(_FENCED.sub("", text))


def commands_on(page: Path) -> list[list[str]]:
    """The words after `housekeeper` of each command line on a page."""
    found = []
    for line in lines_of(page):
        if re.match(r"([A-Z_]+=\S* )*(\.venv/bin/)?housekeeper( |$)", line):
            found.append(words_of(line)[1:])
    return found


def is_taken(words: list[str]) -> bool:
    """Whether the program can read this command line."""
    try:
        parser.parse(words)
    except SystemExit as ended:
        return not ended.code
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_command_lines_are_ones_that_the_program_takes(page: Path) -> None:
    for words in commands_on(page):
        # A command that is only spoken of may lack its words.
        is_spoken_of = len(words) == 1 and words[0] in parser.commands()
        assert is_spoken_of or is_taken(words), f"{page.name}: housekeeper {shlex.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_spoken_of_by_their_name_have_the_options_given_there(page: Path) -> None:
    known = parser.commands()
    for line in lines_of(page):
        first = line.split(" ", 1)[0]
        if first not in known:
            continue
        own = parser.Parser()
        known[first].arguments(own)
        options = re.findall(r"(?<![\w-])--[\w-]+", line)
        assert not [one for one in options if one not in own.format_help()], f"{page.name}: {line}"


@pytest.mark.parametrize("module", ["benchmarks", "proofs"])
def test_figures_and_proofs_are_repeated_by_the_command_given_with_them(module: str) -> None:
    arguments = import_module(f"{module}.__main__").arguments
    for page in PAGES:
        for line in lines_of(page):
            found = re.search(rf"python3? -m {module}\b(.*)", line)
            # The load of a chain has options of its own.
            if found is not None and found[1].split()[:1] != ["chain"]:
                arguments(shlex.split(found[1], comments=True))
