"""C2SP signed notes and checkpoints, as text: writing, reading and checking them. Pure.

Signing is `checkpoint.py`'s; here is everything that needs no secret.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from hoeder.signatures import verifies

#: The signature type of C2SP signed-note for Ed25519.
ED25519 = b"\x01"
_ORIGIN = re.compile(r"[!-*,-~]{1,200}", re.ASCII)
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True)
class Verifier:
    """A log's public key and its name."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || 0x01 || key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def text(self) -> str:
        """Write the verifier key as other tools read it: `name+id+key`."""
        encoded = base64.b64encode(ED25519 + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def is_origin(text: str) -> bool:
    """Tell whether a text can name a log: no spaces, no plus, printable ASCII."""
    return _ORIGIN.fullmatch(text) is not None


def read_verifier(text: str) -> Verifier:
    """Read a verifier key, or raise ValueError."""
    name, _, rest = text.partition("+")
    identifier, _, encoded = rest.partition("+")
    data = _base64(encoded)
    if not is_origin(name) or len(data) != 33 or data[:1] != ED25519:
        raise ValueError("not an Ed25519 verifier key")
    verifier = Verifier(name, data[1:])
    if verifier.key_id.hex() != identifier:
        raise ValueError("the verifier key does not have the id that it says")
    return verifier


def signature_line(verifier: Verifier, signature: bytes) -> str:
    """Write the line that carries a signature by this key."""
    return f"\u2014 {verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"


def open_checkpoint(note: str, verifier: Verifier) -> Statement:
    """Check the signature of a checkpoint and read it, or raise ValueError saying what is wrong."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise ValueError("it is not a signed note")
    text += "\n"
    if not _is_signed(text, signatures, verifier):
        raise ValueError("the log's signature is missing or wrong")
    lines = text.split("\n")[:-1]
    if len(lines) != 3 or not _SIZE.fullmatch(lines[1]):
        raise ValueError("it does not have the three lines of a checkpoint")
    statement = Statement(lines[0], int(lines[1]), _base64(lines[2]))
    if statement.origin != verifier.name or len(statement.root) != 32 or statement.text() != text:
        raise ValueError("it is not a checkpoint of this log")
    return statement


def _is_signed(text: str, signatures: str, verifier: Verifier) -> bool:
    signed = False
    for line in signatures.split("\n")[:-1]:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        data = _base64(encoded)
        if (dash, name, data[:4]) == ("\u2014", verifier.name, verifier.key_id):
            # A known key's signature that fails spoils the note, whatever else stands under it.
            if not verifies(key=verifier.key, signature=data[4:], message=text.encode()):
                return False
            signed = True
    return signed


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it holds something that is not base64") from error
