"""Hostile texts, files and messages on every way in; nothing may come out raw, or half in.

Each row counts harm, and the harm that is allowed is none. The controls break a measure on
purpose and count how often the detector then sees nothing: that, too, must be never.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from unittest.mock import patch

from benchmarks.table import Row
from proofs import fuzz_board, fuzz_commands, fuzz_keyboard, fuzz_wire, hostile
from proofs.fuzz_commands import COMMANDS, TABLES, Found
from proofs.options import Options
from proofs.raw_bytes import raw_in_lines, strange

FILES_A_KIND = 400
MILLION = 1_000_000


def run(options: Options) -> list[Row]:
    """Try everything; `runs` is the number of texts that are tried on the command line."""
    random = options.random("fuzz")
    with fuzz_commands.in_folder(options.folder):
        made = fuzz_commands.make_hotel(options.folder)
        rows = [
            *_commands(options, made, random),
            *_files(options, made, random),
            *_settings(options, random),
            *_keyboard(options, random),
        ]
    # Both wait more than they work.
    with ThreadPoolExecutor(1) as beside:
        board = beside.submit(_board, options)
        rows += _wire(options, random)
        return [*rows, *board.result(), *_board_control()]


def _count(name: str, harm: Sequence[str], detail: str) -> Row:
    first = f"; first: {harm[0][-300:]}" if harm else ""
    return Row(name, len(harm), 0, "", detail + first.replace("\n", " "))


def _rows_of(surface: str, found: Found) -> list[Row]:
    tried = f"{found.tried:,} inputs"
    return [
        _count(f"{surface}: raw characters written", found.raw, tried),
        _count(f"{surface}: tracebacks", found.raised, tried),
    ]


def _inputs(options: Options, random: Random) -> tuple[list[str], list[int]]:
    """Texts with the command each goes into: all with all, or as many of them at random."""
    places = range(len(COMMANDS))
    texts = [*hostile.texts(), hostile.MEGABYTE]
    pairs = [(text, place) for text in texts for place in places]
    pairs += [(hostile.random_text(random), place) for place in places for _ in range(40)]
    random.shuffle(pairs)
    chosen = pairs[: options.times(len(pairs), 100)]
    return [text for text, _ in chosen], [place for _, place in chosen]


def _commands(options: Options, made: Path, random: Random) -> list[Row]:
    found = Found()
    database = fuzz_commands.fresh_copy(made, "words.db")
    fuzz_commands.fuzz_words(database, *_inputs(options, random), found)
    rooms = ("101", "102", "201", "202")
    # What is refused nowhere goes into notes, so that all that shows notes has it to show.
    notes = [
        ("--hotel", "grand", "--as", "ines", "note", room, f"--note={text}")
        for room, text in zip(rooms * 20, hostile.planted() + list(hostile.FORMULAS), strict=False)
    ]
    for words in notes:
        said = fuzz_commands.run(["--database", str(database), *words])
        assert said.code == 0, said
        fuzz_commands.judge(said, f"note {words[-1]!a}", found)
    fuzz_commands.fuzz_shows(database, found)
    blind = 0
    with patch("housekeeper.commands.output.plain", str):
        seen = Found()
        fuzz_commands.fuzz_shows(database, seen)
        blind += not seen.raw
    with patch("housekeeper.files.safe_csv.safe_cell", lambda cell: cell):
        seen_cells = Found()
        fuzz_commands.fuzz_shows(database, seen_cells)
        blind += not seen_cells.formulas
    return [
        *_rows_of("command line", found),
        _count("exports: cells that are formulas", found.formulas, f"{found.tried:,} outputs"),
        Row(
            "control: measures off, and nothing seen",
            blind,
            0,
            "",
            f"{len(seen.raw)} outputs raw, {len(seen_cells.formulas)} formulas seen",
        ),
    ]


def _keep_what_can_be_read(rows: object, *_: object) -> object:
    """An import that passes over what it cannot read: the control's broken measure."""
    return rows


def _files(options: Options, made: Path, random: Random) -> list[Row]:
    found = Found()
    for kind, table in TABLES.items():
        files = list(islice(hostile.broken(table, random), FILES_A_KIND))
        if options.is_quick:
            files = random.sample(files[:100], 10) + random.sample(files[100:], 4)
        database = fuzz_commands.fresh_copy(made, f"{kind}.db")
        for what, content in files:
            fuzz_commands.import_file(database, kind, content, what, found)
    if not options.is_quick:
        _million(made, found)
    seen = Found()
    with patch("housekeeper.file_import.all_or_none", _keep_what_can_be_read):
        wrong = f"{TABLES['rooms']}301,STD,3,East\n302,STD,high,East\n".encode()
        database = fuzz_commands.fresh_copy(made, "control.db")
        fuzz_commands.import_file(database, "rooms", wrong, "control", seen)
    return [
        *_rows_of("files", found),
        _count("files: half imports", found.halved, f"{found.tried:,} files of five kinds"),
        Row(
            "control: a half import, and nothing seen",
            not seen.halved,
            0,
            "",
            str(seen.halved)[:99],
        ),
    ]


def _million(made: Path, found: Found) -> None:
    """A million bookings whose last is wrong, and as many that are right."""
    header = TABLES["bookings"].splitlines()[0]
    lines = [f"M{place},STD,2016-01-01,2016-01-02,1,0,CONFIRMED,," for place in range(MILLION)]
    good = "\n".join([header, *lines]).encode()
    database = fuzz_commands.fresh_copy(made, "million.db")
    bad = good + b"\nlast,STD,never,2016-01-02,1,0,CONFIRMED,,"
    said = fuzz_commands.import_file(database, "bookings", bad, "a million, the last wrong", found)
    assert said.code == 1
    said = fuzz_commands.import_file(database, "bookings", good, "a million", found)
    assert said.code == 0


def _settings(options: Options, random: Random) -> list[Row]:
    from housekeeper.settings.table import settings_table

    found = Found()
    place = options.folder / "config" / "housekeeper" / "config.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    texts = [text for text in hostile.texts() if text not in hostile.NO_TEXT]
    contents = [content for _, content in hostile.encoded('theme = "East"\n')]
    contents += [text.encode("utf-8", "surrogatepass") for text in hostile.texts()]
    for name in (row.name for row in settings_table()):
        for text in random.sample(texts, 3 if options.is_quick else len(texts)):
            contents.append(f"{name} = {_toml(text)}".encode("utf-8", "surrogatepass"))
        contents += [f"{name} = {value}".encode() for value in ("[]", "{}", "1979-05-27", "nan")]
    pusher = 'pusher_app_id = "1"\npusher_key = "k"\npusher_secret = "HUSH-HUSH"\n'
    contents += [(pusher + f"pusher_host = {_toml(text)}\n").encode() for text in texts[:20]]
    random.shuffle(contents)
    told = 0
    for content in contents[: 30 if options.is_quick else None]:
        place.write_bytes(content)
        for words in (("config",), ("config", "--json"), ("rooms",)):
            said = fuzz_commands.run(words)
            fuzz_commands.judge(said, f"{words} with the settings {ascii(content)[:80]}", found)
            told += "HUSH-HUSH" in said.out + said.err
    place.unlink()
    rows = _rows_of("settings file", found)
    return [*rows, Row("settings file: the Pusher secret told", told, 0, "", f"{found.tried:,}")]


def _toml(text: str) -> str:
    steering = {ord(mark): f"\\{mark}" for mark in '"\\'}
    steering |= {code: f"\\u{code:04x}" for code in (*range(32), 127)}
    return f'"{text.translate(steering)}"'


def _wire(options: Options, random: Random) -> list[Row]:
    texts = hostile.texts() if not options.is_quick else random.sample(hostile.texts(), 12)
    texts += [hostile.random_text(random) for _ in range(0 if options.is_quick else 500)]
    heard = fuzz_wire.listen(texts, random)
    tried = f"{heard.sent:,} messages over {heard.links} connections"
    return [
        _count("Pusher messages: written or shown", heard.raw, tried),
        _count("Pusher messages: faults that escaped", heard.raised, tried),
        Row("Pusher messages: deaf afterwards", not heard.is_live_afterwards, 0, "", tried),
    ]


def _keyboard(options: Options, random: Random) -> list[Row]:
    typed = fuzz_keyboard.type_at_random(options.times(50_000, 2_000), random)
    seen = fuzz_keyboard.type_to_a_strict_reader(200, random)
    tried = f"{typed.tried:,} times bytes at random"
    return [
        _count("keyboard: faults", typed.raised, tried),
        _count("keyboard: the next key not heard", typed.deaf, tried),
        _count("keyboard: keys of half a letter", typed.halves, tried),
        Row("control: a strict reader, and nothing seen", not seen.raised, 0, "", tried),
    ]


def _board(options: Options) -> list[Row]:
    raw: list[str] = []
    missed: list[str] = []
    screens = 0
    for size in [(120, 40)] if options.is_quick else [(120, 40), (80, 24), (200, 50)]:
        seen, found, unshown = fuzz_board.raw_on_the_board(options.folder, size, options.is_quick)
        screens, raw, missed = screens + seen, raw + found, missed + unshown
    tried = f"{screens} screens, {len(hostile.planted())} texts in every field"
    return [
        _count("board: sequences that are not Textual's own", raw, tried),
        _count("board: markup that was not shown as it is", missed, f"{len(hostile.MARKUP)} texts"),
    ]


def _board_control() -> list[Row]:
    """Each planted text written as it is, among the harmless bytes of a board."""
    safe = b"\x1b[?1049h\x1b[1;1H\x1b[38;2;1;2;3mroom 412\x1b[0m\r\n"
    texts = hostile.SEQUENCES
    blind = [
        name for name, text in texts.items() if not strange(safe + text.encode(), safe, [text])
    ]
    lines = [name for name, text in texts.items() if not raw_in_lines(text)]
    return [_count("control: raw texts that are not seen", blind + lines, f"{len(texts)} texts")]
