"""The receipt (docs/spec/receipt.md)."""

import hashlib
import itertools
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.reader import age
from tests.reader.problems import Refused


@dataclass(frozen=True)
class Keys:
    """Everything that follows from a receipt."""

    lookup: str
    request: str
    author: str
    ledger: str
    box: str
    file: str
    identity: str
    recipient: str


def _ikm(indices: list[int]) -> bytes:
    return b"".join(index.to_bytes(2, "big") for index in indices)


def checksum(indices: list[int]) -> int:
    """§3: the ninth index."""
    digest = hashlib.sha256(b"hoeder/receipt/v1/checksum" + _ikm(indices)).digest()
    return int.from_bytes(digest[:4], "big") % 7776


def verify_key(seed: bytes) -> str:
    """Public half of an Ed25519 seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def derive(indices: list[int], deployment: bytes) -> Keys:
    """§4: all keys."""

    def one(purpose: str) -> bytes:
        info = f"hoeder/receipt/v1/{purpose}".encode()
        return HKDF(hashes.SHA256(), 32, deployment, info).derive(_ikm(indices))

    identity = age.identity_of(one("age"))
    return Keys(
        lookup=one("lookup").hex(),
        request=verify_key(one("request")),
        author=verify_key(one("author")),
        ledger=one("ledger").hex(),
        box=one("box").hex(),
        file=one("file").hex(),
        identity=identity,
        recipient=age.recipient_of(identity),
    )


def promise(indices: list[int], deployment: bytes, room: str) -> dict[str, str]:
    """docs/spec/commitments.md §2: her keys in the room of one commitment."""
    info = b"hoeder/receipt/v1/promises"
    secret = HKDF(hashes.SHA256(), 32, deployment, info).derive(_ikm(indices))

    def one(purpose: str) -> bytes:
        context = f"hoeder/promise/v1/{purpose}/{room}".encode()
        return HKDF(hashes.SHA256(), 32, b"", context).derive(secret)

    identity = age.identity_of(one("age"))
    return {
        "promises": secret.hex(),
        "author": verify_key(one("author")),
        "identity": identity,
        "recipient": age.recipient_of(identity),
    }


def read(typed: list[int]) -> list[int]:
    """§5, from the point where all words are known."""
    if len(typed) != 9:
        raise Refused(f"count: {len(typed)}")
    if checksum(typed[:8]) == typed[8]:
        return typed[:8]
    pairs = sorted(itertools.combinations(range(9), 2), key=lambda pair: (pair[1] - pair[0], pair))
    for i, j in pairs:
        other = list(typed)
        other[i], other[j] = typed[j], typed[i]
        if checksum(other[:8]) == other[8]:
            raise Refused(f"swapped: {i + 1} {j + 1}")
    raise Refused("checksum")
