"""A request reaches a thread only once its whole body is here, and without who sent it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from granian.rsgi import Scope

from hoeder.web import gateway
from hoeder.web.gateway import Gateway, Headers

Start = Callable[[str, Headers], None]


class Lines:
    """Headers as granian hands them over."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self.lines = lines

    def items(self) -> Iterator[tuple[str, str]]:
        return iter(self.lines)

    def get(self, name: str) -> str | None:
        return next((value for one, value in self.lines if one == name), None)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None


@dataclass
class Asked:
    """A request as granian describes it."""

    headers: Lines = field(default_factory=Lines)
    method: str = "POST"
    path: str = "/api/réports"
    query_string: str = "after=3"
    scheme: str = "http"
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "192.0.2.7:51342"


class Exchange:
    """A connection that sends these chunks and keeps what it is answered."""

    def __init__(self, *chunks: bytes, stalls: bool = False) -> None:
        self.chunks = chunks
        self.stalls = stalls
        self.answers: list[tuple[int, Headers, bytes]] = []

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk
        if self.stalls:
            await asyncio.sleep(60)

    def response_empty(self, status: int, headers: Headers) -> None:
        self.answers.append((status, headers, b""))

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.answers.append((status, headers, body))


class Application:
    """Answers with the length of the body, and keeps what it was asked."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}
        self.closed = False

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        self.environ = environ
        environ["wsgi.errors"].write("nobody reads this")
        start("201 Created", [("Content-Type", "text/plain")])
        self.body = environ["wsgi.input"].read()
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield b"read "
        yield str(len(self.body)).encode()

    def close(self) -> None:
        self.closed = True


def ask(asked: Asked, exchange: Exchange) -> Application:
    """Let one request through the gateway."""
    application = Application()
    asyncio.run(Gateway(application, threads=1)(cast(Scope, asked), exchange))
    return application


def sized(length: int | str) -> Asked:
    return Asked(Lines(("content-length", str(length)), ("content-type", "application/json")))


@pytest.mark.parametrize("size", [1, gateway.IN_MEMORY, gateway.IN_MEMORY * 3])
def test_the_body_arrives_whole_whatever_its_size(size: int) -> None:
    exchange = Exchange(b"a" * (size - 1), b"b")
    application = ask(sized(size), exchange)
    assert exchange.answers == [(201, [("content-type", "text/plain")], f"read {size}".encode())]
    assert application.body == b"a" * (size - 1) + b"b"
    assert application.environ["CONTENT_LENGTH"] == str(size)
    assert application.environ["CONTENT_TYPE"] == "application/json"
    assert application.environ["wsgi.input"].closed
    assert application.closed


def test_a_body_of_unknown_length_arrives_too() -> None:
    exchange = Exchange(b"abc")
    assert ask(Asked(Lines(("transfer-encoding", "chunked"))), exchange).body == b"abc"


def test_without_a_body_nothing_is_waited_for() -> None:
    exchange = Exchange(stalls=True)
    assert ask(Asked(method="GET"), exchange).body == b""
    assert exchange.answers[0][2] == b"read 0"


def test_who_sent_it_stays_outside() -> None:
    application = ask(Asked(), Exchange())
    assert application.environ["REMOTE_ADDR"] == ""
    assert not [value for value in application.environ.values() if "192.0.2.7" in str(value)]
    assert application.environ["PATH_INFO"].encode("latin-1").decode() == "/api/réports"
    assert application.environ["QUERY_STRING"] == "after=3"
    assert application.environ["SERVER_PORT"] == "8000"


def test_headers_are_joined_and_none_passes_for_another() -> None:
    lines = Lines(
        ("host", "meldpunt.example"),
        ("accept", "a"),
        ("accept", "b"),
        ("content-digest", "real"),
        ("content_digest", "false"),
    )
    environ = ask(Asked(lines), Exchange()).environ
    assert environ["HTTP_HOST"] == "meldpunt.example"
    assert environ["HTTP_ACCEPT"] == "a,b"
    assert environ["HTTP_CONTENT_DIGEST"] == "real"


@pytest.mark.parametrize("length", [gateway.LARGEST_BODY + 1, "-1", "9" * 12, "one"])
def test_a_body_that_says_it_is_too_long_is_not_read(length: int | str) -> None:
    exchange = Exchange(stalls=True)
    assert ask(sized(length), exchange).environ == {}
    assert exchange.answers == [(413, [("connection", "close")], b"")]


def test_a_body_that_turns_out_too_long_is_not_read_on() -> None:
    exchange = Exchange(*[b"a" * 1024 * 1024] * 9, stalls=True)
    assert ask(Asked(Lines(("transfer-encoding", "chunked"))), exchange).environ == {}
    assert exchange.answers[0][0] == 413


def test_a_body_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    exchange = Exchange(b"a", stalls=True)
    assert ask(sized(10), exchange).environ == {}
    assert exchange.answers == [(408, [("connection", "close")], b"")]
