"""A hotel on a real file, and the command line as its desk and its housekeepers use it."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from housekeeper.cli import main
from tests.engines import name_of, postgresql_database, server

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

    @property
    def of_rooms(self) -> Any:
        """The events of rooms in a history as JSON, without those of the hotel as a whole."""
        return [event for event in self.json if event["seq"] is not None]


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


def _make(folder: Path, target: str) -> None:
    """The hotel, made by the program itself at a path or URL."""
    files = {"rooms": ROOMS, "staff": STAFF, "bookings": BOOKINGS}
    options = ["--database", target]
    assert main([*options, "init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon"]) == 0
    for kind, text in files.items():
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        assert main([*options, "import", kind, str(file)]) == 0


@pytest.fixture(scope="session")
def _made_hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    _make(folder, str(folder / "made.db"))
    return folder / "made.db"


@pytest.fixture(scope="session")
def _served_hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql_database() as url:
        _make(tmp_path_factory.mktemp("served"), url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """What serves the hotel; modules about files say that it is SQLite."""
    return str(request.param)


@pytest.fixture
def hotel(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The Grand Hotel with six rooms, at eight in the morning of 18 September 2015.

    On SQLite it is in this file; on a server it is not, and there is no file.
    """
    monkeypatch.setenv("HOUSEKEEPER_NOW", "2015-09-18T08:00")
    database = tmp_path / "grand.db"
    if engine == "postgresql":
        server()
        with postgresql_database(name_of(request.getfixturevalue("_served_hotel"))) as url:
            monkeypatch.setenv("HOUSEKEEPER_DATABASE", url)
            yield database
        return
    made = request.getfixturevalue("_made_hotel")
    for suffix in ("", ".keys"):
        shutil.copy(f"{made}{suffix}", f"{database}{suffix}")
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(database))
    yield database


@pytest.fixture
def as_(run: Run) -> Callable[..., Outcome]:
    """Run a command as a member of staff: `as_('rui', 'checkin', 'B1')`."""
    return lambda code, *words: run("--as", code, *words)
