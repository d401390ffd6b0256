"""Taking back one's last act from the command line."""

from argparse import Namespace

from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import complain, print_json, say
from housekeeper.commands.rooms.acts import done, refused
from housekeeper.core.acts import EventKind
from housekeeper.core.rooms import undo as undoing
from housekeeper.core.rooms.undo import Undone
from housekeeper.settings.table import Settings


async def undo(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper undo`: the last act of who acts, within a minute, room by room."""
    async with opened_house(settings) as house:
        undone = await undo_last(house)
    for _, refusal in undone.refused:
        complain(str(refusal))
    complain_of_others(undone)
    if arguments.json:
        print_json(undone_json(undone))
    else:
        for line in undone_lines(undone):
            say(line)
    return 1 if undone.refused else 0


async def undo_last(house: House) -> Undone:
    """Take back the last act of who acts. Raises as `core.rooms.undo` does."""
    act = await house.act_on_rooms()
    return await house.store.write(lambda work: undoing.undo(work, act))


def complain_of_others(undone: Undone) -> None:
    """Tell on standard error of what an undo passed over, and of a booking without its room."""
    for left in undone.passed_over:
        complain(f"'{left.kind.label}' in {left.room_number} is never undone and stays.")
    if undone.without_room:
        complain(f"Note: {undone.without_room}")


def undone_lines(undone: Undone) -> list[str]:
    """The rooms in which an act was taken back, for people, a line each."""
    lines = [
        f"{event.room_number}  {event.to_status.label} (taken back: {undone.kind.label})"
        for event in undone.events
    ]
    if undone.kind is EventKind.CHECKED_IN:
        lines.append("The booking is confirmed again, the room's PIN is new.")
    return lines


def undone_json(undone: Undone) -> list[dict[str, object]]:
    """The rooms in which an act was taken back, or refused to be."""
    return [
        *map(done, undone.events),
        *(refused(number, refusal) for number, refusal in undone.refused),
    ]
