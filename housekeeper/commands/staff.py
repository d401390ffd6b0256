"""Who works in the hotel: added, listed, disabled, given a PIN, unlocked."""

from argparse import Namespace

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import print_json, print_table, say
from housekeeper.commands.pin_input import read_new_pin
from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff import manage
from housekeeper.core.staff.pin import check_pin
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.settings.table import Settings


async def staff(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper staff add|list|disable|enable|set-pin|unlock`."""
    async with opened_house(settings) as house:
        match arguments.action:
            case "list":
                return await _list(house, arguments.json)
            case "add":
                changed, outcome = await _add(house, arguments)
            case "set-pin":
                changed, outcome = await _set_pin(house, arguments.code)
            case "unlock":
                act = await house.act()
                changed = await house.store.write(
                    lambda work: manage.unlock(work, act, arguments.code)
                )
                outcome = "may try the PIN again"
            case action:
                active = action == "enable"
                act = await house.act()
                changed = await house.store.write(
                    lambda work: manage.set_active(work, act, arguments.code, active)
                )
                outcome = "may act" if active else "can act no more and stays in the history"
    if arguments.json:
        print_json(_json(changed))
    else:
        say(f"{changed.name} ({changed.code}) {outcome}.")
    return 0


async def _list(house: House, as_json: bool) -> int:
    members = await house.store.read(manage.staff_members)
    if as_json:
        print_json(
            [
                {**_json(one.staff), "has_pin": one.has_pin, "is_locked": one.is_locked}
                for one in members
            ]
        )
        return 0
    if not members:
        say("No staff yet: housekeeper staff add CODE NAME manager --pin")
        return 0
    print_table(
        ("Code", "Name", "Role", "PIN", ""),
        [
            (
                one.staff.code,
                one.staff.name,
                one.staff.role.label,
                "locked" if one.is_locked else "set" if one.has_pin else "none yet",
                "" if one.staff.is_active else "disabled",
            )
            for one in members
        ],
    )
    return 0


async def _add(house: House, arguments: Namespace) -> tuple[Staff, str]:
    new = manage.new_staff(arguments.code, arguments.name, arguments.role)
    act = await _act_to_add(house, new)
    pin = None
    if arguments.pin:
        pin = check_pin(read_new_pin(new.name), new.code)
    added = await manage.add(house.store, act, new, pin)
    return added, f"is added as {added.role.label}" + (
        "" if pin else "; the PIN is chosen at the first sign-in"
    )


async def _act_to_add(house: House, new: Staff) -> Act | None:
    """Who adds: a manager, but for the first one, whom anybody may add."""
    if new.role is Role.MANAGER and await house.store.read(manage.needs_first_manager):
        return None
    act = await house.act()
    rights.require(act.staff, Verb.STAFF)
    return act


async def _set_pin(house: House, code: str) -> tuple[Staff, str]:
    act = await house.act()
    rights.require(act.staff, Verb.STAFF)
    # An unknown code is told before a PIN is asked for.
    known = await house.store.read(lambda work: work.staff.get(code))
    pin = check_pin(read_new_pin(known.name), known.code)
    return await manage.set_pin(house.store, act, code, pin), "has a new PIN"


def _json(one: Staff) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "role": one.role.value,
        "is_active": one.is_active,
    }
