"""The trial tells which step fails, listening, publishing or receiving, and times each."""

from dataclasses import replace

import pytest

from housekeeper.core.clock import SystemClock
from housekeeper.live.pusher.trial import try_out
from housekeeper.settings.pusher import PusherSettings
from tests.live.servers import silent_server
from tests.soketi.server import SECRET, Soketi, free_port

pytestmark = pytest.mark.usefixtures("nothing_is_printed")
needs_soketi = pytest.mark.needs("soketi")


@needs_soketi
async def test_with_right_settings_each_step_is_done_and_timed(soketi: Soketi) -> None:
    steps = await try_out(soketi.settings, "grand", SystemClock())
    assert [(step.name, step.trouble) for step in steps] == [
        ("listen", ""),
        ("publish", ""),
        ("receive", ""),
    ]
    assert all(0 < step.seconds < 10 for step in steps)


@needs_soketi
async def test_a_wrong_secret_fails_at_the_first_step(soketi: Soketi) -> None:
    settings = replace(soketi.settings, secret="not-the-secret")
    (step,) = await try_out(settings, "grand", SystemClock())
    assert step.name == "listen"
    assert "the secret may be wrong" in step.trouble


@needs_soketi
async def test_a_wrong_app_id_fails_when_it_comes_to_publishing(soketi: Soketi) -> None:
    steps = await try_out(replace(soketi.settings, app_id="1"), "grand", SystemClock())
    assert [step.name for step in steps] == ["listen", "publish"]
    assert "app id" in steps[-1].trouble


async def test_a_server_that_is_not_there_or_says_nothing_is_told() -> None:
    nowhere = PusherSettings("1", "k", SECRET, host="127.0.0.1", port=free_port(), tls=False)
    (step,) = await try_out(nowhere, "grand", SystemClock())
    assert step.trouble.endswith("cannot be reached.")
    async with silent_server() as port:
        (step,) = await try_out(replace(nowhere, port=port), "grand", SystemClock(), within=1.0)
    assert step.trouble == "It took longer than 1 s."
