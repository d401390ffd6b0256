"""The program without one of its speed tricks: `python -m benchmarks.without TRICK [words ...]`.

What is left of it is what the trick is measured against; see `benchmarks/tricks.py`.
"""

import gc
import os
import sys
from collections.abc import Callable
from typing import Any


def _without_drawing() -> None:
    os.environ["HOUSEKEEPER_DRAWING"] = "textual"


def _without_painter() -> None:
    from housekeeper.screens.drawing.painter import Painter

    _replace(Painter, "_may_paint", False)


def _without_keys() -> None:
    from housekeeper.screens.keyboard import held_keys

    async def leave(*_: object) -> bool:
        return False

    _replace(held_keys, "take_at_once", leave)


def _without_yield() -> None:
    from housekeeper.screens.drawing import painter

    class NoTime:
        @staticmethod
        def sleep(_seconds: float) -> None:
            """Let nobody go first."""

    _replace(painter, "time", NoTime)


def _without_strips() -> None:
    from textual.strip import Strip

    from housekeeper.screens.drawing import line

    _replace(line, "make_strip", Strip)


def _without_foot_input() -> None:
    from textual.widgets import Input

    from housekeeper.screens.drawing.foot_input import FootLine

    _replace(FootLine, "content_width", Input.content_width)
    _replace(FootLine, "refresh", Input.refresh)


def _without_rate() -> None:
    os.environ["TEXTUAL_FPS"] = "60"


def _without_collection() -> None:
    _replace(gc, "disable", lambda: None)
    _replace(gc, "freeze", lambda: None)


def _without_switching() -> None:
    _replace(sys, "setswitchinterval", lambda _seconds: None)


def _replace(owner: Any, name: str, value: object) -> None:
    assert hasattr(owner, name), f"{owner} has no {name} any more: nothing was taken away"
    setattr(owner, name, value)


TRICKS: dict[str, Callable[[], None]] = {
    "drawing": _without_drawing,
    "painter": _without_painter,
    "keys": _without_keys,
    "strips": _without_strips,
    "yield": _without_yield,
    "foot-input": _without_foot_input,
    "rate": _without_rate,
    "collection": _without_collection,
    "switching": _without_switching,
}
"""How to take each trick away from a program that has not begun."""


def main(trick: str, words: list[str]) -> int:
    """Run the program without a trick."""
    TRICKS[trick]()
    from housekeeper.__main__ import main as run

    sys.argv[1:] = words
    return run() or 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
