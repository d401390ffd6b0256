"""Several hotels in one database, from the command line: each has rights of its own."""

from pathlib import Path

import pytest

from tests.commands.conftest import ROOMS, Run


@pytest.fixture
def both(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hotels with the same rooms; Ana is an attendant in one and a manager in the other."""
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(tmp_path / "chain.db"))
    rooms = tmp_path / "rooms.csv"
    rooms.write_text(ROOMS, encoding="utf-8")
    for name, role in (("Grand", "attendant"), ("Palace", "manager")):
        slug = name.lower()
        staff = tmp_path / "staff.csv"
        staff.write_text(f"code,name,role\nana,Ana of {name},{role}\n", encoding="utf-8")
        assert run("init", "--name", name, "--slug", slug, "--timezone", "UTC").code == 0
        assert run("--hotel", slug, "import", "rooms", rooms).code == 0
        assert run("--hotel", slug, "import", "staff", staff).code == 0


def test_the_hotel_has_to_be_named_where_there_are_several(run: Run, both: None) -> None:
    refused = run("rooms")
    assert refused.code == 1
    assert refused.sentences == [
        "This database has several hotels, name one with --hotel: grand, palace."
    ]


def test_rights_are_those_of_the_hotel_that_is_acted_in(run: Run, both: None) -> None:
    words = ("--as", "ana", "override", "101", "CHECKOUT_DIRTY", "--note", "found so")
    refused = run("--hotel", "grand", *words)
    assert refused.code == 1
    assert "attendant" in refused.err.lower()
    assert run("--hotel", "palace", *words).code == 0
    dirty = {
        slug: "101" in run("--hotel", slug, "rooms", "--status", "CHECKOUT_DIRTY").out
        for slug in ("grand", "palace")
    }
    assert dirty == {"grand": False, "palace": True}


def test_the_history_names_the_person_of_that_hotel(run: Run, both: None) -> None:
    for slug in ("grand", "palace"):
        assert run("--hotel", slug, "--as", "ana", "note", "101", "--note", f"at {slug}").code == 0
    for name, other in (("Grand", "Palace"), ("Palace", "Grand")):
        told = run("--hotel", name.lower(), "history").out
        assert f"at {name.lower()}" in told
        assert f"Ana of {name}" in told
        assert f"at {other.lower()}" not in told
