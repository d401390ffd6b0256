"""Keys that the hotel has bound anew: which bindings there are, and whether new keys will do."""

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from itertools import combinations

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

import housekeeper.screens
from housekeeper.core.entered_text import plain
from housekeeper.screens.drawing.immediate_keys import bound_keys
from housekeeper.screens.keyboard.keys_everywhere import KEYS_EVERYWHERE
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.key_hints import key_of, sign_of
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.settings.keymap import Keymap

_SENT_AS = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+[": "escape",
}
"""What a terminal sends for another key as well: it is not known which one was pressed."""

_OF_THE_PROGRAM = ("ctrl+c", "ctrl+p", "ctrl+q", "ctrl+z")

_KEPT = ("escape", "enter")
"""What leaves and what answers, everywhere."""

_PLACES = {"VerbScreen": "screens with rooms", "Dialog": "every dialog", "RowList": "lists"}
"""What is called otherwise than its class."""

_FUNCTION_KEYS = {f"f{number}" for number in range(1, 13)}
_MOVES = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
_NAMED = {"tab", "space", "backspace", "insert", "delete"} | _MOVES | _FUNCTION_KEYS
_SENT = (
    _NAMED
    | {f"ctrl+{letter}" for letter in "abdefgklnorstuvwxy"}
    | {f"{modifier}+{move}" for modifier in ("shift", "ctrl") for move in _MOVES}
    | {"shift+tab"}
)
"""The keys that terminals send and programs can tell apart, beside letters and signs."""


@dataclass(frozen=True, slots=True)
class KnownBinding:
    """What can be bound anew: its id, its usual keys, and what it does, and where."""

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    owner: type[DOMNode] | None

    @property
    def place(self) -> str:
        """Where it works, in words: `board screen`; `everywhere`."""
        if self.owner is None:
            return "everywhere"
        return _PLACES.get(self.owner.__name__) or place_of(self.owner)

    @property
    def is_beside_text(self) -> bool:
        """Whether letters are typed where it works, so that it can have none for a key."""
        if self.owner is None or not issubclass(self.owner, Input | Dialog | RowList):
            return False
        return not any(map(_is_printable, self.keys))


def place_of(owner: type[DOMNode]) -> str:
    """The name of a screen or a part of one in words: `board screen` for `BoardScreen`."""
    name = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in owner.__name__)
    return name.strip()


@cache
def screen_parts() -> tuple[type[DOMNode], ...]:
    """Every screen, dialog and list of the program that has keys of its own."""
    prefix = f"{housekeeper.screens.__name__}."
    for found in pkgutil.walk_packages(housekeeper.screens.__path__, prefix):
        import_module(found.name)
    parts = {kind.__qualname__: kind for kind in _below(DOMNode) if _is_ours(kind, prefix)}
    return tuple(parts[name] for name in sorted(parts))


def screens() -> list[type[Screen[object]]]:
    """Every screen and dialog that is opened; not those that only others are made from."""
    parts = [part for part in screen_parts() if issubclass(part, Screen)]
    return [part for part in parts if not any(part in other.__mro__[1:] for other in parts)]


def _is_ours(kind: type[DOMNode], prefix: str) -> bool:
    return kind.__module__.startswith(prefix) and "BINDINGS" in vars(kind)


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


@cache
def known_bindings() -> Mapping[str, KnownBinding]:
    """Every binding that has an id, by its id; one of several screens where most have it."""
    known = {binding.id: _known(binding, None) for binding in KEYS_EVERYWHERE if binding.id}
    for part in screen_parts():
        for binding in vars(part)["BINDINGS"]:
            if not isinstance(binding, Binding) or not binding.id:
                continue
            before = known.get(binding.id)
            if before is None or (before.owner is not None and issubclass(before.owner, part)):
                known.pop(binding.id, None)
                known[binding.id] = _known(binding, part)
    return known


def _known(binding: Binding, owner: type[DOMNode] | None) -> KnownBinding:
    keys = tuple(key_of(key.strip()) for key in binding.key.split(","))
    return KnownBinding(binding.id or "", keys, binding.description, binding.tooltip, owner)


def find_faults(keymap: Keymap) -> tuple[str, ...]:
    """A sentence for everything that is wrong with a keymap; none where it will do."""
    of_lines = {id: tuple(_of_line(id, keys)) for id, keys in keymap.keys.items()}
    # Lines that will not do clash with nothing.
    sound = {id: keys for id, keys in keymap.keys.items() if not of_lines[id]}
    faults = (fault for found in of_lines.values() for fault in found)
    return (*keymap.faults, *faults, *_clashes(sound))


def _of_line(id: str, keys: str) -> Iterator[str]:
    known, named = known_bindings().get(id), plain(id)[:60]
    if known is None:
        near = get_close_matches(id, known_bindings(), 1)
        other = f"the nearest is {near[0]}" if near else "docs/keys.md lists them"
        yield f"The keymap names {named}, which nothing is called: {other}."
        return
    if id.startswith("digit."):
        yield f"The keymap names {named}, but digits type room numbers and stay where they are."
        return
    given = [key_of(key) for key in keys.split(",")]
    for key in given:
        fault = _of_key(known, key)
        if fault:
            yield f"The keymap gives {plain(sign_of(key))[:30]} to {named}, {fault}."
    for key in _KEPT:
        if key in known.keys and key not in given:
            yield f'The keymap takes {key} from {named}: write "{key},{plain(keys)[:30]}".'


def _of_key(known: KnownBinding, key: str) -> str:
    """What is wrong with one key for a binding, as the end of a sentence; "" for nothing."""
    if key.isdecimal():
        return "but digits type room numbers"
    if key in _KEPT and key not in known.keys:
        return "but escape leaves and enter answers, everywhere"
    if key in _SENT_AS:
        return f"which a terminal sends as {_SENT_AS[key]}"
    if key in _OF_THE_PROGRAM:
        return "which the program has for itself"
    if key in _KEPT or key in known.keys:
        return ""
    if _is_printable(key):
        return "but letters are typed there: take a key such as f2" if known.is_beside_text else ""
    if key not in _SENT:
        return "which no terminal sends: take a letter, a sign, f1 to f12, or ctrl and a letter"
    return ""


def _is_printable(key: str) -> bool:
    sign = " " if key == "space" else format_key(key)
    return len(sign) == 1 and sign.isprintable() and key not in _MOVES | {"enter", "backspace"}


def _clashes(keymap: Mapping[str, str]) -> Iterator[str]:
    """Where a key that was given does something else already on the same screen."""
    told: set[frozenset[str]] = set()
    for screen in screens():
        usual = _keys_on(screen)
        now = {id: _given(keymap[id]) if id in keymap else keys for id, keys in usual.items()}
        for one, other in combinations(usual, 2):
            shared = now[one] & now[other] - (usual[one] & usual[other])
            pair = frozenset((one, other))
            if shared and pair not in told and not pair.isdisjoint(keymap):
                told.add(pair)
                given, taken = (one, other) if one in keymap else (other, one)
                yield (
                    f"The keymap gives {sign_of(min(shared))} to {given}, but on the "
                    f"{place_of(screen)} that is {taken}: give one of them another key."
                )


def _keys_on(screen: type[Screen[object]]) -> dict[str, set[str]]:
    """The keys of each binding that works on a screen, by its id."""
    found: dict[str, set[str]] = {}
    maps = [bound_keys(screen), bound_keys(RowList)]
    for bindings in maps:
        for key, bound in bindings.items():
            for binding in bound:
                if binding.id is not None:
                    found.setdefault(binding.id, set()).add(key)
    if not issubclass(screen, ModalScreen):
        for binding in KEYS_EVERYWHERE:
            found.setdefault(binding.id or "", set()).update(_given(binding.key))
    return found


def _given(keys: str) -> set[str]:
    return {key_of(key.strip()) for key in keys.split(",")}
