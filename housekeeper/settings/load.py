"""Settings: the command line over the environment over the settings file over the defaults.

The board must be on the screen at once, so values that are plainly right are taken as they
are; pydantic, whose import takes longer than the first frame, judges and words the others.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import QUIET_HOUR, QuietHour
from housekeeper.core.errors import InvalidInput
from housekeeper.settings.places import data_folder, settings_file, without_password
from housekeeper.settings.pusher import PUSHER_NAMES, PusherSettings, read_pusher

Theme = Literal["dark", "light"]
LockedBoard = Literal["visible", "hidden"]
Drawing = Literal["direct", "textual"]
Attribution = Literal["terminal", "per-act"]
Origin = Literal["default", "file", "environment", "command line"]

NAMES = (
    "database",
    "keys",
    "hotel",
    "now",
    "staff",
    "theme",
    "cli_pin",
    "attribution",
    "lock_after_minutes",
    "locked_board",
    "drawing",
    "quiet_hour",
    *PUSHER_NAMES,
)
LOCK_AFTER_MINUTES = 10
LONGEST_LOCK_AFTER = 1440
_THEMES = ("dark", "light")
_LOCKED_BOARDS = ("visible", "hidden")
_DRAWINGS = ("direct", "textual")
_ATTRIBUTIONS = ("terminal", "per-act")


@dataclass(frozen=True, slots=True)
class Settings:
    """What this run of the program works with.

    `database` is a path or URL, `keys` the path of the key file; None is beside the database.
    `now` starts a training clock; without a zone it is the hotel's local time. `staff` is the
    code of who acts, whose PIN commands ask for with `cli_pin`. `attribution` tells whether the
    board asks for a PIN once or at every act; it locks after `lock_after_minutes` of real time
    without a key, 0 for never, and stays visible meanwhile or not (`locked_board`). `drawing`
    tells how the screen is painted. In the
    `quiet_hour` a large database file may be rewritten. `pusher` is None where no Pusher is
    set. `origins` tells where each value came from.
    """

    database: str
    keys: str | None
    hotel: str | None
    now: datetime | None
    staff: str | None
    theme: Theme
    cli_pin: bool
    attribution: Attribution
    lock_after_minutes: int
    locked_board: LockedBoard
    drawing: Drawing
    quiet_hour: str
    pusher: PusherSettings | None
    origins: Mapping[str, Origin]


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting as the command `config` lists it; a secret value is masked."""

    name: str
    value: str | None
    origin: Origin
    description: str
    variable: str


def variable_of(name: str) -> str:
    """The environment variable that gives a setting."""
    return f"HOUSEKEEPER_{name.upper()}"


def _read_file(path: Path) -> dict[str, Any]:
    """The values in a settings file, unchecked; none where there is no file."""
    shown = plain(str(path))
    try:
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


def _gathered(command_line: Mapping[str, str | None]) -> tuple[dict[str, Any], dict[str, Origin]]:
    """The values as given, unchecked, with where each came from."""
    values: dict[str, Any] = {"database": str(data_folder() / "housekeeper.db")}
    origins: dict[str, Origin] = dict.fromkeys(NAMES, "default")
    given: list[tuple[Origin, Mapping[str, Any]]] = [
        ("file", _read_file(settings_file())),
        (
            "environment",
            {name: text for name in NAMES if (text := os.environ.get(variable_of(name)))},
        ),
        (
            "command line",
            {name: text for name, text in command_line.items() if text is not None},
        ),
    ]
    for origin, found in given:
        for name, value in found.items():
            values[name], origins[name] = value, origin
    return values, origins


def _seen_right(values: Mapping[str, Any], origins: Mapping[str, Origin]) -> Settings | None:
    """The settings, where every value can be seen to be right without pydantic."""
    if not set(values) <= set(NAMES):
        return None
    theme, now = values.get("theme", "dark"), values.get("now")
    cli_pin = values.get("cli_pin", False)
    texts = [values.get(name) for name in ("database", "keys", "hotel", "staff")]
    attribution = values.get("attribution", "terminal")
    locked_board = values.get("locked_board", "visible")
    drawing = values.get("drawing", "direct")
    minutes = values.get("lock_after_minutes", LOCK_AFTER_MINUTES)
    if theme not in _THEMES or not isinstance(cli_pin, bool):
        return None
    if attribution not in _ATTRIBUTIONS or locked_board not in _LOCKED_BOARDS:
        return None
    if drawing not in _DRAWINGS:
        return None
    if type(minutes) is not int or not 0 <= minutes <= LONGEST_LOCK_AFTER:
        return None
    if not all(text is None or (isinstance(text, str) and text) for text in texts):
        return None
    try:
        quiet_hour = str(QuietHour.parse(values.get("quiet_hour", str(QUIET_HOUR))))
    except (InvalidInput, AttributeError):
        return None
    if isinstance(now, str):
        try:
            now = datetime.fromisoformat(now)
        except ValueError:
            return None
    if now is not None and not isinstance(now, datetime):
        return None
    return Settings(
        database=values["database"],
        keys=values.get("keys"),
        hotel=values.get("hotel"),
        now=now,
        staff=values.get("staff"),
        theme=cast(Theme, theme),
        cli_pin=cli_pin,
        attribution=cast(Attribution, attribution),
        lock_after_minutes=minutes,
        locked_board=cast(LockedBoard, locked_board),
        drawing=cast(Drawing, drawing),
        quiet_hour=quiet_hour,
        pusher=read_pusher(values),
        origins=origins,
    )


def load(command_line: Mapping[str, str | None]) -> Settings:
    """The settings for this run; `command_line` has what was given there, by setting.

    Raises `InvalidInput` with one sentence for a settings file or a value that is no good.
    """
    values, origins = _gathered(command_line)
    settings = _seen_right(values, origins)
    if settings is not None:
        return settings
    from housekeeper.settings.checks import check

    model = check(values, _in_words(origins))
    return Settings(
        database=model.database,
        keys=model.keys,
        hotel=model.hotel,
        now=model.now,
        staff=model.staff,
        theme=model.theme,
        cli_pin=model.cli_pin,
        attribution=model.attribution,
        lock_after_minutes=model.lock_after_minutes,
        locked_board=model.locked_board,
        drawing=model.drawing,
        quiet_hour=model.quiet_hour,
        pusher=read_pusher(values),
        origins=origins,
    )


def _in_words(origins: Mapping[str, Origin]) -> dict[str, str]:
    words = {"file": f"the settings file {plain(str(settings_file()))}"}
    return {
        name: words.get(origin, f"the {origin}")
        + (f" ({variable_of(name)})" if origin == "environment" else "")
        for name, origin in origins.items()
    }


def _shown(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else without_password(str(value))


def explain(command_line: Mapping[str, str | None]) -> list[Explained]:
    """Every setting with its value, where it came from, and what it is for."""
    from housekeeper.settings.checks import check

    values, origins = _gathered(command_line)
    model = check(values, _in_words(origins))
    explained = []
    for name, about in type(model).model_fields.items():
        value = getattr(model, name)
        explained.append(
            Explained(
                name=name,
                value=_shown(value),
                origin=origins[name],
                description=about.description or "",
                variable=variable_of(name),
            )
        )
    return explained
