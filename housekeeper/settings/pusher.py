"""Which Pusher this program talks to: Pusher's own by cluster, or a server of the house."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from housekeeper.core.errors import InvalidInput

_APP_ID = re.compile(r"[0-9]+")
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CLUSTER = re.compile(r"[a-z0-9-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+")
_NEEDED = ("pusher_app_id", "pusher_key", "pusher_secret")


@dataclass(frozen=True, slots=True)
class PusherSettings:
    """How to reach Pusher, and as whom. Either `cluster` or `host` names the server.

    `port` is the server's own where it is not that of HTTP or, with `tls`, HTTPS. `public`
    also publishes the channel that everyone with the key may read, without notes. Raises
    `InvalidInput` for values that cannot be right; the secret is in no message and no repr.
    """

    app_id: str
    key: str
    secret: str = field(repr=False)
    cluster: str | None = None
    host: str | None = None
    port: int | None = None
    tls: bool = True
    public: bool = False

    def __post_init__(self) -> None:
        if not _APP_ID.fullmatch(self.app_id):
            raise InvalidInput("Pusher's app id is a number; copy it from the app's keys.")
        if not _KEY.fullmatch(self.key):
            raise InvalidInput("Pusher's key is made of letters and digits; copy it once more.")
        if not self.secret.strip() or not self.secret.isprintable():
            raise InvalidInput("Pusher's secret is missing or damaged; copy it once more.")
        if (self.cluster is None) == (self.host is None):
            raise InvalidInput("Pusher needs a cluster, or the host of a server: one of the two.")
        if self.cluster is not None and not _CLUSTER.fullmatch(self.cluster):
            raise InvalidInput("Pusher's cluster is a short name such as eu or us2.")
        if self.host is not None and not _HOST.fullmatch(self.host):
            raise InvalidInput("Pusher's host is a name or an address, without http:// or a port.")
        if self.port is not None and not 0 < self.port < 65536:
            raise InvalidInput("Pusher's port is a number from 1 to 65535.")

    @property
    def publish_host(self) -> str:
        """The host that events are published to."""
        return self.host if self.host is not None else f"api-{self.cluster}.pusher.com"

    @property
    def subscribe_host(self) -> str:
        """The host whose web socket brings events."""
        return self.host if self.host is not None else f"ws-{self.cluster}.pusher.com"

    @property
    def effective_port(self) -> int:
        """The port of both."""
        return self.port or (443 if self.tls else 80)

    @property
    def address(self) -> str:
        """The server, for people."""
        if self.host is None:
            return f"Pusher, cluster {self.cluster}"
        return f"{self.host}:{self.effective_port}"


def read_pusher(values: Mapping[str, Any]) -> PusherSettings | None:
    """The Pusher that these settings name, or None where they name none.

    `values` are settings that have been read, by name. Raises `InvalidInput` with one sentence
    that never repeats a value.
    """
    given = {name: values[name] for name in _NEEDED if values[name] is not None}
    if not given:
        return None
    missing = [name for name in _NEEDED if name not in given]
    if missing:
        raise InvalidInput(
            f"Pusher needs an app id, a key and a secret: {' and '.join(missing)} is not set."
        )
    return PusherSettings(
        **{item.name: values[f"pusher_{item.name}"] for item in fields(PusherSettings)}
    )
