"""Servers that behave as badly as a test asks: silent, wrong, or web sockets by script."""

import asyncio
import base64
import contextlib
import hashlib
import json
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

_WEB_SOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

Talk = Callable[["Visitor"], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[int]:
    """A port of this machine at which every visitor is served so; gives the port."""
    writers: list[asyncio.StreamWriter] = []

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(visited, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """A port that takes connections and never says a word; gives the port."""

    async def serve(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            pass

    async with serving(serve) as port:
        yield port


@contextlib.asynccontextmanager
async def answering_server(answer: bytes) -> AsyncIterator[int]:
    """A port that answers every request with these bytes and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with serving(serve) as port:
        yield port


@dataclass(slots=True)
class Visitor:
    """One web socket that a subscriber has opened."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    received: list[dict[str, object]] = field(default_factory=list)

    async def say(self, event: str, data: object, channel: str | None = None) -> None:
        """Send one event as Pusher words it."""
        said: dict[str, object] = {"event": event, "data": data}
        if channel is not None:
            said["channel"] = channel
        await self.frame(1, json.dumps(said).encode())

    async def welcome(self) -> None:
        """What Pusher says first."""
        await self.say("pusher:connection_established", json.dumps({"socket_id": "1.1"}))

    async def let_in(self) -> None:
        """Wait for the subscription and accept it, whatever its signature."""
        while not any(said.get("event") == "pusher:subscribe" for said in self.received):
            await self.hear()
        (asked,) = [said for said in self.received if said["event"] == "pusher:subscribe"]
        data = asked["data"]
        assert isinstance(data, dict)
        await self.say("pusher_internal:subscription_succeeded", "{}", str(data["channel"]))

    async def close(self, code: int) -> None:
        """End the web socket with this code."""
        await self.frame(8, struct.pack("!H", code))
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await self.reader.read(4096):
                pass
        self.writer.close()

    async def frame(self, kind: int, data: bytes) -> None:
        """Send one frame: 1 text, 2 bytes, 8 close, 9 ping, 10 pong."""
        if len(data) < 126:
            size = bytes([len(data)])
        elif len(data) < 65536:
            size = b"\x7e" + struct.pack("!H", len(data))
        else:
            size = b"\x7f" + struct.pack("!Q", len(data))
        self.writer.write(bytes([0x80 | kind]) + size + data)
        await self.writer.drain()

    async def hear(self) -> None:
        """Take in one frame of the visitor's."""
        head = await self.reader.readexactly(2)
        size = head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", await self.reader.readexactly(2))
        mask = await self.reader.readexactly(4)
        masked = await self.reader.readexactly(size)
        data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(masked))
        if head[0] & 0x0F == 8:
            raise ConnectionResetError
        if head[0] & 0x0F == 1:
            self.received.append(json.loads(data))


@dataclass(slots=True)
class ScriptedServer:
    """Where it listens, and how often it was called on."""

    port: int = 0
    visits: int = 0


@contextlib.asynccontextmanager
async def scripted_server(talk: Talk) -> AsyncIterator[ScriptedServer]:
    """A web socket server that holds this talk with every visitor."""
    scripted = ScriptedServer()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        scripted.visits += 1
        request = await reader.readuntil(b"\r\n\r\n")
        (key,) = [
            line.split(b":", 1)[1].strip()
            for line in request.split(b"\r\n")
            if line.lower().startswith(b"sec-websocket-key")
        ]
        accept = base64.b64encode(hashlib.sha1(key + _WEB_SOCKET_GUID).digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        await talk(Visitor(reader, writer))

    async with serving(serve) as port:
        scripted.port = port
        yield scripted
