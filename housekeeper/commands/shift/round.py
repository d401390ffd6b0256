"""What came of an inspection round, for people, programs and spreadsheets."""

import json
import os
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from housekeeper.commands.output import counted, moment, print_json, print_table, say
from housekeeper.core.errors import NotPossible, Refused
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.round import Visit, VisitState
from housekeeper.core.inspection.round_acts import RoundResult, result_of
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.safe_csv import Cell, print_csv, write_csv
from housekeeper.hotel_access import opened_house
from housekeeper.settings.load import Settings


async def round_(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper round [ID]`: one round, the newest where none is named."""

    def look(work: UnitOfWork) -> RoundResult:
        if arguments.id is not None:
            return result_of(work, arguments.id)
        newest = work.rounds.latest()
        if newest is None:
            raise NotPossible("No inspection round was walked yet; the board starts one with 'i'.")
        return result_of(work, newest.id)

    async with opened_house(settings) as house:
        result = await house.store.read(look)
    if arguments.json:
        print_json(_json(result))
    elif arguments.csv:
        print_csv(_HEADINGS, _rows(result, house.hotel), arguments.bom)
    else:
        _tell(result, house.hotel)
    return 0


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

    Gives their whole paths. No file that is there is touched: the names are counted on.
    Raises `Refused` with the system's reason where a file cannot be written; then none is left.
    """
    day = hotel.local(result.round.started_at).date()
    stem = f"round-{result.round.id}-{day}"
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
        raise Refused(f"{place.name} cannot be written to {folder}: {reason}.") from fault
    return table, values


def _looked(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds else ""


def _tell(result: RoundResult, hotel: Hotel) -> None:
    one = result.round
    ended = f"to {moment(hotel, one.finished_at)}" if one.finished_at else "still open"
    say(
        f"Round {one.id} of {result.named(one.started_by)}, {one.order.label}, "
        f"{moment(hotel, one.started_at)}, {ended}"
    )
    counts = (
        (result.passed, "passed"),
        (result.failed, "failed"),
        (result.skipped, "skipped"),
        (result.not_reached, "not reached"),
        (result.left, "left to others"),
    )
    said = [f"{len(visits)} {word}" for visits, word in counts if visits]
    rooms = counted(len(result.visits), "visit")
    say(f"{', '.join(said) or 'no room'}; {rooms}, {_looked(result.seconds) or '0:00'} in rooms")
    if not result.visits:
        return
    print_table(
        ("Room", "What", "Who", "When", "Min", "Reason"),
        [
            (
                visit.room_number,
                _state(visit).label,
                result.named(visit.staff_code),
                "" if visit.at is None else hotel.local(visit.at).strftime("%H:%M"),
                _looked(visit.seconds),
                visit.note,
            )
            for visit in result.visits
        ],
        numbers=("Min",),
    )
