"""Where a PostgreSQL database lies, and how it is connected to."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import StoreUnusable
from housekeeper.settings.address_text import is_unmistakable

if TYPE_CHECKING:
    import psycopg

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})

_DEFAULTS = {
    "application_name": "housekeeper",
    # A server that does not answer is told within seconds: so is a network that drops packets,
    # in mid-statement (tcp_user_timeout) and while a statement runs (keepalives).
    "connect_timeout": "5",
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "8000",
    # Of several addresses the one that takes writes is chosen, so a failover is followed.
    "target_session_attrs": "read-write",
}

WATCH_TERMINAL = (
    # Without this a server keeps a terminal's session for two hours after its network went.
    "SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; "
    "SET tcp_keepalives_count = 3; SET tcp_user_timeout = 8000"
)
"""Lets the server notice a terminal that is gone as soon as the terminal notices the server."""


@dataclass(frozen=True, slots=True)
class PostgresqlPlace:
    """A database on a server: the parameters for its driver, password and all.

    Shown to people by `str`, which has neither user nor password.
    """

    parameters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        known = dict(self.parameters)
        hosts = known.get("host") or "this machine"
        ports = [port for port in known.get("port", "").split(",") if port not in {"", "5432"}]
        where = hosts + (f", port {', '.join(dict.fromkeys(ports))}" if ports else "")
        return plain(f"{known.get('dbname', 'postgres')} on PostgreSQL at {where}")

    def connect(self, purpose: str) -> "psycopg.Connection[Any]":
        """A new connection in autocommit, named after what it is for; raises psycopg's errors."""
        # The driver is an extra: only who has a server has it.
        import psycopg

        parameters: dict[str, Any] = dict(self.parameters)
        name = f"{parameters.pop('application_name')} {purpose}"
        return psycopg.connect(
            autocommit=True, client_encoding="utf8", application_name=name, **parameters
        )


def locate_postgresql(target: str) -> PostgresqlPlace:
    """Read `postgresql://user@host:port/name?...`, in libpq's own words, several hosts allowed.

    To another machine the connection is encrypted (`sslmode=require`), and the server's name
    is checked as well where a root certificate is given (`verify-full`); the URL, or
    PGSSLMODE, may say otherwise. Raises `StoreUnusable` for a URL that cannot be read, and
    where the driver is not installed.
    """
    try:
        # The driver is an extra: only who has a server has it.
        from psycopg import Error, conninfo
    except ImportError as fault:
        raise StoreUnusable(
            "PostgreSQL needs the driver psycopg, which is not installed here: "
            "pip install 'housekeeper[postgresql]'."
        ) from fault
    scheme, _, rest = target.partition("://")
    if scheme.partition("+")[2] not in {"", "psycopg"}:
        raise StoreUnusable("PostgreSQL is reached through psycopg: write postgresql://...")
    if not is_unmistakable(target):
        raise StoreUnusable(
            "That is no database URL; write postgresql://USER@HOST:PORT/DATABASE, the port in "
            "digits, and the signs @ and / of a user or password as %40 and %2F."
        )
    try:
        given = {
            name: str(value)
            for name, value in conninfo.conninfo_to_dict(f"postgresql://{rest}").items()
        }
    except Error as fault:
        raise StoreUnusable(
            "That is no database URL; write postgresql://USER@HOST/DATABASE."
        ) from fault
    return PostgresqlPlace(tuple(sorted({**_DEFAULTS, **_encryption(given), **given}.items())))


def _encryption(given: dict[str, str]) -> dict[str, str]:
    """The `sslmode` where nobody chose one: libpq's own default would go on unencrypted."""
    if "sslmode" in given or os.environ.get("PGSSLMODE"):
        return {}
    hosts = given.get("host") or given.get("hostaddr") or os.environ.get("PGHOST", "")
    if all(host in _HERE or host.startswith(("/", "@")) for host in hosts.split(",") if host):
        return {}
    root = given.get("sslrootcert") or os.environ.get("PGSSLROOTCERT")
    has_root = root is not None or (Path.home() / ".postgresql" / "root.crt").exists()
    return {"sslmode": "verify-full" if has_root else "require"}
