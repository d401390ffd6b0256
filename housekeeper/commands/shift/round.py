"""What came of an inspection round, for people, programs and spreadsheets."""

from argparse import Namespace

from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import counted, print_json, print_table, say
from housekeeper.core.errors import NotPossible
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.inspection.round_acts import result_of
from housekeeper.core.inspection.round_views import RoundResult
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.round_export import _HEADINGS, _json, _rows, _state
from housekeeper.files.safe_csv import print_csv
from housekeeper.settings.table import Settings


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
