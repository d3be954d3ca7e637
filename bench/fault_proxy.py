"""A wire to PostgreSQL that can be made slow, or cut, for `bench.fault_serving`."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.engine import URL

from issuer.store.engines import parse_url

T = TypeVar("T")
CHUNK = 65_536


@dataclass
class Wire:
    """What passes between the program and its database.

    Attributes:
        path: where the database listens: the path of a Unix socket, or host and port.
        port: where the program connects, on loopback.
        delay_s: how long every answer of the database is held back.
        is_cut: True breaks every connection and refuses new ones.
    """

    path: str
    port: int = 0
    delay_s: float = 0.0
    is_cut: bool = False
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None

    def cut(self) -> None:
        """Break everything until `mend`."""
        self.is_cut = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._break)

    def mend(self) -> None:
        """Let everything pass again."""
        self.is_cut = False

    def _break(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if self.is_cut:
            writer.transport.abort()
            return
        there, back = await self._reach()
        self._open |= {writer, back}
        # What is under way when the wire is taken down ends with it, and nobody is told.
        try:
            with suppress(asyncio.CancelledError):
                await asyncio.gather(
                    self._carry(reader, back, is_slow=False), self._carry(there, writer, is_slow=True)
                )
        finally:
            self._open -= {writer, back}
            writer.close()
            back.close()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.path.startswith("/"):
            return await asyncio.open_unix_connection(self.path)
        host, _, port = self.path.rpartition(":")
        return await asyncio.open_connection(host, int(port))

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_slow: bool
    ) -> None:
        with suppress(ConnectionError):
            while data := await source.read(CHUNK):
                if is_slow and self.delay_s:
                    await asyncio.sleep(self.delay_s)
                sink.write(data)
                await sink.drain()
        sink.close()

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note the loop that carries."""
        self._loop = loop


@contextmanager
def wired(url: str) -> Iterator[tuple[Wire, str]]:
    """Put a wire before the server of an address; give it, and the address to use."""
    address = parse_url(url)
    wire = Wire(_path(address))
    loop = asyncio.new_event_loop()
    # The loop runs in this thread alone: whoever asks for a wire may have a loop of its own.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def do(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    server = do(asyncio.start_server(wire.accept, "127.0.0.1", 0))
    wire.port = server.sockets[0].getsockname()[1]
    wire.begin(loop)
    try:
        yield wire, _over(address, wire.port)
    finally:
        wire.cut()
        loop.call_soon_threadsafe(server.close)
        do(_ended())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _ended() -> None:
    """End what still waits on the loop, and let what was closed close."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)


def _path(address: URL) -> str:
    """Return where a database listens; host and port may stand in the query, which then goes before."""
    host = address.query.get("host") or address.host or "127.0.0.1"
    port = address.query.get("port") or address.port or 5432
    return f"{host}/.s.PGSQL.{port}" if str(host).startswith("/") else f"{host}:{port}"


def _over(address: URL, port: int) -> str:
    plain = address.difference_update_query(["host", "port"]).set(host="127.0.0.1", port=port)
    return plain.render_as_string(hide_password=False)
