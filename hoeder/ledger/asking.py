"""Ask witnesses (C2SP tlog-witness) and time stamp authorities: HTTP and nothing else, no database.

Both are somebody else's machine. It may be gone, slow, broken or hostile: every answer is
bounded in time and size, and whatever comes is data to judge.
"""

import ipaddress
import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from time import monotonic
from urllib.parse import SplitResult, urlsplit

#: Seconds for one step on the network, and for an answer as a whole.
STEP, WHOLE = 5, 20
#: A witness answers with a few lines; of a longer answer no more is read.
LARGEST_ANSWER = 64 * 1024
#: What tlog-witness calls the answer that says how far the witness is.
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Answer:
    """What came back: status 0 when nothing did."""

    status: int
    kind: str = ""
    body: bytes = b""


NOTHING = Answer(0)


def request_body(older: int, proof: Sequence[bytes], note: str) -> bytes:
    """Write what `add-checkpoint` asks: how far the witness was, the proof, the checkpoint."""
    lines = [f"old {older}", *(b64encode(one).decode() for one in proof), "", note]
    return "\n".join(lines).encode()


def may_be_asked(url: str) -> bool:
    """Tell whether we would speak to this address: HTTPS, or HTTP on this very machine."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def ask_all(requests: Mapping[str, tuple[str, bytes]]) -> dict[str, Answer]:
    """Send a body to each address at once; return each answer under the same name."""
    return _in_time({name: partial(ask, *one) for name, one in requests.items()})


def ask(url: str, body: bytes) -> Answer:
    """Post a body to the witness with this submission prefix."""
    if not may_be_asked(url):
        return NOTHING
    return _post(f"{url.rstrip('/')}/add-checkpoint", body, "text/plain; charset=utf-8")


def ask_authority(url: str, query: bytes) -> Answer:
    """Post a query to a time stamp authority (RFC 3161 section 3.4).

    Many are reached without HTTPS: what they answer is signed, and what they get is a hash.
    """
    post = partial(_post, url, query, "application/timestamp-query")
    return _in_time({url: post})[url]


def _in_time(calls: Mapping[str, Callable[[], Answer]]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}

    def call_one(name: str, call: Callable[[], Answer]) -> None:
        answers[name] = call()

    # Daemons: whoever drips his answer byte by byte is left behind, and does not keep us.
    threads = [Thread(target=call_one, args=one, daemon=True) for one in calls.items()]
    deadline = monotonic() + WHOLE
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, deadline - monotonic()))
    arrived = dict(answers)
    return {name: arrived.get(name, NOTHING) for name in calls}


def _post(url: str, body: bytes, kind: str) -> Answer:
    line: HTTPConnection | None = None
    try:
        parts = urlsplit(url)
        line = _line_to(parts)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        line.request("POST", path, body, {"Content-Type": kind})
        answer = line.getresponse()
        read = answer.read(LARGEST_ANSWER + 1)
        return Answer(answer.status, answer.headers.get_content_type(), read)
    except (OSError, HTTPException, ValueError):
        return NOTHING
    finally:
        if line is not None:
            line.close()


def _line_to(parts: SplitResult) -> HTTPConnection:
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=STEP, context=context)
    return HTTPConnection(parts.hostname or "", parts.port, timeout=STEP)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
