"""What the value of a setting may be, however it is given: as TOML, in a variable, as an option."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from housekeeper.core.erasure import QuietHour
from housekeeper.core.errors import InvalidInput

Read = TypeVar("Read", covariant=True)
Choice = TypeVar("Choice", bound=StrEnum)
Kind = TypeVar("Kind")


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
        except (ValueError, TypeError, OverflowError, OSError, RuntimeError, InvalidInput):
            raise ValueError("not a value of this kind") from None


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _read_word(value: object) -> str:
    # TOML's digits without quotes are a number, and an app id is made of digits.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _read_text(value)


def _read_folder(value: object) -> str:
    text = _read_text(value)
    # From where the program is started is nobody's choice; an unknown user's home is no folder.
    if "\x00" in text or not Path(text).expanduser().is_absolute():
        raise ValueError
    return text


def _judge(kind: type[Kind], value: object) -> Kind:
    """What pydantic takes for a value of this kind; raises `ValueError` for all else.

    Only for what is not plainly right: its import takes longer than the board's first frame.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(kind).validate_python(value)


def _read_switch(value: object) -> bool:
    return value if isinstance(value, bool) else _judge(bool, value)


def _read_time(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(value)
    return _judge(datetime, value)


def _read_time_of_day(value: object) -> time:
    given = value if isinstance(value, time) else time.fromisoformat(_read_text(value))
    if given.tzinfo is not None:
        raise ValueError
    return given


def _read_quiet_hour(value: object) -> QuietHour:
    return QuietHour.parse(_read_text(value))


TEXT = Check(_read_text, "a text that is not empty", "a text in quotes that is not empty")
WORD = Check(_read_word, "a text", "a text in quotes")
FOLDER = Check(
    _read_folder,
    "the whole path of a folder, such as /srv/hotel/exports or ~/exports",
    'the whole path of a folder in quotes, such as "/srv/hotel/exports" or "~/exports"',
)
SWITCH = Check(_read_switch, "yes or no", "true or false")
TIME = Check(_read_time, "a time such as 2015-09-18T08:00", "a time such as 2015-09-18T08:00:00")
TIME_OF_DAY = Check(
    _read_time_of_day,
    "a time of the day such as 11:00",
    'a time of the day in quotes, such as "11:00"',
)
QUIET = Check(
    _read_quiet_hour,
    "two times of the day with a hyphen, such as 03:00-04:00",
    'two times of the day with a hyphen, such as "03:00-04:00"',
)


def one_of(choices: type[Choice]) -> Check[Choice]:
    """One of a few words."""

    def read(value: object) -> Choice:
        return choices(_read_text(value))

    return Check(read, _any_of(choices), _any_of(f'"{choice}"' for choice in choices))


def _any_of(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def whole_number(lowest: int, highest: int) -> Check[int]:
    """A number without a fraction, from the lowest to the highest."""

    def read(value: object) -> int:
        number = value if type(value) is int else _judge(int, value)
        if not lowest <= number <= highest:
            raise ValueError
        return number

    right = f"a whole number from {lowest} to {highest}"
    return Check(read, right, right)
