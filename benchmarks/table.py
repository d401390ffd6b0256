"""What a measurement comes to: rows of a table, printed for people and written for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One goal and what was measured; `passed` where the value is at most the goal.

    A row whose goal is None is a figure that nobody has judged; it never fails. `unit` is "x"
    for a ratio. `detail` tells the absolute figures behind it, which depend on the machine.
    """

    name: str
    value: float
    goal: float | None
    unit: str = "x"
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the goal is met, or there is none."""
        return self.goal is None or self.value <= self.goal


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many percent of the values lie (the nearest one that is there)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def _verdict(row: Row) -> str:
    if row.goal is None:
        return ""
    return "pass" if row.passed else "FAIL"


def as_text(rows: Iterable[Row]) -> str:
    """The table as Markdown, which reads well in a terminal too."""
    cells = [("what", "measured", "goal", "", "figures")]
    cells += [
        (
            row.name,
            f"{_figure(row.value)} {row.unit}",
            "-" if row.goal is None else f"{_figure(row.goal)} {row.unit}",
            _verdict(row),
            row.detail,
        )
        for row in rows
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(5)]
    lines = [
        "| "
        + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def write_json(rows: Iterable[Row], path: Path) -> None:
    """Write the rows as a list of objects."""
    content = [
        {
            "name": row.name,
            "value": row.value,
            "goal": row.goal,
            "unit": row.unit,
            "passed": None if row.goal is None else row.passed,
            "detail": row.detail,
        }
        for row in rows
    ]
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
