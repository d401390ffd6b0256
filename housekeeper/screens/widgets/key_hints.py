"""Keys as people are told of them: every hint names the key of a binding, none is typed."""

from functools import cache

from textual.binding import Binding
from textual.dom import DOMNode

_SIGNS = {
    "escape": "esc",
    "backspace": "⌫",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "full_stop": ".",
    "asterisk": "*",
}
_KEYS = {sign: key for key, sign in _SIGNS.items()}


def make_binding(key: str, action: str, label: str, tooltip: str, id: str) -> Binding:
    """A binding of which the hint line, the palette and the help tell, and no footer."""
    return Binding(key, action, label, show=False, tooltip=tooltip, id=id)


@cache
def key_hint(owner: type[DOMNode], name: str) -> str:
    """The key, as it is shown, of the owner's binding with this id or action.

    `key_hint(RoomScreen, "room.pin")` gives `P`. Of several keys it is the first. Raises
    `LookupError` for a name that nothing is bound to.
    """
    for kind in owner.__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and name in {binding.id, binding.action}:
                return sign_of(binding.key.partition(",")[0].strip())
    raise LookupError(f"{owner.__name__} binds no key to {name!r}")


def with_key(about: str, owner: type[DOMNode], name: str) -> str:
    """What something does, with its key behind it in brackets."""
    return f"{about} (key {key_hint(owner, name)})"


def sign_of(key: str) -> str:
    """A key by its sign: `esc` for `escape`."""
    return _SIGNS.get(key, key)


def key_of(sign: str) -> str:
    """The key that a sign stands for: `escape` for `esc`."""
    return _KEYS.get(sign, sign)


def named_keys(*named: tuple[type[DOMNode], str, str]) -> list[tuple[str, str]]:
    """Key and label of each of these: whose binding, its id or action, and what to call it."""
    return [(key_hint(owner, name), label) for owner, name, label in named]
