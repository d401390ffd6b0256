"""The line in which a guest is answered; what is typed is kept until it is sent."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from housekeeper.core.rooms.room_record import Dossier
from housekeeper.core.stays import chat
from housekeeper.screens.room.unsent_answers import UnsentAnswers
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.text_input import TextLine


class _KeptLine(TextLine):
    """Tells `typed` every letter at once, so that none is lost when the screen is painted."""

    def __init__(self, typed: Callable[[str], None], placeholder: str) -> None:
        self._typed = typed
        super().__init__(placeholder=placeholder, id="reply", max_length=chat.MESSAGE_LIMIT)

    def watch_value(self, value: str) -> None:
        """Tell what is typed now."""
        self._typed(value)


class ReplyLine(Horizontal):
    """The answer to the guest of one room; `key_to_answer` is named while it has no focus."""

    DEFAULT_CSS = """
    ReplyLine { height: 1; margin-top: 1; }
    ReplyLine #reply-sign { width: 2; color: $primary; }
    """

    def __init__(self, unsent: UnsentAnswers, key_to_answer: str, id: str) -> None:
        super().__init__(id=id)
        self._unsent = unsent
        self._how_to_begin = f"{key_to_answer} to answer the guest"
        self._booking: str | None = None
        self._room_number = ""

    def compose(self) -> ComposeResult:
        """A sign, and the line."""
        yield Static(Content("› "), id="reply-sign")
        yield _KeptLine(self._keep, self._how_to_begin)

    @property
    def line(self) -> TextLine:
        """The line itself."""
        return self.query_one("#reply", TextLine)

    @property
    def booking(self) -> str | None:
        """The booking of the guest for whom it is; None where there is none."""
        return self._booking

    def begin(self, dossier: Dossier | None) -> None:
        """Be the line for this room's guest, with what was typed for them and not sent."""
        booking = None
        if dossier is not None and dossier.room.is_occupied and dossier.booking is not None:
            booking, self._room_number = dossier.booking.reference, dossier.room.number
        self._booking = booking
        words = self._unsent.of(booking) if booking is not None else ""
        if self.line.value != words:
            self.line.value = words

    def sent(self, booking: str | None, words: str) -> None:
        """These words are sent: only what was typed since stays."""
        if booking is not None and self._unsent.of(booking) == words:
            self._unsent.keep(booking, "", "")
        if booking == self._booking and self.line.value == words:
            self.line.value = ""

    def _keep(self, words: str) -> None:
        if self._booking is not None:
            self._unsent.keep(self._booking, self._room_number, words)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Whoever is in the line needs no key to come there."""
        self.line.placeholder = f"your answer, {key_hint(Input, 'submit')} sends it"

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:  # noqa: ARG002
        """Name the key again."""
        self.line.placeholder = self._how_to_begin
