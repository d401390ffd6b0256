"""The one family of errors. Each carries a sentence that a user can act on."""


class HousekeeperError(Exception):
    """Something that a user can cause or must know; `str(error)` is one plain sentence."""


class Refused(HousekeeperError):
    """The act is not done, and nothing was written."""


class UnknownName(Refused):
    """A room, booking, staff code, hotel or other name that this hotel does not have."""


class NotAllowed(Refused):
    """The role of the person who acts does not include this act.

    `brief` is the sentence for a screen, without its full stop and whom else to ask shortened.
    """

    def __init__(self, sentence: str, brief: str = "") -> None:
        self.brief = brief
        super().__init__(sentence)


class NotPossible(Refused):
    """The rules do not allow this act for the thing as it stands."""


class NotPossibleYet(NotPossible):
    """Another act comes first; it is possible now and leads towards the one that was wanted.

    `stands` is how the thing stands ("102 is still being cleaned"), `first` the verb of that
    act and `how` its words ("clean it"), `when` it is done: "first", or "instead" where it does
    what was wanted. The sentence says it in words; where acts have keys, a screen says the key.
    """

    def __init__(self, stands: str, first: str, how: str, when: str = "first") -> None:
        self.stands, self.first, self.how, self.when = stands, first, how, when
        super().__init__(f"{stands}: {how} {when}.")


class HasGuest(NotPossibleYet):
    """A guest is in the room; that a checkout comes first is told only to who may do it."""

    def __str__(self) -> str:
        return f"{self.stands}."


class NeedsAnyway(Refused):
    """It can be done and is perhaps a mistake: whoever means it asks again with `anyway`."""


class RoomHeld(NeedsAnyway):
    """The room is held for another in a night that the act takes it for."""


class DatesDoNotHold(NeedsAnyway):
    """The dates of the stay are not those of today."""


class RoomMoved(Refused):
    """Someone else changed the room after the actor last saw it."""


class NotesMoved(Refused):
    """Someone wrote a note for the room after the actor last saw its notes."""


class InvalidInput(Refused):
    """What was given cannot be read as what is asked for."""


class KeysMissing(Refused):
    """The keys of the guests' words are not at hand, so no such words can be written."""


class StoreError(HousekeeperError):
    """The database cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, read or written at present."""


class StoreMoved(StoreUnavailable):
    """The hotels of this database are in another one now; the sentence says where."""


class StoreBusy(StoreUnavailable):
    """Another program has held the database for longer than a write may wait."""


class StoreUnusable(StoreError):
    """What lies at the given place is no database of this program, or a newer one."""
