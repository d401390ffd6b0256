"""An import as the act of somebody: what a file does, and one line in the history for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from housekeeper.core.acts import EventKind
from housekeeper.core.imports.whole_file import Imported
from housekeeper.core.rooms.event import Act
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What an import of a file did, with the one-time codes of new staff, by staff code."""

    imported: Imported
    one_time_codes: Mapping[str, str] = field(default_factory=dict)


def import_file(
    work: UnitOfWork,
    act: Act,
    kind: EventKind,
    file_name: str,
    rows: Callable[[UnitOfWork, Act], Imported],
) -> Imported:
    """Let `rows` import, and write who did it, from which file, and how many.

    A retry of the act imports nothing more and answers with the same counts. Raises what
    `rows` raises.
    """
    earlier = work.hotel_events.of_act(act.id)
    if earlier is not None:
        counts = earlier.counts
        return Imported(counts["added"], counts["updated"], counts["unchanged"])
    done = rows(work, act)
    how_many = {
        "added": done.added,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "left_alone": len(done.left_alone),
    }
    told = ", ".join(
        f"{count:,} {name.replace('_', ' ')}" for name, count in how_many.items() if count
    )
    work.hotel_events.add(act, kind, f"{file_name}: {told or 'no row'}", how_many)
    return done
