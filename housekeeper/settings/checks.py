"""What the value of a setting may be, however it is given: as TOML, in a variable, as an option."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

from housekeeper.core.erasure import QuietHour
from housekeeper.core.errors import InvalidInput

Read = TypeVar("Read", covariant=True)
Choice = TypeVar("Choice", bound=StrEnum)

_YES = frozenset({"1", "true", "t", "yes", "y", "on"})
_NO = frozenset({"0", "false", "f", "no", "n", "off"})


@dataclass(frozen=True, slots=True)
class Check(Generic[Read]):
    """One kind of value: how it is read, and the words that say what would be right.

    `read` takes a text or a value of TOML. `right` and, for a settings file, `right_in_toml`
    stand in complaints and on the page of settings, as in "write dark or light".
    """

    read: Callable[[object], Read]
    right: str
    right_in_toml: str

    def __call__(self, value: object) -> Read:
        """The value, read. Raises `ValueError` for one that is no good, and does not repeat it."""
        try:
            return self.read(value)
        except (ValueError, TypeError, OverflowError, OSError, InvalidInput):
            raise ValueError("not a value of this kind") from None


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _read_word(value: object) -> str:
    # TOML's digits without quotes are a number, and an app id is made of digits.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _read_text(value)


def _read_switch(value: object) -> bool:
    word = str(value).casefold()
    if word not in _YES | _NO:
        raise ValueError
    return word in _YES


def _read_time(value: object) -> datetime:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            value = float(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return datetime.fromtimestamp(value, UTC)


def _read_quiet_hour(value: object) -> QuietHour:
    return QuietHour.parse(_read_text(value))


TEXT = Check(_read_text, "a text that is not empty", "a text in quotes that is not empty")
WORD = Check(_read_word, "a text", "a text in quotes")
SWITCH = Check(_read_switch, "yes or no", "true or false")
TIME = Check(_read_time, "a time such as 2015-09-18T08:00", "a time such as 2015-09-18T08:00:00")
QUIET = Check(
    _read_quiet_hour,
    "two times of the day with a hyphen, such as 03:00-04:00",
    'two times of the day with a hyphen, such as "03:00-04:00"',
)


def one_of(choices: type[Choice]) -> Check[Choice]:
    """One of a few words."""

    def read(value: object) -> Choice:
        return choices(_read_text(value))

    return Check(read, " or ".join(choices), " or ".join(f'"{choice}"' for choice in choices))


def whole_number(lowest: int, highest: int) -> Check[int]:
    """A number without a fraction, from the lowest to the highest."""

    def read(value: object) -> int:
        if not isinstance(value, (int, float, str)):
            raise TypeError
        number = float(value)
        if not number.is_integer() or not lowest <= number <= highest:
            raise ValueError
        return int(number)

    right = f"a whole number from {lowest} to {highest}"
    return Check(read, right, right)
