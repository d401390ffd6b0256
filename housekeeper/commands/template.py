"""Files to fill in, for a hotel that has none yet."""

import sys
from argparse import Namespace
from datetime import datetime

from housekeeper.files.templates import write_template
from housekeeper.settings.table import Settings


async def template(_settings: Settings, arguments: Namespace) -> int:
    """`housekeeper template rooms|staff|bookings`: a file to fill in and import, as UTF-8."""
    sys.stdout.flush()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    write_template(sys.stdout, arguments.kind, datetime.now().astimezone().date())
    return 0
