"""Where settings and data lie on this machine."""

import os
from pathlib import Path

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.hotel import is_timezone
from housekeeper.settings import folders


def settings_file() -> Path:
    """Where the settings file is looked for."""
    return Path(folders.config_folder()) / "config.toml"


def data_folder() -> Path:
    """Where the database is kept unless a setting names another place."""
    return Path(folders.data_folder())


def make_data_folder() -> None:
    """Make the data folder, open to its owner alone; raises `StoreUnavailable`."""
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise StoreUnavailable(
            f"The folder {plain(str(folder))} for the database cannot be made: {reason}."
        ) from fault


def machine_timezone() -> str:
    """The zone that this machine is set to, or UTC where it cannot be told."""
    linked = os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        if is_timezone(name):
            return name
    return "UTC"
