"""What witnesses sign: C2SP tlog-cosignature, read, checked and written. Pure, and no secret.

A cosignature says: at this time, this was the largest tree of this log that I have seen, and it
holds every earlier one. Two kinds are known: Ed25519 (type 0x04) and ML-DSA-44 (type 0x06).
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hoeder.signatures import verifies, verifies_ml_dsa_44

from .note import Signature, read_base64, read_statement, split_note

ED25519 = b"\x04"
ML_DSA_44 = b"\x06"
#: Bytes of a key and of a signature, by type.
_SIZES = {ED25519: (32, 64), ML_DSA_44: (1312, 2420)}
_VERIFY: dict[bytes, Callable[..., bool]] = {ED25519: verifies, ML_DSA_44: verifies_ml_dsa_44}
_TIME_SIZE = 8
_LATEST = 2**63 - 1
#: A key's name may hold neither space nor plus (signed-note); ML-DSA gives it 255 bytes.
_NAME = re.compile(r"[^\s+]+")
_LONGEST_NAME = 255
#: How far a witness's clock may run ahead of ours, in seconds.
CLOCK_ALLOWANCE = 3600


@dataclass(frozen=True)
class Cosignature:
    """One cosignature as it stands under a checkpoint; nothing about it is checked yet."""

    name: str
    key_id: bytes
    #: Seconds since 1970, by the witness's own clock.
    time: int
    signature: bytes

    def line(self) -> str:
        """Write it as a line under a checkpoint."""
        data = self.key_id + self.time.to_bytes(_TIME_SIZE, "big") + self.signature
        return f"\u2014 {self.name} {base64.b64encode(data).decode()}\n"


@dataclass(frozen=True)
class Cosigner:
    """A witness's public key: what `read_cosigner` reads from its verifier key."""

    name: str
    #: ED25519 or ML_DSA_44.
    algorithm: bytes
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || type || key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.algorithm + self.key).digest()[:4]

    def text(self) -> str:
        """Write the verifier key: `name+id+key`."""
        encoded = base64.b64encode(self.algorithm + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def fingerprint(self) -> str:
        """Write ten groups that people compare by telephone: of SHA-256 over the verifier key."""
        digest = hashlib.sha256(self.text().encode()).hexdigest()[:40]
        return " ".join(digest[start : start + 4] for start in range(0, 40, 4))

    def message(self, text: str, time: int) -> bytes:
        """Write what is signed when the checkpoint with this text is cosigned at this time."""
        if self.algorithm == ED25519:
            return f"cosignature/v1\ntime {time}\n{text}".encode()
        said = read_statement(text)
        origin, name = said.origin.encode(), self.name.encode()
        return b"".join(
            [
                b"subtree/v1\n\x00",
                len(name).to_bytes(1, "big") + name,
                time.to_bytes(8, "big"),
                len(origin).to_bytes(1, "big") + origin,
                (0).to_bytes(8, "big"),
                said.size.to_bytes(8, "big"),
                said.root,
            ]
        )

    def made(self, cosignature: Cosignature) -> bool:
        """Tell whether a cosignature says to be by this key."""
        return (cosignature.name, cosignature.key_id) == (self.name, self.key_id)

    def holds(self, text: str, cosignature: Cosignature) -> bool:
        """Tell whether a cosignature is by this key and over the checkpoint with this text."""
        try:
            message = self.message(text, cosignature.time)
        except ValueError:
            # ML-DSA signs what a checkpoint says: under another text it can be no signature.
            return False
        verify = _VERIFY[self.algorithm]
        return self.made(cosignature) and verify(
            key=self.key, signature=cosignature.signature, message=message
        )


def read_cosigner(text: str) -> Cosigner:
    """Read a witness's verifier key, or raise ValueError."""
    name, _, rest = text.partition("+")
    identifier, _, encoded = rest.partition("+")
    data = read_base64(encoded)
    if not _NAME.fullmatch(name) or len(name.encode()) > _LONGEST_NAME or not name.isprintable():
        raise ValueError("the verifier key does not begin with the name of a witness")
    if data[:1] not in _SIZES or len(data) - 1 != _SIZES[data[:1]][0]:
        raise ValueError("not a verifier key for cosignatures by Ed25519 or ML-DSA-44")
    cosigner = Cosigner(name, data[:1], data[1:])
    if cosigner.key_id.hex() != identifier:
        raise ValueError("the verifier key does not have the id that it says")
    return cosigner


def read_cosignature(line: Signature) -> Cosignature | None:
    """Read a signature line as a cosignature; None where it has not the form of one."""
    time = int.from_bytes(line.data[:_TIME_SIZE], "big")
    signature = line.data[_TIME_SIZE:]
    # A time of zero belongs to cosignatures of subtrees, never to those of a checkpoint.
    if len(signature) not in {size for _, size in _SIZES.values()} or not 0 < time <= _LATEST:
        return None
    return Cosignature(line.name, line.key_id, time, signature)


def cosignatures(note: str) -> list[Cosignature]:
    """Return what stands as cosignatures under a checkpoint, unchecked, or raise ValueError.

    The log's own signature and lines of other kinds are left out.
    """
    _, signatures = split_note(note)
    return [found for one in signatures if (found := read_cosignature(one))]


def checked(note: str, cosigners: Iterable[Cosigner], *, now: int) -> dict[Cosigner, Cosignature]:
    """Return the cosignatures that count, by who made them; the log's signature is not looked at.

    Lines of unknown keys are left out. A cosignature from the future does not count. One of a known
    key that does not hold spoils the note: ValueError, as signed-note asks.
    """
    text, _ = split_note(note)
    read_statement(text)
    found = cosignatures(note)
    counted: dict[Cosigner, Cosignature] = {}
    for cosigner in cosigners:
        for one in filter(cosigner.made, found):
            if not cosigner.holds(text, one):
                raise ValueError(f"the cosignature of {cosigner.name} does not hold")
            # Of several by one key the earliest counts: it proves most.
            earlier = counted.get(cosigner)
            if one.time <= now + CLOCK_ALLOWANCE and (earlier is None or one.time < earlier.time):
                counted[cosigner] = one
    return counted
