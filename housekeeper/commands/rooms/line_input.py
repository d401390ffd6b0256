"""Lines of standard input, as whoever writes them sends them: one at a time or thousands at once.

They are read on a thread of their own, straight from the system: the event loop goes on meanwhile,
and a program that is ended does not wait for another line.
"""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError

_CHUNK_BYTES = 1 << 16
_CHUNKS_AHEAD = 2


async def lines_of(file: int, longest: int) -> AsyncIterator[bytes]:
    """The lines of an open file, without their ends, as soon as each is there.

    Of a line of more than `longest` bytes as many and one more are given.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue(_CHUNKS_AHEAD)

    def read() -> None:
        # Once nobody listens, or the loop is closed, nothing more is read.
        with contextlib.suppress(RuntimeError, CancelledError):
            while True:
                try:
                    chunk = os.read(file, _CHUNK_BYTES)
                except OSError:
                    chunk = b""
                asyncio.run_coroutine_threadsafe(chunks.put(chunk), loop).result()
                if not chunk:
                    return

    threading.Thread(target=read, name="line-input", daemon=True).start()
    begun = bytearray()
    while chunk := await chunks.get():
        first, *others = chunk.split(b"\n")
        begun += first[: longest + 1 - len(begun)]
        for line in others:
            yield bytes(begun)
            begun = bytearray(line[: longest + 1])
    if begun:
        yield bytes(begun)
