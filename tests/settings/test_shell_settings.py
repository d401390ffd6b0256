"""A shell's TAB asks about the database and the hotel that a command would work in."""

from pathlib import Path

import platformdirs
import pytest

from housekeeper.settings import folders
from housekeeper.settings import load as loading
from housekeeper.settings.load import load
from housekeeper.settings.shell_settings import shell_settings

FILES = [
    "",
    'database = "/srv/a.db"\n',
    "# of the house\n\ndatabase = '/srv/a b.db'\nhotel = \"grand\"\ncheckout_grace = 20\n",
    'glyphs = "ascii"\n[keymap]\ndatabase = "z"\n',
    'DATABASE = "/srv/capitals.db"\n',
    'database = "/srv/\\u0041.db" # escaped\n',
    'database = """\n/srv/lines.db"""\n',
    'hotel="grand"\ncli_pin = true\nnow = 2015-09-18T08:00:00\n',
    '\ufeffdatabase = "/srv/marked.db"\n',
    'staff = """\nhotel = "not this"\n"""\ndatabase = "/srv/a.db"\n',
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("given", [{}, {"hotel": "palace"}, {"database": "b.db"}])
def test_both_readers_of_settings_say_the_same(
    text: str, given: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "config" / "housekeeper"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    for variables in ({}, {"HOUSEKEEPER_HOTEL": "inn", "HOUSEKEEPER_DATABASE": ""}):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings = load(given, keeps_all_faults=True)
        found = shell_settings(given)
        assert (found["database"], found.get("hotel")) == (settings.database, settings.hotel)


@pytest.mark.parametrize(
    "named",
    [None, "", "/etc/xdg of mine", "relative", " /spaces ", "/twice//", "~/home", "/a/../b"],
)
@pytest.mark.parametrize("home_named", ["/home/ana", "relative", ""])
def test_the_folders_are_those_that_the_library_finds(
    named: str | None, home_named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home_named)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name)
        if named is not None:
            monkeypatch.setenv(name, named)
    found = folders.data_folder(), folders.config_folder()
    assert found == (
        platformdirs.user_data_dir("housekeeper", appauthor=False),
        platformdirs.user_config_dir("housekeeper", appauthor=False),
    )


def test_a_plain_settings_file_is_read_without_the_reader_of_toml(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "config" / "housekeeper"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(FILES[2], encoding="utf-8")
    monkeypatch.delattr(loading, "load")
    assert shell_settings({}) == {"database": "/srv/a b.db", "hotel": "grand"}
