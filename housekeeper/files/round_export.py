"""What came of an inspection round, written to a file."""

import json
import os
from pathlib import Path
from typing import TextIO

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import Refused
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.inspection.round import Visit, VisitState
from housekeeper.core.inspection.round_views import RoundResult
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.files.export_folder import make_folder
from housekeeper.files.safe_csv import Cell, write_csv


def _state(visit: Visit) -> VisitState:
    return VisitState.WAITING if visit.is_undone else visit.state


def _json(result: RoundResult) -> dict[str, object]:
    one = result.round
    return {
        "id": one.id,
        "started_by": one.started_by,
        "started_by_name": result.named(one.started_by),
        "started_at": utc_text(one.started_at),
        "finished_at": None if one.finished_at is None else utc_text(one.finished_at),
        "order": one.order.value,
        "passed": len(result.passed),
        "failed": len(result.failed),
        "skipped": len(result.skipped),
        "not_reached": len(result.not_reached),
        "left": len(result.left),
        "seconds": result.seconds,
        "rooms": [
            {
                "room_number": visit.room_number,
                "visit": visit.number,
                "state": _state(visit).value,
                "by": visit.staff_code,
                "by_name": result.named(visit.staff_code),
                "at": None if visit.at is None else utc_text(visit.at),
                "seconds": visit.seconds,
                "reason": visit.note,
            }
            for visit in result.visits
        ],
    }


_HEADINGS = ("round", "room_number", "visit", "state", "by", "by_name", "at", "seconds", "reason")


def _rows(result: RoundResult, hotel: Hotel) -> list[tuple[Cell, ...]]:
    return [
        (
            result.round.id,
            visit.room_number,
            visit.number,
            _state(visit).value,
            visit.staff_code,
            result.named(visit.staff_code),
            moment(hotel, visit.at),
            visit.seconds,
            visit.note,
        )
        for visit in result.visits
    ]


def _new_file(path: Path) -> TextIO:
    """A file that was not there before, which its owner alone can read."""
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return open(made, "w", encoding="utf-8", newline="")  # noqa: PTH123 - a number, no path


def export(result: RoundResult, hotel: Hotel, folder: Path) -> tuple[Path, Path]:
    """Write what came of a round as CSV and as JSON into new files of the owner alone.

    Gives their whole paths; the names begin with the hotel's. The folder is made where it is
    not there. No file that is there is touched: the names are counted on. Raises `Refused` with
    the system's reason where a file cannot be written; then none is left.
    """
    make_folder(folder)
    day = hotel.local(result.round.started_at).date()
    stem = f"{hotel.slug}-round-{result.round.id}-{day}"
    place = next(
        folder / name
        for name in (stem, *(f"{stem}-{count}" for count in range(2, 1000)))
        if not any(os.path.lexists(folder / f"{name}.{ending}") for ending in ("csv", "json"))
    )
    table, values = place.with_name(f"{place.name}.csv"), place.with_name(f"{place.name}.json")
    made: list[Path] = []
    try:
        with _new_file(table) as file:
            made.append(table)
            write_csv(file, _HEADINGS, _rows(result, hotel))
        with _new_file(values) as file:
            made.append(values)
            # In ASCII, so that showing the file on a terminal cannot steer it.
            json.dump(_json(result), file, ensure_ascii=True, indent=2)
            file.write("\n")
    except OSError as fault:
        for path in made:
            path.unlink(missing_ok=True)
        reason = (fault.strerror or str(fault)).lower()
        raise Refused(
            f"{place.name} cannot be written to {plain(str(folder))}: {reason}."
        ) from fault
    return table, values
