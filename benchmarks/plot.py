"""A drawing of cost against rooms: key to frame and memory, as an SVG without any library."""

from collections.abc import Sequence
from math import log10

Point = tuple[int, str, float]

_WIDTH, _HEIGHT, _MARGIN = 640, 300, 56
_SERIES = (
    ("act", "act, key to frame p50 (ms)", "#1f6feb"),
    ("floor", "bare Textual, one cell p50 (ms)", "#8b949e"),
    ("memory", "memory (MB)", "#bf5700"),
)


def draw(points: Sequence[Point]) -> str:
    """The drawing for points of rooms, series and value; rooms go by powers of ten."""
    rooms = sorted({room for room, _, _ in points}) or [100]
    low, high = log10(min(rooms)), log10(max(rooms))
    most = max((value for _, _, value in points), default=1.0) * 1.1

    def across(room: int) -> float:
        share = (log10(room) - low) / (high - low) if high > low else 0.5
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    def up(value: float) -> float:
        return _HEIGHT - _MARGIN - value / most * (_HEIGHT - 2 * _MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<path d="M{_MARGIN} {_MARGIN / 2}V{_HEIGHT - _MARGIN}H{_WIDTH - _MARGIN / 2}" '
        'fill="none" stroke="#24292f"/>',
    ]
    for room in rooms:
        parts.append(
            f'<text x="{across(room):.0f}" y="{_HEIGHT - _MARGIN + 18}" '
            f'text-anchor="middle">{room:,}</text>'
        )
    parts.append(
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">rooms (by tens)</text>'
    )
    for place, (series, words, colour) in enumerate(_SERIES):
        found = sorted((room, value) for room, name, value in points if name == series)
        line = " ".join(f"{across(room):.1f},{up(value):.1f}" for room, value in found)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for room, value in found:
            x, y = across(room), up(value)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            parts.append(
                f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" '
                f'fill="{colour}">{value:.1f}</text>'
            )
        parts.append(
            f'<text x="{_MARGIN + 12}" y="{20 + 16 * place}" fill="{colour}">{words}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
