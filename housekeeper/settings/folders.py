"""The folders of this account for settings and data, as text.

On Linux they are told by two variables, as the library says that is asked elsewhere; its import
takes longer than all else that a short command or a shell waits for before it knows its settings.
"""

import os
import sys

PROGRAM = "housekeeper"


def config_folder() -> str:
    """The folder of the settings file."""
    found = _on_linux("XDG_CONFIG_HOME", ".config")
    if found is None:
        from platformdirs import user_config_dir

        found = user_config_dir(PROGRAM, appauthor=False)
    return found


def data_folder() -> str:
    """The folder of the database, where no setting names another place."""
    found = _on_linux("XDG_DATA_HOME", ".local/share")
    if found is None:
        from platformdirs import user_data_dir

        found = user_data_dir(PROGRAM, appauthor=False)
    return found


def _on_linux(variable: str, below_home: str) -> str | None:
    """The folder where the variables are as they should be; else the library is asked."""
    named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
    if sys.platform != "linux" or any(
        text and text != os.path.normpath(text.strip()) for text in (named, home)
    ):
        return None
    if os.path.isabs(named):  # noqa: PTH117
        return f"{named}/{PROGRAM}"
    return f"{home}/{below_home}/{PROGRAM}" if not named and os.path.isabs(home) else None  # noqa: PTH117
