"""Between granian and Django: a request reaches a thread only once its whole body is here.

A thread that waits for a slow sender is lost to everybody else, and threads are few, because SQLite
has one writer. So bodies are collected here, where one that is slow costs a socket and little
memory: large ones go to a file without a name, and each must arrive within a time that its length
allows. Who sends from which address is dropped here and never reaches any other code.
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string
from granian.rsgi import Scope

Headers = list[tuple[str, str]]

#: More would only wait for each other's writes.
THREADS = 8
#: The largest body that any route takes (`hoeder.web.interface`), and a little.
LARGEST_BODY = 8 * 1024 * 1024 + 64 * 1024
#: What a body may hold in memory while it arrives.
IN_MEMORY = 128 * 1024
#: Seconds that any body may take, and bytes per second that a long one must reach: half of what a
#: bad telephone line gives.
PATIENCE = 30
SLOWEST = 4 * 1024


class Exchange(Protocol):
    """What of granian's protocol is used here: reading the body, and one answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


@dataclass(frozen=True)
class Answer:
    """What Django said."""

    status: int
    headers: Headers
    body: bytes


class Refused(Exception):  # noqa: N818
    """The body is not read to its end."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Gateway:
    """A WSGI application behind granian's own interface (RSGI)."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int = THREADS) -> None:
        self.application = application
        # The pool makes its threads when they are first needed: after the workers were forked.
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            body = await receive(scope, exchange)
        except Refused as refused:
            exchange.response_empty(refused.status, [("connection", "close")])
            return
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.pool, self.answer, environ(scope, body))
        exchange.response_bytes(answer.status, answer.headers, answer.body)

    def answer(self, environment: dict[str, Any]) -> Answer:
        """Ask Django, in a thread of the pool."""
        begun: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, fault: object = None) -> None:
            begun.append((status, headers))

        with environment["wsgi.input"]:
            parts = self.application(environment, start)
            try:
                body = b"".join(parts)
            finally:
                if hasattr(parts, "close"):
                    parts.close()
        status, headers = begun[-1]
        return Answer(int(status[:3]), [(name.lower(), value) for name, value in headers], body)


async def receive(scope: Scope, exchange: Exchange) -> IO[bytes]:
    """Collect the body, or raise Refused when it is too long or too slow."""
    length = declared_length(scope)
    if length == 0:
        return io.BytesIO()
    if length is not None and length > LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # The thread that answers closes it.
    body = cast(
        IO[bytes],
        tempfile.SpooledTemporaryFile(IN_MEMORY, "w+b", dir=str(settings.DATA_DIR)),  # noqa: SIM115
    )
    reading = asyncio.ensure_future(collect(exchange, body))
    patience = PATIENCE + (length or IN_MEMORY) / SLOWEST
    done, _ = await asyncio.wait({reading}, timeout=patience)
    if not done:
        reading.cancel()
        body.close()
        raise Refused(HTTPStatus.REQUEST_TIMEOUT)
    try:
        reading.result()
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def collect(exchange: Exchange, body: IO[bytes]) -> None:
    """Read to the end, unless it is too far."""
    size = 0
    async for chunk in exchange:
        size += len(chunk)
        if size > LARGEST_BODY:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.write(chunk)


def declared_length(scope: Scope) -> int | None:
    """Say how long the body is: 0 when there is none, None when the sender did not say."""
    text = scope.headers.get("content-length")
    if text is not None:
        return (
            int(text) if text.isascii() and text.isdigit() and len(text) < 12 else LARGEST_BODY + 1
        )
    return None if "transfer-encoding" in scope.headers else 0


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Write a request as PEP 3333 wants it, without who sent it."""
    host, _, port = scope.server.rpartition(":")
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    environment: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": "",
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": Silence(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        # With an underscore in its own name a header could pass for another one.
        if key not in {"CONTENT_LENGTH", "TRANSFER_ENCODING"} and "_" not in name:
            key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
            environment[key] = f"{environment[key]},{value}" if key in environment else value
    return environment


class Silence(io.TextIOBase):
    """Where a server writes what it thinks of requests: nowhere."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)


#: What granian serves.
application = Gateway(import_string(settings.WSGI_APPLICATION))
