"""Every setting of the program, once: what it may be, its default, and what it is for.

The settings file, the environment, the options of the command line, `housekeeper config`,
docs/settings.md and every complaint are made from this table, so a new setting is one row in
`Settings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Literal

from housekeeper.core.erasure import QUIET_HOUR, QuietHour
from housekeeper.core.house_rules import (
    BOOKINGS_KEPT_MONTHS,
    CHECKOUT_GRACE,
    CHECKOUT_TIME,
    HouseRules,
    Sell,
)
from housekeeper.settings.checks import (
    FOLDER,
    QUIET,
    SWITCH,
    TEXT,
    TIME,
    TIME_OF_DAY,
    WORD,
    one_of,
    whole_number,
)
from housekeeper.settings.keymap import KEYMAP, Keymap
from housekeeper.settings.places import data_folder
from housekeeper.settings.pusher import PusherSettings, read_pusher
from housekeeper.settings.setting import CommandOption, FoundDefault, Group, Setting, setting
from housekeeper.settings.terminal import (
    AfterAct,
    Attribution,
    Drawing,
    Glyphs,
    LockedBoard,
    TerminalSettings,
    ThemeName,
)

Origin = Literal["default", "file", "environment", "command line"]


def _default_database() -> str:
    return str(data_folder() / "housekeeper.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What this run of the program works with: the table, and its values.

    `pusher` is made of the settings of its group, and None where they name no Pusher;
    `origins` tells of each setting where its value came from, `faults` by name, in a sentence,
    what was given and is not in force. Raises `InvalidInput` where
    Pusher's settings do not fit together.
    """

    database: str = setting(
        TEXT,
        FoundDefault(_default_database, "housekeeper.db in the data folder"),
        "The database: a path, or an SQLAlchemy URL.",
        option=CommandOption("--database", "PATH", "the database: a path or an SQLAlchemy URL"),
    )
    keys: str | None = setting(
        TEXT,
        None,
        "The keys of guests' words: a file, by default beside the database; "
        "on PostgreSQL a URL, by default the same database.",
        option=CommandOption("--keys", "FILE", "the file with the keys of guests' words"),
    )
    export_folder: str | None = setting(
        FOLDER,
        None,
        "The folder for what the board exports; by default exports beside the database file, "
        "without such a file in the data folder.",
    )
    hotel: str | None = setting(
        TEXT,
        None,
        "The slug of the hotel to work in, where the database holds several.",
        option=CommandOption("--hotel", "SLUG", "which hotel, where there are several"),
    )
    now: datetime | None = setting(
        TIME,
        None,
        "A training clock starts here and runs on; without a zone, in hotel time.",
        option=CommandOption(
            "--now", "TIME", "a training clock from here on, such as 2015-09-18T08:00"
        ),
    )
    staff: str | None = setting(
        TEXT,
        None,
        "The staff code of who acts; --as on the command line.",
        option=CommandOption("--as", "STAFF", "the staff code of who acts"),
    )
    checkout_time: time = setting(
        TIME_OF_DAY,
        CHECKOUT_TIME,
        "When guests leave on the day of departure, in hotel time.",
        Group.HOUSE,
    )
    checkout_grace: int = setting(
        whole_number(0, 720),
        CHECKOUT_GRACE // timedelta(minutes=1),
        "Minutes after that, or after the late check-out agreed, until a guest is overdue.",
        Group.HOUSE,
    )
    sell: Sell = setting(
        one_of(Sell),
        Sell.INVENTORY,
        "What is for sale: inventory counts rooms still to be turned, ready only bookable ones.",
        Group.HOUSE,
    )
    bookings_kept_months: int = setting(
        whole_number(0, 1200),
        BOOKINGS_KEPT_MONTHS,
        "Months for which completed, cancelled and no-show bookings are kept; 0 keeps all.",
        Group.HOUSE,
    )
    history_kept_months: int = setting(
        whole_number(0, 1200),
        0,
        "Months for which the history is kept; 0 keeps all. Older is let go without a file.",
        Group.HOUSE,
    )
    theme: ThemeName = setting(
        one_of(ThemeName),
        ThemeName.DARK,
        "How the board is coloured; colour-blind is dark, high-contrast is light.",
        Group.TERMINAL,
        is_harmless=True,
    )
    glyphs: Glyphs = setting(
        one_of(Glyphs),
        Glyphs.AUTO,
        "What signs and frames are made of; auto takes ASCII where the terminal knows no other.",
        Group.TERMINAL,
        is_harmless=True,
    )
    keymap: Keymap | None = setting(
        KEYMAP,
        None,
        "Keys bound anew, by the ids that docs/keys.md lists; a wrong one leaves all as usual.",
        Group.TERMINAL,
    )
    cli_pin: bool = setting(
        SWITCH,
        False,
        "Whether commands with --as ask for the PIN of who acts; 'cli-pin on' keeps it on.",
    )
    attribution: Attribution = setting(
        one_of(Attribution),
        Attribution.TERMINAL,
        "Whether the board asks for code and PIN once, or at every act.",
        Group.TERMINAL,
    )
    lock_after_minutes: int = setting(
        whole_number(0, 1440),
        10,
        "Minutes without a key after which the board locks itself; 0 for never.",
        Group.TERMINAL,
    )
    locked_board: LockedBoard = setting(
        one_of(LockedBoard),
        LockedBoard.VISIBLE,
        "Whether a locked board can still be read.",
        Group.TERMINAL,
    )
    drawing: Drawing = setting(
        one_of(Drawing),
        Drawing.DIRECT,
        "How the screen is painted; textual leaves all painting to Textual.",
        Group.TERMINAL,
        is_harmless=True,
    )
    after_act: AfterAct = setting(
        one_of(AfterAct),
        AfterAct.NEXT,
        "Where the cursor is after an act: on the next room of the column, or on the same room.",
        Group.TERMINAL,
        is_harmless=True,
    )
    quiet_hour: QuietHour = setting(
        QUIET,
        QUIET_HOUR,
        "When a large database file may be rewritten after checkouts, in hotel time.",
        Group.TERMINAL,
    )
    pusher_app_id: str | None = setting(WORD, None, "Pusher: the app's number.", Group.PUSHER)
    pusher_key: str | None = setting(WORD, None, "Pusher: the app's key.", Group.PUSHER)
    pusher_secret: str | None = setting(
        WORD, None, "Pusher: the app's secret.", Group.PUSHER, is_secret=True
    )
    pusher_cluster: str | None = setting(
        WORD, None, "Pusher's own servers, by cluster.", Group.PUSHER
    )
    pusher_host: str | None = setting(
        WORD, None, "A Pusher server of the house instead.", Group.PUSHER
    )
    pusher_port: int | None = setting(
        whole_number(1, 65535), None, "The port of that server.", Group.PUSHER
    )
    pusher_tls: bool = setting(
        SWITCH, True, "Whether that server is spoken to by TLS.", Group.PUSHER
    )
    pusher_public: bool = setting(
        SWITCH,
        False,
        "Whether the public channel is published too, without notes.",
        Group.PUSHER,
    )
    pusher: PusherSettings | None = field(init=False)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = {row.name: getattr(self, row.name) for row in settings_table()}
        object.__setattr__(self, "pusher", read_pusher(values))

    @property
    def file_asks_cli_pin(self) -> bool:
        """Whether the settings file itself says that commands ask for PINs."""
        return self.cli_pin and self.origins.get("cli_pin") == "file"

    def house_rules(self) -> HouseRules:
        """What the house sets of the rules."""
        grace = timedelta(minutes=self.checkout_grace)
        return HouseRules(
            self.checkout_time,
            grace,
            self.sell,
            bookings_kept_months=self.bookings_kept_months,
            history_kept_months=self.history_kept_months,
        )

    def terminal(self, demonstration_pin: str = "") -> TerminalSettings:
        """What the terminal is set to; the PIN is everyone's, in a demonstration."""
        return TerminalSettings(
            self.attribution,
            self.lock_after_minutes,
            self.locked_board,
            demonstration_pin,
            self.quiet_hour,
            self.drawing,
            self.after_act,
        )


def option_rows() -> list[tuple[str, CommandOption]]:
    """The settings that an option of the command line gives, by name."""
    return [(row.name, row.option) for row in settings_table() if row.option is not None]


def settings_table() -> tuple[Setting, ...]:
    """The rows, in the order in which they are listed."""
    return _rows_of(Settings)


@cache
def _rows_of(table: type[Settings]) -> tuple[Setting, ...]:
    return tuple(
        replace(item.metadata["row"], name=item.name)
        for item in fields(table)
        if "row" in item.metadata
    )
