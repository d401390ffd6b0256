"""The house rules of the package: who may import whom, and how large a thing may grow.

Each list of exceptions names what does not hold yet, with a reason where it is to stay. An
exception that is not needed any more fails its test, so the lists can only shrink.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import housekeeper

PACKAGE = Path(housekeeper.__file__).parent

FILES_IN_A_FOLDER = 13
LINES_OF_A_CLASS = 250
METHODS_OF_A_CLASS = 25
LINES_OF_A_FUNCTION = 50

NAVIGATION = "screens.navigation"
"""The one file whose late imports may close a circle: screens open each other through it."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Import:
    """One file of the package imports another."""

    importer: str
    imported: str
    is_late: bool
    is_for_types: bool


def module_name(path: Path) -> str:
    """The dotted name of a file, without that of the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def trees() -> dict[str, ast.Module]:
    """Every file of the package, parsed, by its dotted name."""
    return {
        module_name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def is_for_types(node: ast.stmt) -> bool:
    """Whether a statement is `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports_below(
    node: ast.AST, is_late: bool = False, for_types: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    """Each import below a node: whether within a function, and whether for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, is_late, for_types
        else:
            is_function = isinstance(child, Definition)
            is_typing = isinstance(child, ast.stmt) and is_for_types(child)
            yield from imports_below(child, is_late or is_function, for_types or is_typing)


def modules_of(node: ast.Import | ast.ImportFrom, known: set[str]) -> Iterator[str]:
    """The files of the package that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if _own(name) in known else str(node.module) for name in names]
    for name in names:
        if name.split(".")[0] == "housekeeper" and _own(name) in known:
            yield _own(name)


def _own(name: str) -> str:
    return name.removeprefix("housekeeper").removeprefix(".")


@cache
def imports() -> tuple[Import, ...]:
    """Every import of one file of the package by another, those within functions too."""
    known = set(trees())
    return tuple(
        Import(importer, imported, is_late, for_types)
        for importer, tree in trees().items()
        for node, is_late, for_types in imports_below(tree)
        for imported in modules_of(node, known)
        if imported
    )


def circles() -> list[set[str]]:
    """The groups of files that reach each other by imports, the largest first (Tarjan)."""
    graph: dict[str, set[str]] = defaultdict(set)
    for one in imports():
        if one.importer != NAVIGATION or not one.is_late:
            graph[one.importer].add(one.imported)
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        numbers[name] = lowest[name] = len(numbers)
        stack.append(name)
        for other in graph[name]:
            if other not in numbers:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in stack:
                lowest[name] = min(lowest[name], numbers[other])
        if lowest[name] == numbers[name]:
            place = stack.index(name)
            if len(stack) - place > 1 or name in graph[name]:
                found.append(set(stack[place:]))
            del stack[place:]

    for name in trees():
        if name not in numbers:
            visit(name)
    return sorted(found, key=len, reverse=True)


def grown(found: dict[str, int], limit: int, known: set[str]) -> tuple[set[str], set[str]]:
    """What is above a limit and not known to be, and what is known to be and is not."""
    large = {name for name, size in found.items() if size > limit}
    return large - known, known - large


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles() == []


LATE_IMPORTS = {
    "__main__": "Ctrl-C is to end the program without a word while it is imported, too",
    "app.open_board": "the demonstration and Pusher are imported only where they are chosen",
    "app.run_board": "the command line does without the screen",
    "app.terminal_app": "the first frame waits for nothing that it does not show",
    "app.terminal_lock": "the first frame waits for nothing that it does not show",
    "cli": "the words are understood before anything heavy is imported",
    "commands.database.doctor": "Pusher is tried only where it is set",
    "commands.hotel": "Pusher is published to, and a PIN checked, only where the hotel says so",
    "commands.rooms.do": "one line is done sooner without what many lines and an undo need",
    "commands.parser": "the board starts through here, and its first frame needs no act",
    "hotel_access": "the settings of few hotels ask for PINs",
    NAVIGATION: "screens open each other through it",
    "settings.shell_settings": "a shell waits at TAB, seldom for more than a plain settings file",
    "store.database": "the driver of PostgreSQL is an extra; few commands keep or erase anything",
    "store.sqlite.listener": "only a board waits for the library that watches files",
    "store.shell_names": "a shell waits at TAB, and only who has a server for its driver",
}
"""The files that import others of the package within functions, and why."""


def test_imports_stand_at_the_top_but_where_it_says_why() -> None:
    assert {one.importer for one in imports() if one.is_late} == set(LATE_IMPORTS)


BY_NAME = {
    "cli": "a command's function stands by name in the table of commands",
    "screens.keyboard.keymap": "a keymap is checked against the keys of every screen there is",
    "store.migrations.migrate": "a migration is imported where a database needs it",
}
"""The files that import something whose name they are told, and why."""


def test_nothing_is_imported_by_a_name_in_a_text_but_where_it_says_why() -> None:
    found = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"import_module", "__import__"}
    }
    assert found == set(BY_NAME)


FOR_TYPES_ALONE = {
    "app.board_request": "the store comes behind the first frame",
    "app.open_board": "the demonstration is imported where it is chosen",
    "app.run_board": "the store comes behind the first frame",
    "app.terminal_app": "what comes behind the first frame",
    "cli": "settings are imported when the words are understood",
    NAVIGATION: "it imports screens where they are opened, and nothing before",
    "screens.acting.act_dialogs": "a dialog is imported where navigation opens it",
    "screens.room.room_acts": "a dialog is imported where navigation opens it",
    "store.database": "few commands keep or erase anything",
}
"""The files that import others of the package for their types alone, and why."""


def test_what_is_imported_for_types_alone_says_why() -> None:
    assert {one.importer for one in imports() if one.is_for_types} == set(FOR_TYPES_ALONE)


SERVICES_OF_OTHERS = {
    ("core.history.retention", "core.shift.figures"): "what goes leaves figures of its days",
    ("core.imports.changed_rooms", "core.rooms.write_change"): "a room that a file changed tells",
    (
        "core.imports.staff",
        "core.staff.manage",
    ): "an import of staff keeps the rules of adding them",
    ("core.inspection.checklists", "core.imports.whole_file"): "a list is imported whole or not",
    (
        "core.inspection.fail_reasons",
        "core.imports.whole_file",
    ): "reasons are imported whole or not",
    ("core.inspection.round_acts", "core.rooms.turnover"): "a round passes and fails rooms",
    ("core.inspection.round_views", "core.inspection.checklists"): "a view shows a checklist",
    ("core.rooms.undo", "core.stays.check_in_undo"): "a check-in is more than its room's facts",
    ("core.stays.chat", "core.rooms.write_change"): "how many messages wait is a fact of the room",
    ("core.stays.orders", "core.rooms.write_change"): "how many are open is a fact of the room",
    ("core.stays.check_in_undo", "core.rooms.write_change"): "a room is as before a check-in",
    ("core.rooms.turnover", "core.stays.held_rooms"): "what takes a room names what it is held for",
    ("core.stays.checkout", "core.rooms.planned_out_of_order"): "a room goes out when it is left",
    ("core.stays.checkout", "core.rooms.write_change"): "a checkout turns rooms",
    ("core.stays.front_desk", "core.rooms.planned_out_of_order"): "a room goes out when it is left",
    ("core.stays.front_desk", "core.rooms.write_change"): "a check-in is an event of its room",
    ("core.stays.room_types", "core.rooms.write_change"): "a type's new name is told by its rooms",
    ("core.typed_acts.complete", "core.rooms.turnover"): "a line knows the verbs that turn rooms",
    ("core.typed_acts.parse", "core.rooms.turnover"): "a line becomes requests to turn rooms",
}
"""Which file of core knows a service of another subject, or a value a service, and why."""


def test_values_know_no_service_and_services_those_of_others_only_where_it_says_why() -> None:
    services = {one.importer for one in imports() if one.imported == "core.unit_of_work"}

    def is_free(one: Import) -> bool:
        same_subject = one.importer.split(".")[:2] == one.imported.split(".")[:2]
        return one.importer in services and same_subject

    found = {
        (one.importer, one.imported)
        for one in imports()
        if one.importer.startswith("core.") and one.imported.startswith("core.")
        if one.imported in services and not is_free(one)
    }
    assert found == set(SERVICES_OF_OTHERS)


def test_core_is_made_of_core_and_the_standard_library() -> None:
    outside = {
        (name, module)
        for name, tree in trees().items()
        if name.split(".")[0] == "core"
        for node, _, _ in imports_below(tree)
        for module in ([node.module] if isinstance(node, ast.ImportFrom) else _names_of(node))
        if module is not None and not module.startswith("housekeeper.core")
        if module.split(".")[0] not in sys.stdlib_module_names
    }
    assert outside == set()


def _names_of(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_no_folder_has_more_files_than_can_be_taken_in_at_a_glance() -> None:
    counts = Counter(
        path.parent.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "__init__.py"
    )
    assert grown(counts, FILES_IN_A_FOLDER, set()) == (set(), set())


def definitions(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    """Every definition of a kind, with its place, `file:name`."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield f"{name}:{node.name}", node  # type: ignore[attr-defined]


def lines_of(node: ast.AST) -> int:
    """How many lines a definition takes."""
    assert isinstance(node, ast.ClassDef | Definition)
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_class_is_longer_than_250_lines() -> None:
    sizes = {place: lines_of(node) for place, node in definitions(ast.ClassDef)}
    assert grown(sizes, LINES_OF_A_CLASS, set()) == (set(), set())


def test_no_class_has_more_than_25_methods() -> None:
    sizes = {
        place: sum(isinstance(child, Definition) for child in ast.iter_child_nodes(node))
        for place, node in definitions(ast.ClassDef)
    }
    assert grown(sizes, METHODS_OF_A_CLASS, set()) == (set(), set())


def test_no_function_is_longer_than_50_lines() -> None:
    sizes = {
        place: lines_of(node)
        for place, node in definitions((ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert grown(sizes, LINES_OF_A_FUNCTION, set()) == (set(), set())


def test_a_class_is_the_only_one_of_its_name() -> None:
    counts = Counter(place.partition(":")[2] for place, _ in definitions(ast.ClassDef))
    assert grown(counts, 1, set()) == (set(), set())
