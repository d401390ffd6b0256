"""The hotel's own reasons of a failed inspection, each on a digit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.imports.whole_file import Fault, FileRefused
from housekeeper.core.rooms.event import Act
from housekeeper.core.unit_of_work import UnitOfWork

DIGITS = range(1, 10)
REASON_LIMIT = 100
"""Characters of a reason: the attendant reads it on a card."""

DEFAULT_REASONS: Mapping[int, str] = MappingProxyType(
    dict(
        enumerate(
            (
                "hair in the bath",
                "bathroom not clean",
                "bed not made well",
                "linen stained",
                "dust",
                "floor not clean",
                "amenities missing",
                "minibar not filled",
                "smell in the room",
            ),
            start=1,
        )
    )
)
"""What a hotel without a list of its own offers."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One line of a reasons file."""

    line: int
    digit: int
    reason: str


def reasons_of(work: UnitOfWork) -> dict[int, str]:
    """The reasons by digit: the hotel's own, or the usual ones where it has none."""
    return work.lists.reasons() or dict(DEFAULT_REASONS)


def import_reasons(work: UnitOfWork, act: Act, rows: Sequence[ReasonRow]) -> dict[int, str]:
    """Let a file be the hotel's list of reasons, and give the list that now applies.

    A file without rows brings the usual reasons back. Raises `NotAllowed` or `FileRefused`;
    then the list is as it was.
    """
    rights.require(act.staff, Verb.REASONS)
    if work.hotel_events.of_act(act.id) is not None:
        return reasons_of(work)
    faults: list[Fault] = []
    lines: dict[int, int] = {}
    said: dict[str, int] = {}
    for row in rows:
        if row.digit in lines:
            problem = f"{row.digit} stands in line {lines[row.digit]} already"
            faults.append(Fault(row.line, "digit", problem))
        words = row.reason.casefold()
        if words in said:
            problem = f"the same reason stands in line {said[words]} already"
            faults.append(Fault(row.line, "reason", problem))
        lines.setdefault(row.digit, row.line)
        said.setdefault(words, row.line)
    if faults:
        raise FileRefused(faults)
    work.lists.set_reasons({row.digit: row.reason for row in rows})
    count = f"{len(rows):,} reason" + ("" if len(rows) == 1 else "s")
    work.hotel_events.add(act, EventKind.REASONS_IMPORTED, count, {"reasons": len(rows)})
    return reasons_of(work)
