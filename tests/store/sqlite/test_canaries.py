"""Canaries: the private names of aiosqlite that a connection leans on are still there."""

import pytest

from tests.private_names import PrivateName

_CONNECTION = "store/sqlite/connection.py"
_OWNER = "aiosqlite.core:Connection"

NAMES = (
    PrivateName(
        _CONNECTION,
        "_connect",
        _OWNER,
        "opens the database on the connection's thread",
        "look whether awaiting the connection opens it without cancelling; else open it here",
    ),
    PrivateName(
        _CONNECTION,
        "_execute",
        _OWNER,
        "runs a function on the connection's thread: a unit of work is one hop",
        "look for a public way to do so; else use store.postgresql.unit_thread for both engines",
    ),
    PrivateName(
        _CONNECTION,
        "_thread",
        _OWNER,
        "the thread, which must not keep the program from ending",
        "look whether a connection's thread is a daemon by itself",
    ),
)


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_aiosqlite_still_has_it(name: PrivateName) -> None:
    name.require()
