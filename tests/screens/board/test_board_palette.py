"""The palette may go while it searches; what goes wrong in one that is open is told."""

import asyncio

from textual.css.query import NoMatches

from housekeeper.app.board_commands import BoardPalette
from tests.screens.conftest import MARIA, AtTheBoard, SmallHotel, board_on


async def opened(at: AtTheBoard) -> BoardPalette:
    await at.press("ctrl+p")
    await at.until(lambda: isinstance(at.app.screen, BoardPalette), "the palette")
    palette = at.app.screen
    assert isinstance(palette, BoardPalette)
    return palette


async def test_a_search_whose_palette_has_gone_does_not_end_the_board(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        palette, begun = await opened(at), asyncio.Event()

        async def searched() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                # As Textual's own search finds its list gone before it is told that it is over.
                raise NoMatches from None

        palette.run_worker(searched())
        await begun.wait()
        palette.dismiss()
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.press("down")
        assert at.app.is_running
        assert "A fault" not in at.text


async def test_a_search_that_fails_in_an_open_palette_is_told(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        palette = await opened(at)

        async def failing() -> None:
            raise LookupError

        palette.run_worker(failing())
        await at.until(lambda: "A fault in housekeeper itself" in at.screen.message.text, "it")
        assert at.app.is_running
