"""The settings that name a Pusher, out of the file or the environment."""

from collections.abc import Mapping
from typing import Any

from housekeeper.core.errors import InvalidInput
from housekeeper.settings.pusher import PusherSettings

PUSHER_NAMES = (
    "pusher_app_id",
    "pusher_key",
    "pusher_secret",
    "pusher_cluster",
    "pusher_host",
    "pusher_port",
    "pusher_tls",
    "pusher_public",
)
_NEEDED = PUSHER_NAMES[:3]
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


def read_pusher(values: Mapping[str, Any]) -> PusherSettings | None:
    """The Pusher that these values name, or None where they name none.

    Raises `InvalidInput` with one sentence that never repeats a value.
    """
    given = {name: values[name] for name in PUSHER_NAMES if values.get(name) not in (None, "")}
    named = {name: str(value) for name, value in given.items()}
    if not set(_NEEDED) & set(given):
        return None
    missing = [name for name in _NEEDED if name not in given]
    if missing:
        raise InvalidInput(
            f"Pusher needs an app id, a key and a secret: {' and '.join(missing)} is not set."
        )
    return PusherSettings(
        app_id=named["pusher_app_id"],
        key=named["pusher_key"],
        secret=named["pusher_secret"],
        cluster=named.get("pusher_cluster"),
        host=named.get("pusher_host"),
        port=_number(named.get("pusher_port")),
        tls=_switch("pusher_tls", named.get("pusher_tls", "yes")),
        public=_switch("pusher_public", named.get("pusher_public", "no")),
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        raise InvalidInput("The setting pusher_port is a number from 1 to 65535.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.casefold() not in _YES | _NO:
        raise InvalidInput(f"The setting {name} is yes or no.")
    return text.casefold() in _YES
