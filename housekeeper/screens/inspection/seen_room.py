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

    A key can wait in the program while the screen goes on to another room, or be pressed just
    as the room of someone else's act makes way for the next; the eye that it was pressed by had
    not seen that one.
    """

    steps: RoundSteps
    _pressed_at: float | None = None
    _left_at: str | None = None

    def on_key(self, event: events.Key) -> None:
        """Keep when this key was pressed, for what it does."""
        self._pressed_at = event.time

    def action_digit(self) -> None:
        """Say where a number is typed, and let no act through right behind it."""
        self.workstation.act_guard.number_typed_elsewhere()
        leave = key_hint(type(self), "round.leave")
        self.tell(f"Room numbers are typed on the board: {leave} leads there.")

    def on_screen_suspend(self) -> None:
        """Something comes in front: keep which room lies behind it."""
        self._left_at = self.steps.number

    def on_screen_resume(self) -> None:
        """A room that came up behind what was in front is seen only now."""
        if self._left_at is not None and self._left_at != self.steps.number:
            self.steps.came_by_itself()

    def lets_act(self, binding: str, asks: bool = False) -> bool:
        """Whether the key may act, and was pressed by who had seen the room in hand."""
        # Once for each key: the palette and the mouse come without one.
        pressed_at, self._pressed_at = self._pressed_at, None
        if not super().lets_act(binding, asks):
            return False
        key = key_hint(type(self), binding)
        refusal = self.steps.why_unseen(key, self.steps.now() if pressed_at is None else pressed_at)
        if refusal:
            if asks:
                self.workstation.act_guard.lose_words(key)
            self.tell(refusal)
        return not refusal
