"""Writes docs/keys.md from the bindings of the screens: `python docs/write_keys.py`."""

from itertools import groupby
from pathlib import Path

from housekeeper.screens.keyboard.keymap import KnownBinding, known_bindings
from housekeeper.screens.widgets.key_hints import sign_of

PAGE = Path(__file__).with_name("keys.md")

_HEAD = """# Keys

`docs/write_keys.py` writes this page from the screens. Press `?` on any screen for the keys that \
work there.

## Your own keys

Give a key by the name that stands first in its line below, in the settings file \
(`housekeeper config` says where that is):

```toml
[keymap]
"verb.start" = "z"
"help" = "f1,question_mark"
```

Or, for one run, in the environment: `HOUSEKEEPER_KEYMAP="verb.start=z help=f1,?"`.

- A key is a letter (a capital is a key of its own), a sign such as `/`, `f1` to `f12`, an arrow, \
or `ctrl` and a letter: `ctrl+t`. Several keys stand with commas.
- Digits type room numbers. `escape` leaves and `enter` answers, everywhere; both stay.
- `ctrl+h`, `ctrl+i`, `ctrl+j` and `ctrl+m` cannot be told from backspace, tab and enter.
- Where letters are typed, in dialogs and lines, a letter is no key.

`housekeeper config` checks the keymap and says what is wrong with it. A board with a wrong keymap \
opens with the usual keys, and says so. Help, hints and the palette name the keys that are in \
force.
"""


def page() -> str:
    """The page, as it should be."""
    parts = [_HEAD]
    for place, lines in groupby(sorted(known_bindings().values(), key=_order), _place):
        parts.append(f"\n## {place.capitalize()}\n\n| name | keys | what it does |\n")
        parts.append("|---|---|---|\n")
        parts += [_line(known) for known in lines if not known.id.startswith("digit.")]
    return "".join(parts)


def _place(known: KnownBinding) -> str:
    return known.place


def _order(known: KnownBinding) -> tuple[int, str]:
    first = ("everywhere", "screens with rooms", "board screen")
    return (first.index(known.place) if known.place in first else len(first), known.place)


def _line(known: KnownBinding) -> str:
    keys = " ".join(f"`{_written(key)}`" for key in known.keys)
    return f"| `{known.id}` | {keys} | {known.tooltip or known.label} |\n"


def _written(key: str) -> str:
    """A key as it is written in a keymap."""
    sign = sign_of(key)
    return sign if len(sign) == 1 and sign.isascii() else key


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
