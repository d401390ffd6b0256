"""What the README's commands install is pinned, what builds it too, and every list agrees."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(path: Path) -> dict[str, str]:
    """The version of every package that a list names, by its plain name."""
    lines = [line for line in path.read_text().splitlines() if line[:1] not in {"", "#"}]
    named = [line.split("==") for line in lines if not line.startswith("-r ")]
    assert all(len(parts) == 2 for parts in named), path
    return {plain(name): version for name, version in named}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


ALL_PINS = {name: version for path in LISTS for name, version in pins(path).items()}


def asked_for() -> list[str]:
    project = PROJECT["project"]
    groups = project["optional-dependencies"]
    return [
        *PROJECT["build-system"]["requires"],
        *project["dependencies"],
        *(text for name in ("postgresql", "test", "bench", "check") for text in groups[name]),
    ]


@pytest.mark.parametrize("text", asked_for())
def test_what_the_project_asks_for_is_pinned_to_a_version_that_it_takes(text: str) -> None:
    requirement = Requirement(text)
    assert requirement.specifier.contains(ALL_PINS[plain(requirement.name)])


def commands(path: Path) -> list[str]:
    """The command lines of a page that begin with a fresh environment."""
    return re.findall(r"^python3 -m venv .*$", path.read_text(), re.MULTILINE)


def test_contributors_run_the_second_command_of_the_readme() -> None:
    _, second = commands(ROOT / "README.md")
    assert commands(ROOT / "CONTRIBUTING.md") == [second]


@pytest.mark.parametrize("page", ["README.md", ".ci/run"])
def test_what_comes_as_source_is_built_with_the_pinned_tools_alone(page: str) -> None:
    installs = re.findall(r'pip"? install (.*?)(?: &&|$)', (ROOT / page).read_text(), re.MULTILINE)
    tools, programs = installs[::2], installs[1::2]
    assert len(tools) == len(programs) > 0
    assert all(command.endswith("-r requirements/build.txt") for command in tools)
    assert all("--no-build-isolation" in command for command in programs)
