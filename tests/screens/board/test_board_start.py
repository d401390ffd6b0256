"""How the board begins: what it waits for, and in which colours it is painted."""

import subprocess
import sys

import pytest

from housekeeper.core.acts import Verb
from tests.screens.conftest import SmallHotel, board_on

_LATE = ("sqlalchemy", "aiosqlite", "pydantic", "pusher", "pysher", "requests", "markdown_it")


def test_the_board_is_imported_without_database_sockets_or_settings() -> None:
    code = (
        "import sys, housekeeper.app.terminal_app;"
        f"print([name for name in {_LATE!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


async def test_without_colours_nothing_is_coloured_and_the_cursor_is_still_seen(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        strips = at.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        coloured = [
            style
            for style in styles
            for colour in (style.color, style.bgcolor)
            if colour is not None and not colour.is_default
        ]
        assert coloured == []
        card = next(strip for strip in strips if "101 STD" in strip.text)
        assert "▌" in card.text
        assert any(segment.style and segment.style.reverse for segment in card)


async def test_light_and_dark_change_every_line_of_the_board(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with board_on(hotel) as at:

        def grounds() -> set[str]:
            strips = at.app.screen._compositor.render_strips()
            return {
                segment.style.bgcolor.name
                for strip in strips
                for segment in strip
                if segment.style and segment.style.bgcolor
            }

        dark = grounds()
        await at.press("t")
        await at.until(lambda: not grounds() & dark, "the other colours everywhere")
        await at.press("t")
        await at.until(lambda: grounds() == dark, "the first colours")
