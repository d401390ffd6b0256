"""The figures on the command line: tables for 80 columns, JSON, or CSV for a spreadsheet."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from textwrap import fill

from housekeeper.commands.argument_values import begins, check_span, ends
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import print_json, print_table, say
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.core.shift.backlog import by_hour_of_day
from housekeeper.core.shift.figures import (
    Figures,
    GroupFigures,
    Measure,
    figures,
    what_counts,
    what_is_left_out,
)
from housekeeper.core.shift.working_time import read_working_hours
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.safe_csv import Cell, print_csv
from housekeeper.settings.table import Settings

DAYS = 7
"""The days that a report covers where no span is given, today among them."""

_WIDTH = 79
_PARTS = ("turn", "wait", "clean", "inspect", "maintenance")


async def report(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper report [--from T] [--to T]`: the last seven days where no span is given."""
    hours = read_working_hours(arguments.hours)

    def look(work: UnitOfWork) -> Figures:
        since, until = _span(arguments, work)
        return figures(work, since, until, hours)

    async with opened_house(settings) as house:
        found = await house.store.read(look)
    if arguments.json:
        print_json(_json(found))
    elif arguments.csv:
        print_csv(("table", "name", "measure", "value"), _cells(found), arguments.bom)
    else:
        _tell(found, house.hotel)
    return 0


def _span(arguments: Namespace, work: UnitOfWork) -> tuple[datetime, datetime]:
    hotel, now = work.hotel, work.now
    until = now if arguments.until is None else ends(arguments.until, hotel, now)
    if arguments.since is None:
        last = hotel.day(until - timedelta(microseconds=1))
        first = last - timedelta(days=DAYS - 1)
        since = hotel.midnight(first)
    else:
        since = begins(arguments.since, hotel, now)
    check_span(since, until)
    return since, until


def _minutes(time_taken: timedelta | None) -> float | None:
    return None if time_taken is None else round(time_taken.total_seconds() / 60, 1)


def _measure_json(one: Measure) -> dict[str, object]:
    return {
        "count": one.count,
        "median_minutes": _minutes(one.median),
        "p90_minutes": _minutes(one.p90),
    }


def _group_json(one: GroupFigures) -> dict[str, object]:
    parts = {part: _measure_json(getattr(one, part)) for part in _PARTS}
    return {"name": one.name, **parts, "recleans": one.recleans}


def _json(found: Figures) -> dict[str, object]:
    return {
        "from": utc_text(found.since),
        "to": utc_text(found.until),
        "hours": str(found.hours),
        "what_counts": list(what_counts(found.hours)),
        "not_counted": found.not_counted,
        "began_earlier": found.began_earlier,
        "kept_before": None if found.kept_before is None else found.kept_before.isoformat(),
        "backlog_from": None if found.backlog_from is None else found.backlog_from.isoformat(),
        "total": _group_json(found.total),
        "days": [_group_json(one) for one in found.days],
        "floors": [_group_json(one) for one in found.floors],
        "types": [_group_json(one) for one in found.types],
        "people": [
            {
                "staff_code": one.staff_code,
                "name": one.name,
                "cleaned": one.cleaned,
                "clean": _measure_json(one.clean),
                "failed": one.failed,
                "inspected": one.inspected,
            }
            for one in found.people
        ],
        "backlog": [
            {
                "at": utc_text(one.at),
                "dirty": one.dirty,
                "cleaning": one.cleaning,
                "to_inspect": one.to_inspect,
            }
            for one in found.backlog
        ],
    }


def _cells(found: Figures) -> Iterator[Sequence[Cell]]:
    """One figure a row, so that any spreadsheet can pivot it."""
    tables = (
        ("total", (found.total,)),
        ("day", found.days),
        ("floor", found.floors),
        ("type", found.types),
    )
    for table, listed in tables:
        for one in listed:
            for part in _PARTS:
                yield from _measure_cells(table, one.name, part, getattr(one, part))
            yield table, one.name, "recleans", one.recleans
    for person in found.people:
        yield "person", person.name, "cleaned", person.cleaned
        yield from _measure_cells("person", person.name, "clean", person.clean)
        yield "person", person.name, "failed", person.failed
        yield "person", person.name, "inspected", person.inspected
    for point in found.backlog:
        at = utc_text(point.at)
        yield "backlog", at, "dirty", point.dirty
        yield "backlog", at, "cleaning", point.cleaning
        yield "backlog", at, "to_inspect", point.to_inspect


def _measure_cells(table: str, name: str, part: str, one: Measure) -> Iterator[Sequence[Cell]]:
    yield table, name, f"{part}_count", one.count
    yield table, name, f"{part}_median_minutes", _minutes(one.median)
    yield table, name, f"{part}_p90_minutes", _minutes(one.p90)


def _whole(time_taken: timedelta | None) -> str:
    return "" if time_taken is None else str(round(time_taken.total_seconds() / 60))


def _tell(found: Figures, hotel: Hotel) -> None:
    say(f"{hotel.name}, {moment(hotel, found.since)} to {moment(hotel, found.until)}")
    say("Minutes: the median, and what nine of ten turns did not exceed (90%).")
    say("")
    if not found.total.turn.count:
        say("No room was turned in this time.")
    for heading, listed in (
        ("All", (found.total,)),
        ("Day", found.days),
        ("Floor", found.floors),
        ("Type", found.types),
    ):
        if found.total.turn.count:
            _tell_groups(heading, listed)
    _tell_people(found)
    _tell_backlog(found, hotel)
    for sentence in (*what_is_left_out(found), *what_counts(found.hours)):
        for line in fill(sentence, _WIDTH).splitlines():
            say(line)


def _tell_groups(heading: str, listed: Sequence[GroupFigures]) -> None:
    columns = ("Turn", "90%", "Wait", "90%", "Clean", "90%", "Inspect", "90%")
    names = (heading, "Rooms", *columns, "Re-cleaned")
    print_table(
        names,
        [
            (
                one.name,
                one.turn.count,
                *(
                    _whole(time_taken)
                    for part in (one.turn, one.wait, one.clean, one.inspect)
                    for time_taken in (part.median, part.p90)
                ),
                one.recleans or None,
            )
            for one in listed
        ],
        numbers=names[1:],
    )
    say("")


def _tell_people(found: Figures) -> None:
    if not found.people:
        return
    names = ("Person", "Cleaned", "Clean", "90%", "Failed", "Inspected")
    print_table(
        names,
        [
            (
                one.name[:28],
                one.cleaned or None,
                _whole(one.clean.median),
                _whole(one.clean.p90),
                one.failed or None,
                one.inspected or None,
            )
            for one in found.people
        ],
        numbers=names[1:],
    )
    say("")


def _tell_backlog(found: Figures, hotel: Hotel) -> None:
    hours = by_hour_of_day(found.backlog, hotel.zone)
    if not hours:
        return
    names = ("Hour", "Dirty", "Cleaning", "To inspect", "Most at once")
    print_table(
        names,
        [
            (
                f"{one.hour:02d}:00",
                f"{one.dirty:g}",
                f"{one.cleaning:g}",
                f"{one.to_inspect:g}",
                one.most,
            )
            for one in hours
        ],
        numbers=names[1:],
    )
    say("")
