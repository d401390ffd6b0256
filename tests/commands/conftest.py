"""A hotel on a real file, and the command line as its desk and its housekeepers use it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from housekeeper.cli import main

ROOMS = """number,room_type,floor,section
101,STD,1,East
102,STD,1,East
103,STD,1,West
201,DLX,2,East
202,DLX,2,West
1009,STD,10,East
"""

STAFF = """code,name,role
ana,Ana Silva,attendant
maria,Maria Keller,supervisor
rui,Rui Costa,front_desk
teo,Teo Braga,maintenance
ines,Inês Dias,manager
"""

BOOKINGS = """reference,room_type,arrival,departure,adults,children,status,room,guest_name
B1,STD,2015-09-17,2015-09-18,2,0,CONFIRMED,,Zoë Adler
B2,STD,2015-09-18,2015-09-20,1,0,CONFIRMED,,
B3,DLX,2015-09-18,2015-09-19,2,1,CONFIRMED,202,
B4,DLX,2015-09-18,2015-09-18,1,0,CANCELLED,,
"""


@dataclass(frozen=True)
class Outcome:
    """What one run of the program answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentences(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder and no settings in the environment."""
    for name in ("DATABASE", "HOTEL", "NOW", "STAFF", "THEME", "CLI_PIN", "PIN"):
        monkeypatch.delenv(f"HOUSEKEEPER_{name}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program with these words, as typed."""

    def run_words(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Outcome(code, said.out, said.err)

    return run_words


@pytest.fixture(scope="session")
def _made_hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    database = folder / "made.db"
    files = {"rooms": ROOMS, "staff": STAFF, "bookings": BOOKINGS}
    options = ["--database", str(database)]
    assert main([*options, "init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon"]) == 0
    for kind, text in files.items():
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        assert main([*options, "import", kind, str(file)]) == 0
    return database


@pytest.fixture
def hotel(_made_hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Grand Hotel with six rooms, at eight in the morning of 18 September 2015."""
    database = tmp_path / "grand.db"
    for suffix in ("", ".keys"):
        shutil.copy(f"{_made_hotel}{suffix}", f"{database}{suffix}")
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(database))
    monkeypatch.setenv("HOUSEKEEPER_NOW", "2015-09-18T08:00")
    return database


@pytest.fixture
def as_(run: Run) -> Callable[..., Outcome]:
    """Run a command as a member of staff: `as_('rui', 'checkin', 'B1')`."""
    return lambda code, *words: run("--as", code, *words)
