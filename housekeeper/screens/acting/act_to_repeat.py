"""An act that is asked for again: where the store's answer was lost, nothing is done twice."""

from housekeeper.core.rooms.event import Act
from housekeeper.screens.workstation import Workstation


class ActToRepeat:
    """Keeps the act of what was asked last, until its answer has come.

    The store does an act once, by its id. So the same asked again by the same person is the
    same act; anything else, or someone else, is a new one.
    """

    def __init__(self) -> None:
        self._asked: object = None
        self._act: Act | None = None

    def act_for(self, workstation: Workstation, asked: object) -> Act:
        """The act of whoever is signed in at the workstation, to ask this with."""
        act = workstation.act()
        if self._act is None or self._asked != asked or self._act.staff != act.staff:
            self._asked, self._act = asked, act
        return self._act

    def forget(self) -> None:
        """The answer has come, so that the same asked again is another act."""
        self._asked = self._act = None
