"""What may follow the words that were typed at a shell, up to the word under the cursor.

A shell asks this at every press of TAB, so nothing is imported that is not needed: no parser,
no store. What stands where is in `grammar.txt`, a line a command, which `docs/write_commands.py`
writes from the parser: the words of the command, what it does, its arguments, its options.
"""

import os
import sys

from housekeeper.store.shell_names import NAMES, names_of_hotel

FILE = os.path.join(os.path.dirname(__file__), "grammar.txt")  # noqa: PTH118, PTH120

FILES = ":files"
"""Given in place of words where the shell is to complete the name of a file."""

_SETTINGS = {"--database": "database", "--hotel": "hotel"}
"""The options that say which hotel's names are to be completed."""


class GrammarLine:
    """What may stand behind a command: alternatives of arguments, and options by their flag.

    An argument is `{this,that}`, one of our words, or the kind of its value: `ROOM`, `FILE`. The
    last one may be repeated, `ROOM+`. The kind of an option without a value is "".
    """

    def __init__(self, line: str) -> None:
        name, self.help, arguments, options = line.split("\t")
        self.name = tuple(name.split())
        self.arguments = [one.split() for one in arguments.split(" | ")] if arguments else []
        self.options = dict(option.split("=") for option in options.split())

    def kinds_at(self, typed: "list[str]") -> "list[str]":
        """The kinds of the argument that comes after those that were typed."""
        found = []
        for alternative in self.arguments:
            place = len(typed)
            if alternative[-1].endswith(("+", "*")):
                place = min(place, len(alternative) - 1)
            before = zip(alternative, typed, strict=False)
            if place < len(alternative) and all(_is_such(word, kind) for kind, word in before):
                found.append(alternative[place].rstrip("+*"))
        return found


def _is_such(word: str, kind: str) -> bool:
    kind = kind.rstrip("+*")
    return _is_value(kind) or word in _words_of(kind)


def _is_value(kind: str) -> bool:
    """Whether this is the name of a kind of values, and no words to choose from."""
    return kind.isupper() and not kind.startswith("{")


def _words_of(kind: str) -> "list[str]":
    return kind[1:-1].split(",") if kind.startswith("{") else [kind]


def read_grammar() -> "list[GrammarLine]":
    """Every command, that without a name first."""
    with open(FILE, encoding="utf-8") as opened:  # noqa: PTH123 - pathlib takes longer than all else
        return [GrammarLine(line.rstrip("\n")) for line in opened]


def print_candidates(words: "list[str]") -> None:
    """Print what may stand in place of the last of these words, a line each.

    Behind a tab stands what it is, for shells that show it. Where nothing fits, and where the
    hotel cannot be looked at, nothing is printed.
    """
    *typed, begun = words or [""]
    for candidate in candidates(typed, begun):
        sys.stdout.write(f"{candidate}\n")


def candidates(typed: "list[str]", begun: str) -> "list[str]":
    """The words that may come after these and begin so, with what they are behind a tab."""
    grammar = {command.name: command for command in read_grammar()}
    place = _WordPlace(grammar)
    for word in typed:
        place.pass_by(word)
    flag, equals, value = begun.partition("=")
    if place.expected:
        return place.values([place.expected], begun.removeprefix("="))
    if begun.startswith("--") and equals:
        kind = place.options.get(flag, "")
        found = place.values([kind], value) if kind else []
        return found if found == [FILES] else [f"{flag}={one}" for one in found]
    if begun.startswith("-") and not place.is_text:
        return sorted(one for one in place.options if one.startswith(begun))
    return place.words(begun)


class _WordPlace:
    """Where on the line the cursor is: within which command, after which arguments."""

    def __init__(self, grammar: "dict[tuple[str, ...], GrammarLine]") -> None:
        self._grammar = grammar
        self._command = grammar[()]
        self._arguments: list[str] = []
        self._flag = ""
        self.given: dict[str, str] = {}
        self.expected = ""
        self.is_text = False

    @property
    def options(self) -> "dict[str, str]":
        """The options that may stand here; those of the program may stand anywhere."""
        return {**self._grammar[()].options, **self._command.options}

    def pass_by(self, word: str) -> None:
        """Take notice of a word that stands before the cursor."""
        if self.expected:
            # A shell may cut --as=ana into three words.
            if word != "=":
                self._take(self._flag, word)
                self.expected = ""
        elif self.is_text or not word.startswith("-"):
            deeper = (*self._command.name, word)
            if not self._arguments and deeper in self._grammar:
                self._command = self._grammar[deeper]
            else:
                self._arguments.append(word)
        elif word == "--":
            self.is_text = True
        else:
            flag, equals, value = word.partition("=")
            if equals:
                self._take(flag, value)
            else:
                self._flag, self.expected = flag, self.options.get(flag, "")

    def _take(self, flag: str, value: str) -> None:
        if flag in _SETTINGS:
            self.given[_SETTINGS[flag]] = value

    def words(self, begun: str) -> "list[str]":
        """The commands or the values that may stand here."""
        depth = len(self._command.name)
        if not self._arguments:
            deeper = [
                f"{one.name[-1]}\t{one.help}"
                for one in self._grammar.values()
                if len(one.name) == depth + 1 and one.name[:depth] == self._command.name
                if one.name[-1].startswith(begun)
            ]
            if deeper:
                return deeper
        return self.values(self._command.kinds_at(self._arguments), begun)

    def values(self, kinds: "list[str]", begun: str) -> "list[str]":
        """The values of these kinds that begin so."""
        found: list[str] = []
        for kind in kinds:
            if kind == "FILE":
                return [FILES]
            if kind in NAMES:
                found += _of_hotel(kind, self.given, begun)
            elif not _is_value(kind):
                found += [word for word in _words_of(kind) if word.startswith(begun)]
        return found


def _of_hotel(kind: str, given: "dict[str, str]", begun: str) -> "list[str]":
    """The names of this kind; of rooms in a list or a range the last one is completed."""
    head = ""
    if kind == "ROOM" and not begun.startswith("-"):
        head = begun[: max(begun.rfind(","), begun.rfind("-")) + 1]
        begun = begun[len(head) :]
    named = names_of_hotel(kind, given)
    return [head + name for name in named if name.startswith(begun)]
