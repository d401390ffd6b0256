"""The keys that work on every screen but in dialogs."""

from textual.binding import Binding

from housekeeper.screens.widgets.key_hints import make_binding

KEYS_EVERYWHERE: list[Binding] = [
    make_binding("q", "quit", "Quit", "Ask, then leave.", "quit"),
    make_binding("question_mark", "help", "Help", "What keys do.", "help"),
    make_binding(
        "t",
        "theme",
        "Dark or light",
        "Switch between dark and light; the palette has every theme.",
        "theme",
    ),
    make_binding("L", "lock", "Lock", "Lock this terminal until someone signs in.", "lock"),
]
