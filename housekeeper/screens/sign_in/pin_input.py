"""A line for a PIN: digits alone, none of them shown."""

from housekeeper.core.staff.pin import LONGEST
from housekeeper.screens.widgets.text_input import NumberLine


class PinLine(NumberLine):
    """A masked line that takes no more than a PIN's digits."""

    DEFAULT_CSS = "PinLine { width: 1fr; }"

    def __init__(self, *, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, max_length=LONGEST)
        self.password = True
        self.restrict = r"[0-9]*"
