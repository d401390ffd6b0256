"""Settings come from one table: the file, variables, options, `config`, complaints, the page."""

import runpy
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from housekeeper.commands.parser import whole_parser
from housekeeper.core.errors import InvalidInput
from housekeeper.settings import table
from housekeeper.settings.checks import whole_number
from housekeeper.settings.load import explain, load
from housekeeper.settings.places import settings_file
from housekeeper.settings.pusher import PusherSettings
from housekeeper.settings.setting import CommandOption, FoundDefault, setting
from housekeeper.settings.table import settings_table
from housekeeper.settings.terminal import Drawing, LockedBoard, TerminalSettings
from tests.commands.conftest import Run

DOCS = Path(__file__).parents[2] / "docs"
SECRET = "HUSH-HUSH"
PUSHER = f'pusher_app_id = 1\npusher_key = "k"\npusher_secret = "{SECRET}"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsWithTowels(table.Settings):
    """The table with one more row, invented here."""

    towels_per_guest: int = setting(
        whole_number(1, 9),
        2,
        "How many towels a guest gets.",
        option=CommandOption("--towels", "N", "towels for each guest"),
    )


@pytest.fixture
def towels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it is once the invented row stands in the table."""
    monkeypatch.setattr(table, "Settings", SettingsWithTowels)


def write_file(text: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, encoding="utf-8")


def settings_page() -> str:
    return str(runpy.run_path(str(DOCS / "write_settings.py"))["page"]())


@pytest.mark.usefixtures("towels")
def test_a_new_row_is_found_in_file_variable_option_and_config(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*words: str) -> tuple[str, str]:
        listed = run(*words, "config", "--json").json["towels_per_guest"]
        assert listed["description"] == "How many towels a guest gets."
        assert listed["variable"] == "HOUSEKEEPER_TOWELS_PER_GUEST"
        return listed["value"], listed["origin"]

    assert told() == ("2", "default")
    write_file("towels_per_guest = 3\n")
    assert told() == ("3", "file")
    monkeypatch.setenv("HOUSEKEEPER_TOWELS_PER_GUEST", "4")
    assert told() == ("4", "environment")
    assert told("--towels", "5") == ("5", "command line")

    settings = load({})
    assert isinstance(settings, SettingsWithTowels)
    assert settings.towels_per_guest == 4
    assert "towels_per_guest" in run("config").out


@pytest.mark.usefixtures("towels")
def test_a_new_row_is_found_in_complaints_help_and_the_page(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--towels N" in whole_parser().format_help()
    right = "cannot be used: write a whole number from 1 to 9.\n"
    refused = run("--towels", "ten", "rooms")
    place = "the command line (--towels)"
    assert refused.err == f"The setting towels_per_guest from {place} {right}"
    monkeypatch.setenv("HOUSEKEEPER_TOWELS_PER_GUEST", "10")
    place = "the environment (HOUSEKEEPER_TOWELS_PER_GUEST)"
    assert run("rooms").err == f"The setting towels_per_guest from {place} {right}"
    write_file("towels = 3\n")
    monkeypatch.delenv("HOUSEKEEPER_TOWELS_PER_GUEST")
    assert run("rooms").err.endswith(", towels_per_guest.\n")

    (line,) = [line for line in settings_page().splitlines() if "towels_per_guest" in line]
    for text in ("How many towels a guest gets.", "a whole number from 1 to 9", "`2`"):
        assert text in line
    assert "`HOUSEKEEPER_TOWELS_PER_GUEST`, `--towels N`" in line


def test_the_page_of_settings_is_what_the_table_says() -> None:
    written = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "write it anew with: python docs/write_settings.py"


def test_every_default_could_be_written_as_it_is_shown() -> None:
    for row, listed in zip(settings_table(), explain({}), strict=True):
        assert listed.name == row.name
        assert row.about.endswith(".")
        if listed.value is not None and not isinstance(row.default, FoundDefault):
            assert row.check(listed.value) == row.default


def test_no_two_rows_share_an_option_and_each_field_of_the_table_is_a_row() -> None:
    flags = [option.flag for _, option in table.option_rows()]
    assert len(flags) == len(set(flags)) == 5
    made = {"pusher", "origins", "faults"}
    names = [item.name for item in fields(table.Settings) if item.name not in made]
    assert names == [row.name for row in settings_table()]


def test_a_terminal_and_pusher_have_all_that_the_table_sets_of_them() -> None:
    settings = load({})
    assert settings.terminal() == TerminalSettings()
    assert settings.terminal("1234").demonstration_pin == "1234"
    of_pusher = {row.name for row in settings_table() if row.group == "pusher"}
    assert of_pusher == {f"pusher_{item.name}" for item in fields(PusherSettings)}


def test_each_terminal_setting_reaches_the_terminal() -> None:
    write_file(
        'attribution = "per-act"\nlock_after_minutes = 5\nlocked_board = "hidden"\n'
        'drawing = "textual"\nquiet_hour = "23:30-00:30"\nafter_act = "follow"\n'
    )
    told, default = load({}).terminal("1"), TerminalSettings()
    for item in fields(TerminalSettings):
        assert getattr(told, item.name) != getattr(default, item.name)


def test_a_variable_leaves_all_painting_to_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load({}).drawing is Drawing.DIRECT
    monkeypatch.setenv("HOUSEKEEPER_DRAWING", "textual")
    assert load({}).terminal().drawing is Drawing.TEXTUAL


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("now = 2015-09-18T08:00:00", "2015-09-18 08:00:00"),
        ("now = 2015-09-18", "2015-09-18 00:00:00"),
        ("now = 2015-09-18T08:00:00Z", "2015-09-18 08:00:00+00:00"),
        ('now = "2015-09-18 08:00"', "2015-09-18 08:00:00"),
        ("now = 1442563200", "2015-09-18 08:00:00+00:00"),
        ('checkout_time = "10:30"', "10:30:00"),
        ("checkout_time = 10:30:00", "10:30:00"),
        ("checkout_grace = 45", "45"),
        ('sell = "ready"', "ready"),
        ("cli_pin = true", "True"),
        ('cli_pin = "Yes"', "True"),
        ("cli_pin = 0", "False"),
        ("lock_after_minutes = 0", "0"),
        ('lock_after_minutes = " 5 "', "5"),
        ("lock_after_minutes = 5.0", "5"),
        ('THEME = "light"', "light"),
        ('theme = "light"\nTHEME = "pink"', "light"),
    ],
)
def test_a_value_may_be_written_in_several_ways(stated: str, read: str) -> None:
    write_file(stated)
    assert str(getattr(load({}), stated.split()[0].lower())) == read


TEXT = "write a text in quotes that is not empty."
NUMBER = "write a whole number from 0 to 1440."


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        ("hotel = 5", TEXT),
        ('keys = ""', TEXT),
        ("[hotel]\nslug = 1", TEXT),
        ('locked_board = "pink"', 'write "visible" or "hidden".'),
        ("lock_after_minutes = 1441", NUMBER),
        ("lock_after_minutes = 5.5", NUMBER),
        ("lock_after_minutes = nan", NUMBER),
        ("lock_after_minutes = 1979-05-27", NUMBER),
        ("cli_pin = 2", "write true or false."),
        ('checkout_time = "eleven"', 'write a time of the day in quotes, such as "11:00".'),
        ('checkout_time = "11:00Z"', 'write a time of the day in quotes, such as "11:00".'),
        ("checkout_grace = 721", "write a whole number from 0 to 720."),
        ('sell = "all"', 'write "inventory" or "ready".'),
        ("now = true", "write a time such as 2015-09-18T08:00:00."),
        ("now = 1e300", "write a time such as 2015-09-18T08:00:00."),
        ("pusher_key = 1.5", "write a text in quotes."),
        ("pusher_port = 65536", "write a whole number from 1 to 65535."),
        (
            'quiet_hour = "at night"',
            'write two times of the day with a hyphen, such as "03:00-04:00".',
        ),
    ],
)
def test_a_wrong_value_in_the_file_is_told_with_what_would_be_right(
    run: Run, stated: str, right: str
) -> None:
    write_file(stated)
    name = stated.strip("[").split("]")[0].split()[0]
    place = f"the settings file {settings_file()}"
    assert run("rooms").err == f"The setting {name} from {place} cannot be used: {right}\n"


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("locked_board", "pink", "write visible or hidden."),
        ("cli_pin", "maybe", "write yes or no."),
        ("checkout_time", "25:00", "write a time of the day such as 11:00."),
        ("now", "soon", "write a time such as 2015-09-18T08:00."),
        (
            "quiet_hour",
            "at night",
            "write two times of the day with a hyphen, such as 03:00-04:00.",
        ),
    ],
)
def test_a_wrong_variable_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, text: str, right: str
) -> None:
    variable = f"HOUSEKEEPER_{name.upper()}"
    monkeypatch.setenv(variable, text)
    place = f"the environment ({variable})"
    assert run("rooms").err == f"The setting {name} from {place} cannot be used: {right}\n"


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        ('theme = "pink"', 'write "dark", "light", "colour-blind" or "high-contrast".'),
        ('glyphs = "runes"', 'write "auto", "unicode" or "ascii".'),
        ("drawing = []", 'write "direct" or "textual".'),
        ('after_act = "away"', 'write "next" or "follow".'),
    ],
)
def test_what_is_only_looks_keeps_nobody_from_work_and_is_told(stated: str, right: str) -> None:
    write_file(f'{stated}\nlocked_board = "hidden"\n')
    name, settings = stated.split()[0], load({})
    assert getattr(settings, name) == getattr(table.Settings(), name)
    assert settings.locked_board is LockedBoard.HIDDEN
    assert settings.origins[name] == "default"
    place = f"the settings file {settings_file()}"
    assert settings.faults == {name: f"The setting {name} from {place} cannot be used: {right}"}


def test_config_shows_every_fault_beside_its_setting(run: Run) -> None:
    write_file(
        'theme = "purple"\nglyphs = 5\nhotel = 7\nnow = "late"\ncolour = "pink"\n'
        'pusher_key = "k"\n[keymap]\n"verb.stat" = "z"\n'
    )
    listed = run("config")
    assert (listed.code, listed.err) == (1, "")
    wrong = {line.split()[0] for line in listed.out.splitlines() if "WRONG" in line}
    assert wrong == {"theme", "glyphs", "hotel", "now", "colour", "pusher_key", "keymap"}
    assert listed.out.count("Not in force: ") == len(wrong)
    of_json = run("config", "--json").json
    assert {name for name, told in of_json.items() if told["faults"]} == wrong
    assert of_json["theme"]["value"] == "dark"
    assert run("rooms").code == 1


def test_an_option_without_a_value_is_named(run: Run) -> None:
    place = "the command line (--as)"
    right = "write a text that is not empty."
    refused = run("--as", "", "rooms")
    assert refused.err == f"The setting staff from {place} cannot be used: {right}\n"


def test_an_empty_variable_and_an_empty_line_of_pusher_are_not_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_THEME", "")
    write_file('pusher_key = ""\npusher_port = ""\n')
    settings = load({})
    assert (settings.theme, settings.pusher_port, settings.pusher) == ("dark", None, None)
    assert settings.origins["pusher_port"] == settings.origins["theme"] == "default"


def test_the_secret_is_shown_nowhere(run: Run) -> None:
    write_file(PUSHER + 'pusher_cluster = "eu"\n')
    settings = load({})
    assert settings.pusher is not None
    assert settings.pusher.secret == SECRET
    assert SECRET not in repr(settings)
    assert run("config", "--json").json["pusher_secret"]["value"] == "**********"
    write_file(PUSHER + 'pusher_host = "http://x"\n')
    with pytest.raises(InvalidInput) as refused:
        load({})
    assert SECRET not in str(refused.value)
