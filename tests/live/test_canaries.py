"""Canaries: the private names of pysher that a connection leans on are still there."""

import pytest

from tests.private_names import PrivateName

_CONNECTION = "live/pusher/connection.py"

NAMES = (
    PrivateName(
        _CONNECTION,
        "_start_timers",
        "pysher.connection:Connection",
        "starts a thread for timers, which nothing here needs",
        "look whether pysher still starts threads beside its own; a link must leave none behind",
    ),
    PrivateName(
        _CONNECTION,
        "_on_error",
        "pysher.connection:Connection",
        "is told why the socket failed, the exception last",
        "find who is told now; without it a distrusted certificate looks like a server that is off",
    ),
)


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_pysher_still_has_it(name: PrivateName) -> None:
    name.require()
