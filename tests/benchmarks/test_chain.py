"""The load of a chain, short: that it measures, not what."""

import asyncio

from benchmarks.chain import fill, load
from tests.engines import postgresql_database, server


def test_processes_act_in_their_hotels_and_tell_the_times() -> None:
    server()
    with postgresql_database() as url:
        asyncio.run(fill(url, hotels=3, rooms=5))
        outcome = asyncio.run(
            load(url, hotels=3, rooms=5, acts_a_minute=600, minutes=0.05, processes=2)
        )
    assert outcome.errors == {}
    assert outcome.acts == 30
    assert 0 < outcome.p50 <= outcome.p99 <= outcome.worst
    assert "30 acts in 3 s (600 a minute), 0 errors" in str(outcome)
