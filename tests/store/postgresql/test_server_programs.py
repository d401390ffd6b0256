"""Which server's programs the tests run, where a machine has those of several versions."""

from pathlib import Path

from tests.store.postgresql.cluster import newest_installed


def test_of_several_versions_the_newest_is_run(tmp_path: Path) -> None:
    for version in ("9.6", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "16" / "bin" / "initdb").unlink()
    found = newest_installed("initdb", tmp_path)
    assert found == tmp_path / "15" / "bin" / "initdb"


def test_a_machine_may_have_none(tmp_path: Path) -> None:
    assert newest_installed("initdb", tmp_path) is None
