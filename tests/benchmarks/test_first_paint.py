"""What `housekeeper` has imported when its first frame is on the screen: nothing that can wait."""

import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal

PROGRAM = """
import sys
from pathlib import Path
from housekeeper import cli
from housekeeper.app.terminal_app import HousekeeperApp

def tell(app):
    named = ((name, getattr(module, "__file__", None) or "") for name, module in
             list(sys.modules.items()))
    Path({told!r}).write_text("\\n".join(f"{{name}} {{file}}" for name, file in named))
    app.exit()

HousekeeperApp._begin_opening = tell
cli.main({words!r})
print("told")
"""

NEEDED = {
    "textual",
    "rich",
    "markdown_it",
    "mdurl",
    "pygments",
    "platformdirs",
    "typing_extensions",
}
"""Packages of others that Textual or the first frame cannot do without."""


def packages_at_first_paint(words: list[str], folder: Path) -> tuple[set[str], set[str]]:
    """Packages of others, and modules of our own, that are loaded by then."""
    told = folder / "modules"
    program = PROGRAM.format(told=str(told), words=words)
    with Terminal([sys.executable, "-c", program], {"HOME": str(folder)}) as terminal:
        terminal.until("told")
    loaded = dict(line.split(" ", 1) for line in told.read_text().splitlines())
    others = {name.partition(".")[0] for name, file in loaded.items() if "site-packages" in file}
    ours = {name for name in loaded if name.startswith("housekeeper.")}
    return {name for name in others if not name.startswith("_")}, ours


@pytest.mark.parametrize("words", [["--database", "hotel.db"], ["demo"]])
def test_nothing_is_imported_before_the_first_frame_that_it_does_not_need(
    words: list[str], tmp_path: Path
) -> None:
    words = [str(tmp_path / word) if word.endswith(".db") else word for word in words]
    others, ours = packages_at_first_paint(words, tmp_path)
    assert "textual" in others
    assert others <= NEEDED
    late = (
        "store",
        "files",
        "demo",
        "live.feed",
        "app.open_board",
        "core.board.board",
        "screens.board.board_screen",
    )
    assert not [name for name in ours if name.removeprefix("housekeeper.").startswith(late)]
