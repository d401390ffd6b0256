"""Everything that can be read, can be read by everyone: contrasts, computed from the screens.

The screens themselves are walked through, in every theme, so no list of colours has to be kept:
whatever text stands on whatever ground is measured, with all that is blended.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from rich.color_triplet import ColorTriplet
from rich.style import Style

from housekeeper.screens.drawing.colours import TERMINAL, THEMES
from housekeeper.screens.drawing.theme import Palette, palette_of
from tests.screens.every_screen import walk_through

LEAST = 4.5
"""What the Web Content Accessibility Guidelines 2.2 ask of text, level AA (1.4.3)."""

RULES = frozenset("─━│┃╭╮╰╯▌▐▏▔▁▂▃▄▅▆▇█▓▒░·")
"""What is no text: frames, edges, bars and scroll bars. Nothing is lost without them."""

LEAST_OF_FRAMES = 3.0
"""What they ask of what is not text (1.4.11)."""


def luminance(colour: ColorTriplet) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """How far two colours are apart, from 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_of(style: Style) -> float:
    """The contrast of a text in this style with its ground; 0 where nobody knows it."""
    if style.color is None or style.bgcolor is None or style.dim:
        return 0.0
    if style.color.is_default or style.bgcolor.is_default:
        return 0.0
    return contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())


def wanted(text: str) -> float:
    signs = set(text.strip())
    return LEAST_OF_FRAMES if signs <= RULES else LEAST


@pytest.mark.parametrize("size", [(80, 24), (160, 40)], ids=str)
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_text_stands_out_from_its_ground(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, size: tuple[int, int]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    weak: dict[str, set[str]] = defaultdict(set)
    seen = 0
    async with walk_through(tmp_path, size, theme) as walk:
        async for place in walk.stops():
            for text, style in walk.words():
                seen += 1
                reached = contrast_of(style)
                if reached < wanted(text):
                    weak[f"{reached:.2f} {style}"].add(f"{place}: {text.strip()[:30]}")
    assert seen > 2000
    assert not weak, told(weak)


async def test_a_text_in_the_terminals_own_colour_stands_on_its_own_ground(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of sixteen colours nobody knows what they are; but the terminal's own two go together."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    unseen: dict[str, set[str]] = defaultdict(set)
    async with walk_through(tmp_path, (120, 40), TERMINAL) as walk:
        async for place in walk.stops():
            for text, style in walk.words():
                has_colour = style.color is not None and not style.color.is_default
                has_ground = style.bgcolor is not None and not style.bgcolor.is_default
                if has_ground and not has_colour:
                    unseen[str(style)].add(f"{place}: {text.strip()[:30]}")
            if place == "a fail in a round":
                chosen = [style for text, style in walk.words() if "hair in the bath" in text]
                assert any(style.underline for style in chosen), "the chosen row is not marked"
    assert not unseen, told(unseen)


def told(places: dict[str, set[str]]) -> str:
    return "\n".join(f"{name}  {sorted(found)[:4]}" for name, found in sorted(places.items()))


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_every_colour_of_the_board_stands_out_from_every_ground_it_may_stand_on(
    theme: str,
) -> None:
    """The second statement: all pairs, those too that no room of the demonstration shows."""
    palette = palette_of(theme)
    grounds = [
        ground
        for base in (palette.sheet, palette.bar, palette.ground)
        for ground in (base, base + palette.marked, base + palette.cursor)
    ]
    texts = {
        name: getattr(palette, name)
        for name in ("text", "strong", "quiet", "faint", "edge", "mark", "key", "good", "alert")
    }
    texts |= {"warning": palette.warning} | {str(one): style for one, style in _signs(palette)}
    weak = {
        f"{name} on {ground}": contrast_of(ground + style)
        for name, style in texts.items()
        for ground in grounds
        if contrast_of(ground + style) < LEAST
    }
    assert not weak
    assert contrast_of(palette.training) >= LEAST


def _signs(palette: Palette) -> list[tuple[object, Style]]:
    return [*palette.columns.items(), *palette.flags.items()]
