"""Where a database lies: a path or an SQLAlchemy URL, checked before anything is touched."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from housekeeper.core.errors import StoreUnavailable, StoreUnusable
from housekeeper.settings.address_text import without_password
from housekeeper.store.disk import require_free_name
from housekeeper.store.postgresql.address import PostgresqlPlace, locate_postgresql
from housekeeper.store.sqlite.own_logs import require_own_link, require_own_logs

_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "9p", "ceph"}
)
_SQLITE_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A database file on this machine; without a path it lives in memory only.

    `link` is by what link the file was named, where it was: what lies beside a database, its
    keys and logs, lies beside the file itself.
    """

    path: Path | None
    link: Path | None = None

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else "in memory"


Place = SqliteFile | PostgresqlPlace


def locate(target: str) -> Place:
    """Read a path or URL as the place of a database.

    Raises `StoreUnusable` for a URL that cannot be read or of an engine that is not served, and
    `StoreUnavailable` for a link to a file that another user has made.
    """
    if target == ":memory:":
        return SqliteFile(None)
    if "://" not in target:
        if without_password(target) != target:
            raise StoreUnusable(
                "That is no path of a database; a server is named postgresql://USER@HOST/DATABASE."
            )
        try:
            return _file_at(Path(target).expanduser())
        except RuntimeError as fault:
            raise StoreUnusable(
                "The path of the database names a user that is not here."
            ) from fault
    engine = target.partition("://")[0].partition("+")[0].lower()
    if engine in {"postgresql", "postgres"}:
        return locate_postgresql(target)
    try:
        url = make_url(target)
    except ArgumentError as fault:
        raise StoreUnusable(
            "That is no database URL; write a path, sqlite:///path/to/file.db, or "
            "postgresql://user@host/name."
        ) from fault
    if url.get_backend_name() != "sqlite":
        raise StoreUnusable(
            f"Databases of {url.get_backend_name()} are not served by this version; "
            "give a path, sqlite:///path/to/file.db, or postgresql://user@host/name."
        )
    if url.database in (None, "", ":memory:"):
        return SqliteFile(None)
    return _file_at(Path(url.database))


def _file_at(path: Path) -> SqliteFile:
    require_own_link(path)
    return SqliteFile(Path(os.path.realpath(path)), path) if path.is_symlink() else SqliteFile(path)


def prepare(file: SqliteFile) -> bool:
    """See that the file can be opened, make it if it is missing, and tell whether it was made.

    A new file can be read and written by its owner alone. Nothing that exists is changed, and
    what is no ordinary file (a device, a pipe) is refused before it is touched.
    Raises `StoreUnavailable` or `StoreUnusable`, and `NotPossible` for the name of a new file
    that is used beside another database.
    """
    path = file.path
    if path is None:
        return False
    folder = path.parent
    if not folder.is_dir():
        raise StoreUnavailable(f"There is no folder {folder} to keep the database in.")
    _refuse_network_share(folder)
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder; give the path of a database file.")
    try:
        if path.exists() and not path.is_file():
            raise StoreUnusable(f"{path} is no ordinary file; give the path of a database file.")
        require_own_logs(path)
        if path.exists() and path.stat().st_size:
            with path.open("rb") as opened:
                if opened.read(len(_SQLITE_HEADER)) != _SQLITE_HEADER:
                    raise StoreUnusable(f"{path} is no housekeeper database; it was left as it is.")
            if not os.access(path, os.W_OK) or not os.access(folder, os.W_OK):
                raise StoreUnavailable(
                    f"{path} and its folder must be writable by the account that runs this."
                )
            return False
        if path.exists():
            os.close(os.open(path, os.O_RDWR))
            return False
        if not os.path.lexists(path):
            require_free_name(path)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        # Another program was quicker to make it.
        return False
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise StoreUnavailable(f"The database {path} cannot be opened: {reason}.") from fault
    return True


def _refuse_network_share(folder: Path) -> None:
    """SQLite's locks do not hold on network shares, so two machines would lose changes."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    resolved = folder.resolve()
    best, kind = -1, ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        place = Path(fields[1].replace("\\040", " "))
        if resolved.is_relative_to(place) and len(place.parts) > best:
            best, kind = len(place.parts), fields[2]
    if kind in _NETWORK_FILE_SYSTEMS:
        raise StoreUnusable(
            f"{folder} is a network share ({kind}), where a database file is not safe; "
            "keep it on a disk of the machine that the terminals run on."
        )
