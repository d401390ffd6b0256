"""What an inspection round says: its progress, the room in hand, its checklist, the result."""

from collections.abc import Collection
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from housekeeper.core.entered_text import plain
from housekeeper.core.inspection.round import Visit, VisitState
from housekeeper.core.inspection.round_views import (
    RoomInRound,
    RoundResult,
    RoundView,
    describe_visit,
)
from housekeeper.screens.drawing.theme import Palette
from housekeeper.screens.room.room_text import Telling
from housekeeper.screens.widgets.big_letters import big
from housekeeper.screens.widgets.time_text import arrival_text, note_lines

_BAR = 20
_LABEL = 12


def minutes_text(taken: timedelta) -> str:
    """A length of work: 24 min, 1 h 05."""
    minutes = round(taken.total_seconds() / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"


def looked_text(seconds: int) -> str:
    """A length of looking: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def progress_line(view: RoundView, staff_code: str, palette: Palette, is_short: bool) -> Text:
    """How far the round is, in which order it is walked, and who else walks it."""
    progress = view.progress
    done = progress.done * _BAR // progress.total if progress.total else _BAR
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f" Round {view.round.id}", palette.strong)
    text.append(f" {view.round.order.label}  ", palette.quiet)
    text.append("█" * done, palette.good)
    text.append("░" * (_BAR - done), palette.faint)
    text.append(f" {progress.done} of {progress.total}", palette.strong)
    counts = (
        ("passed", progress.passed, palette.good),
        ("failed", progress.failed, palette.alert),
        ("skipped", progress.skipped, palette.warning),
        ("to go", progress.waiting, palette.text),
    )
    for word, count, style in counts:
        if count:
            text.append(f"  {word} " if not is_short else f" {word} ", palette.quiet)
            text.append(str(count), style)
    others = {one.looked_at_by for one in view.rooms if one.looked_at_by} - {staff_code}
    if others:
        names = ", ".join(plain(view.named(code)) for code in sorted(others))
        text.append(f"  with {names}", palette.quiet)
    return text


def room_text(one: RoomInRound, view: RoundView, telling: Telling) -> RenderableType:
    """The room in hand: its number to be read from afar, and what its inspector wants to know."""
    palette, room = telling.palette, one.room
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=_LABEL)
    grid.add_column(ratio=1, overflow="fold")

    def fact(label: str, words: str, style: Style = palette.text) -> None:
        grid.add_row(Text(label, palette.quiet), Text(words, style))

    if one.visit.state is not VisitState.WAITING:
        stands = describe_visit(view.hotel, one.visit, view.names)
        fact("", plain(stands), palette.warning)
    if one.looked_at_by:
        fact("", f"{plain(view.named(one.looked_at_by))} looks at it just now", palette.warning)
    place = f"{plain(room.room_type)}, floor {room.floor}"
    fact("Room", f"{place}, section {plain(room.section)}" if room.section else place)
    if room.last_cleaned_at is not None:
        took = (
            "not timed" if one.cleaning_took is None else f"took {minutes_text(one.cleaning_took)}"
        )
        who = plain(view.named(room.cleaned_by))
        fact("Cleaned", f"by {who}, {telling.moment(room.last_cleaned_at)}, {took}")
    if room.next_arrival is not None:
        today = telling.hotel.day(telling.now)
        is_today = room.next_arrival <= today
        style = palette.alert if is_today else palette.text
        when = arrival_text(room.next_arrival, today)
        fact("Next guest", when if room.next_arrival < today else f"arrives {when}", style)
    else:
        fact("Next guest", "none assigned yet", palette.quiet)
    if room.housekeeping_notes:
        notes = note_lines(room.housekeeping_notes, telling.hotel.day(telling.now))
        fact("Note", "\n".join(map(plain, notes)), palette.strong)
    failed = one.failed_last
    if failed is not None:
        reason = plain(failed.note) or "no reason"
        when = telling.moment(failed.at)
        fact("Failed last", f"{reason} ({plain(failed.staff_name)}, {when})", palette.alert)
    number = Text(big(room.number), palette.edge, no_wrap=True)
    return Group(number, Text(""), grid)


def checklist_text(
    items: tuple[str, ...], ticked: Collection[int], at: int, palette: Palette
) -> Text:
    """The checklist of the room's type, with what is looked at already."""
    text = Text()
    text.append(f"CHECKLIST  {len(ticked)} of {len(items)}\n", palette.quiet + Style(bold=True))
    for place, item in enumerate(items):
        is_here = place == at
        text.append("▌" if is_here else " ", palette.edge)
        is_ticked = place in ticked
        text.append("✓ " if is_ticked else "· ", palette.good if is_ticked else palette.faint)
        style = palette.strong if is_here else palette.quiet if is_ticked else palette.text
        text.append(f"{plain(item)}\n", style)
    return text


def ahead_line(view: RoundView, current: str | None, palette: Palette) -> Text:
    """The rooms that wait after this one, in walking order."""
    text = Text(no_wrap=True, overflow="ellipsis")
    waiting = [one for one in view.rooms if one.visit.state is VisitState.WAITING]
    numbers = [one.room.number for one in waiting]
    if current in numbers:
        place = numbers.index(current)
        waiting = waiting[place + 1 :] + waiting[:place]
    text.append(" Ahead ", palette.quiet)
    for one in waiting:
        taken = " ⋯" if one.looked_at_by else ""
        text.append(f" {one.room.number}{taken}", palette.faint if taken else palette.text)
    if not waiting:
        text.append(" nothing more waits", palette.quiet)
    return text


def result_text(result: RoundResult, now: datetime, palette: Palette) -> RenderableType:
    """What came of the round: counts, then every room with its time."""
    head = Text()
    head.append("The round is walked\n\n", palette.strong)
    counts = (
        ("passed", result.passed, palette.good),
        ("failed", result.failed, palette.alert),
        ("skipped", result.skipped, palette.warning),
        ("not reached", result.not_reached, palette.warning),
        ("left to others", result.left, palette.quiet),
    )
    for word, visits, style in counts:
        if visits:
            head.append(f"{len(visits)} ", style)
            head.append(f"{word}   ", palette.text)
    taken = (result.round.finished_at or now) - result.round.started_at
    head.append(
        f"\n{looked_text(result.seconds)} in rooms, {minutes_text(taken)} in all\n", palette.quiet
    )
    table = Table.grid(padding=(0, 2))
    for _ in range(5):
        table.add_column(no_wrap=True)
    for visit in sorted(result.visits, key=_pressing):
        state = VisitState.WAITING if visit.is_undone else visit.state
        style = {
            VisitState.PASSED: palette.good,
            VisitState.FAILED: palette.alert,
        }.get(state, palette.warning)
        table.add_row(
            Text(visit.room_number, palette.strong),
            Text(state.label, style),
            Text(looked_text(visit.seconds) if visit.seconds else "", palette.quiet),
            Text(plain(result.named(visit.staff_code)), palette.quiet),
            Text(plain(visit.note), palette.text),
        )
    return Group(head, table)


def _pressing(visit: Visit) -> int:
    """Failed rooms first, then those that nobody inspected; stable for the rest."""
    if visit.state is VisitState.FAILED and not visit.is_undone:
        return 0
    return 2 if visit.state is VisitState.PASSED and not visit.is_undone else 1
