"""A hand whose every press has a time of its own, so that pauses between keys need no waiting."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.keys import _character_to_key

from housekeeper.screens.widgets.choice_line import ChoiceLine

FAST, SLOW = 0.002, 0.2
"""Seconds between the keys of a hand in a hurry, and of one that looks for each key."""


def press_of(key: str) -> events.Key:
    """The press of a key that is given by its sign or by its name."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, " " if key == "space" else None)


@dataclass(slots=True)
class Hand:
    """Types into an app; its clock stands still but for the time that it takes to type."""

    at: float = 1000.0

    def now(self) -> float:
        """The time by its clock."""
        return self.at

    def type(self, app: App[Any], keys: Iterable[str], gap: float) -> None:
        """Press these keys so many seconds apart; all are there before the first is dealt with."""
        for key in keys:
            press = press_of(key)
            press.time = self.at
            app.post_message(press)
            self.at += gap

    def rest(self, app: App[Any], seconds: float) -> None:
        """Press nothing for a while."""
        self.at += seconds
        for line in app.screen.query(ChoiceLine):
            line.take_when_due()


def hand_with(patch: pytest.MonkeyPatch) -> Hand:
    """A hand whose clock is that of every line."""
    hand = Hand()
    patch.setattr(ChoiceLine, "now", staticmethod(hand.now))
    return hand
