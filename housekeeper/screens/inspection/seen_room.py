"""A screen whose room changes under the hand: a key pressed for one room never acts on the next."""

from textual import events

from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.inspection.round_steps import RoundSteps
from housekeeper.screens.widgets.key_hints import key_hint, make_binding

DIGIT_BINDINGS = tuple(
    make_binding(
        str(digit), "digit", "Number", "Numbers are typed on the board.", f"digit.round.{digit}"
    )
    for digit in range(10)
)
"""A number means another room than the one on the screen."""


class SeenRoomScreen(VerbScreen, inherit_bindings=False):
    """Knows when the key was pressed whose action is done now.

    A key can wait in the program while the screen goes on to another room; the eye that it
    was pressed by had not seen that one.
    """

    steps: RoundSteps
    _pressed_at: float | None = None

    def on_key(self, event: events.Key) -> None:
        """Keep when this key was pressed, for what it does."""
        self._pressed_at = event.time

    def action_digit(self) -> None:
        """Say where a number is typed, and let no act through right behind it."""
        self.workstation.act_guard.number_typed_elsewhere()
        leave = key_hint(type(self), "round.leave")
        self.tell(f"Room numbers are typed on the board: {leave} leads there.")

    def is_seen(self) -> bool:
        """Whether the room in hand was seen by who pressed the key; if not, say so.

        It is asked once for each key: the palette and the mouse come without one.
        """
        pressed_at, self._pressed_at = self._pressed_at, None
        is_seen = pressed_at is None or pressed_at >= self.steps.shown_since
        if not is_seen:
            self.tell(f"Room {self.steps.number} came up only now: look at it first.")
        return is_seen
