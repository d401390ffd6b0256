"""Rooms that were acted on stand out for a moment, the newest alone, and then none."""

import asyncio
from collections.abc import Iterable

import pytest

from housekeeper.screens.board.columns import flash
from housekeeper.screens.board.columns.flash import Flash


def watched() -> tuple[Flash, list[set[str]]]:
    """A flash, and what it has painted anew."""
    painted: list[set[str]] = []

    def show(numbers: Iterable[str]) -> None:
        painted.append(set(numbers))

    return Flash(show), painted


async def test_only_the_newest_rooms_stand_out() -> None:
    light, painted = watched()
    light.light(["101"])
    light.light(["102", "103"])
    assert light.numbers == {"102", "103"}
    assert painted == [{"101"}, {"101", "102", "103"}]


async def test_rooms_that_their_columns_painted_already_are_not_painted_again() -> None:
    light, painted = watched()
    light.light(["101"])
    assert light.begin(["102"]) == {"101", "102"}
    light.light(["102"])
    assert painted == [{"101"}]


async def test_a_flash_ends_and_then_nothing_wakes_the_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flash, "FLASH_SECONDS", 0.0)
    light, painted = watched()
    begun = 0
    begin = Flash.begin

    def counted(self: Flash, numbers: Iterable[str]) -> set[str]:
        nonlocal begun
        begun += 1
        return begin(self, numbers)

    monkeypatch.setattr(Flash, "begin", counted)
    light.light(["101"])
    for _ in range(20):
        await asyncio.sleep(0)
    assert light.numbers == set()
    assert painted == [{"101"}, {"101"}]
    assert begun == 2
