"""Rooms in different states look different to eyes that lack one kind of colour, too.

What such eyes see is simulated by the matrices of Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE Transactions on
Visualization and Computer Graphics 15, 2009), for severity 1.0, on linear RGB.
"""

from itertools import combinations

import pytest
from rich.color_triplet import ColorTriplet

from housekeeper.core.board.column import Column
from housekeeper.screens.drawing.colours import COLOUR_BLIND, DARK, HIGH_CONTRAST
from housekeeper.screens.drawing.theme import palette_of

Row = tuple[float, float, float]
EYES: dict[str, tuple[Row, Row, Row]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

LEAST = 20.0
"""How far two states must be apart, in CIE L*a*b* of 1976, where 2.3 can just be told apart."""

_SRGB_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def _times(matrix: tuple[Row, Row, Row], colour: Row) -> Row:
    first, second, third = (
        sum(part * share for part, share in zip(colour, row, strict=True)) for row in matrix
    )
    return first, second, third


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def seen(colour: ColorTriplet, eyes: str) -> Row:
    """What these eyes see of a colour, as lightness and two opponent colours."""
    red, green, blue = map(_linear, colour.normalized)
    light = _times(EYES[eyes], (red, green, blue))
    kept = min(1.0, max(0.0, light[0])), min(1.0, max(0.0, light[1])), min(1.0, max(0.0, light[2]))
    parts = _times(_SRGB_TO_XYZ, kept)
    x, y, z = (_root(part / white) for part, white in zip(parts, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def too_close(theme: str, eyes: str) -> dict[tuple[str, str], float]:
    """The states that these eyes can hardly tell apart by their colours in a theme."""
    colours = {}
    for column, style in palette_of(theme).columns.items():
        assert style.color is not None
        colours[column] = seen(style.color.get_truecolor(), eyes)
    apart = {
        (one.value, other.value): sum(
            (part - part_of_other) ** 2
            for part, part_of_other in zip(colours[one], colours[other], strict=True)
        )
        ** 0.5
        for one, other in combinations(Column, 2)
    }
    return {pair: round(distance, 1) for pair, distance in apart.items() if distance < LEAST}


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", [COLOUR_BLIND, HIGH_CONTRAST])
def test_every_state_has_a_colour_that_these_eyes_tell_from_the_others(
    theme: str, eyes: str
) -> None:
    assert too_close(theme, eyes) == {}


def test_the_colours_of_the_dark_theme_are_for_eyes_that_see_them_all() -> None:
    """Else this page would find nothing, whatever the colours are."""
    assert too_close(DARK, "all colours") == {}
    assert too_close(DARK, "deuteranopia") != {}


def test_white_and_black_are_as_far_apart_to_all_eyes() -> None:
    for eyes in EYES:
        white, black = (seen(ColorTriplet(*[level] * 3), eyes) for level in (255, 0))
        assert white[0] - black[0] == pytest.approx(100, abs=1)
