"""Which keys the round screen offers now."""

from collections.abc import Iterator

from textual.dom import DOMNode

from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.workstation import Workstation


def keys_now(
    owner: type[DOMNode], workstation: Workstation, steps: RoundSteps
) -> list[tuple[str, str]]:
    """Each key that does something now, with its label."""
    return named_keys(*((owner, name, label) for name, label in _offered(workstation, steps)))


def _offered(workstation: Workstation, steps: RoundSteps) -> Iterator[tuple[str, str]]:
    if steps.failed is not None or workstation.to_retry:
        yield "round.retry", "try again"
    if workstation.may_undo:
        yield "round.undo", "undo"
    if steps.is_looking_back:
        yield "round.go-on", "walk on"
        for name in ("maintenance", "note", "back"):
            yield f"round.{name}", name
    elif steps.room_in_hand is not None:
        for name in ("pass", "fail", "skip", "maintenance", "note", "back"):
            yield f"round.{name}", name
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
