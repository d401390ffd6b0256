"""The keys that the hotel has bound anew, taken when the board opens."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from textual.app import App

from housekeeper.settings.keymap import Keymap


async def take_keymap(app: App[Any], keymap: Keymap | None) -> tuple[str, ...]:
    """Have the keys of a keymap in force; give a sentence for each fault, and none is in force.

    All screens have to be imported to check it: behind the first frame, in a thread, and only
    where there is a keymap.
    """
    if keymap is None:
        return ()
    module = await asyncio.to_thread(import_module, "housekeeper.screens.keyboard.keymap")
    faults: tuple[str, ...] = await asyncio.to_thread(module.find_faults, keymap)
    if not faults:
        app.set_keymap(keymap.keys)
        return ()
    return faults


def faults_text(of_settings: Sequence[str], of_keymap: Sequence[str]) -> str:
    """One line on what is wrong with the settings, "" for nothing; `config` tells the rest."""
    faults = [*of_settings, *of_keymap]
    if not faults:
        return ""
    usual = "The usual setting is in use." if of_settings else "The usual keys are in use."
    more = f" ({len(faults)} faults: see housekeeper config)" if len(faults) > 1 else ""
    return f"{usual} {faults[0]}{more}"
