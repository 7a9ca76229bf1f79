"""A mail server of few words, which keeps every letter."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes mail for anybody (RFC 5321, as much of it as one sender needs)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Postman)
        self.letters: list[bytes] = []
        #: To whom each letter went, in their order.
        self.went_to: list[str] = []
        #: Addresses that are refused.
        self.refused: set[str] = set()
        #: After so many letters every conversation breaks off; None for never.
        self.breaks_after: int | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @classmethod
    @contextmanager
    def open(cls) -> Iterator["Mailbox"]:
        """Take mail until the block ends."""
        with cls() as box:
            threading.Thread(target=box.serve_forever, daemon=True).start()
            yield box
            box.shutdown()


class Postman(socketserver.StreamRequestHandler):
    """One sender."""

    def handle(self) -> None:
        """Agree to everything; keep what comes after DATA."""
        self.wfile.write(b"220 mail\r\n")
        assert isinstance(self.server, Mailbox)
        to = ""
        for line in self.rfile:
            if self.server.breaks_after == len(self.server.letters):
                return
            match line[:4].upper():
                case b"RCPT":
                    to = line.decode().partition("<")[2].partition(">")[0]
                    known = to not in self.server.refused
                    self.wfile.write(b"250 yes\r\n" if known else b"550 nobody here\r\n")
                case b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    letter = iter(self.rfile.readline, b".\r\n")
                    self.server.letters.append(b"".join(letter))
                    self.server.went_to.append(to)
                    self.wfile.write(b"250 taken\r\n")
                case b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                case _:
                    self.wfile.write(b"250 yes\r\n")
