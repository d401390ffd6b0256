"""Which keys the hotel has bound anew, as its settings give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from housekeeper.core.entered_text import plain
from housekeeper.settings.checks import Check

_RIGHT = 'write a key, such as "z" or "z,f5"'


@dataclass(frozen=True, slots=True)
class Keymap:
    """Keys by the id of the binding that they are for, such as `verb.start` and `z`.

    `faults` has a sentence for each line that could not be read: a wrong keymap never keeps a
    board from being opened.
    """

    keys: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(f"{plain(id)}={plain(keys)}" for id, keys in self.keys.items())


def _read(value: object) -> Keymap:
    keys: dict[str, str] = {}
    faults: list[str] = []
    if isinstance(value, str):
        given: Iterator[tuple[str, object]] = _of_text(value)
    elif isinstance(value, dict):
        given = _of_table(value)
    else:
        return Keymap({}, ('The keymap is no table: write [keymap], then "verb.start" = "z".',))
    for id, bound in given:
        listed = _listed(bound)
        if listed:
            keys[id] = listed
        else:
            faults.append(f"The keymap gives {plain(id)[:60]} no key: {_RIGHT}.")
    return Keymap(keys, tuple(faults))


def _listed(bound: object) -> str:
    """The keys with commas between them; the comma itself is a key as well. "" for none."""
    if not isinstance(bound, str):
        return ""
    if bound.strip() == ",":
        return "comma"
    return ",".join(filter(None, map(str.strip, bound.split(","))))


def _of_text(text: str) -> Iterator[tuple[str, object]]:
    for word in text.split():
        id, _, keys = word.partition("=")
        yield id, keys


def _of_table(table: Mapping[object, object], before: str = "") -> Iterator[tuple[str, object]]:
    """The lines of a table; `verb.start = "z"` without quotes is a table in a table to TOML."""
    for name, value in table.items():
        id = f"{before}{name}"
        if isinstance(value, dict):
            yield from _of_table(value, f"{id}.")
        elif isinstance(value, list) and all(isinstance(key, str) for key in value):
            yield id, ",".join(value)
        else:
            yield id, value


KEYMAP = Check(
    _read,
    "bindings and their keys, such as verb.start=z quit=Q",
    'a table [keymap] with lines such as "verb.start" = "z"',
)
"""Takes anything: what is wrong with it is told where the keys are used, and by `config`."""
