"""Private names of libraries: which of them the program uses, and whether they are still there."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1] / "housekeeper"
_BY_NAME = ("getattr", "setattr", "hasattr", "delattr")
_DOCUMENTED = {"os._exit"}
"""Not private, whatever its name says: Python's documentation tells what it does."""


@dataclass(frozen=True, slots=True)
class PrivateName:
    """One private name of a library in one file of the package.

    `owner` is the class that has it, as `module:Class`, or the package of a private module;
    `stands_for` says what it is there,
    `when_gone` what to do where a new version of the library no longer has it.
    """

    file: str
    name: str
    owner: str
    stands_for: str
    when_gone: str

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"

    @property
    def owning_class(self) -> type[Any]:
        """The class, imported."""
        module, _, name = self.owner.partition(":")
        found: type[Any] = getattr(import_module(module), name)
        return found

    def require(self) -> None:
        """Fail, and say what to do, where the class no longer has the name."""
        is_there = (
            self.name in private_names_of(self.owning_class)
            if ":" in self.owner
            else find_spec(f"{self.owner}.{self.name}") is not None
        )
        assert is_there, (
            f"{self.owner} has no {self.name} any more, which {self.file} uses.\n"
            f"It stood for: {self.stands_for}\nNow: {self.when_gone}"
        )


_names: dict[type[Any], frozenset[str]] = {}


def private_names_of(kind: type[Any]) -> frozenset[str]:
    """The private names that a class gives itself: in its body, or by assigning to `self`."""
    if kind not in _names:
        try:
            source = inspect.getsource(kind)
        except (OSError, TypeError):
            source = ""
        named = {*vars(kind), *re.findall(r"\bself\.(_\w+)\b[^=\n]*=(?!=)", source)}
        _names[kind] = frozenset(filter(is_private, named))
    return _names[kind]


def is_private(name: str) -> bool:
    """Whether a name is private: one underscore, or two without two at its end."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def used_in(file: Path) -> set[str]:
    """The private names in a file of the package that are not its own classes'."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {name for node in ast.walk(tree) for name in _not_of_self(node)}
    module = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found |= _of_self(node, getattr(import_module(module), node.name))
    return found


def _not_of_self(node: ast.AST) -> Iterator[str]:
    """A private module that is imported, or an attribute of something else than `self`."""
    if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("housekeeper"):
        yield from filter(is_private, (node.module or "").split("."))
        yield from (name.name for name in node.names if is_private(name.name))
    elif isinstance(node, ast.Attribute) and is_private(node.attr):
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        if of not in ("self", "cls") and f"{of}.{node.attr}" not in _DOCUMENTED:
            yield node.attr
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _BY_NAME:
        name = node.args[1]
        if isinstance(name, ast.Constant) and is_private(str(name.value)):
            yield str(name.value)


def _of_self(node: ast.ClassDef, kind: type[Any]) -> set[str]:
    """What a class uses of itself, or gives itself, that is its library's."""
    theirs = {
        name
        for base in kind.__mro__[1:]
        if not base.__module__.startswith("housekeeper") and base is not object
        for name in private_names_of(base)
    }
    used = {
        one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute)
        and isinstance(one.value, ast.Name)
        and one.value.id in ("self", "cls")
        and is_private(one.attr)
    }
    used |= {
        one.name
        for one in node.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and is_private(one.name)
    }
    return used & theirs


def files() -> list[Path]:
    """The files of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def used() -> set[tuple[str, str]]:
    """Every private name of a library in the package, as file and name."""
    return {
        (file.relative_to(PACKAGE).as_posix(), name) for file in files() for name in used_in(file)
    }
