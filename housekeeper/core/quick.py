"""Making frozen values by the thousand."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import TypeVar

Value = TypeVar("Value")


def maker_of(kind: type[Value]) -> Callable[..., Value]:
    """A function that makes values of a frozen dataclass with slots, from all fields in order.

    A frozen dataclass guards each field while it is made: 2.7 us for the 26 of a room, where
    one that is not frozen takes 0.3. So the value is made as its unguarded twin, of the same
    layout, and then becomes what it is to be.
    """
    twin = make_dataclass(
        f"Unguarded{kind.__name__}",
        [(field.name, field.type) for field in fields(kind)],  # type: ignore[arg-type]
        slots=True,
    )

    def make(*values: object) -> Value:
        made = twin(*values)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make
