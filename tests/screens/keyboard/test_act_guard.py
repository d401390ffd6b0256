"""Which presses act: the rules one by one, and random hands against a slow second statement."""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import pytest

from housekeeper.screens.keyboard.act_guard import ActGuard

A_SECOND = 1024
"""Moments are counted so that they are exact in a float, and that none is just on a border."""

TOGETHER = 0.3 * A_SECOND
"""What follows sooner was not thought about."""


@dataclass(slots=True)
class Hand:
    """A guard, and a clock that a test sets, in so many parts of a second."""

    now: int = 0
    second: int = 1000
    guard: ActGuard = field(init=False)

    def __post_init__(self) -> None:
        self.guard = ActGuard(lambda: self.now / self.second)

    def press(self, act: str = "", at: int | None = None, is_by_cursor: bool = True) -> str:
        """Press the key of an act at a moment, deal with it now, and give what is said."""
        self.now = max(self.now, at or self.now)
        self.guard.press((self.now if at is None else at) / self.second)
        said = self.guard.refuse(act, act, is_by_cursor) if act else ""
        self.guard.press_over()
        return said

    def close_by_key(self, at: int) -> None:
        """Press the key that closes a dialog."""
        self.now = max(self.now, at)
        self.guard.press(at / self.second)
        self.guard.dialog_closed()
        self.guard.press_over()


def test_the_second_press_of_a_verb_within_300_ms_is_dropped() -> None:
    hand = Hand()
    assert hand.press("p", at=1000) == ""
    assert hand.press("p", at=1299) == "p was pressed twice; once is enough."
    assert hand.press("p", at=1599) == ""


def test_a_key_that_is_held_down_acts_once() -> None:
    hand = Hand()
    said = [hand.press("p", at=1000 + 30 * repeated) for repeated in range(50)]
    assert [one for one in said if not one] == [""]


@pytest.mark.parametrize(
    ("keys", "is_one_too_many"),
    [
        ([("enter", 1000), ("enter", 1299)], True),
        ([("enter", 1000), ("enter", 1300)], False),
        ([("enter", 1000), ("2", 1010), ("enter", 1020)], False),
        ([("2", 1000), ("2", 1010)], False),
    ],
)
def test_a_second_enter_pressed_together_with_the_first_is_one_too_many(
    keys: list[tuple[str, int]], is_one_too_many: bool
) -> None:
    guard = ActGuard()
    for key, at in keys:
        guard.press(at / 1000, key)
        guard.press_over()
    assert guard.enters_twice is is_one_too_many


def test_other_verbs_may_follow_at_once() -> None:
    hand = Hand()
    assert [hand.press(act, at=1000 + place) for place, act in enumerate("scp")] == ["", "", ""]


def test_a_verb_may_follow_at_once_on_a_room_that_the_hand_has_chosen_meanwhile() -> None:
    hand = Hand()
    assert hand.press("s", at=1000) == ""
    hand.guard.room_chosen()
    assert hand.press("s", at=1010) == ""


@pytest.mark.parametrize(("at", "acts"), [(999, False), (1000, False), (1299, False), (1300, True)])
def test_what_was_pressed_within_300_ms_of_a_closing_key_acts_on_no_room(
    at: int, acts: bool
) -> None:
    hand = Hand()
    hand.close_by_key(at=1000)
    said = hand.press("p", at=at)
    assert said == ("" if acts else "p came too soon behind a question and did nothing.")


def test_it_is_judged_by_when_a_key_was_pressed_and_not_by_when_it_is_dealt_with() -> None:
    hand = Hand()
    hand.press(at=500)
    hand.now = 4000
    hand.guard.dialog_closed()
    hand.now = 9000
    assert hand.press("p", at=3999) != ""
    assert hand.press("p", at=4299) != ""
    assert hand.press("s", at=4300) == ""


def test_a_dialog_that_closes_by_itself_counts_from_that_moment() -> None:
    hand = Hand()
    hand.press(at=100)
    hand.now = 1000
    hand.guard.dialog_closed()
    assert hand.press("p", at=1299) != ""
    assert hand.press("s", at=1300) == ""


def test_what_the_closing_key_itself_was_asked_for_is_done() -> None:
    hand = Hand()
    hand.guard.press(1.0)
    hand.guard.dialog_closed()
    assert hand.guard.refuse("s", "s") == ""


def test_behind_a_number_that_no_room_has_no_verb_acts_until_a_room_is_chosen() -> None:
    hand = Hand()
    hand.guard.number_missing("There is no room 170.")
    for at in (1000, 60_000):
        assert hand.press("d", at=at) == (
            "There is no room 170. d did nothing: move, or type a number."
        )
    assert hand.press("u", is_by_cursor=False) == ""
    hand.guard.room_chosen()
    assert hand.press("d", at=60_001) == ""


def test_another_verb_right_behind_one_that_took_the_cursor_on_is_dropped() -> None:
    hand = Hand()
    for at, then, acts in ((1000, 1299, False), (3000, 3301, True)):
        assert hand.press("s", at=at) == ""
        hand.guard.went_on()
        assert (hand.press("c", at=then) == "") is acts
    assert hand.press("s", at=5000) == ""
    hand.guard.went_on()
    hand.guard.room_chosen()
    assert hand.press("c", at=5010) == ""


def test_where_the_cursor_was_put_the_first_press_names_the_room_and_the_next_acts() -> None:
    hand = Hand()
    hand.guard.cursor_put("Now on 206.")
    assert hand.press("d", at=1000) == ("Now on 206. d did nothing: press it again for this room.")
    assert hand.press("d", at=1100) != ""
    assert hand.press("d", at=2000) == ""
    hand.guard.cursor_put("Now on 207.")
    hand.guard.room_chosen()
    assert hand.press("d", at=4000) == ""


def test_behind_the_beginning_of_a_number_no_verb_acts_until_a_pause() -> None:
    hand = Hand()
    hand.guard.number_begun("10")
    assert hand.press("s", at=1000) == "10 is no whole number: s did nothing."
    hand.guard.typing_paused()
    assert hand.press("s", at=3000) == ""
    hand.guard.number_missing("There is no room 170.")
    hand.guard.typing_paused()
    assert hand.press("s", at=6000) != ""


def test_on_a_screen_that_has_only_just_opened_no_verb_acts() -> None:
    hand = Hand()
    hand.now = 1000
    hand.guard.press(1.0, "enter")
    hand.guard.screen_opened()
    hand.guard.press_over()
    assert hand.press("p", at=1299) == "This screen has only just opened: p did nothing."
    assert hand.press("s", at=1300) == ""


def test_another_verb_waits_for_an_act_that_is_long_on_its_way() -> None:
    hand = Hand(now=1000)
    hand.guard.act_sent("s")
    assert hand.press("c", at=1299) == ""
    assert hand.press("c", at=1700) == "Waiting for the database: c did nothing."
    assert hand.press("s", at=1800) == ""
    hand.guard.act_came_back("s", is_idle=True)
    assert hand.press("c", at=2100) == ""


@pytest.mark.parametrize("seed", range(200))
def test_random_words_behind_a_key_that_did_nothing_are_lost_until_a_pause(seed: int) -> None:
    random, guard, at = Random(seed), ActGuard(), 0
    history = list[tuple[int, str, bool]]()
    for _ in range(60):
        at += random.choice((2, 200, 399, 400, 401, 900))
        key = random.choice(("a", "7", "space", "enter", "escape", "down"))
        typed = {"space": " ", "enter": "", "escape": "", "down": ""}.get(key, key)
        guard.press(at / 1024, key, typed)
        is_refused = not guard.refuse_words() and random.random() < 0.3
        history.append((at, key, is_refused))
        if is_refused:
            guard.lose_words("n")
        else:
            assert bool(guard.refuse_words()) is is_word_lost(history), history


def is_word_lost(history: list[tuple[int, str, bool]]) -> bool:
    """Whether an unbroken run of text leads back from the last key to one that did nothing."""
    for (before, _, was_refused), (at, key, _) in reversed(list(pairwise(history))):
        if key in {"escape", "down"} or (at - before) / 1024 >= 0.4:
            return False
        if was_refused:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing of a history: a press with its act, a dialog that closed, a number, a choice."""

    what: str
    at: int
    act: str = ""
    is_by_key: bool = False


def is_refused(history: list[Happened]) -> bool:
    """Whether the last press may not act, by going through all that has ever happened."""
    press, before = history[-1], history[:-1]
    for place, one in enumerate(before):
        if one.what == "closed":
            presses_since = [late for late in before[place + 1 :] if late.what == "press"]
            keys = [early for early in before[:place] if early.what == "press"]
            began = keys[-1].at if one.is_by_key else one.at
            is_own = one.is_by_key and press is keys[-1]
            if not is_own and (press.at < one.at or press.at < began + TOGETHER):
                return True
            assert all(late.at >= keys[-1].at for late in presses_since if keys)
    choices = [place for place, one in enumerate(before) if one.what == "chosen"]
    since = before[choices[-1] :] if choices else before
    if any(one.what == "missing" for one in since):
        return True
    same = [one for one in since if one.what == "press" and one.act == press.act]
    return bool(same) and press.at - same[-1].at < TOGETHER


@pytest.mark.parametrize("seed", range(300))
def test_random_hands_are_let_through_as_the_rules_say(seed: int) -> None:
    random, hand, history = Random(seed), Hand(second=A_SECOND), list[Happened]()
    pressed_at = 0
    for _ in range(60):
        hand.now += random.choice((0, 1, 20, 150, 306, 307, 308, 2000))
        match random.choices(("press", "closed", "missing", "chosen"), (8, 2, 1, 1))[0]:
            case "press":
                # Held back for a while, never out of its order.
                pressed_at = max(pressed_at, hand.now - random.choice((0, 0, 5, 200, 1000)))
                act = random.choice("spd")
                history.append(Happened("press", pressed_at, act))
                assert bool(hand.press(act, at=pressed_at)) is is_refused(history), history
            case "closed" if random.random() < 0.5:
                pressed_at = max(pressed_at, hand.now - random.choice((0, 3)))
                history.append(Happened("press", pressed_at))
                history.append(Happened("closed", hand.now, is_by_key=True))
                hand.close_by_key(at=pressed_at)
            case "closed":
                history.append(Happened("closed", hand.now))
                hand.guard.dialog_closed()
            case "missing":
                history.append(Happened("missing", hand.now))
                hand.guard.number_missing("There is no room 170.")
            case _:
                history.append(Happened("chosen", hand.now))
                hand.guard.room_chosen()


def test_where_no_number_can_be_typed_a_digit_holds_back_the_next_act_alone() -> None:
    hand = Hand()
    hand.press(at=1000)
    hand.guard.number_typed_elsewhere()
    said = hand.press("p", at=2999)
    assert said == "p came right behind a number and did nothing: type numbers on the board."
    assert hand.press("p", at=4000) == ""
    hand.press(at=10_000)
    hand.guard.number_typed_elsewhere()
    assert hand.press("p", at=12_000) == ""
