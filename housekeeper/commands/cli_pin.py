"""Whether every command with a name asks for the PIN, kept in the database."""

from argparse import Namespace
from dataclasses import replace

from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import print_json, say
from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.staff.command_line_pin import asks_cli_pin, set_cli_pin
from housekeeper.settings.places import settings_file
from housekeeper.settings.table import Settings


async def cli_pin(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper cli-pin`, or `cli-pin on|off` by a manager with the PIN."""
    async with opened_house(settings) as house:
        if arguments.wanted is not None:
            if not house.asks_pin:
                # The right is told of before a PIN is asked for.
                rights.require(await house.staff(), Verb.DATABASE)
            if arguments.wanted == "off" and settings.file_asks_cli_pin:
                raise NotPossible(
                    f"The settings file {settings_file()} says cli_pin: take it out there first."
                )
            act = await replace(house, asks_pin=True).act()
            asks = arguments.wanted == "on"
            await house.store.write(lambda work: set_cli_pin(work, act, asks))
        is_on = await house.store.read(asks_cli_pin)
    if arguments.json:
        print_json({"cli_pin": is_on})
    elif is_on:
        say("Every command with --as asks for the PIN, until a manager turns that off.")
    else:
        say("Commands with --as ask for a PIN where the setting cli_pin says so.")
    return 0
