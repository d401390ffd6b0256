"""Whether others on the machine can read or change what the hotel keeps, and what mends it."""

import os
import shlex
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from housekeeper.settings.places import settings_file
from housekeeper.settings.table import settings_table
from housekeeper.store.disk import is_own_file

_GROUP, _OTHERS = 3, 0
"""How far the bits of a class of users lie from the right in a file's mode."""


def facts(database: Path | None, problems: list[str]) -> dict[str, str]:
    """What `doctor` tells of rights: of the database with what lies beside it, and the settings.

    A sentence with the command that mends it joins the problems. Nothing is told where the
    system has no such rights (Windows), nor of a key file: that is told of with the keys.
    """
    if os.name != "posix":
        return {}
    files = [*_of_database(database), *_with_secret(settings_file())]
    of_others = [path for path in files if not is_own_file(Path(os.path.realpath(path)))]
    problems += [
        f"{path} is no file of your own: keep what the hotel has in the account that runs this."
        for path in of_others
    ]
    open_files = [path for path in files if is_open_to_others(path)]
    if open_files:
        problems.append(
            f"Others on this machine can read {_list_names(open_files)}; "
            f"mend it with: chmod 600 {shlex.join(map(str, open_files))}"
        )
    shared = list(dict.fromkeys(path.absolute().parent for path in files if is_place_shared(path)))
    problems += map(shared_text, shared)
    return {
        "rights": "not the owner alone" if of_others or open_files or shared else "the owner alone"
    }


def shared_text(folder: Path) -> str:
    """What is wrong with a folder that is no place of the owner alone, and what mends it."""
    mode = _mode(folder)
    if mode & stat.S_ISVTX and mode & 0o022:
        return (
            f"Others on this machine can put files of theirs into {folder}: keep what lies there "
            "in a folder of its owner alone."
        )
    for place in (folder, *folder.parents):
        if _can_others_replace_in(place):
            return (
                f"Others on this machine can replace files in {folder.name or folder}; "
                f"mend it with: chmod go-w {shlex.quote(str(place))}"
            )
    return (
        f"The folder {folder} belongs to another user, who can replace the files in it: keep "
        "what lies there in a folder of its owner alone."
    )


def _list_names(paths: Iterable[Path]) -> str:
    return ", ".join(path.name or str(path) for path in paths)


def _of_database(database: Path | None) -> Iterator[Path]:
    """The database, its log and index, and copies that a migration left beside it."""
    if database is None:
        return
    yield database
    for beside in sorted(database.parent.glob(f"{_escape_glob(database.name)}[-.]*")):
        if beside.suffix != ".keys" and beside.is_file():
            yield beside


def _escape_glob(name: str) -> str:
    return "".join(f"[{mark}]" if mark in "[*?" else mark for mark in name)


def _with_secret(settings: Path) -> Iterator[Path]:
    """The settings file, where a secret stands in it."""
    try:
        content = settings.read_bytes()
    except OSError:
        return
    if any(row.name.encode() in content for row in settings_table() if row.is_secret):
        yield settings


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def is_open_to_others(path: Path) -> bool:
    """Whether another user's rights on the file and on the way to it let them read or write."""
    folders = path.absolute().parents
    for users in (_GROUP, _OTHERS):
        can_use = _mode(path) >> users & 0o6
        if can_use and all(_mode(folder) >> users & 0o1 for folder in folders):
            return True
    return False


def is_place_shared(path: Path) -> bool:
    """Whether others can put files beside this one, or another folder in the place of its own.

    In a sticky folder nobody replaces what is another's, but anyone adds a journal or a link.
    """
    folder = path.absolute().parent
    if _mode(folder) & 0o022 or any(map(_can_others_replace_in, folder.parents)):
        return True
    try:
        return folder.stat().st_uid not in {os.geteuid(), 0, path.stat().st_uid}
    except OSError:
        return False


def _can_others_replace_in(folder: Path) -> bool:
    mode = _mode(folder)
    return bool(mode & 0o022) and not mode & stat.S_ISVTX
