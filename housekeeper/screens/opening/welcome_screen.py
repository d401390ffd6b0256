"""The first start: no hotel yet. A demonstration, a hotel made here, or how to import one."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import NAME_LIMIT, Hotel, new_hotel, slug_from
from housekeeper.screens.widgets.dialog import field
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine


@dataclass(frozen=True, slots=True)
class DemonstrationChosen:
    """Show the demonstration hotel."""


@dataclass(frozen=True, slots=True)
class HotelNamed:
    """Make this hotel, and open it."""

    hotel: Hotel


Welcome = DemonstrationChosen | HotelNamed

_CHOICES = (
    (
        "demonstration",
        "Look at a demonstration",
        "a house of 120 rooms in mid-morning",
    ),
    ("make", "Make a hotel here", "its name, and the time zone it lies in"),
    ("import", "How to import a hotel", "the commands, and what the files hold"),
)

_COMMANDS = (
    ("Leave this screen, then:", ""),
    ("", 'housekeeper init --name "Grand Hotel" --timezone Europe/Lisbon'),
    ("", "housekeeper template rooms > rooms.csv"),
    ("", "housekeeper import rooms rooms.csv --dry-run"),
    ("", "housekeeper import rooms rooms.csv"),
    ("", "housekeeper import staff staff.csv"),
    ("", "housekeeper import bookings bookings.csv"),
    ("", "housekeeper"),
    ("\nEach file's first line names its columns:", ""),
    ("rooms     ", "number, room_type, floor, section"),
    ("staff     ", "code, name, role"),
    ("bookings  ", "reference, room_type, arrival, departure,"),
    ("          ", "adults, children, status; room, guest_name"),
    ("\nA role is attendant, supervisor, front_desk, maintenance or manager.", ""),
)


def _import_text() -> Content:
    return Content("\n").join(
        Content.assemble((words, MUTED), (("  " if not words else "") + command, "bold"))
        for words, command in _COMMANDS
    )


class WelcomeScreen(Screen[Welcome | None]):
    """Gives what was chosen, or None to leave. `timezone` stands in the form to begin with."""

    DEFAULT_CSS = """
    WelcomeScreen { background: $background; align: center middle; }
    WelcomeScreen #sheet {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        padding: 1 2; background: $surface;
    }
    WelcomeScreen #name-of-it { text-style: bold; color: $primary; }
    WelcomeScreen #greeting { color: $text-muted; margin-bottom: 1; height: auto; }
    WelcomeScreen .part { height: auto; display: none; }
    WelcomeScreen.-choosing #choosing { display: block; }
    WelcomeScreen.-making #making { display: block; }
    WelcomeScreen.-importing #importing { display: block; height: auto; max-height: 17; }
    WelcomeScreen .label { width: 12; color: $text-muted; }
    WelcomeScreen .field { height: 1; margin-bottom: 1; }
    WelcomeScreen .hint { color: $text-muted; height: auto; }
    WelcomeScreen #fault { color: $text-error; height: auto; margin-top: 1; display: none; }
    WelcomeScreen #fault.-said { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", priority=True, id="welcome.go-on", tooltip="Go on"),
        Binding("escape", "back", "Back", id="welcome.back", tooltip="Back, or leave"),
    ]
    AUTO_FOCUS = "#choices"

    def __init__(self, timezone: str = "UTC") -> None:
        super().__init__()
        self._timezone = timezone
        self._proposed = ""
        self.add_class("-choosing")

    def compose(self) -> ComposeResult:
        """The greeting, and the part that is shown of three."""
        with Center(), Vertical(id="sheet"):
            yield Static(Content("housekeeper"), id="name-of-it")
            yield Static(Content("There is no hotel here yet."), id="greeting")
            with Vertical(id="choosing", classes="part"):
                yield RowList(
                    [
                        Row(
                            key,
                            Content.assemble(
                                (f"{digit} ", "bold $primary"), f"{words:<26}", (more, MUTED)
                            ),
                        )
                        for digit, (key, words, more) in enumerate(_CHOICES, 1)
                    ],
                    id="choices",
                )
            with Vertical(id="making", classes="part"):
                name = TextLine(placeholder="Grand Hotel", id="name", max_length=NAME_LIMIT)
                yield field("Name", name)
                yield field("Slug", TextLine(id="slug", max_length=64))
                yield field("Time zone", TextLine(self._timezone, id="timezone", max_length=64))
                words = (
                    "The slug names the hotel on the command line. The zone is written as "
                    "Europe/Lisbon: there its days begin. Its rooms and people come next."
                )
                yield Static(Content(words), classes="hint")
            with VerticalScroll(id="importing", classes="part"):
                yield Static(_import_text())
            yield Static(id="fault")
        yield HintLine()

    def on_mount(self) -> None:
        """Name the keys at the foot."""
        keys = named_keys((WelcomeScreen, "welcome.go-on", "go on"))
        always = named_keys((WelcomeScreen, "welcome.back", "back"))
        self.query_one(HintLine).show(Hint(keys=keys, always=always), None)

    def say(self, sentence: str) -> None:
        """Show one sentence; an empty one takes it away."""
        fault = self.query_one("#fault", Static)
        fault.update(Content(f"! {plain(sentence)}" if sentence else ""))
        fault.set_class(bool(sentence), "-said")

    def _show(self, part: str, focus: str) -> None:
        for name in ("choosing", "making", "importing"):
            self.set_class(name == part, f"-{name}")
        self.say("")
        self.query_one(focus).focus()

    def on_key(self, event: events.Key) -> None:
        """A choice's digit takes it."""
        if self.has_class("-choosing") and event.character and event.character in "123":
            event.stop()
            event.prevent_default()
            self._choose(_CHOICES[int(event.character) - 1][0])

    @on(RowList.Chosen)
    def take(self, event: RowList.Chosen) -> None:
        """Take the choice clicked."""
        self._choose(event.key)

    def _choose(self, key: str) -> None:
        match key:
            case "demonstration":
                self.dismiss(DemonstrationChosen())
            case "make":
                self._show("making", "#name")
            case _:
                self._show("importing", "#importing")

    @on(Input.Changed, "#name")
    def propose_slug(self, event: Input.Changed) -> None:
        """Propose a slug out of the name, until one was typed."""
        slug = self.query_one("#slug", TextLine)
        if slug.value == self._proposed:
            self._proposed = slug_from(event.value) if event.value.strip() else ""
            slug.value = self._proposed
            slug.cursor_position = len(self._proposed)

    def action_go_on(self) -> None:
        """Take the choice, go on to the next line, or make the hotel."""
        if self.has_class("-choosing"):
            key = self.query_one("#choices", RowList).key
            if key is not None:
                self._choose(key)
        elif self.has_class("-importing"):
            self._show("choosing", "#choices")
        elif self.focused is not None and self.focused.id in {"name", "slug"}:
            self._next_line()
        else:
            self._make()

    def _next_line(self) -> None:
        if not self.query_one("#name", TextLine).value.strip():
            self.say("A hotel needs a name.")
            return
        self.say("")
        following = "#slug" if self.focused and self.focused.id == "name" else "#timezone"
        self.query_one(following).focus()

    def _make(self) -> None:
        name, slug, zone = (
            self.query_one(f"#{line}", TextLine).value for line in ("name", "slug", "timezone")
        )
        try:
            hotel = new_hotel(name, slug, zone)
        except InvalidInput as error:
            self.say(str(error))
        else:
            self.dismiss(HotelNamed(hotel))

    def action_back(self) -> None:
        """Go back to the choices; from there, leave."""
        if self.has_class("-choosing"):
            self.dismiss(None)
        else:
            self._show("choosing", "#choices")
