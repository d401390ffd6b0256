"""The foot of every screen: the same two lines, in which a hint stands whole or not at all."""

from random import Random

import pytest
from rich.cells import cell_len

from housekeeper.core.acts import Verb
from housekeeper.screens.widgets.hint_line import HintLine, hints_that_fit
from housekeeper.screens.widgets.key_hints import key_of
from tests.screens.conftest import ANA, SmallHotel, board_on

_SCREENS = {
    "board": (),
    "room": ("1", "0", "3", "enter"),
    "round": ("i",),
    "checkout": ("e",),
    "handover": ("H",),
    "figures": ("F",),
    "help": ("question_mark",),
}


def test_what_applies_at_any_time_gives_way_first_and_help_last() -> None:
    keys = [("s", "start"), ("c", "cleaned")]
    always = [("/", "filter"), (":", "line"), ("w", "columns"), ("?", "help")]
    assert hints_that_fit(keys, always, 66) == (keys, always)
    assert hints_that_fit(keys, always, 50) == (keys, always[1:])
    assert hints_that_fit(keys, always, 40) == (keys, always[2:])
    assert hints_that_fit(keys, always, 30) == (keys[:1], always[2:])
    assert hints_that_fit(keys, always, 20) == ([], always[2:])
    assert hints_that_fit(keys, always, 8) == ([], always[3:])
    assert hints_that_fit(keys, always, 7) == ([], [])


def test_hints_stand_whole_at_every_width_and_as_few_give_way_as_can() -> None:
    random = Random(4)

    def some() -> list[tuple[str, str]]:
        return [("x" * random.choice([1, 1, 3]), "y" * random.randint(2, 12)) for _ in range(9)]

    def width_of(hints: list[tuple[str, str]]) -> int:
        return sum(len(f" {key} {label} ") for key, label in hints)

    for _ in range(500):
        keys, always = some()[: random.randint(0, 9)], some()[: random.randint(0, 6)]
        width = random.randint(0, 140)
        fewest = min(2, len(always))
        in_order = [
            *((keys, always[gone:]) for gone in range(len(always) - fewest + 1)),
            *((keys[:kept], always[-2:]) for kept in range(len(keys) - 1, -1, -1)),
            *(([], always[gone:]) for gone in range(len(always) - fewest, len(always) + 1)),
        ]
        first = next(one for one in in_order if width_of(one[0] + one[1]) <= width)
        assert hints_that_fit(keys, always, width) == first


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", _SCREENS)
async def test_every_screen_has_its_keys_at_the_same_place_and_each_works(
    hotel: SmallHotel, name: str, width: int
) -> None:
    await hotel.do(Verb.DIRTY, "103", "104")
    await hotel.do(Verb.CLEAN, "104", staff=ANA)
    async with board_on(hotel, size=(width, 24)) as at:
        board = at.app.screen
        await at.press(*_SCREENS[name])
        if name != "board":
            await at.until(lambda: at.app.screen is not board, "the screen")
        screen = at.app.screen
        await at.until(lambda: screen.query(HintLine) and screen.query_one(HintLine).width, "it")
        foot = screen.query_one(HintLine)
        await at.until(lambda: foot.keys, "its keys")
        assert (foot.region.y, foot.region.height, foot.region.width) == (22, 2, width)
        last = at.text.splitlines()[-1]
        kept, lasting = hints_that_fit(foot.keys[: -len(foot.always)], foot.always, width)
        left = "".join(f" {key} {label} " for key, label in kept)
        right = "".join(f" {key} {label} " for key, label in lasting)
        assert last == left + " " * (width - cell_len(left) - cell_len(right)) + right
        assert right.endswith(" ? help " if name not in {"help", "checkout"} else " esc back ")
        active = screen.active_bindings
        assert all(active[key_of(key)].enabled for key, _ in foot.keys)


async def test_the_board_names_the_key_of_further_columns_at_eighty_cells(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "103")
    async with board_on(hotel, size=(80, 24)) as at:
        assert " w columns  ? help " in at.text
