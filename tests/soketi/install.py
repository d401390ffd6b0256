"""Installs soketi, outside the checkout: in a folder of this account's cache, named by the lock.

It comes from npm by the hashes of package-lock.json and without install scripts. Whoever asks
next, in this run of the tests or in another checkout with the same lock, finds it there.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from platformdirs import user_cache_path

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", ".npmrc")
SERVER = "node_modules/@soketi/soketi/bin/server.js"
INSTALLED_WITHIN_SECONDS = 600.0
SHARED_FOLDERS = ("/var/tmp", tempfile.gettempdir())
_NOBODY = 65534
_INSTALL = (
    *("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"),
    # What npm has at hand is not asked for again; without a network it is told within seconds.
    *("--prefer-offline", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"),
)
_FAULTS_OF_THE_LOCK = {"EUSAGE", "EINTEGRITY", "EJSONPARSE"}


class SoketiMissing(Exception):
    """This machine cannot have the server; says which part it lacks, and what would help."""

    def __init__(self, part: str, remedy: str) -> None:
        super().__init__(part, remedy)
        self.part, self.remedy = part, remedy

    def __str__(self) -> str:
        return f"no {self.part}: {self.remedy}"


class LockFault(Exception):
    """npm does not take package-lock.json: a fault of this checkout, not of the machine."""


def environment_of_server() -> dict[str, str]:
    """All that the server finds in its environment: no home, which may be closed to it."""
    return {"PATH": os.environ.get("PATH", ""), "NODE_ENV": "production"}


def unprivileged() -> dict[str, Any]:
    """What makes a child of root run as nobody."""
    if os.getuid() != 0:
        return {}
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}


@functools.cache
def installed() -> Path:
    """The folder in which soketi stands, installed there if need be; one process at a time.

    Raises `SoketiMissing` where this machine cannot have it, and `LockFault`.
    """
    for program in ("npm", "node"):
        if shutil.which(program) is None:
            raise SoketiMissing(program, "install it")
    digest = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    place = cache_folder() / f"soketi-{digest[:16]}"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = _Refusal(place.with_suffix(".refused"))
        refused.raise_again()
        try:
            if not place.is_dir():
                _install(place)
            _try_out(place)
        except SoketiMissing as missing:
            refused.keep(missing)
            raise
    return place


def cache_folder() -> Path:
    """A folder that is this account's alone to write, and that who runs soketi can read.

    Raises `SoketiMissing` where there is none.
    """
    for folder in _folders():
        with contextlib.suppress(OSError):
            if _can_be_read(next(parent for parent in folder.parents if parent.exists())):
                folder.mkdir(mode=0o755, parents=True, exist_ok=True)
                if _is_ours(folder):
                    folder.chmod(0o755)
                    if _can_be_read(folder):
                        return folder
    raise SoketiMissing("folder to install soketi in", "make the home folder writable")


def _folders() -> Iterator[Path]:
    if _home() is not None:
        yield user_cache_path("housekeeper-tests", appauthor=False)
    for shared in SHARED_FOLDERS:
        yield Path(shared) / f"housekeeper-tests-{os.getuid()}"


def _home() -> Path | None:
    """This account's home, where it has one; an empty HOME would mean the root folder."""
    with contextlib.suppress(RuntimeError):
        if os.environ.get("HOME") != "" and Path.home().is_dir():
            return Path.home()
    return None


def _is_ours(folder: Path) -> bool:
    # Where everyone may write, another account may have put it there first.
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


def _can_be_read(folder: Path) -> bool:
    look = subprocess.run(
        ["test", "-r", folder, "-a", "-x", folder], cwd="/", check=False, **unprivileged()
    )
    return look.returncode == 0


_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex


class _Refusal:
    """What this run of the tests was told once, so that none of its processes waits again."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def raise_again(self) -> None:
        """Raise what was told to this run, if anything was."""
        with contextlib.suppress(OSError):
            run, *words = self._file.read_text(encoding="utf-8").splitlines()
            if run == _RUN:
                raise SoketiMissing(*words)

    def keep(self, missing: SoketiMissing) -> None:
        """Keep it for the other processes of this run."""
        words = (_RUN, missing.part, missing.remedy)
        self._file.write_text("\n".join(words), encoding="utf-8")


def _install(place: Path) -> None:
    """Install beside the place, and move it there once it is whole."""
    unfinished = place.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o755)
    unfinished.chmod(0o755)
    for name in FILES:
        shutil.copyfile(HERE / name, unfinished / name)
    try:
        _run_npm(unfinished)
        unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _run_npm(folder: Path) -> None:
    own = folder / "home"
    try:
        done = subprocess.run(
            _INSTALL,
            cwd=folder,
            env={**os.environ, **_home_for_npm(own)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            umask=0o022,
            timeout=INSTALLED_WITHIN_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SoketiMissing("soketi", "npm did not install it in time") from None
    shutil.rmtree(own, ignore_errors=True)
    if done.returncode != 0:
        code = re.search(r"^npm \S+ code (\w+)$", done.stdout, re.MULTILINE)
        if code is not None and code[1] in _FAULTS_OF_THE_LOCK:
            raise LockFault(done.stdout)
        told = code[1] if code is not None else f"exit code {done.returncode}"
        raise SoketiMissing("soketi", f"npm could not install it ({told}); is there a network?")


def _home_for_npm(own: Path) -> dict[str, str]:
    """Another home for npm where it cannot keep its cache in this account's.

    It would go on for ever, or make the folder `~` where it is called from.
    """
    home = _home()
    if home is not None:
        with contextlib.suppress(OSError):
            (home / ".npm").mkdir(exist_ok=True)
            if os.access(home / ".npm", os.W_OK):
                return {}
    own.mkdir()
    return {"HOME": str(own)}


def _try_out(place: Path) -> None:
    """See that this machine's node can run it: its sockets are compiled for some versions."""
    try:
        tried = _node(str(place / SERVER), "--version")
        if tried.returncode == 0:
            return
        errors = [line for line in tried.stderr.splitlines() if line.startswith("Error: ")]
        why = f"{_node('--version').stdout.strip()}: {errors[-1] if errors else tried.returncode}"
    except OSError as fault:
        why = str(fault)
    raise SoketiMissing(
        "node that runs soketi", f"install node 18 or 20; this one does not ({why})"
    )


def _node(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", *words],
        cwd="/",
        env=environment_of_server(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        **unprivileged(),
    )
