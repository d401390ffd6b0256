"""What one row of the table of settings says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from housekeeper.settings.checks import Check

Value = TypeVar("Value")
Default = TypeVar("Default")


class Group(StrEnum):
    """What a setting belongs to."""

    GENERAL = "general"
    HOUSE = "house"
    TERMINAL = "terminal"
    PUSHER = "pusher"


@dataclass(frozen=True, slots=True)
class CommandOption:
    """The option of the command line that gives a setting."""

    flag: str
    metavar: str
    help: str


@dataclass(frozen=True, slots=True)
class FoundDefault:
    """A default that is found when the program starts, and words for it."""

    find: Callable[[], Any]
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. Every setting may stand in the settings file and the environment.

    A wrong value of one that `is_harmless` keeps nobody from work: its default is in force.
    """

    check: Check[Any]
    default: Any
    about: str
    group: Group
    option: CommandOption | None
    is_secret: bool
    is_harmless: bool = False
    name: str = ""

    @property
    def variable(self) -> str:
        """The environment variable that gives it."""
        return f"HOUSEKEEPER_{self.name.upper()}"

    @property
    def is_unset_when_empty(self) -> bool:
        """Whether an empty text in the settings file is as if it did not stand there."""
        return self.group is Group.PUSHER


def setting(
    check: Check[Value],
    default: Default | FoundDefault,
    about: str,
    group: Group = Group.GENERAL,
    *,
    option: CommandOption | None = None,
    is_secret: bool = False,
    is_harmless: bool = False,
) -> Value | Default:
    """A row of the table, for a field of `Settings`.

    lock_after_minutes: int = setting(whole_number(0, 1440), 10, "Minutes without a key ...")
    """
    metadata = {"row": Setting(check, default, about, group, option, is_secret, is_harmless)}
    found: Any = (
        field(default_factory=default.find, repr=not is_secret, metadata=metadata)
        if isinstance(default, FoundDefault)
        else field(default=default, repr=not is_secret, metadata=metadata)
    )
    return cast(Value | Default, found)
