"""Writes docs/settings.md from the table of settings: `python docs/write_settings.py`."""

from pathlib import Path

from housekeeper.settings.load import shown_value
from housekeeper.settings.setting import FoundDefault, Group, Setting
from housekeeper.settings.table import settings_table

PAGE = Path(__file__).with_name("settings.md")

_HEAD = """# Settings

`docs/write_settings.py` writes this page from `housekeeper/settings/table.py`.

A setting can be given in four places; the first of these that gives it counts:

1. an option before the command or after it: `housekeeper rooms --hotel grand`
2. a variable of the environment: `HOUSEKEEPER_HOTEL=grand housekeeper rooms`
3. the settings file, in [TOML](https://toml.io): `hotel = "grand"`
4. its default

In the file a text stands in quotes, and yes or no is written true or false. \
`housekeeper config` lists every setting with its value and where that came from, and says where \
the file is looked for (on Linux `~/.config/housekeeper/config.toml`). There need not be one. A \
value that cannot be used, wherever it was given, and a name in the file that is no setting, are \
refused in one sentence, and the program goes no further.
"""

_EXAMPLE = """
A settings file may look like this:

```toml
database = "/srv/hotel/grand.db"
theme = "light"
lock_after_minutes = 5
locked_board = "hidden"
cli_pin = true

[keymap]
"verb.start" = "z"
```

A table such as `[keymap]` stands at the end of the file: TOML takes what follows for its lines. \
[Keys](keys.md) lists the names. A wrong keymap keeps nobody from \
work, nor does a wrong `theme`, `glyphs`, `drawing` or `after_act`: the usual one is in use, the \
board says so in one line, and `housekeeper config` names everything that is wrong, beside its \
setting.

`glyphs = "auto"` draws signs and frames in ASCII where `TERM` is `linux`, or where the first of \
`LC_ALL`, `LC_CTYPE` and `LANG` that is set names no UTF-8.
"""

_GROUPS = {
    Group.GENERAL: ("General", "The database, the hotel, and who acts."),
    Group.HOUSE: (
        "House",
        "Rules of the house. Each terminal has its own settings: give every terminal of the "
        "house the same. `housekeeper doctor` shows them, to compare.",
    ),
    Group.TERMINAL: ("Terminal", "How this terminal looks, locks and names its acts."),
    Group.PUSHER: (
        "Pusher",
        "App id, key and secret are needed together, and either a cluster or a host "
        "([more](live.md)). Left empty, each of them is as if it were not there. "
        "A settings file with the secret should be readable by its owner alone; "
        "`housekeeper doctor` says where it is not.",
    ),
}


def page() -> str:
    """The page, as it should be."""
    parts = [_HEAD, _EXAMPLE]
    for group, (title, about) in _GROUPS.items():
        rows = [row for row in settings_table() if row.group is group]
        lines = [
            f"\n## {title}\n\n{about}\n",
            "| setting | what it is for | what to write | default | variable and option |",
            "|---|---|---|---|---|",
            *(_line(row) for row in rows),
        ]
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)


def _line(row: Setting) -> str:
    places = [f"`{row.variable}`"]
    if row.option is not None:
        places.append(f"`{row.option.flag} {row.option.metavar}`")
    about = row.about + (" A secret: no list or message shows it." if row.is_secret else "")
    cells = [f"`{row.name}`", about, row.check.right, _default(row), ", ".join(places)]
    return f"| {' | '.join(cells)} |"


def _default(row: Setting) -> str:
    if isinstance(row.default, FoundDefault):
        return row.default.words
    shown = shown_value(row, row.default)
    return "" if shown is None else f"`{shown}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
