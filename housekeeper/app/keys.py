"""The keys that the hotel has bound anew, taken when the board opens."""

import asyncio
from importlib import import_module
from typing import Any

from textual.app import App

from housekeeper.settings.keymap import Keymap


async def take_keymap(app: App[Any], keymap: Keymap | None) -> str:
    """Have the keys of a keymap in force; give one sentence where it is wrong, and none is.

    All screens have to be imported to check it: behind the first frame, in a thread, and only
    where there is a keymap.
    """
    if keymap is None:
        return ""
    module = await asyncio.to_thread(import_module, "housekeeper.screens.keyboard.keymap")
    faults: tuple[str, ...] = await asyncio.to_thread(module.find_faults, keymap)
    if not faults:
        app.set_keymap(keymap.keys)
        return ""
    more = f" ({len(faults)} faults: see housekeeper config)" if len(faults) > 1 else ""
    return f"The usual keys are in use. {faults[0]}{more}"
