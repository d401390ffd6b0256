"""What is wrong with the words of a command line, in our words: one sentence, and what is right.

Python's `argparse` finds the fault and tells of it in a text of its own; that text is read here.
`tests/commands/test_usage_words.py` has every kind of it told by the Python that runs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from housekeeper.core.entered_text import quoted
from housekeeper.core.typed_acts.nearest_word import nearest_word

_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "ROOM": "412",
        "REFERENCE": "BK-17",
        "STAFF": "ana",
        "CODE": "ana",
        "NAME": "'Ana Silva'",
        "ROLE": "attendant",
        "STATUS": "dirty",
        "TEXT": "'linen late'",
        "TIME": "14:00",
        "DATE": "tomorrow",
        "ARRIVAL": "today",
        "DEPARTURE": "+2",
        "ROOM_TYPE": "DLX",
        "FILE.csv": "rooms.csv",
        "FILE": "hotel.backup",
        "LINE": "'412 start'",
        "ITEM": "'club sandwich'",
        "ID": "17",
        "PIN": "1234",
    }
)
"""A value for each name of one, in lines that show how a command is written."""


def told_in_our_words(message: str, command: str, usage: str) -> str:
    """A complaint of `argparse` about a command with this usage, as one sentence.

    What is no complaint of its kinds is passed on as it is.
    """
    for pattern, tell in _KINDS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return tell(found, command, usage)
    return message


def unknown_words(words: Sequence[str], command: str, usage: str, flags: Iterable[str]) -> str:
    """What is wrong with words that the command has no place for."""
    word = words[0]
    if word.startswith("-") and len(word) > 1:
        flag = word.partition("=")[0]
        near = nearest_word(flag, flags)
        perhaps = f"; perhaps {near}" if near else f"; {command} --help lists what it has"
        return f"there is no option {quoted(flag)} here{perhaps}."
    if "..." in usage:
        return f"{quoted(word)} comes too late: write it before the options."
    return f"{quoted(word)} is a word too many; write {written(usage)}."


def written(usage: str) -> str:
    """How a command is written, with what it needs and an example of each value."""
    line = usage.strip().splitlines()[0].removeprefix("usage: ")
    if not usage.count("\n       housekeeper"):
        line = " ".join(usage.split()).removeprefix("usage: ")
    needed = re.sub(r"\s*\[[^\[\]]*\]", "", line).replace(" ...", " …")
    return " ".join(_example(word) for word in needed.split())


def _example(word: str) -> str:
    found = re.fullmatch(r"\{(.+)\}", word)
    if found is not None:
        return found[1].split(",")[0]
    return _EXAMPLES.get(word, word.split("|")[0])


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _missing(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    names = [name.split("/")[0] for name in found[1].split(", ")]
    return f"{_listed(names)} {'are' if len(names) > 1 else 'is'} missing; write {written(usage)}."


def _no_value(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    flag = found[1].split("/")[0]
    named = re.search(rf"{re.escape(flag)} ([^\s\]]+)", usage)
    return value_missing(flag, named[1] if named else "VALUE")


def value_missing(flag: str, value: str) -> str:
    """What is wrong with an option that has no value behind it; `value` is the name of one."""
    return f"{flag} needs a value: {flag} {_EXAMPLES.get(value, value)}."


def _no_choice(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    word, choices = found[2].strip("'\""), [one.strip(" '\"") for one in found[3].split(",")]
    near = nearest_word(word, choices)
    perhaps = f"; perhaps {near}" if near else ""
    of = f" for {found[1]}" if found[1].startswith("-") else ""
    return f"{quoted(word)} is none of the words{of}: {', '.join(choices)}{perhaps}."


def _no_number(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    return f"{found[1]} takes a whole number, not {quoted(found[3].strip(chr(39)))}."


def _not_both(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    return f"{found[1]} and {found[2]} do not go together: write one of them."


def _takes_none(found: re.Match[str], command: str, usage: str) -> str:  # noqa: ARG001
    return f"{found[1]} takes no value: write {found[1].split('/')[0]} alone."


_KINDS = (
    (r"the following arguments are required: (.+)", _missing),
    (r"argument (\S+): expected .*argument.*", _no_value),
    (
        r"argument (.+?): invalid choice: (.+?)(?:, maybe you meant .*?\?)? \(choose from (.+)\)",
        _no_choice,
    ),
    (r"argument (\S+): invalid (\w+) value: (.+)", _no_number),
    (r"argument (\S+): not allowed with argument (\S+)", _not_both),
    (r"argument (\S+): ignored explicit argument .+", _takes_none),
)
