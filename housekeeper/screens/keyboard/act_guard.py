"""Which press of a key may act: the one place that lets an act through, or says why not."""

from collections.abc import Callable

from textual.message import Message

from housekeeper.screens.keyboard.lost_run import LostRun

NUMBER_SECONDS = 2.0
"""Digits that follow one another sooner than this are of one number."""

TOGETHER_SECONDS = 0.3
"""Presses that follow one another sooner than this were not thought about each."""


def _message_time() -> float:
    """The time by which Textual's messages are stamped: a key, when it was read."""
    return Message().time


class ActGuard:
    """Told of keys, dialogs, typed numbers and moves; asked before anything acts on a room.

    Everything goes by the moment at which a key was pressed, not by that at which it is dealt
    with: keys may wait for a dialog to open or for a busy machine. These presses are let through
    to no room: what was typed into a dialog, or so soon behind it that it was meant for it; what
    comes so soon behind the opening of a screen; the second press of the same act in a row; what
    follows a number that means no room for certain, until the hand has chosen one, or where none
    can be typed; what follows so soon behind a press that took the cursor on that it was meant for
    the room before; the first press after the cursor was put elsewhere by no move; another verb
    while one is on its way for long; and the words behind a verb that asked for none. `now` gives
    the time by which keys are stamped.
    """

    def __init__(self, now: Callable[[], float] = _message_time) -> None:
        self._now = now
        self._presses = 0
        self._pressed_at = float("-inf")
        self._is_dealt_with = True
        self._free_from = float("-inf")
        self._closing_press = 0
        self._last_acts: dict[str, tuple[float, str]] = {}
        self._opened_from = float("-inf")
        self._opening_press = 0
        self._missing: tuple[str, str] | None = None
        self._is_begun = False
        self._number_until = float("-inf")
        self._put = ""
        self._went_on_at = float("-inf")
        self._went_on_press = 0
        self._on_its_way: list[tuple[str, float]] = []
        self._lost_run = LostRun()
        self._key = ""
        self.enters_twice = False
        """Whether Enter was pressed a second time so soon that a question is not answered by it."""
        self.dropped = ""
        """What was said of the last press, where it did nothing."""
        self.was_twice = False
        """Whether that was because it was the second of two."""

    # What it is told

    def press(self, at: float, key: str = "", typed: str = "") -> None:
        """A key that was pressed at this moment is dealt with from now on.

        `typed` is its character, where it has one.
        """
        self._lost_run.press(at, key, typed)
        self._presses += 1
        self.dropped = ""
        is_together = 0 <= at - self._pressed_at < TOGETHER_SECONDS
        self.enters_twice = is_together and key == self._key == "enter"
        self._key = key
        self._pressed_at, self._is_dealt_with = at, False

    def press_over(self) -> None:
        """What the last key does of itself is done; what comes now comes by itself."""
        self._is_dealt_with = True

    def dialog_closed(self) -> None:
        """A dialog has gone, by the key that is dealt with, or by itself."""
        self._free_from = max(self._free_from, self._soonest())
        # What the closing key itself leads to is what the dialog was asked for.
        self._closing_press = self._presses

    def screen_opened(self) -> None:
        """A screen with rooms has opened, by the key that is dealt with, or by itself."""
        self._opened_from = max(self._opened_from, self._soonest())
        self._opening_press = self._presses

    def _soonest(self) -> float:
        """When a key may act that was pressed behind what happens now."""
        now = self._now()
        return max(now, (now if self._is_dealt_with else self._pressed_at) + TOGETHER_SECONDS)

    def number_missing(self, sentence: str, way: str = "move, or type a number") -> None:
        """A number was typed that means no room, as this sentence says; `way` leads on."""
        self._missing, self._is_begun = (f"{sentence} ", f": {way}."), False

    def number_typed_elsewhere(self) -> None:
        """A digit was typed on a screen of rooms that takes no numbers."""
        if self._pressed_at >= self._free_from:
            # One that came right behind a question was an answer to it.
            self._number_until = self._pressed_at + NUMBER_SECONDS

    def number_begun(self, digits: str) -> None:
        """These digits are typed so far; the cursor is on the first of several that begin so."""
        self._missing, self._is_begun = (f"{digits} is no whole number: ", "."), True
        self._put = ""

    def typing_paused(self) -> None:
        """No digit came for long: the hand has seen where those before have led it."""
        if self._is_begun:
            self._missing = None

    def cursor_put(self, sentence: str) -> None:
        """The cursor is on another room by no move; the sentence names it."""
        self._put = sentence

    def went_on(self) -> None:
        """The press that is dealt with took the cursor on to the next room."""
        self._went_on_at, self._went_on_press = self._pressed_at, self._presses

    def number_forgotten(self) -> None:
        """The number that was typed is done with, whatever it meant."""
        self._missing = None
        self._last_acts.clear()

    def room_chosen(self) -> None:
        """The hand moved, or found a number: it knows the room that it is on."""
        self._missing, self._put = None, ""
        self._went_on_at = float("-inf")
        self._last_acts.clear()
        self._on_its_way.clear()

    def act_sent(self, act: str) -> None:
        """This act is on its way to the store from now on."""
        self._on_its_way.append((act, self._now()))

    def act_came_back(self, act: str, is_idle: bool) -> None:
        """This act is done or refused; `is_idle` says that none is on its way any more."""
        for one in self._on_its_way:
            if one[0] == act:
                self._on_its_way.remove(one)
                break
        if is_idle:
            self._on_its_way.clear()

    def lose_words(self, key: str, reason: str = "") -> None:
        """The press that is dealt with opened no line: what is typed on with it is lost."""
        self._lost_run.begin(key, self._pressed_at, reason)

    # What it is asked

    def refuse(self, act: str, key: str, is_by_cursor: bool = False) -> str:
        """Why the press that is dealt with may not do this act; "" where it may.

        `key` is what to call the key. `is_by_cursor` says that the act takes the room that a
        typed number leads to.
        """
        self.was_twice = False
        self.dropped = self._why_not(act, key, is_by_cursor)
        self._last_acts[act] = (self._pressed_at, self.dropped)
        return self.dropped

    def _why_not(self, act: str, key: str, is_by_cursor: bool) -> str:
        at = self._pressed_at
        before, said = self._last_acts.get(act, (float("-inf"), ""))
        if at < self._free_from and self._presses != self._closing_press:
            return f"{key} came too soon behind a question and did nothing."
        if at < self._opened_from and self._presses != self._opening_press:
            return f"This screen has only just opened: {key} did nothing."
        if is_by_cursor and (self._missing or self._put):
            return self.refuse_number(key)
        if at < self._number_until:
            self._number_until = float("-inf")
            return f"{key} came right behind a number and did nothing: type numbers on the board."
        if 0 <= at - before < TOGETHER_SECONDS:
            # Of a key that is held down behind a dialog, none was done.
            self.was_twice = True
            return said or f"{key} was pressed twice; once is enough."
        if is_by_cursor and any(
            one != act and at - sent_at > TOGETHER_SECONDS for one, sent_at in self._on_its_way
        ):
            return f"Waiting for the database: {key} did nothing."
        is_behind = self._presses != self._went_on_press
        if is_by_cursor and is_behind and 0 <= at - self._went_on_at < TOGETHER_SECONDS:
            return f"The cursor had just gone on, so {key} did nothing."
        return ""

    def refuse_opening(self, key: str) -> str:
        """Why this key may open nothing: it was meant for a dialog; "" where it may.

        What is pressed so soon behind that key was meant for what it would have opened.
        """
        if self._pressed_at >= self._free_from or self._presses == self._closing_press:
            return ""
        self._free_from = max(self._free_from, self._pressed_at + TOGETHER_SECONDS)
        return f"{key} came too soon behind a question and did nothing."

    def refuse_words(self) -> str:
        """Why the key that is dealt with does nothing at all; "" where it is free."""
        return self._lost_run.sentence if self._lost_run.is_lost else ""

    def refuse_number(self, key: str) -> str:
        """Why this key does nothing: the hand has not chosen the room; "" where it has.

        Where the cursor was put on it, the sentence names the room, and the next press acts.
        """
        if self._missing is not None:
            before, behind = self._missing
            return f"{before}{key} did nothing{behind}"
        if self._put:
            put, self._put = self._put, ""
            return f"{put} {key} did nothing: press it again for this room."
        return ""
