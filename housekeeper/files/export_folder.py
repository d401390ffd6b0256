"""The folder of the hotel's into which the board exports: never where the program was started."""

from pathlib import Path

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import Refused
from housekeeper.settings.places import data_folder

NAME = "exports"


def export_folder(asked: str | None, database: Path | None) -> Path:
    """The folder that the setting names; without one, `exports` beside the database file.

    Where there is no such file (a server's database, the demonstration) it is in the data folder.
    """
    if asked is not None:
        return Path(asked).expanduser()
    beside = data_folder() if database is None else database.absolute().parent
    return beside / NAME


def make_folder(folder: Path) -> None:
    """Make a folder, open to its owner alone, unless it is there.

    Raises `Refused` with the system's reason.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise Refused(
            f"The folder {plain(str(folder))} for exports cannot be made: {reason}."
        ) from fault
