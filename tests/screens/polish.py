"""What a hotel sees of an act that was just invented; `test_new_act` runs this with that act in.

Not collected by itself: without the act nothing here could hold.
"""

import asyncio
import sys

from textual.command import DiscoveryHit

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.turn_times import HOUSEKEEPING
from housekeeper.core.typed_acts.complete import complete
from housekeeper.screens.acting.palette import PaletteCommands
from housekeeper.screens.help_screen import HelpScreen
from tests.engines import only_on_sqlite
from tests.screens.conftest import ANA, DORA, MARIA, SmallHotel, board_on

pytestmark = only_on_sqlite


async def make_ready(hotel: SmallHotel, *numbers: str) -> None:
    for verb in (Verb.DIRTY, Verb.CLEAN, Verb.PASS):
        await hotel.do(verb, *numbers)


async def run(hotel: SmallHotel, *words: str) -> str:
    """What the program prints for a command of Maria's."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "housekeeper", "--database", str(hotel.path), "--as", "maria"),
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await program.communicate()
    assert program.returncode == 0, err.decode()
    return out.decode()


async def test_its_key_does_it_by_its_rule_and_undo_takes_it_back(hotel: SmallHotel) -> None:
    await make_ready(hotel, "104")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("1", "0", "4")
        assert "y polish" in at.hint
        await at.press("y")
        polished = await hotel.room("104")
        assert polished.status is RoomStatus.CLEANED_UNINSPECTED
        assert polished.housekeeping_notes == "polished by maria"
        await at.press("u")
        assert "Undone: 'polished'; 104 is ready again." in at.hint
        assert (await hotel.room("104")).status is RoomStatus.READY_FOR_GUEST


async def test_it_is_offered_only_where_it_can_be_done_and_by_whom(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "104")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("1", "0", "4")
        assert "y polish" not in at.hint
        await at.press("y")
        assert "104 is still dirty: press c first." in at.hint
    async with board_on(hotel, staff=DORA) as at:
        await at.press("1", "0", "5")
        assert "y polish" not in at.hint


async def test_palette_and_help_offer_it(hotel: SmallHotel) -> None:
    async with board_on(hotel, (120, 60), staff=MARIA) as at:
        await at.press("1", "0", "5")
        offers = [hit async for hit in PaletteCommands(at.screen).discover()]
        titles = [hit.text for hit in offers if isinstance(hit, DiscoveryHit)]
        assert "Polish: 105" in titles
        await at.press("question_mark")
        await at.until(lambda: isinstance(at.app.screen, HelpScreen), "the help")
        assert "Polish a room that is ready." in at.text


async def test_a_line_says_it_and_is_completed(hotel: SmallHotel) -> None:
    await make_ready(hotel, "104")
    assert complete("104 po", ["104"]) == ["104 polish"]
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("colon", *"104", "space", *"pol", "tab")
        await at.until(lambda: "Enter: polish, room 104" in at.hint, "what Enter does")
        await at.press("enter")
        assert (await hotel.room("104")).status is RoomStatus.CLEANED_UNINSPECTED


async def test_the_command_line_does_it_and_the_history_names_it(hotel: SmallHotel) -> None:
    await make_ready(hotel, "104")
    assert "polish rooms that are ready" in await run(hotel, "--help")
    assert await run(hotel, "polish", "104") == "104  cleaned, to inspect\n"
    assert await run(hotel, "do", "104", "pass")
    assert "POLISHED" in await run(hotel, "history", "104", "--kind", "polish", "--json")
    told = await run(hotel, "history", "104", "--kind", "polished")
    assert "polished" in told
    assert "inspection passed" not in told


async def test_the_next_shift_is_told_and_the_figures_count_it(hotel: SmallHotel) -> None:
    await make_ready(hotel, "104", "105")
    await hotel.do(Verb("polish"), "104", "105", staff=ANA)
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("H")
        await at.until(lambda: "LEFT OPEN" in at.text, "the handover")
        assert "2 polished" in at.text
    assert EventKind("POLISHED") in HOUSEKEEPING
