"""Whatever is typed, imported or kept: no command raises, and none writes anything raw."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import fuzz_commands, hostile
from proofs.fuzz_commands import COMMANDS, TABLES, Found

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEXTS = st.one_of(
    st.sampled_from(hostile.texts()),
    st.text(max_size=60),
    st.integers(0, 10_000).map(lambda seed: hostile.random_text(Random(seed))),
)


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hotel of four rooms, and nothing else of the program's around it."""
    folder = tmp_path_factory.mktemp("hostile")
    with fuzz_commands.in_folder(folder):
        yield fuzz_commands.make_hotel(folder)


@settings(max_examples=250, derandomize=True, database=None)
@given(place=st.integers(0, len(COMMANDS) - 1), text=TEXTS)
def test_no_words_make_a_command_raise_or_write_raw(made: Path, place: int, text: str) -> None:
    found = Found()
    database = made.with_name("words.db")
    if not database.exists():
        fuzz_commands.fresh_copy(made, database.name)
    fuzz_commands.fuzz_words(database, [text], [place], found)
    assert (found.raw, found.raised, found.formulas) == ([], [], [])


def test_all_that_shows_notes_shows_hostile_ones_as_text(made: Path) -> None:
    database = fuzz_commands.fresh_copy(made, "notes.db")
    texts = [*hostile.planted(), *hostile.FORMULAS]
    for text in texts:
        words = ("--database", str(database), "--as", "ines", "note", "101", f"--note={text}")
        assert fuzz_commands.run(words).code == 0
    found = Found()
    fuzz_commands.fuzz_shows(database, found)
    assert (found.raw, found.raised, found.formulas) == ([], [], [])
    kept = json.loads(fuzz_commands.run(["--database", str(database), "history", "--json"]).out)
    assert {text.strip() for text in texts} <= {event["note"] for event in kept}


@settings(max_examples=40, derandomize=True, database=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
@pytest.mark.parametrize("kind", TABLES)
def test_a_file_of_any_cells_is_imported_whole_or_not_at_all(
    made: Path, kind: str, rows: list[list[str]]
) -> None:
    database = made.with_name(f"{kind}.db")
    if not database.exists():
        fuzz_commands.fresh_copy(made, database.name)
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    found = Found()
    content = "\n".join([TABLES[kind].rstrip(), *quoted]).encode()
    fuzz_commands.import_file(database, kind, content, "any cells", found)
    assert (found.raw, found.raised, found.halved) == ([], [], [])


@settings(max_examples=60, derandomize=True, database=None)
@given(seed=st.integers(0, 10_000), kind=st.sampled_from(sorted(TABLES)))
def test_a_file_that_went_wrong_is_imported_whole_or_not_at_all(
    made: Path, seed: int, kind: str
) -> None:
    random = Random(seed)
    files = hostile.broken(TABLES[kind], random)
    for _ in range(random.randrange(120)):
        next(files)
    what, content = next(files)
    found = Found()
    fuzz_commands.import_file(fuzz_commands.fresh_copy(made, "file.db"), kind, content, what, found)
    assert (found.raw, found.raised, found.halved) == ([], [], [])


def test_a_file_in_another_encoding_is_read_by_its_mark_or_refused_in_one_sentence(
    made: Path,
) -> None:
    database = fuzz_commands.fresh_copy(made, "encoded.db")
    for what, content in hostile.encoded(TABLES["rooms"].replace("301", "401")):
        if content.isascii() and b"\0" not in content:
            continue
        said = fuzz_commands.import_file(database, "rooms", content, what, Found())
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            assert said.code == 0, what
            continue
        assert said.code == 1, what
        assert len(said.err.splitlines()) == 1, said.err
        assert "UTF-8" in said.err or "CSV" in said.err, said.err


def test_an_empty_moment_is_no_moment(made: Path) -> None:
    said = fuzz_commands.run(["--database", str(made), "history", "--from", ""])
    assert said.code == 1
    assert "2015-09-18" in said.err
