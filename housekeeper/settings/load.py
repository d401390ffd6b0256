"""Settings: the command line over the environment over the settings file over the defaults.

The board must be on the screen at once, so nothing heavy is imported here, and the reader of
TOML only where there is a settings file.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.settings import table
from housekeeper.settings.address_text import without_password
from housekeeper.settings.places import settings_file
from housekeeper.settings.setting import Group, Setting
from housekeeper.settings.table import Origin, settings_table

_MASK = "**********"


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting as the command `config` lists it; a secret value is masked.

    `faults` are sentences of what is wrong with it; then its default is shown. A name that is no
    setting is listed with its fault too.
    """

    name: str
    value: str | None
    origin: Origin
    description: str
    variable: str
    faults: tuple[str, ...] = ()


def load(
    command_line: Mapping[str, str | None], *, keeps_all_faults: bool = False
) -> table.Settings:
    """The settings for this run; `command_line` has what was given there, by setting.

    Raises `InvalidInput` with one sentence for a settings file or a value that is no good; the
    value itself, which may be secret, is not repeated. Of a harmless setting, and of every one
    with `keeps_all_faults`, the default is in force instead, and the sentence is kept.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {row.name: "default" for row in settings_table()}
    given: list[tuple[Origin, Mapping[str, Any]]] = [
        ("file", _given_in_file()),
        ("environment", _given_in_environment()),
        ("command line", {name: text for name, text in command_line.items() if text is not None}),
    ]
    for origin, found in given:
        for name, value in found.items():
            values[name], origins[name] = value, origin
    read: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for row in settings_table():
        if row.name not in values:
            continue
        try:
            read[row.name] = _read(row, values.pop(row.name), origins[row.name])
        except InvalidInput as fault:
            if not (row.is_harmless or keeps_all_faults):
                raise
            faults[row.name], origins[row.name] = str(fault), "default"
    # Variables and options are looked for by the names of the table: only a file can give others.
    for name in values:
        if not keeps_all_faults:
            raise _unknown(name)
        faults[name] = str(_unknown(name))
    try:
        return table.Settings(**read, origins=origins, faults=faults)
    except InvalidInput as misfit:
        if not keeps_all_faults:
            raise
        # Pusher's settings do not fit together: of these none is in force.
        given_of_pusher = [row.name for row in settings_table() if row.group is Group.PUSHER]
        for name in given_of_pusher:
            if read.pop(name, None) is not None:
                faults.setdefault(name, str(misfit))
                origins[name] = "default"
        return table.Settings(**read, origins=origins, faults=faults)


def explain(command_line: Mapping[str, str | None]) -> list[Explained]:
    """Every setting with its value, where it came from, what it is for, and what is wrong.

    Raises `InvalidInput` for a settings file that cannot be read.
    """
    settings = load(command_line, keeps_all_faults=True)
    faults = dict(settings.faults)
    listed = [
        Explained(
            row.name,
            shown_value(row, getattr(settings, row.name)),
            settings.origins[row.name],
            row.about,
            row.variable,
            (faults.pop(row.name),) if row.name in faults else (),
        )
        for row in settings_table()
    ]
    unknown = [(plain(name)[:60], fault) for name, fault in faults.items()]
    return [*listed, *(Explained(name, None, "file", "", "", (fault,)) for name, fault in unknown)]


def shown_value(row: Setting, value: object) -> str | None:
    """A setting's value, for people; None where it is not set."""
    if value is None:
        return None
    if row.is_secret:
        return _MASK
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return without_password(str(value))


def _given_in_file() -> dict[str, Any]:
    """The values by setting, unchecked; names may be in capitals, as those of variables are."""
    rows = {row.name: row for row in settings_table()}
    values: dict[str, Any] = {}
    # Capitals come before small letters, so where a name stands in both the small one counts.
    for name, value in sorted(_read_file(settings_file()).items()):
        row = rows.get(name.lower())
        if row is None:
            values[name] = value
        elif value != "" or not row.is_unset_when_empty:
            values[row.name] = value
    return values


def _given_in_environment() -> dict[str, Any]:
    texts = {row.name: os.environ.get(row.variable) for row in settings_table()}
    return {name: text for name, text in texts.items() if text}


def _read_file(path: Path) -> dict[str, Any]:
    """The values in a settings file, unchecked; none where there is no file."""
    shown = plain(str(path))
    try:
        if path.is_fifo():
            raise InvalidInput(f"The settings file {shown} is a pipe; keep a file there.")
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise InvalidInput(f"The settings file {shown} cannot be read: {reason}.") from fault
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as fault:
        said = "it is not UTF-8" if isinstance(fault, UnicodeDecodeError) else plain(str(fault))
        raise InvalidInput(f"The settings file {shown} is not TOML: {said}.") from fault


def _read(row: Setting, value: object, origin: Origin) -> object:
    try:
        return row.check(value)
    except ValueError:
        right = row.check.right_in_toml if origin == "file" else row.check.right
        raise InvalidInput(
            f"The setting {row.name} from {_origin_text(row, origin)} cannot be used: "
            f"write {right}."
        ) from None


def _unknown(name: str) -> InvalidInput:
    known = ", ".join(row.name for row in settings_table())
    return InvalidInput(
        f"There is no setting {plain(name)[:60]}, which {_file_text()} gives; there are {known}."
    )


def _file_text() -> str:
    return f"the settings file {plain(str(settings_file()))}"


def _origin_text(row: Setting, origin: Origin) -> str:
    if origin == "file":
        return _file_text()
    place = row.option.flag if row.option and origin == "command line" else row.variable
    return f"the {origin} ({place})"
