"""The people who act: a code to name them by, a name to show, a role that gives rights."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is, and so what they may do (see `policy`)."""

    ATTENDANT = "attendant"
    SUPERVISOR = "supervisor"
    FRONT_DESK = "front_desk"
    MAINTENANCE = "maintenance"
    MANAGER = "manager"

    @property
    def label(self) -> str:
        """The role in words, for people."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of staff. A disabled one stays in the history by name and cannot act."""

    code: str
    name: str
    role: Role
    is_active: bool = True


def code_key(code: str) -> str:
    """What two spellings of one staff code have in common; never longer than 64 characters."""
    text = code.strip().casefold()[:64].replace("\0", "?")
    return text.encode("utf-8", "replace").decode()
