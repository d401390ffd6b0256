"""Finds, in what a program wrote to a terminal, what it did not mean to write.

A command may write printable text and line feeds alone. A full-screen program writes
sequences; they are taken apart into shapes, and the shapes of a run with harmless texts are
all that a run with hostile ones may show.
"""

import re
from collections import Counter
from collections.abc import Iterable

from housekeeper.core.entered_text import plain
from proofs.hostile import MARKER

_SEQUENCE = re.compile(
    r"\x1b\[(?P<csi>[<=>?]?)(?P<parameters>[0-9;:]*)(?P<final>[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[0-9]*)[^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    r"|\x1b(?P<short>[ -/]*[0-~])"
)


def raw_in_lines(written: str) -> list[str]:
    """The characters in a command's output that are neither printable nor a line feed.

    Joiners where they are spelling, as within emoji, are printable.
    """
    faulty = (line for line in written.split("\n") if plain(line) != line)
    return [found for line in faulty for found in line if plain(found) != found]


def shapes(written: bytes) -> Counter[str]:
    """What steered the terminal: each kind of sequence, and each character that is no text.

    The parameters of a mode stand in its shape, since each mode is another deed.
    """
    text = written.decode("utf-8", "surrogateescape")
    found: Counter[str] = Counter()
    rest = []
    place = 0
    for sequence in _SEQUENCE.finditer(text):
        rest.append(text[place : sequence.start()])
        place = sequence.end()
        found[_shape(sequence)] += 1
    rest.append(text[place:])
    for character in "".join(rest):
        if character not in "\r\n" and plain(character) != character:
            found[f"U+{ord(character):04X}"] += 1
    return found


def _shape(sequence: re.Match[str]) -> str:
    if sequence["csi"] is not None:
        final = sequence["final"]
        of_mode = sequence["parameters"] if final in {"h", "l", "J", "n", "c", "t", "u"} else ""
        return f"CSI {sequence['csi']}{of_mode}{final}"
    if sequence["osc"] is not None:
        return f"OSC {sequence['osc']}"
    return f"ESC {sequence['string'] or sequence['short']}"


def strange(written: bytes, harmless: bytes, planted: Iterable[str]) -> list[str]:
    """The shapes that a harmless run never showed, and planted sequences that came through.

    A planted text counts where it stands in the bytes as it was planted, up to its marker.
    """
    found = sorted(shapes(written).keys() - shapes(harmless).keys())
    for text in planted:
        head, marker, _ = text.partition(MARKER)
        if plain(head) != head and (head + marker).encode() in written:
            found.append(ascii(text))
    return found
