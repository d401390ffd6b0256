"""Writes down the command line from its parser: `python docs/write_commands.py`.

The text of `housekeeper --help`, and what a shell completes, so that neither waits for a parser.
"""

import argparse
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from housekeeper.commands.completion import candidates
from housekeeper.commands.overview import FILE as OVERVIEW
from housekeeper.commands.parser import whole_parser
from housekeeper.core.acts import ACTS
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff.staff import Role
from housekeeper.core.typed_acts.vocabulary import status_words

WIDTH = 78
"""How wide the help is written."""


def _choice(words: Iterable[object]) -> str:
    return "{" + ",".join(str(word).replace(" ", "-") for word in words) + "}"


_STATUS_WORDS = {one: next(iter(status_words(one))) for one in RoomStatus}
_STATUSES = _choice(_STATUS_WORDS.values())
_TO_SET = _choice(word for one, word in _STATUS_WORDS.items() if one is not RoomStatus.OCCUPIED)
_VERBS = _choice(row.verb.value for row in ACTS.values() if row.is_turn)
_ROLES = _choice(role.value for role in Role)
_KINDS = {
    "N": {"--room": "ROOM"},
    "OLD": {"rooms": "ROOM", "types": "TYPE"},
    "S": {"--status": _STATUSES},
    "STATUS": {"": _TO_SET},
    "CODE": {"": "STAFF", "staff add": "CODE"},
    "ROLE": {"": _ROLES},
    "ROOM_TYPE": {"": "TYPE"},
    "SLUG": {"--hotel": "HOTEL"},
    "PATH": {"": "FILE"},
    "FILE.csv": {"": "FILE"},
    "COPY": {"": "FILE"},
    "SOURCE": {"": "FILE"},
    "TARGET": {"": "FILE"},
    "LINE": {"": f"ROOM {_VERBS}"},
    "NAME": {"": "NAME"},
}
"""What kind of value a metavar means, by option or command; "" for all others."""


def _kind(metavar: str, *places: str) -> str:
    kinds = _KINDS.get(metavar, {})
    return next((kinds[place] for place in (*places, "") if place in kinds), metavar)


def grammar() -> str:
    """The lines that `commands/completion/candidates.py` reads."""
    return "".join(f"{line}\n" for line in _lines((), "", whole_parser()))


def _lines(name: tuple[str, ...], about: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    actions = parser._actions  # noqa: SLF001 - nothing public tells of them
    deeper = [one for one in actions if isinstance(one, argparse._SubParsersAction)]  # noqa: SLF001
    arguments = " ".join(
        _argument(name, one) for one in actions if not one.option_strings and one not in deeper
    )
    options = " ".join(
        f"{flag}={_option(name, flag, one)}"
        for one in actions
        for flag in one.option_strings
        if flag.startswith("--")
    )
    yield "\t".join((" ".join(name), about, arguments, options))
    for one in deeper:
        helps = {choice.dest: choice.help for choice in one._choices_actions}  # noqa: SLF001
        for word, below in one.choices.items():
            yield from _lines((*name, word), helps.get(word) or "", below)


def _argument(name: tuple[str, ...], action: argparse.Action) -> str:
    repeat = action.nargs if action.nargs in {"+", "*"} else ""
    if action.choices is not None:
        return _choice(action.choices)
    metavar = str(action.metavar or action.dest.upper())
    alternatives = [
        " ".join(_kind(word, " ".join(name), name[0] if name else "") for word in one.split())
        for one in metavar.split(" | ")
    ]
    if len(alternatives) == 1 and " " not in alternatives[0]:
        return alternatives[0] + str(repeat)
    return " | ".join(alternatives)


def _option(name: tuple[str, ...], flag: str, action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices is not None:
        return _choice(action.choices)
    metavar = action.metavar or action.dest.upper()
    # Of several values the first is the option's own.
    first = metavar if isinstance(metavar, str) else metavar[0]
    return _kind(first, flag, " ".join(name))


def overview() -> str:
    """The text of `housekeeper --help`."""
    parser = whole_parser()
    parser.formatter_class = partial(argparse.HelpFormatter, width=WIDTH)
    return parser.format_help()


if __name__ == "__main__":
    Path(OVERVIEW).write_text(overview(), encoding="utf-8")
    Path(candidates.FILE).write_text(grammar(), encoding="utf-8")
