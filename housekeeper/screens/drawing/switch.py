"""Who draws: this program past Textual, which is faster, or Textual alone.

Left to Textual, no private name of Textual in this folder is used: every line goes through its
caches and its compositor, every key through its queue. It is the way out where a terminal or a
new Textual does not bear what is done here, and what the faster way is compared with.
"""

import os

from housekeeper.settings.terminal import Drawing

VARIABLE = "HOUSEKEEPER_DRAWING"
"""Where it is told to tests, which open a board without the settings of a terminal."""

_drawing = Drawing.TEXTUAL if os.environ.get(VARIABLE) == Drawing.TEXTUAL else Drawing.DIRECT


def choose_drawing(drawing: Drawing) -> None:
    """Have this process draw so from now on."""
    global _drawing
    _drawing = drawing


def is_left_to_textual() -> bool:
    """Whether Textual draws everything and hands out every key."""
    return _drawing is Drawing.TEXTUAL
