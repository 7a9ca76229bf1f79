"""A server that lies, and a line that is lost: both stand before a real server."""

import http.client
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from tools.service import Service

#: Takes what the real server answered, read from JSON, and gives what is handed out instead.
Lie = Callable[[Any], Any]


@dataclass
class Line:
    """Is lost at one request of several: before it arrives, or when it was done and is answered.

    To whoever only asks it is the same when the line was lost: for those, `before` says it all.
    """

    at: int
    when: Literal["before", "after"]
    #: How many tries of that request are lost before the line is back.
    times: int
    answered: int = 0
    lost: int = 0

    def is_lost(self, method: str) -> bool:
        """Whether the request that comes now is one of those."""
        if self.when == "after" and method == "GET":
            return False
        if self.answered == self.at and self.lost < self.times:
            self.lost += 1
            return True
        self.answered += 1
        return False


class Liar(http.server.ThreadingHTTPServer):
    """Stands between the people and a service."""

    daemon_threads = True

    def __init__(self, service: Service, lies: dict[str, Lie], line: Line | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Mouth)
        self.service = service
        self.line = line
        self.lies = {re.compile(pattern): lie for pattern, lie in lies.items()}
        #: What was sent through it: method, path, body.
        self.heard: list[tuple[str, str, bytes]] = []

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Mouth(http.server.BaseHTTPRequestHandler):
    """One request."""

    server: Liar

    def pass_on(self) -> None:
        """Ask the real server; change the answer where there is a lie for it."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append((self.command, self.path, body))
        line = self.server.line
        lost = line.when if line is not None and line.is_lost(self.command) else None
        if lost == "before":
            return
        kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        port = self.server.service.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(self.command, self.path, body, kept | {"Host": f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if lost == "after":
            return
        for pattern, lie in self.server.lies.items():
            if pattern.fullmatch(f"{self.command} {self.path}") and answer.status < 300:
                said = json.dumps(lie(json.loads(said))).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = pass_on  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def lying(service: Service, lies: dict[str, Lie], line: Line | None = None) -> Iterator[Liar]:
    """Lie until the block ends. Each key is `METHOD /path` as a pattern."""
    with Liar(service, lies, line) as liar:
        threading.Thread(target=liar.serve_forever, daemon=True).start()
        yield liar
        liar.shutdown()
