"""Who draws: this program past Textual, which is faster, or Textual alone.

Left to Textual, no private name of Textual in this folder is used: every line goes through its
caches and its compositor, every key through its queue. It is the way out where a terminal or a
new Textual does not bear what is done here, and what the faster way is compared with.
"""

import os

VARIABLE = "HOUSEKEEPER_DRAWING"
DIRECT, TEXTUAL = "direct", "textual"

_drawing = os.environ.get(VARIABLE, DIRECT)


def choose_drawing(drawing: str) -> None:
    """Have this process draw so from now on: `direct` or `textual`."""
    global _drawing
    _drawing = drawing


def is_left_to_textual() -> bool:
    """Whether Textual draws everything and hands out every key."""
    return _drawing == TEXTUAL
