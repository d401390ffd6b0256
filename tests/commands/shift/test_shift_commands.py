"""History with filters, rounds, lists, handover and figures on the command line."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.inspection import round_acts
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.safe_csv import safe_cell, write_csv
from housekeeper.store.database import Database
from tests.commands.conftest import Run

REASONS = "digit,reason\n1,hair in the bath\n3,no towels\n"
CHECKLIST = "room_type,position,item\nSTD,2,under the bed\nSTD,1,bath\nDLX,1,minibar\n"


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


def file_of(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def turn(run: Run, monkeypatch: pytest.MonkeyPatch, number: str = "101") -> None:
    """Ana and Maria turn a room between eight and nine."""
    for clock, person, *words in (
        ("08:00", "ana", "dirty", number),
        ("08:10", "ana", "start", number),
        ("08:40", "ana", "clean", number),
        ("08:50", "maria", "fail", number, "--note", "dust"),
        ("08:55", "ana", "clean", number),
        ("09:00", "maria", "pass", number),
    ):
        monkeypatch.setenv("HOUSEKEEPER_NOW", f"2015-09-18T{clock}")
        assert run("--as", person, *words).code == 0


def test_the_history_is_filtered_by_person_kind_and_time(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(run, monkeypatch)

    def kinds(*words: str) -> list[str]:
        return [event["kind"] for event in run("history", *words, "--json").of_rooms]

    assert kinds("--by", "MARIA") == ["INSPECTION_PASSED", "INSPECTION_FAILED"]
    assert kinds("--kind", "fail") == ["INSPECTION_FAILED"]
    assert kinds("--kind", "inspection failed, CLEANING_STARTED") == [
        "INSPECTION_FAILED",
        "CLEANING_STARTED",
    ]
    assert kinds("--from", "08:50", "--to", "08:59") == ["CLEANED", "INSPECTION_FAILED"]
    assert kinds("--to", "2015-09-18T08:10") == ["PUT_BACK"]
    assert len(kinds("--from", "2015-09-18", "--to", "2015-09-18")) == 6
    assert kinds("--to", "2015-09-17") == []
    assert kinds("102") == []
    assert kinds("101", "--by", "ana", "--kind", "clean", "--limit", "1") == ["CLEANED"]


def test_a_spreadsheet_opens_the_history_without_running_anything(run: Run, hotel: Path) -> None:
    for note in ("=1+1", "+41", "-1", "@SUM(A1)", 'a, "b"\nc', "\t=1"):
        assert run("--as", "ana", "note", "101", f"--note={note}").code == 0
    said = run("history", "--csv").out
    rows = list(csv.DictReader(io.StringIO(said)))
    notes = [row["note"] for row in reversed(rows) if row["seq"]]
    assert notes == ["'=1+1", "'+41", "'-1", "'@SUM(A1)", 'a, "b" c', "'=1"]
    assert rows[0]["at"].startswith("2015-09-18 08:00")
    assert not said.startswith("\ufeff")
    assert run("history", "--csv", "--bom").out.startswith("\ufeffseq,at,")


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(mark: str) -> None:
    shown = safe_cell(f"{mark}HYPERLINK(1)")
    assert isinstance(shown, str)
    assert shown.startswith("'")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "cell", ["x;=1+1", "x\t=1+1", "x ; +1", 'x;"=1+1', 'x";"=1+1', "x;@SUM(A1)", "\u3000=1", "a|-2"]
)
def test_no_spreadsheet_finds_a_formula_whatever_it_parts_cells_by(
    cell: str, delimiter: str
) -> None:
    file = io.StringIO()
    write_csv(file, ("room", "note", "by"), [("101", cell, "ana")])
    rows = csv.reader(io.StringIO(file.getvalue()), delimiter=delimiter)
    assert not [
        one for row in rows for one in row if one.strip(' "\u3000')[:1] in set("=+-@") - {""}
    ]


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [safe_cell(cell) for cell in (-1, 2.5, None, "", "a=b", "1-2")] == [
        -1,
        2.5,
        None,
        "",
        "a=b",
        "1-2",
    ]


def walked(database: Path) -> int:
    """Maria walks 101 to 103 in a round: one passes, one fails, one is skipped."""

    async def walk_it() -> int:
        opened = await Database.open(str(database))
        [hotel] = await opened.hotels()
        start = datetime(2015, 9, 18, 8, tzinfo=UTC)
        store = opened.hotel(hotel, SystemClock.starting_at(start))

        def unit(work: UnitOfWork) -> int:
            maria = work.staff.get("maria")
            for number in ("101", "102", "103"):
                for verb in (Verb.DIRTY, Verb.CLEAN):
                    turnover.perform(work, Act(maria, Via.BOARD), TurnRequest(verb, number))
            started = round_acts.start_round(work, Act(maria, Via.BOARD)).round
            round_acts.pass_room(work, Act(maria, Via.BOARD), started.id, "101")
            round_acts.fail_room(work, Act(maria, Via.BOARD), started.id, "102", "=dust")
            round_acts.skip(work, Act(maria, Via.BOARD), started.id, "103")
            round_acts.finish(work, Act(maria, Via.BOARD), started.id)
            return started.id

        round_id = await store.write(unit)
        await opened.close()
        return round_id

    return asyncio.run(walk_it())


def test_what_came_of_a_round_is_told_to_people_programs_and_spreadsheets(
    run: Run, hotel: Path
) -> None:
    round_id = walked(hotel)
    told = run("round", "--json").json
    assert told["id"] == round_id
    assert (told["passed"], told["failed"], told["skipped"]) == (1, 1, 1)
    assert [(one["room_number"], one["state"], one["reason"]) for one in told["rooms"]] == [
        ("101", "PASSED", ""),
        ("102", "FAILED", "=dust"),
        ("103", "SKIPPED", ""),
    ]
    assert told["started_by_name"] == "Maria Keller"
    text = run("round", round_id).out
    assert "1 passed, 1 failed, 1 skipped" in text
    rows = list(csv.DictReader(io.StringIO(run("round", "--csv").out)))
    assert [row["reason"] for row in rows] == ["", "'=dust", ""]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("history", "--by", "nobody"), 1),
        (("history", "--kind", "party"), 1),
        (("history", "--from", "someday"), 1),
        (("history", "--from", "2015-13-40"), 1),
        (("history", "--from", "25:00"), 1),
        (("history", "--from", "2015-09-18T08:00+02:00"), 1),
        (("history", "--from", "11:00", "--to", "10:00"), 1),
        (("history", "--json", "--csv"), 2),
        (("round",), 1),
        (("round", "7"), 1),
        (("round", "9" * 30), 1),
        (("round", "first"), 2),
        (("reasons", "import"), 2),
        (("reasons", "import", "nowhere.csv"), 1),
        (("checklist", "PENTHOUSE"), 1),
        (("checklist", "STD", "DLX"), 2),
        (("handover", "add"), 2),
        (("handover", "add", "linen late"), 1),
        (("handover", "tick", "1"), 1),
        (("--as", "ana", "handover", "tick", "1"), 1),
        (("--as", "ana", "handover", "tick", "first"), 1),
        (("--as", "ana", "handover", "add", " "), 1),
        (("handover", "--since", "2016-01-01"), 1),
        (("report", "--hours", "22-6"), 1),
        (("report", "--from", "2001-01-01"), 1),
        (("report", "--from", "09:00", "--to", "08:00"), 1),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_what_cannot_be_told_is_refused_in_one_sentence(
    run: Run, hotel: Path, words: tuple[str, ...], code: int
) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (code, "")
    assert len(answer.sentences) == 1 or code == 2


def test_a_manager_brings_the_hotels_own_reasons(run: Run, hotel: Path, tmp_path: Path) -> None:
    assert run("reasons", "--json").json[0] == {"digit": 1, "reason": "hair in the bath"}
    assert len(run("reasons", "--json").json) == 9
    file = file_of(tmp_path, REASONS)
    refused = run("--as", "maria", "reasons", "import", file)
    assert (refused.code, "manager" in refused.err) == (1, True)
    brought = run("--as", "ines", "reasons", "import", file, "--json").json
    assert (
        brought
        == run("reasons", "--json").json
        == [
            {"digit": 1, "reason": "hair in the bath"},
            {"digit": 3, "reason": "no towels"},
        ]
    )
    assert run("--as", "ines", "reasons", "import", file_of(tmp_path, "digit,reason\n")).code == 0
    assert len(run("reasons", "--json").json) == 9


def test_a_file_of_reasons_is_taken_whole_or_every_fault_is_told(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    wrong = "digit,reason\n1,dust\n0,zero\n1,again\n4,Dust\n5,\n"
    refused = run("--as", "ines", "reasons", "import", file_of(tmp_path, wrong))
    assert refused.code == 1
    told = [sentence.partition("list.csv, ")[2] for sentence in refused.sentences[:-1]]
    assert [one.partition(":")[0] for one in told] == [
        "line 3, digit",
        "line 4, digit",
        "line 5, reason",
        "line 6, reason",
    ]
    assert len(run("reasons", "--json").json) == 9


def test_checklists_stand_by_room_type_in_their_order(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    assert "no checklist" in run("checklist").out
    assert run("--as", "ines", "checklist", "import", file_of(tmp_path, CHECKLIST)).code == 0
    assert run("checklist", "--json").json == {"DLX": ["minibar"], "STD": ["bath", "under the bed"]}
    assert run("checklist", "DLX", "--json").json == {"DLX": ["minibar"]}
    assert "under the bed" in run("checklist", "STD").out
    wrong = "room_type,position,item\nSTD,1,bath\nSTD,1,bed\nSUITE,1,bed\nSTD,x,bed\n"
    refused = run("--as", "ines", "checklist", "import", file_of(tmp_path, wrong))
    assert (refused.code, len(refused.sentences)) == (1, 4)
    assert run("--as", "ana", "checklist", "import", file_of(tmp_path, CHECKLIST)).code == 1
    assert len(run("checklist", "--json").json) == 2
    emptied = file_of(tmp_path, "room_type,position,item\n")
    assert run("--as", "ines", "checklist", "import", emptied).code == 0
    assert run("checklist", "--json").json == {}


def test_the_handover_tells_who_has_not_come(run: Run, hotel: Path) -> None:
    later = ("--now", "2015-09-19T07:00", "handover")
    told = run(*later, "--json").json
    assert [one["reference"] for one in told["still_expected"]] == ["B2"]
    assert "Still expected since 2015-09-18: B2, STD" in run(*later).out
    counts = run("--now", "2015-09-19T07:00", "stats", "--json").json
    assert (counts["arrivals"], counts["arrivals_since_before"]) == (1, 1)
    assert run("stats", "--json").json["arrivals_since_before"] == 0
    stats = run("--now", "2015-09-19T07:00", "stats").out.splitlines()
    assert [line.split()[-1] for line in stats if line.startswith("arrivals since")] == ["1"]


def test_the_handover_tells_what_happened_and_what_is_left_open(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(run, monkeypatch)
    run("--as", "ana", "dirty", "102")
    run("--as", "maria", "maintenance", "103", "--note", "lamp")
    told = run("handover", "--json").json
    assert [one["room_number"] for one in told["turned"]] == ["101"]
    assert [(one["room_number"], one["note"]) for one in told["failed"]] == [("101", "dust")]
    assert [one["note"] for one in told["flagged"]] == ["lamp"]
    assert [room["room_number"] for room in told["left_open"]["checkout_dirty"]] == ["102"]
    assert [room["room_number"] for room in told["left_open"]["maintenance_required"]] == ["103"]
    since_nine = run("handover", "--since", "08:55", "--json").json
    assert (since_nine["failed"], len(since_nine["turned"])) == ([], 1)
    assert told["still_expected"] == []
    text = run("handover").out
    assert "Left open, dirty: 1" in text
    assert "dust" in text


def test_a_note_stays_for_the_next_shift_until_it_is_ticked(run: Run, hotel: Path) -> None:
    assert run("--as", "ana", "handover", "add", "linen", "comes at two").code == 0
    [note] = run("handover", "--json").json["notes"]
    assert (note["text"], note["written_by"]) == ("linen comes at two", "ana")
    assert "linen comes at two" in run("handover", "--since", "08:00").out
    assert run("--as", "rui", "handover", "tick", note["id"]).code == 0
    assert run("--as", "ana", "handover", "tick", note["id"]).code == 0
    told = run("handover", "--json").json
    assert (told["notes"], told["ticked"][0]["ticked_by"]) == ([], "rui")


def test_the_report_reads_on_eighty_columns_and_as_data(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_in = run("--as", "rui", "checkin", "B3", "--json").json
    number = checked_in["room_number"]
    assert run("--as", "rui", "checkout", number, "--yes").code == 0
    for clock, person, *words in (
        ("08:20", "ana", "start", number),
        ("08:50", "ana", "clean", number),
        ("09:00", "maria", "fail", number, "--note", "dust"),
        ("09:10", "ana", "start", number),
        ("09:20", "ana", "clean", number),
        ("09:30", "maria", "pass", number),
    ):
        monkeypatch.setenv("HOUSEKEEPER_NOW", f"2015-09-18T{clock}")
        assert run("--as", person, *words).code == 0
    monkeypatch.setenv("HOUSEKEEPER_NOW", "2015-09-18T11:00")
    text = run("report").out
    assert max(map(len, text.splitlines())) < 80
    assert "Ana Silva" in text
    data = run("report", "--json").json
    total = data["total"]
    assert total["turn"]["count"] == 1
    # Nobody in housekeeping had done anything before 08:20, so the wait until then is no one's.
    assert total["wait"]["median_minutes"] == pytest.approx(10, abs=0.3)
    assert total["clean"]["median_minutes"] == pytest.approx(40, abs=0.3)
    assert total["inspect"]["median_minutes"] == pytest.approx(20, abs=0.3)
    assert total["turn"]["median_minutes"] == pytest.approx(70, abs=0.3)
    assert total["recleans"] == 1
    assert [one["name"] for one in data["types"]] == ["DLX"]
    at_nine = next(one for one in data["backlog"] if one["at"].startswith("2015-09-18T08:00"))
    assert (at_nine["dirty"], at_nine["to_inspect"]) == (0, 1)
    rows = list(csv.DictReader(io.StringIO(run("report", "--csv").out)))
    [recleans] = [row for row in rows if (row["table"], row["measure"]) == ("total", "recleans")]
    assert recleans["value"] == "1"
    empty = run("report", "--to", "2015-09-17")
    assert "No room was turned" in empty.out
    assert json.loads(run("report", "--to", "2015-09-17", "--json").out)["days"] == []
