"""The list of a check-out: every occupied room, narrowed by what is typed, any number chosen."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.numbers import KnownNames, begins_so
from housekeeper.core.stays.checkout import Guestroom
from housekeeper.screens.front_desk.checkout_text import list_rows
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.workstation import Workstation

_LONGEST_NUMBER = 32


class GuestroomList(Vertical):
    """The occupied rooms, those who are due first; above them how many are chosen."""

    DEFAULT_CSS = """
    GuestroomList #typed { height: 1; color: $text-muted; }
    GuestroomList #rooms { height: 1fr; }
    """

    def __init__(self, workstation: Workstation, id: str) -> None:
        super().__init__(id=id)
        self._workstation = workstation
        self._guestrooms: Sequence[Guestroom] | None = None
        self._unread = "Reading who is in the house…"
        self.typed = ""
        """The beginning of a room number that narrows the list."""
        self._is_ended = False
        self.list = RowList(markable=True, id="rooms")

    def compose(self) -> ComposeResult:
        """How many are chosen, and the rooms."""
        yield Static(id="typed")
        yield self.list

    def show(self, guestrooms: Sequence[Guestroom]) -> None:
        """List these rooms; of the chosen ones those stay chosen that still have a guest."""
        self._guestrooms = guestrooms
        self.list.marked &= {guestroom.room.number for guestroom in guestrooms}
        self._show_rooms()

    def show_failed(self) -> None:
        """Say that the rooms could not be read; those that were read before stay."""
        self._unread = "Who is in the house could not be read."
        self.show_chosen()

    def choose(self, numbers: Iterable[str]) -> None:
        """Choose these rooms, and go to the first of them."""
        chosen = list(numbers)
        self.list.marked = set(chosen)
        self._show_rooms()
        if chosen:
            self.list.go_to(chosen[0])

    @property
    def meant(self) -> list[str]:
        """The rooms chosen, in the order of the list; else the one under the cursor."""
        chosen = [number for number in self._numbers() if number in self.list.marked]
        return chosen or ([self.list.key] if self.list.key is not None else [])

    def narrow(self, typed: str) -> str:
        """Show the rooms alone whose number begins so; the sentence where there is none."""
        self.typed = typed[:_LONGEST_NUMBER]
        self._is_ended = False
        self._show_rooms()
        return self.missing_text

    def type(self, character: str) -> str:
        """Narrow by one character more; it begins a new number behind one that is at its end.

        That is so behind a mark, and behind a whole number that no longer one begins with.
        """
        longer = self.typed + character
        is_over = not self._has(longer) and self._has_whole(self.typed) and self._has(character)
        return self.narrow(character if self._is_ended or is_over else longer)

    def mark(self) -> None:
        """Choose the room under the cursor, or no longer; the number that led to it is done."""
        self.list.action_mark()
        if self.typed:
            self.narrow("")

    @property
    def missing_text(self) -> str:
        """What is to be said of a number that no room with a guest has; "" of one that has."""
        if not self.typed or self._has(self.typed):
            return ""
        return f"No room with a guest has the number {plain(self.typed)}."

    def _numbers(self) -> list[str]:
        return [guestroom.room.number for guestroom in self._guestrooms or ()]

    def _has(self, typed: str) -> bool:
        return any(begins_so(number, typed) for number in self._numbers())

    def _has_whole(self, typed: str) -> bool:
        return bool(typed) and KnownNames(self._numbers()).find(typed) is not None

    def choose_shown(self) -> None:
        """Choose every room shown; where all are chosen already, none of them."""
        shown = {row.key for row in self.list.rows if row.key is not None}
        if shown <= self.list.marked:
            self.list.marked -= shown
        else:
            self.list.marked |= shown
        self._is_ended = True
        self.list.refresh()

    def _show_rooms(self) -> None:
        when = self._workstation.house_time()
        self.list.set_rows(list_rows(self._guestrooms or (), self.typed, when))
        self.show_chosen()

    def show_chosen(self) -> None:
        """Say how many rooms are chosen, and what is typed; until they are read, that they are."""
        chosen = len(self.list.marked)
        text = f"{chosen} chosen" if chosen else "nothing chosen: Enter takes the room here"
        if self.typed:
            if self.missing_text:
                text = "no such room with a guest"
            elif not chosen:
                text = "nothing chosen"
            text = f"room {plain(self.typed)}▏  {text}"
        elif self._guestrooms is None:
            text = self._unread
        elif not self._guestrooms:
            text = "No room has a guest."
        self.query_one("#typed", Static).update(Content(text))
