"""The proof that something was reported (docs/spec/ledger.md §10)."""

import base64
import datetime
import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.reader.problems import Refused


def read(note: str, origin: str, key: str, report: str, ledger: bytes) -> tuple[str, str]:
    """Check key, note, signature, lines, log, report and handle, in that order; say its days."""
    name, identifier, public = _key(key)
    text, gap, block = note.rpartition("\n\n")
    if not gap or not block.endswith("\n"):
        raise Refused("refused: note")
    text += "\n"
    _check_signatures(text, block, name, identifier, public)
    head, said_origin, said_report, handle, day, until = _lines(text)
    if head != "hoeder.eu/proof-of-report/v1":
        raise Refused("refused: note")
    try:
        after = datetime.date.fromisoformat(day) + datetime.timedelta(days=2)
    except (ValueError, OverflowError) as error:
        raise Refused("refused: note") from error
    if len(day) != 10 or until != f"logged by {after.isoformat()}T00:00:00Z":
        raise Refused("refused: note")
    if said_origin != origin:
        raise Refused("refused: log")
    if said_report != report:
        raise Refused("refused: report")
    if handle != hmac.new(ledger, b"h" + bytes(8), hashlib.sha256).hexdigest():
        raise Refused("refused: handle")
    return day, until.removeprefix("logged by ")


def _key(key: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, identifier, encoded = key.split("+", 2)
    data = base64.b64decode(encoded)
    computed = hashlib.sha256(f"{name}\n".encode() + data).digest()[:4]
    if data[0] != 1 or computed.hex() != identifier:
        raise Refused("refused: key")
    return name, computed, Ed25519PublicKey.from_public_bytes(data[1:])


def _check_signatures(
    text: str, block: str, name: str, identifier: bytes, public: Ed25519PublicKey
) -> None:
    found = False
    for line in block.splitlines():
        dash, signer, encoded = line.split(" ")
        data = base64.b64decode(encoded)
        if (dash, signer, data[:4]) != ("\u2014", name, identifier):
            continue
        try:
            public.verify(data[4:], text.encode())
        except InvalidSignature as error:
            raise Refused("refused: signature") from error
        found = True
    if not found:
        raise Refused("refused: signature")


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if len(lines) != 7 or lines.pop() != "":
        raise Refused("refused: note")
    return lines
