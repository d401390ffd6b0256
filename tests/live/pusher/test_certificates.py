"""A Pusher server of the house behind TLS: its certificate is accepted if the house says so."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.sender import PusherSender, Verdict
from housekeeper.live.pusher.subscriber import Condition
from housekeeper.settings.pusher import PusherSettings
from tests.certificates import write_certificate
from tests.live.conftest import until
from tests.live.pusher.test_subscriber import listening
from tests.live.servers import serving
from tests.soketi.server import Soketi

pytestmark = [pytest.mark.needs("soketi"), pytest.mark.usefixtures("nothing_is_printed")]

ROOMS = "private-grand.rooms"


@contextlib.asynccontextmanager
async def behind_tls(soketi: Soketi, certificate: Path) -> AsyncIterator[PusherSettings]:
    """The server once more, on a port that speaks TLS with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", soketi.port)
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer))

    async with serving(serve, context) as port:
        yield replace(soketi.settings, tls=True, port=port)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The house's certificate, which nothing tells this program of yet."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    return write_certificate(tmp_path)


async def test_a_certificate_that_the_house_names_is_trusted_both_ways(
    soketi: Soketi, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with behind_tls(soketi, certificate) as settings, listening(settings) as ear:
        await ear.turns(Condition.LIVE)
        await until(lambda: ear.hints == 1)
        sent = await PusherSender(settings).send([PusherMessage(ROOMS, "room_updated", "{}")])
        assert sent.verdict is Verdict.ACCEPTED
        await until(lambda: ear.hints == 2)


async def test_a_certificate_that_nobody_names_is_refused_both_ways_with_a_sentence(
    soketi: Soketi, certificate: Path
) -> None:
    async with behind_tls(soketi, certificate) as settings, listening(settings) as ear:
        refusal = f"{settings.address} does not prove who it is: its certificate is not accepted."
        sent = await PusherSender(settings).send([PusherMessage(ROOMS, "room_updated", "{}")])
        assert (sent.verdict, sent.reason) == (Verdict.UNREACHED, refusal)
        await ear.turns(Condition.DOWN)
        assert ear.trouble == refusal
        assert ear.hints == 0


async def test_a_certificate_for_another_host_is_refused(
    soketi: Soketi, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with behind_tls(soketi, certificate) as settings:
        elsewhere = replace(settings, host="localhost")
        sent = await PusherSender(elsewhere).send([PusherMessage(ROOMS, "room_updated", "{}")])
        assert "its certificate is not accepted" in sent.reason
        async with listening(elsewhere) as ear:
            await ear.turns(Condition.DOWN)
            assert "its certificate is not accepted" in ear.trouble
