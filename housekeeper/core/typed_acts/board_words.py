"""Words of the line that are about the whole board: leave it, get help, open another screen."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from housekeeper.core.acts import ACTS, Verb


class BoardWord(StrEnum):
    """What a line can have the board do; the value is the line's own word for it."""

    QUIT = "quit"
    HELP = "help"
    UNDO = "undo"
    LOCK = "lock"
    ROUND = "round"
    HANDOVER = "handover"
    FIGURES = "figures"
    FILTER_OFF = "filter off"
    CHECK_OUT = "checkout"
    CHECK_IN = "checkin"


_SPELLED: Mapping[BoardWord, tuple[str, ...]] = MappingProxyType(
    {
        BoardWord.QUIT: ("q", "q!", "exit", "bye"),
        BoardWord.HELP: ("?", "h", "keys"),
        BoardWord.UNDO: ("u", "take back"),
        BoardWord.ROUND: ("rounds", "inspection", "inspect"),
        BoardWord.HANDOVER: ("hand over",),
        BoardWord.FIGURES: ("report",),
        BoardWord.FILTER_OFF: (
            *("no filter", "filter none", "show all", "all", "clear"),
            *("rooms", "all rooms"),
        ),
        BoardWord.CHECK_OUT: ACTS[Verb.CHECK_OUT].words,
        BoardWord.CHECK_IN: ACTS[Verb.CHECK_IN].words,
    }
)

BOARD_PHRASES: Mapping[tuple[str, ...], BoardWord] = MappingProxyType(
    {
        tuple(text.split()): word
        for word in BoardWord
        for text in (word.value, *_SPELLED.get(word, ()))
    }
)
"""What people type for each, in lower case."""

OPENS_ROOMS: Mapping[BoardWord, Verb] = MappingProxyType(
    {BoardWord.CHECK_OUT: Verb.CHECK_OUT, BoardWord.CHECK_IN: Verb.CHECK_IN}
)
"""Those that open a screen for rooms, and the act that is done there."""
