"""`housekeeper completion SHELL`: what a shell runs once, so that TAB completes our words.

Each script hands the words that were typed to `housekeeper completion next`, so one rule
(`candidates`) serves every shell, and none goes stale when the program is updated.
"""

import sys
from argparse import Namespace
from pathlib import Path

from housekeeper.settings.table import Settings


async def completion(settings: Settings, arguments: Namespace) -> int:
    """Print the script of the shell that is named."""
    del settings
    script = Path(__file__).with_name(f"completion.{arguments.shell}")
    sys.stdout.write(script.read_text(encoding="utf-8"))
    return 0
