"""The settings as pydantic checks them: what each may be, and what it is for.

Importing this takes longer than everything else that the board does before its first frame,
so `config` comes here only for what it cannot see to be right.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import QUIET_HOUR, QuietHour
from housekeeper.core.errors import InvalidInput


class SettingsModel(BaseSettings):
    """Every setting, what it may be, and what it is for."""

    model_config = SettingsConfigDict(
        env_prefix="HOUSEKEEPER_", env_ignore_empty=True, extra="forbid"
    )

    database: str = Field(
        min_length=1,
        description="The database: a path, or an SQLAlchemy URL.",
    )
    keys: str | None = Field(
        None,
        min_length=1,
        description="The keys of guests' words: a file, by default beside the database; "
        "on PostgreSQL a URL, by default the same database.",
    )
    hotel: str | None = Field(
        None,
        min_length=1,
        description="The slug of the hotel to work in, where the database holds several.",
    )
    now: datetime | None = Field(
        None,
        description="A training clock starts here and runs on; without a zone, in hotel time.",
    )
    staff: str | None = Field(
        None,
        min_length=1,
        description="The staff code of who acts; --as on the command line.",
    )
    theme: Literal["dark", "light"] = Field("dark", description="How the board is coloured.")
    cli_pin: bool = Field(
        False, description="Whether commands with --as ask for the PIN of who acts."
    )
    attribution: Literal["terminal", "per-act"] = Field(
        "terminal",
        description="Whether the board asks for code and PIN once, or at every act.",
    )
    lock_after_minutes: int = Field(
        10,
        ge=0,
        le=1440,
        description="Minutes without a key after which the board locks itself; 0 for never.",
    )
    locked_board: Literal["visible", "hidden"] = Field(
        "visible", description="Whether a locked board can still be read."
    )
    drawing: Literal["direct", "textual"] = Field(
        "direct",
        description="How the screen is painted; textual leaves all painting to Textual.",
    )
    quiet_hour: str = Field(
        str(QUIET_HOUR),
        description="When a large database file may be rewritten after checkouts, in hotel time.",
    )
    pusher_app_id: str | int | None = Field(None, description="Pusher: the app's number.")
    pusher_key: str | None = Field(None, description="Pusher: the app's key.")
    pusher_secret: SecretStr | None = Field(None, description="Pusher: the app's secret.")
    pusher_cluster: str | None = Field(None, description="Pusher's own servers, by cluster.")
    pusher_host: str | None = Field(None, description="A Pusher server of the house instead.")
    pusher_port: int | None = Field(None, description="The port of that server.")
    pusher_tls: bool = Field(True, description="Whether that server is spoken to by TLS.")
    pusher_public: bool = Field(
        False, description="Whether the public channel is published too, without notes."
    )

    @field_validator("quiet_hour")
    @classmethod
    def _is_span(cls, text: str) -> str:
        try:
            return str(QuietHour.parse(text))
        except InvalidInput:
            raise PydanticCustomError(
                "quiet_hour", "Two times of the day with a hyphen, such as 03:00-04:00"
            ) from None


def check(given: Mapping[str, Any], origins: Mapping[str, str]) -> SettingsModel:
    """The settings made of the given values; `origins` says of each where it came from.

    Raises `InvalidInput` with one sentence about the first value that cannot be used; the
    value itself, which may be secret, is not repeated.
    """
    try:
        return SettingsModel(**given)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        name = plain(".".join(map(str, first["loc"])))[:60]
        origin = origins.get(name, "the settings file")
        if first["type"] == "extra_forbidden":
            known = ", ".join(SettingsModel.model_fields)
            raise InvalidInput(
                f"There is no setting {name}, which {origin} gives; there are {known}."
            ) from None
        said = first["msg"][:1].lower() + first["msg"][1:]
        raise InvalidInput(f"The setting {name} from {origin} cannot be used: {said}.") from None
