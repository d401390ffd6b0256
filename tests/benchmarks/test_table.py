"""What the benchmarks print and write: figures beside their goals, no verdict but by them."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, arguments
from benchmarks.plot import draw
from benchmarks.table import Row, as_text, percentile, write_json

ROWS = [Row("act", 1.9, 2, "x floor", "board 3 ms"), Row("jump", 2.1, 2, "x floor")]


def test_a_row_passes_at_its_goal_and_not_above() -> None:
    assert [row.passed for row in ROWS] == [True, False]
    assert Row("errors", 0, 0).passed


def test_the_table_says_pass_or_fail_for_every_row() -> None:
    _, _, act, jump = as_text(ROWS).splitlines()
    assert "1.90 x floor" in act
    assert "pass" in act
    assert "FAIL" in jump


def test_a_figure_without_a_goal_is_not_judged(tmp_path: Path) -> None:
    figure = Row("checkout", 2.5, None, "x SQLite")
    *_, line = as_text([figure]).splitlines()
    assert "2.50 x SQLite | -" in line
    assert "pass" not in line
    write_json([figure], tmp_path / "rows.json")
    assert json.loads((tmp_path / "rows.json").read_text())[0]["passed"] is None
    assert figure.passed


def test_rows_are_written_for_programs(tmp_path: Path) -> None:
    write_json(ROWS, tmp_path / "rows.json")
    written = json.loads((tmp_path / "rows.json").read_text())
    assert [row["passed"] for row in written] == [True, False]
    assert {"name", "value", "goal", "unit", "passed"} <= set(written[0])


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([4, 1, 3, 2, 5], 50) == 3
    assert percentile([1.0] * 99 + [9.0], 99) == 1.0
    assert percentile([1.0] * 98 + [9.0, 9.0], 99) == 9.0


def test_parts_and_sizes_are_chosen_on_the_command_line() -> None:
    read = arguments(["keys", "--sizes", "100,2000", "--quick"])
    assert (read.parts, read.sizes, read.quick) == (["keys"], (100, 2000), True)
    assert arguments([]).parts == []


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(["keyz"])
    told = capsys.readouterr().err
    assert all(part in told for part in PARTS)


def test_the_drawing_shows_each_figure_at_each_size() -> None:
    drawing = draw([(100, "act", 3.0), (10_000, "act", 3.5), (100, "memory", 60.0)])
    for words in ("100", "10,000", "3.5", "60.0"):
        assert f">{words}</text>" in drawing
