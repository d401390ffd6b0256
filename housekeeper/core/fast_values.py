"""Making frozen values by the thousand."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


@cache
def _twin_of(kind: type[Any]) -> type[Any]:
    """A dataclass of the same layout that guards nothing."""
    return make_dataclass(
        f"Unguarded{kind.__name__}",
        [(field.name, field.type) for field in fields(kind)],
        slots=True,
        # It is never shown or compared as what it was made as.
        repr=False,
        eq=False,
    )


def maker_of(kind: type[Value]) -> Callable[..., Value]:
    """A function that makes values of a frozen dataclass with slots, from all fields in order.

    A frozen dataclass guards each field while it is made: 2.7 us for the 26 of a room, where
    one that is not frozen takes 0.3. So the value is made as its unguarded twin, of the same
    layout, and then becomes what it is to be.
    """
    twin = _twin_of(kind)  # type: ignore[arg-type]

    def make(*values: object) -> Value:
        made = twin(*values)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make


def changer_of(kind: type[Value]) -> Callable[..., Value]:
    """A function that gives a value of this kind with some fields changed, by name.

    What `dataclasses.replace` does, in a fifth of its time; for paths that change hundreds.
    Raises `KeyError` for a field that the kind does not have.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    place_of = {name: place for place, name in enumerate(names)}
    facts_of = attrgetter(*names)
    make = maker_of(kind)

    def change(value: Value, **changes: object) -> Value:
        facts = list(facts_of(value))
        for name, fact in changes.items():
            facts[place_of[name]] = fact
        return make(*facts)

    return change
