"""A witness behind a firewall: it visits the log, checks by itself that it grew, and brings its
signature. Nobody needs to reach it.
"""

import http.client
import ipaddress
import json
from urllib.parse import urlsplit

from hoeder.ledger import tree
from hoeder_proof.witness.judging import Request, Witness
from hoeder_proof.witness.problems import Stop

#: Seconds that the log may be silent; the most that is read of one answer.
PATIENCE, LARGEST = 20, 512 * 1024


class Log:
    """The log as it is served."""

    def __init__(self, address: str) -> None:
        base = address.rstrip("/").removesuffix("/log")
        parts = urlsplit(base)
        secure = parts.scheme == "https"
        local = parts.scheme == "http" and _is_this_machine(parts.hostname or "")
        if not parts.hostname or not (secure or local):
            raise Stop(f"{address} is not the address of a log: it begins with https://.")
        self._kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path
        self._tiles: dict[tuple[int, int, int], bytes] = {}

    def newest(self) -> str:
        """Fetch the newest signed checkpoint, and forget the tiles of earlier ones."""
        self._tiles.clear()
        return self._get("/log/newest").decode(errors="replace")

    def reader(self, size: int) -> tree.ReadTile:
        """Give the tiles of the log of this size, fetched as they are needed."""

        def read(level: int, number: int) -> bytes:
            width = min(tree.TILE_WIDTH, (size >> (tree.TILE_HEIGHT * level)) - number * 256)
            if width <= 0:
                return b""
            place = (level, number, width)
            if place not in self._tiles:
                self._tiles[place] = self._get(f"/log/tile/{tree.tile_path(*place)}")
            return self._tiles[place]

        return read

    def bring(self, note: str) -> None:
        """Bring a checkpoint with our cosignature."""
        status, body = self._ask("POST", "/log/cosignature", note.encode())
        if status != 200:
            raise Stop(f"The log does not take the signature: {_reason(status, body)}")

    def _get(self, path: str) -> bytes:
        status, body = self._ask("GET", path, None)
        if status != 200:
            raise Stop(f"The log does not give {path}: {_reason(status, body)}")
        return body

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        line = self._kind(self._host, self._port, timeout=PATIENCE)
        headers = {"Content-Type": "text/plain; charset=utf-8"} if body else {}
        try:
            line.request(method, self._path + path, body, headers)
            answer = line.getresponse()
            read = answer.read(LARGEST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise Stop(f"The log cannot be reached now: {error}.") from error
        finally:
            line.close()
        if len(read) > LARGEST:
            raise Stop(f"The log's answer to {path} is too long.")
        return answer.status, read


def visit(witness: Witness, log: Log) -> int:
    """Look at the log once, cosign its newest checkpoint, bring it; return its size."""
    note = log.newest()
    _, said = witness.opened(note)
    older = witness.known(said.origin).size
    if said.size < older:
        raise Stop(
            f"{said.origin} shows {said.size} leaves, and this witness has seen {older}: an old"
            " state is shown, or the log was set back."
        )
    read = log.reader(said.size)
    try:
        proof = tree.consistency_proof(older, said.size, read)
        fits = tree.root(said.size, read) == said.root
    except ValueError as error:
        raise Stop(f"The log's tiles are incomplete: {error}") from error
    if not fits:
        raise Stop("The log's tiles do not lead to the root that it signed.")
    witness.cosign(Request(older, tuple(proof), note))
    # What is remembered now: the checkpoint, the log's signature and ours.
    log.bring(witness.known(said.origin).note)
    return said.size


def _reason(status: int, body: bytes) -> str:
    try:
        detail = json.loads(body)["detail"]
    except (ValueError, KeyError, TypeError):
        return f"it answers {status}."
    return "".join(one for one in str(detail)[:300] if one.isprintable())


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
