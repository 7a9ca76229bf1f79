"""The witness as a small HTTP server: C2SP tlog-witness, its two addresses and nothing else."""

import hashlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from hoeder_proof.witness.judging import Witness, read_request
from hoeder_proof.witness.problems import Contradiction, OtherSize, Refused, Stop

#: A checkpoint with many cosignatures by ML-DSA-44, and its proof.
LARGEST_BODY = 256 * 1024
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


class Handler(BaseHTTPRequestHandler):
    """One connection. It is logged nowhere who asks."""

    witness: ClassVar[Witness]
    protocol_version = "HTTP/1.1"
    server_version = "hoeder-witness"
    sys_version = ""
    #: Seconds that a connection may be silent.
    timeout = 10

    def do_POST(self) -> None:  # noqa: N802
        """`add-checkpoint`."""
        if self.path.rpartition("/")[2] != "add-checkpoint":
            self.answer(HTTPStatus.NOT_FOUND, "There is nothing here.\n")
            return
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self.answer(HTTPStatus.LENGTH_REQUIRED, "Say how long the request is.\n")
            return
        if int(length) > LARGEST_BODY:
            self.answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too long.\n")
            return
        try:
            line = self.witness.cosign(read_request(self.rfile.read(int(length))))
        except OtherSize as refusal:
            self.answer(refusal.status, str(refusal), SIZE)
        except Refused as refusal:
            if isinstance(refusal, Contradiction):
                print(str(refusal), end="", flush=True)
            # Where the evidence lies is nobody else's business.
            self.answer(refusal.status, str(refusal).partition(" Both signed")[0].rstrip() + "\n")
        except (Stop, OSError) as problem:
            print(problem, flush=True)
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, "This witness cannot sign now.\n")
        else:
            self.answer(HTTPStatus.OK, line)

    def do_GET(self) -> None:  # noqa: N802
        """`<hash of the origin>/checkpoint`: the last that was cosigned."""
        wanted = self.path.split("/")[-2:]
        for origin, known in self.witness.folder.logs.items():
            if wanted == [hashlib.sha256(origin.encode()).hexdigest(), "checkpoint"] and known.note:
                self.answer(HTTPStatus.OK, known.note)
                return
        self.answer(HTTPStatus.NOT_FOUND, "There is nothing here.\n")

    def answer(self, status: HTTPStatus, text: str, kind: str = TEXT) -> None:
        """Send one answer."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status >= HTTPStatus.BAD_REQUEST:
            # What of the request was not read would be taken for the next one.
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: who asks is nobody's business."""


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Listen; the caller calls `serve_forever`."""
    handler = type("WitnessHandler", (Handler,), {"witness": witness})
    listening = ThreadingHTTPServer((host, port), handler)
    listening.daemon_threads = True
    return listening
