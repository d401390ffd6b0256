"""Which database and hotel a shell's TAB asks about: what `load` says of these two, sooner.

The whole table of settings, its folders and the reader of TOML take several times as long to
import as all else that a shell waits for. So what is plain is read here, and the rest is left
to them. `tests/settings/test_shell_settings.py` holds both to the same answers.
"""

import os

from housekeeper.settings.folders import config_folder, data_folder

_NAMES = ("database", "hotel")
_DATABASE = "housekeeper.db"


def shell_settings(given: "dict[str, str]") -> "dict[str, str]":
    """`database`, and `hotel` where one is named; `given` is what the command line says of them.

    Raises `InvalidInput` for a settings file that cannot be read.
    """
    variables = {name: os.environ.get(f"HOUSEKEEPER_{name.upper()}", "") for name in _NAMES}
    found = {**_in_file(), **{name: text for name, text in variables.items() if text}, **given}
    if "database" not in found:
        found["database"] = os.path.join(data_folder(), _DATABASE)  # noqa: PTH118
    return found


def _in_file() -> "dict[str, str]":
    path = os.path.join(config_folder(), "config.toml")  # noqa: PTH118
    if not os.path.isfile(path):  # noqa: PTH113
        return {}
    with open(path, encoding="utf-8") as opened:  # noqa: PTH123
        plain = _read_plain(opened.read())
    if plain is not None:
        return plain
    # The reader of TOML takes longer than everything else here.
    from housekeeper.settings.load import load

    settings = load({}, keeps_all_faults=True)
    values = {name: getattr(settings, name) for name in _NAMES}
    return {name: text for name, text in values.items() if settings.origins[name] == "file"}


def _read_plain(text: str) -> "dict[str, str] | None":
    """What our names are set to, where each line sets one name to one plain value; else None."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name or name.startswith("#"):
            continue
        if name.startswith("["):
            # Tables come after all else, and nothing of ours is in one.
            return found
        quote = value[:1]
        if not equals or name != name.lower() or not name.replace("_", "").isalnum():
            return None
        if quote in {'"', "'"}:
            if len(value) < 2 or value.count(quote) != 2 or value[-1] != quote or "\\" in value:
                return None
            if name in _NAMES:
                found[name] = value[1:-1]
        elif name in _NAMES or not value.replace("-", "").replace(".", "").isalnum():
            return None
    return {name: value for name, value in found.items() if value}
