"""Drawing can be left to Textual: the same screens, and nothing of it past Textual."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual import events
from textual.strip import Strip

from housekeeper.app import run_board
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.acts import Verb
from housekeeper.screens.drawing import switch
from housekeeper.screens.drawing.immediate_keys import take_at_once
from housekeeper.screens.drawing.painter import Painter
from housekeeper.screens.drawing.strip import DrawnLine
from housekeeper.settings.load import load
from housekeeper.settings.terminal import Drawing
from tests.screens.conftest import AtTheBoard, SmallHotel, board_on

_KEYS = ("j", "l", "space", "j", "k", "space", "slash", "2", "0", "enter", "t", "w", "l")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The rest of the run is drawn as it was before."""
    before = Drawing.TEXTUAL if switch.is_left_to_textual() else Drawing.DIRECT
    yield
    switch.choose_drawing(before)


def _screen(at: AtTheBoard) -> list[list[tuple[str, str]]]:
    """Every line on the screen as it is coloured: runs of one style, and their texts."""
    lines = []
    for strip in at.app.screen._compositor.render_strips():
        runs: list[tuple[str, str]] = []
        for text, style, _ in strip:
            if runs and runs[-1][1] == str(style):
                runs[-1] = (runs[-1][0] + text, str(style))
            elif text:
                runs.append((text, str(style)))
        lines.append(runs)
    return lines


async def test_every_key_leads_to_the_same_screen_both_ways(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, *(f"10{room}" for room in range(1, 8)))
    seen = {}
    for drawing in (Drawing.DIRECT, Drawing.TEXTUAL):
        switch.choose_drawing(drawing)
        async with board_on(hotel) as at:
            screens = []
            for key in _KEYS:
                await at.press(key)
                screens.append(_screen(at)[1:])
            seen[drawing] = screens
    assert seen[Drawing.DIRECT] == seen[Drawing.TEXTUAL]


async def test_left_to_textual_nothing_is_drawn_past_it(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("drawn past Textual")

    monkeypatch.setattr(Painter, "_find_places", refuse)
    monkeypatch.setattr(Painter, "_may_paint", property(refuse))
    monkeypatch.setattr(DrawnLine, "__init__", refuse)
    switch.choose_drawing(Drawing.TEXTUAL)
    async with board_on(hotel) as at:
        await at.press("d", "j", "slash", "2", "enter")
        assert not await take_at_once(at.app, events.Key("j", "j"))
        lines = at.app.screen._compositor.render_strips()
        assert {type(line) for line in lines} == {Strip}


@pytest.mark.parametrize("drawing", Drawing)
def test_a_terminal_draws_as_its_settings_say(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_board, "end_process_if_gone", lambda: None)
    monkeypatch.setattr(HousekeeperApp, "run", lambda _: None)
    settings = replace(load({}), drawing=drawing)
    run_board.run_board(settings, is_demonstration=False, is_played=False)
    assert switch.is_left_to_textual() is (drawing is Drawing.TEXTUAL)
