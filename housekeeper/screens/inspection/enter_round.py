"""The way into an inspection round: one's own is resumed, another's joined, else one starts."""

from collections.abc import Sequence

from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round_views import OpenRound
from housekeeper.core.rooms.event import Act
from housekeeper.screens.inspection.choose_round_dialog import OWN, RoundChooser
from housekeeper.screens.inspection.round_screen import RoundScreen
from housekeeper.screens.screen_host import ScreenHost


def enter_round(screen: ScreenHost, act: Act) -> None:
    """Open the round screen for whoever acts; keys wait for it meanwhile."""
    screen.is_opening = True
    screen.run_worker(_find(screen, act), name="round", group="round", exit_on_error=False)


async def _find(screen: ScreenHost, act: Act) -> None:
    code = act.staff.code
    try:
        own, others = await screen.workstation.store.read(
            lambda work: round_acts.rounds_to_enter(work, code)
        )
    except HousekeeperError as error:
        screen.is_opening = False
        screen.tell(str(error), is_error=True)
        return
    if own is None and others:
        screen.is_opening = False
        _choose(screen, act, others)
    else:
        await _open(screen, act, None if own is None else own.round.id)


def _choose(screen: ScreenHost, act: Act, others: Sequence[OpenRound]) -> None:
    def answered(chosen: int | None) -> None:
        if chosen is not None:
            screen.is_opening = True
            work = _open(screen, act, None if chosen == OWN else chosen)
            screen.run_worker(work, name="round", group="round", exit_on_error=False)

    screen.app.push_screen(RoundChooser(screen.workstation, others), answered)


async def _open(screen: ScreenHost, act: Act, round_id: int | None) -> None:
    """Walk on in this round, or start one where rooms wait for inspection."""
    try:
        view = await screen.workstation.store.write(
            lambda work: round_acts.enter_round(work, act, round_id)
        )
        if view is None:
            screen.tell("No room waits for an inspection.")
        else:
            screen.app.push_screen(RoundScreen(screen.workstation, act.staff, view))
    except HousekeeperError as error:
        screen.tell(str(error), is_error=True)
    finally:
        screen.is_opening = False
