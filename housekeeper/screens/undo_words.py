"""What an undo took back, in a sentence."""

from housekeeper.core.rooms.undo import Undone
from housekeeper.screens.widgets.dialog import named_rooms


def undone_words(undone: Undone) -> str:
    """What was undone and what was not, and why where it is one room."""
    label = undone.kind.label
    said = []
    if len(undone.events) == 1:
        event = undone.events[0]
        said.append(f"Undone: '{label}'; {event.room_number} is {event.to_status.label} again.")
    elif undone.events:
        rooms = named_rooms([event.room_number for event in undone.events])
        said.append(f"Undone: '{label}' in {rooms}.")
    if len(undone.refused) == 1:
        said.append(f"Not undone: {undone.refused[0][1]}")
    elif undone.refused:
        said.append(f"{len(undone.refused)} rooms were not undone.")
    return " ".join(said)
