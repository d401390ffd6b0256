"""Which keys the round screen offers now."""

from collections.abc import Iterator

from textual.dom import DOMNode

from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.workstation import Workstation

_OF_A_ROOM = (
    "verb.pass",
    "verb.fail",
    "round.skip",
    "verb.maintenance",
    "verb.note",
    "round.back",
)


def keys_now(
    owner: type[DOMNode], workstation: Workstation, steps: RoundSteps
) -> list[tuple[str, str]]:
    """Each key that does something now, with its label."""
    return named_keys(*((owner, name, label) for name, label in _offered(workstation, steps)))


def _offered(workstation: Workstation, steps: RoundSteps) -> Iterator[tuple[str, str]]:
    if steps.failed is not None or workstation.to_retry:
        yield "retry", "try again"
    if workstation.may_undo:
        yield "undo", "undo"
    if steps.is_looking_back:
        yield "round.go-on", "walk on"
        for name in ("verb.maintenance", "verb.note", "round.back"):
            yield name, name.partition(".")[2]
    elif steps.room_in_hand is not None:
        for name in _OF_A_ROOM:
            yield name, name.partition(".")[2]
        if steps.checklist:
            yield "round.tick", "tick"
        yield "round.order", "order"
    else:
        progress = steps.view.progress
        yield "round.go-on", "walk on" if progress.waiting else "finish"
        yield "round.export", "export"
        if progress.skipped:
            yield "round.skipped", "walk the skipped"
        yield "round.back", "back"
