"""Who works in the hotel: added, listed, disabled, given a PIN, unlocked."""

from argparse import Namespace

from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import counted, print_json, print_table, say
from housekeeper.commands.pin_input import read_new_pin
from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff import manage
from housekeeper.core.staff.one_time_code import VALID_FOR, make_code
from housekeeper.core.staff.pin import check_pin
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.settings.table import Settings

_DAYS = counted(VALID_FOR.days, "day")


async def staff(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper staff add|list|disable|enable|role|code|set-pin|unlock`."""
    digits = None
    async with opened_house(settings) as house:
        match arguments.action:
            case "list":
                return await _list(house, arguments.json)
            case "add":
                changed, outcome, digits = await _add(settings, house, arguments)
            case "code":
                changed, outcome, digits = await _give_code(house, arguments.code)
            case "role":
                act, role = await house.act(), manage.check_role(arguments.role)
                changed = await house.store.write(
                    lambda work: manage.set_role(work, act, arguments.code, role)
                )
                outcome = f"is {role.label}"
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
        print_json(_json(changed) | ({} if digits is None else {"one_time_code": digits}))
    else:
        say(f"{changed.name} ({changed.code}) {outcome}.")
        if digits is not None:
            say(f"One-time code, shown this once and good for {_DAYS}: {digits}")
            say("It is asked for at the first sign-in, where a PIN is chosen.")
    return 0


async def _list(house: House, as_json: bool) -> int:
    members = await house.store.read(manage.staff_members)
    if as_json:
        print_json(
            [
                {
                    **_json(one.staff),
                    "has_pin": one.has_pin,
                    "has_one_time_code": one.has_code,
                    "is_locked": one.is_locked,
                }
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
                _pin_text(one),
                "" if one.staff.is_active else "disabled",
            )
            for one in members
        ],
    )
    return 0


def _pin_text(one: manage.StaffMember) -> str:
    if one.is_locked:
        return "locked"
    return "set" if one.has_pin else "one-time code" if one.has_code else "none"


async def _add(
    settings: Settings, house: House, arguments: Namespace
) -> tuple[Staff, str, str | None]:
    new = manage.new_staff(arguments.code, arguments.name, arguments.role)
    act = await _act_to_add(settings, house, new)
    if arguments.pin:
        pin = check_pin(read_new_pin(new.name), new.code)
        added = await manage.add(house.store, act, new, pin)
        return added, f"is added as {added.role.label}", None
    made = await make_code()
    added = await manage.add(house.store, act, new, one_time_code=made.hash)
    return added, f"is added as {added.role.label}", made.digits


async def _give_code(house: House, code: str) -> tuple[Staff, str, str]:
    act = await house.act()
    rights.require(act.staff, Verb.STAFF)
    made = await make_code()
    changed = await house.store.write(lambda work: manage.give_code(work, act, code, made.hash))
    outcome = "has no PIN any more and a new one-time code"
    if not changed.is_active:
        outcome += f", of no use until enabled: housekeeper staff enable {changed.code}"
    return changed, outcome, made.digits


async def _act_to_add(settings: Settings, house: House, new: Staff) -> Act | None:
    """Who adds: a manager; for the first one a manager of another hotel, or anybody."""
    if new.role is Role.MANAGER and await house.store.read(manage.needs_first_manager):
        if await house.store.read(manage.may_anyone_begin):
            return None
        return await act_on_database(settings, house.database)
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
