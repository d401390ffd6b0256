"""Which keys the round screen offers now."""

from collections.abc import Iterator

from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.widgets.key_hints import named_keys


def keys_now(screen: VerbScreen, steps: RoundSteps) -> list[tuple[str, str]]:
    """Each key that does something now, with its label."""
    return named_keys(*((type(screen), name, label) for name, label in _offered(screen, steps)))


def _offered(screen: VerbScreen, steps: RoundSteps) -> Iterator[tuple[str, str]]:
    if steps.failed is not None or screen.desk.acts.to_retry:
        yield "round.retry", "try again"
    if screen.desk.may_undo:
        yield "round.undo", "undo"
    if steps.room_in_hand is not None:
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
