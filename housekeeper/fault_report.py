"""What is printed of a fault of the program: where it happened, and no value of any kind.

The words of an exception and the variables of a frame may be a guest's, and what a terminal
prints is kept in its scrollback and in logs.
"""

import traceback
from pathlib import Path


def fault_report(fault: BaseException) -> str:
    """Where a fault happened and of what kind it is, with those that led to it."""
    lines = ["A fault in housekeeper itself; its words are left out, they may be a guest's.\n"]
    for one in reversed(_chain(fault)):
        kind = type(one)
        lines.append("Traceback (most recent call last):\n")
        lines += traceback.format_tb(one.__traceback__)
        lines.append(f"{kind.__module__}.{kind.__qualname__}\n")
    return "".join(lines)


def in_short(fault: BaseException) -> str:
    """The kind of a fault and the innermost place, in a few words."""
    places = traceback.extract_tb(fault.__traceback__)[-1:]
    return type(fault).__qualname__ + "".join(
        f" at {Path(place.filename).name}:{place.lineno}" for place in places
    )


def _chain(fault: BaseException) -> list[BaseException]:
    """The fault, then what caused it, and so on."""
    chain: list[BaseException] = []
    one: BaseException | None = fault
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain
