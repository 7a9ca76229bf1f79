"""C2SP signed notes and checkpoints, as text: writing, reading and checking them. Pure.

Signing is `checkpoint.py`'s; here is everything that needs no secret.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hoeder.signatures import verifies

#: The signature type of C2SP signed-note for Ed25519.
ED25519 = b"\x01"
_ORIGIN = re.compile(r"[!-*,-~]{1,200}", re.ASCII)
#: Notes that are no checkpoints begin like this: no log may be called so.
_NO_LOG = "hoeder.eu/proof-of-report/"
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
    return _ORIGIN.fullmatch(text) is not None and not text.startswith(_NO_LOG)


def read_verifier(text: str) -> Verifier:
    """Read a verifier key, or raise ValueError."""
    name, _, rest = text.partition("+")
    identifier, _, encoded = rest.partition("+")
    data = read_base64(encoded)
    if not is_origin(name) or len(data) != 33 or data[:1] != ED25519:
        raise ValueError("not an Ed25519 verifier key")
    verifier = Verifier(name, data[1:])
    if verifier.key_id.hex() != identifier:
        raise ValueError("the verifier key does not have the id that it says")
    return verifier


def signature_line(verifier: Verifier, signature: bytes) -> str:
    """Write the line that carries a signature by this key."""
    return f"\u2014 {verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"


@dataclass(frozen=True)
class Signature:
    """One line under a note: who says to have signed, with which key, and what."""

    name: str
    key_id: bytes
    data: bytes


def split_note(note: str) -> tuple[str, list[Signature]]:
    """Take a note apart into its text and its signature lines, or raise ValueError."""
    text, separator, under = note.rpartition("\n\n")
    if not separator or not under.endswith("\n"):
        raise ValueError("it is not a signed note")
    return text + "\n", read_signatures(under)


def read_signatures(lines: str) -> list[Signature]:
    """Read the lines under a note, or raise ValueError. What is no signature line is left out."""
    read = []
    for line in lines.split("\n")[:-1]:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        data = read_base64(encoded)
        if dash == "\u2014":
            read.append(Signature(name, data[:4], data[4:]))
    return read


def read_statement(text: str) -> Statement:
    """Read the three lines of a checkpoint, signed or not, or raise ValueError."""
    lines = text.split("\n")[:-1]
    if len(lines) != 3 or not _SIZE.fullmatch(lines[1]):
        raise ValueError("it does not have the three lines of a checkpoint")
    statement = Statement(lines[0], int(lines[1]), read_base64(lines[2]))
    if len(statement.root) != 32 or statement.text() != text:
        raise ValueError("it is not a checkpoint")
    return statement


def open_note(note: str, verifier: Verifier) -> str:
    """Check that this key signed a note; return its text, or raise ValueError."""
    text, signatures = split_note(note)
    if not is_signed(text, signatures, verifier):
        raise ValueError("the log's signature is missing or wrong")
    return text


def open_checkpoint(note: str, verifier: Verifier) -> Statement:
    """Check the signature of a checkpoint and read it, or raise ValueError saying what is wrong."""
    statement = read_statement(open_note(note, verifier))
    if statement.origin != verifier.name:
        raise ValueError("it is not a checkpoint of this log")
    return statement


def is_signed(text: str, signatures: Sequence[Signature], verifier: Verifier) -> bool:
    """Tell whether this key signed, and no signature that says to be of this key fails."""
    own = [one for one in signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)]
    message = text.encode()
    return bool(own) and all(
        verifies(key=verifier.key, signature=one.data, message=message) for one in own
    )


def read_base64(text: str) -> bytes:
    """Read standard base64, or raise ValueError."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it holds something that is not base64") from error
