"""What a round's export writes: new files of the owner alone, safe in a spreadsheet and to show."""

import csv
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from housekeeper.core.errors import Refused
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.round import InspectionRound, Visit, VisitState, WalkingOrder
from housekeeper.core.inspection.round_views import RoundResult
from housekeeper.files.export_folder import export_folder
from housekeeper.files.round_export import export
from housekeeper.files.safe_csv import safe_cell
from housekeeper.settings.places import data_folder
from proofs import hostile
from proofs.raw_bytes import raw_in_lines

AT = datetime(2015, 9, 18, 8, tzinfo=UTC)
GRAND = Hotel("grand", "Grand Hotel", "UTC")


def a_result(*notes: str) -> RoundResult:
    visits = tuple(
        Visit(f"10{place}", 1, VisitState.FAILED, AT, "ines", AT, note=note)
        for place, note in enumerate(notes)
    )
    return RoundResult(
        InspectionRound(7, "ines", AT, WalkingOrder.BY_FLOOR), visits, {"ines": "=Ines"}
    )


def test_hostile_reasons_are_neither_formulas_nor_sequences(tmp_path: Path) -> None:
    table, values = export(a_result(*hostile.FORMULAS, *hostile.planted()), GRAND, tmp_path)
    for path in (table, values):
        assert raw_in_lines(path.read_text(encoding="utf-8")) == []
        assert path.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(table.open(encoding="utf-8", newline="")))
    assert {row["by_name"] for row in rows} == {"'=Ines"}
    assert all(row["reason"].lstrip()[:1] not in "=+-@\t＝" for row in rows)
    kept = [room["reason"] for room in json.loads(values.read_text(encoding="ascii"))["rooms"]]
    assert kept == [*hostile.FORMULAS, *hostile.planted()]


@pytest.mark.parametrize("cell", ["=1", " =1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_a_cell_that_begins_as_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert str(safe_cell(cell)).startswith("'")
    assert safe_cell(7) == 7


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "grand-round-7-2015-09-18.json").write_text("mine")
    (tmp_path / "grand-round-7-2015-09-18-2.csv").symlink_to(tmp_path / "nowhere")
    table, values = export(a_result("dust"), GRAND, tmp_path)
    assert (table.name, values.name) == (
        "grand-round-7-2015-09-18-3.csv",
        "grand-round-7-2015-09-18-3.json",
    )
    assert table.is_absolute()
    assert (tmp_path / "grand-round-7-2015-09-18.json").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_of_two_files_none_is_left_where_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def no_more(path: os.PathLike[str], *more: int) -> int:
        if str(path).endswith(".json"):
            raise OSError(28, "No space left on device")
        return real(path, *more)

    monkeypatch.setattr(os, "open", no_more)
    with pytest.raises(Refused, match="no space left"):
        export(a_result("dust"), GRAND, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_made_for_its_owner_alone_when_it_is_first_used(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "exports"
    table, _ = export(a_result("dust"), GRAND, folder)
    assert table.parent == folder
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file")
    for folder in (tmp_path / "exports", tmp_path / "exports" / "below"):
        with pytest.raises(Refused, match=r"The folder .* for exports cannot be made: [^.]+\.$"):
            export(a_result("dust"), GRAND, folder)


def test_exports_go_beside_the_database_wherever_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export_folder(None, Path("/srv/hotel/house.db")) == Path("/srv/hotel/exports")
    assert export_folder(None, Path("house.db")) == tmp_path / "exports"
    assert export_folder(None, None) == data_folder() / "exports"
    assert export_folder("/mnt/desk", Path("/srv/hotel/house.db")) == Path("/mnt/desk")
    assert export_folder("~/desk", None) == Path.home() / "desk"
