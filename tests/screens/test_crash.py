"""A fault that ends the board: what stays on the terminal tells nothing of anybody."""

import pytest
from rich.console import Console

from housekeeper.fault_report import fault_report, in_short
from tests.screens.conftest import SmallHotel, board_on

WORDS = "the guest's own words"


def failing(words: str) -> None:
    raise ValueError(f"cannot do with {words}")


def failed(words: str) -> Exception:
    try:
        failing(words)
    except ValueError as inner:
        try:
            raise RuntimeError(words) from inner
        except RuntimeError as outer:
            return outer
    raise AssertionError


def test_a_report_names_kinds_and_places_and_no_values() -> None:
    report = fault_report(failed(WORDS))
    assert "builtins.RuntimeError" in report
    assert "builtins.ValueError" in report
    assert "screens/test_crash.py" in report
    assert "in failing" in report
    assert WORDS not in report
    assert WORDS not in in_short(failed(WORDS))


async def test_what_a_crashed_board_leaves_on_the_terminal_holds_no_values(
    hotel: SmallHotel,
) -> None:
    left: list[str] = []

    async def crash() -> None:
        async with board_on(hotel) as at:
            console = Console(width=200)
            at.app._handle_exception(failed(WORDS))
            with console.capture() as captured:
                for one in at.app._exit_renderables:
                    console.print(one)
            left.append(captured.get())

    with pytest.raises(RuntimeError):
        await crash()
    assert "A fault in housekeeper itself" in left[0]
    assert "in failing" in left[0]
    assert WORDS not in left[0]
