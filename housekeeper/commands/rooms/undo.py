"""Taking back one's last act from the command line."""

from argparse import Namespace

from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import complain, print_json, say
from housekeeper.commands.rooms.acts import done, refused
from housekeeper.core.acts import EventKind
from housekeeper.core.rooms import undo as undoing
from housekeeper.settings.table import Settings


async def undo(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper undo`: the last act of who acts, within a minute, room by room."""
    async with opened_house(settings) as house:
        act = await house.act_on_rooms()
        undone = await house.store.write(lambda work: undoing.undo(work, act))
    for _, refusal in undone.refused:
        complain(str(refusal))
    for left in undone.passed_over:
        complain(f"'{left.kind.label}' in {left.room_number} is never undone and stays.")
    if undone.without_room:
        complain(f"Note: {undone.without_room}")
    if arguments.json:
        print_json(
            [
                *map(done, undone.events),
                *(refused(number, refusal) for number, refusal in undone.refused),
            ]
        )
    else:
        for event in undone.events:
            say(f"{event.room_number}  {event.to_status.label} (taken back: {undone.kind.label})")
        if undone.kind is EventKind.CHECKED_IN:
            say("The booking is confirmed again, the room's PIN is new.")
    return 1 if undone.refused else 0
