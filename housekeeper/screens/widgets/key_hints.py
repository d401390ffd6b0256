"""Keys as people are told of them: every hint names the key of a binding, none is typed."""

from collections.abc import Mapping
from functools import cache

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key

_SIGNS = {"escape": "esc", "backspace": "⌫"}
_KEYS = {sign: key for key, sign in _SIGNS.items()}

_keymap: Mapping[str, str] = {}


def use_keymap(keymap: Mapping[str, str]) -> None:
    """Have every hint name the keys of this keymap, by the id of the binding."""
    global _keymap
    _keymap = dict(keymap)
    key_hint.cache_clear()


def make_binding(key: str, action: str, label: str, tooltip: str, id: str) -> Binding:
    """A binding of which the hint line, the palette and the help tell, and no footer."""
    return Binding(key, action, label, show=False, tooltip=tooltip, id=id)


@cache
def key_hint(owner: type[DOMNode], name: str) -> str:
    """The key, as it is shown, of the owner's binding with this id or action.

    `key_hint(RoomScreen, "room.pin")` gives `P`, or what the hotel has bound it to. Of several
    keys it is the first. Raises `LookupError` for a name that nothing is bound to.
    """
    for kind in owner.__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and name in {binding.id, binding.action}:
                return sign_of_binding(binding)
    raise LookupError(f"{owner.__name__} binds no key to {name!r}")


def with_key(about: str, owner: type[DOMNode], name: str) -> str:
    """What something does, with its key behind it in brackets."""
    return f"{about} (key {key_hint(owner, name)})"


def sign_of_binding(binding: Binding) -> str:
    """The key of a binding as it is shown: the first, where it has several."""
    keys = _keymap.get(binding.id or "") or binding.key
    return sign_of(keys.partition(",")[0].strip())


def sign_of(key: str) -> str:
    """A key by its sign: `esc` for `escape`, `/` for `slash`."""
    if key in _SIGNS or len(key) == 1:
        return _SIGNS.get(key, key)
    sign = format_key(key)
    return sign if len(sign) == 1 and sign.isascii() else key


def key_of(sign: str) -> str:
    """The key that a sign stands for: `escape` for `esc`, `slash` for `/`."""
    if sign in _KEYS or len(sign) != 1:
        return _KEYS.get(sign, sign)
    return next(iter(Binding.make_bindings([Binding(sign, "")]))).key


def named_keys(*named: tuple[type[DOMNode], str, str]) -> list[tuple[str, str]]:
    """Key and label of each of these: whose binding, its id or action, and what to call it."""
    return [(key_hint(owner, name), label) for owner, name, label in named]
