"""soketi is installed once, whole, outside the checkout, or it is told in a sentence why not."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.soketi import install
from tests.soketi.install import FILES, HERE, SERVER, LockFault, SoketiMissing, installed

ROOT = HERE.parent.parent
NPM = """#!/bin/sh
echo "$HOME" >>"{folder}/calls"
echo changed >>package-lock.json
{refusal}
mkdir -p node_modules/@soketi/soketi/bin
echo server >node_modules/@soketi/soketi/bin/server.js
"""
NODE = """#!/bin/sh
if [ "$1" = --version ]; then echo v99.0.0; exit; fi
{refusal}
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with an npm and a node of the test's own, which may refuse."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / "programs"

    @property
    def places(self) -> list[Path]:
        """What was installed, wherever."""
        return sorted(self.folder.glob(f"**/{SERVER}"))

    @property
    def homes_of_npm(self) -> list[str]:
        """Where npm's home was, at each of its calls."""
        calls = self.folder / "calls"
        return calls.read_text().splitlines() if calls.exists() else []

    def have(self, npm: str = "", node: str = "") -> None:
        """Have programs that do these lines of shell before they do their work."""
        for name, text, refusal in (("npm", NPM, npm), ("node", NODE, node)):
            program = self.programs / name
            program.write_text(text.format(folder=self.folder, refusal=refusal))
            program.chmod(0o755)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A machine on which everything works, with an empty home."""
    # Not pytest's folders: those are closed to nobody.
    with tempfile.TemporaryDirectory(prefix="hk-") as name:
        made = Machine(Path(name))
        for folder in (made.folder, made.programs, made.folder / "home", made.folder / "shared"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        made.have()
        monkeypatch.setattr(install, "SHARED_FOLDERS", (str(made.folder / "shared"),))
        monkeypatch.setenv("PATH", f"{made.programs}:/usr/bin:/bin")
        monkeypatch.setenv("HOME", str(made.folder / "home"))
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        installed.cache_clear()
        yield made
        installed.cache_clear()


def checkout() -> dict[str, bytes]:
    """The bytes of what the checkout says about soketi."""
    return {name: (HERE / name).read_bytes() for name in FILES}


def test_processes_that_ask_at_once_install_it_once_and_outside_the_checkout(
    machine: Machine,
) -> None:
    before = checkout()
    words = "from tests.soketi.install import installed; print(installed())"
    asking = [
        subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = {one.communicate()[0].strip() for one in asking}
    (place,) = answers
    assert len(machine.homes_of_npm) == 1
    assert machine.places == [Path(place) / SERVER]
    assert not Path(place).is_relative_to(ROOT)
    assert checkout() == before
    assert not (HERE / "node_modules").exists()


def test_whoever_runs_the_server_may_read_it(machine: Machine) -> None:
    before = os.umask(0o077)
    try:
        server = installed() / SERVER
    finally:
        os.umask(before)
    read = subprocess.run(["cat", server], capture_output=True, cwd="/", **install.unprivileged())
    assert read.stdout == b"server\n"


def test_an_install_that_was_cut_off_is_begun_anew(machine: Machine) -> None:
    machine.have(npm="mkdir node_modules; touch node_modules/half; kill -9 $PPID; exit")
    words = "from tests.soketi.install import installed; installed()"
    killed = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True)
    assert killed.returncode == -9
    machine.have()
    place = installed()
    assert not (place / "node_modules" / "half").exists()
    assert len(machine.places) == 1


def test_another_lock_is_another_folder(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = installed()
    for name, content in checkout().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(install, "HERE", tmp_path)
    installed.cache_clear()
    assert installed() != first
    assert len(machine.places) == 2


def test_without_a_network_it_is_told_once_a_run(machine: Machine) -> None:
    machine.have(npm="echo 'npm error code ENOTFOUND'; exit 1")
    for _ in range(3):
        with pytest.raises(SoketiMissing, match=r"npm could not install it \(ENOTFOUND\)"):
            installed()
    assert len(machine.homes_of_npm) == 1
    assert machine.places == []


def test_the_next_run_asks_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.have(npm="echo 'npm ERR! code ENOTFOUND'; exit 1")
    with pytest.raises(SoketiMissing):
        installed()
    machine.have()
    monkeypatch.setattr(install, "_RUN", "the next one")
    assert (installed() / SERVER).exists()


def test_a_lock_that_npm_does_not_take_is_no_lack_of_the_machine(machine: Machine) -> None:
    machine.have(npm="echo 'npm error code EUSAGE'; exit 1")
    with pytest.raises(LockFault, match="EUSAGE"):
        installed()


def test_a_node_that_cannot_run_it_is_named(machine: Machine) -> None:
    machine.have(node="echo 'Error: GLIBC_9 not found' >&2; exit 1")
    with pytest.raises(SoketiMissing, match=r"v99\.0\.0: Error: GLIBC_9 not found"):
        installed()


@pytest.mark.parametrize("program", ["npm", "node"])
def test_a_machine_without_it_is_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (machine.programs / program).unlink()
    monkeypatch.setenv("PATH", str(machine.programs))
    with pytest.raises(SoketiMissing, match=f"no {program}: install it"):
        installed()


@pytest.mark.parametrize("home", ["", "/dev/null", "{folder}/nowhere", "{folder}/locked"])
def test_without_a_home_to_write_to_it_is_installed_elsewhere(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    locked = machine.folder / "locked"
    locked.mkdir()
    (locked / ".cache").touch()
    (locked / ".npm").touch()
    monkeypatch.setenv("HOME", home.format(folder=machine.folder))
    monkeypatch.chdir(tmp_path)
    assert installed().is_relative_to(machine.folder / "shared")
    (home_of_npm,) = machine.homes_of_npm
    assert Path(home_of_npm).is_relative_to(machine.folder / "shared")
    assert not Path(home_of_npm).exists()
    assert list(tmp_path.iterdir()) == []
    assert not (machine.folder / "nowhere").exists()


def test_a_home_closed_to_who_runs_the_server_is_not_used(machine: Machine) -> None:
    if os.getuid() != 0:
        pytest.skip("only the superuser runs the server as somebody else")
    (machine.folder / "home").chmod(0o700)
    assert installed().is_relative_to(machine.folder / "shared")
    assert not (machine.folder / "home" / ".cache").exists()


def test_what_another_account_put_there_first_is_not_used(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = machine.folder / "elsewhere"
    elsewhere.mkdir()
    planted = machine.folder / "shared" / f"housekeeper-tests-{os.getuid()}"
    planted.symlink_to(elsewhere)
    monkeypatch.setenv("HOME", "")
    with pytest.raises(SoketiMissing, match="folder to install soketi in"):
        installed()
    planted.unlink()
    if os.getuid() == 0:
        planted.mkdir()
        shutil.chown(planted, 65534, 65534)
        with pytest.raises(SoketiMissing, match="folder to install soketi in"):
            installed()
    assert machine.homes_of_npm == []


def found_from(packages: dict[str, Any], place: str, name: str) -> bool:
    """Whether a package finds another one as node looks for it: beside it, and further out."""
    while True:
        if f"{place}/node_modules/{name}".lstrip("/") in packages:
            return True
        if not place:
            return False
        place = place.rpartition("node_modules/")[0].rstrip("/")


def test_the_lock_names_every_package_of_every_platform_with_its_hash_and_no_address() -> None:
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    for place, package in packages.items():
        wanted = {**package.get("dependencies", {}), **package.get("optionalDependencies", {})}
        missing = [name for name in wanted if not found_from(packages, place, name)]
        assert missing == [], place
        if place:
            assert package["integrity"].startswith("sha512-"), place
            assert "resolved" not in package, place
