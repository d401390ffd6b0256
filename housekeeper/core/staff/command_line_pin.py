"""Whether every command with a name asks for the PIN, whatever the settings of a shell say.

It is kept in the database, where no environment and no other folder of settings takes it off.
"""

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.staff.manage import managers
from housekeeper.core.unit_of_work import UnitOfWork


def asks_cli_pin(work: UnitOfWork) -> bool:
    """Whether a manager has turned it on, for all hotels of this database."""
    return work.staff.asks_cli_pin()


def may_keep_cli_pin(work: UnitOfWork) -> bool:
    """Whether it is off, and there is a manager who could turn it off again."""
    has_pin = any(work.staff.pin(one.code) is not None for one in managers(work))
    return has_pin and not work.staff.asks_cli_pin()


def keep_cli_pin(work: UnitOfWork) -> None:
    """Turn it on as the settings file of the database's owner says, once."""
    if may_keep_cli_pin(work):
        work.staff.set_cli_pin(True)
        act = unnamed_act()
        work.hotel_events.add_everywhere(act, EventKind.CLI_PIN_ON, "as the settings file says")


def set_cli_pin(work: UnitOfWork, act: Act, asks: bool) -> None:
    """Turn it on or off, which every hotel's history tells; a retry does nothing more.

    Whoever does it has given their PIN: nobody shuts themselves out. Raises `NotAllowed`, or
    `NotPossible` where it is so already.
    """
    rights.require(act.staff, Verb.DATABASE)
    if work.hotel_events.of_act(act.id) is not None:
        return
    if work.staff.asks_cli_pin() is asks:
        raise NotPossible(f"The PIN of the command line is {'on' if asks else 'off'} already.")
    work.staff.set_cli_pin(asks)
    kind = EventKind.CLI_PIN_ON if asks else EventKind.CLI_PIN_OFF
    work.hotel_events.add_everywhere(act, kind, "")
