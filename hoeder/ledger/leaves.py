"""The 96 bytes of a leaf. See `docs/spec/ledger.md` §3. Pure: no database.

    version 0x01 | 27 zero bytes | u32be day | handle (32 bytes) | commit (32 bytes)

Only somebody with the chain's key can tell a leaf from a dummy, or which case it belongs to.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

LEAF_SIZE = 96
KEY_SIZE = 32
NO_NUMBER: Final = 2**64 - 1
_HEAD = b"\x01" + bytes(27)
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Leaf:
    """A leaf taken apart."""

    day: date
    handle: bytes
    commit: bytes


def day_number(day: date) -> int:
    """Count the days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def handle(key: bytes, n: int) -> bytes:
    """Name event `n` of a chain: HMAC-SHA-256(key, "h" || u64be n)."""
    return hmac.digest(key, b"h" + n.to_bytes(8, "big"), "sha256")


def nonce(key: bytes, n: int) -> bytes:
    """Blind event `n` of a chain: HMAC-SHA-256(key, "n" || u64be n)."""
    return hmac.digest(key, b"n" + n.to_bytes(8, "big"), "sha256")


def commit(key: bytes, n: int, event: bytes) -> bytes:
    """Commit to an event: SHA-256(0x02 || nonce || event)."""
    return opened_commit(nonce(key, n), event)


def opened_commit(nonce: bytes, event: bytes) -> bytes:
    """Commit to an event whose nonce was opened, for whoever has not the key."""
    return hashlib.sha256(b"\x02" + nonce + event).digest()


def veil(key: bytes, chain: UUID, n: int | None, name: str, value: str) -> str:
    """Commit to what no reader of an event may try out: HMAC-SHA-256, in hex, of
    0x03 || chain || u64be n || name || 0x0A || value, by the key of the chain without a case.

    Without `n` it is a name by which a row is found again: 2^64 − 1 stands in its place.
    """
    place = chain.bytes + (NO_NUMBER if n is None else n).to_bytes(8, "big")
    return hmac.digest(key, b"\x03" + place + f"{name}\n{value}".encode(), "sha256").hex()


def leaf(key: bytes, n: int, event: bytes, day: date) -> bytes:
    """Write the leaf of an event that is published on `day`."""
    return _leaf(day, handle(key, n) + commit(key, n, event))


def dummy(day: date) -> bytes:
    """Write a leaf of no event. Without keys it cannot be told apart from any other."""
    return _leaf(day, secrets.token_bytes(64))


def read_leaf(data: bytes) -> Leaf:
    """Take a leaf apart, or raise ValueError saying what is wrong with it."""
    if len(data) != LEAF_SIZE:
        raise ValueError(f"a leaf has {LEAF_SIZE} bytes, not {len(data)}")
    if data[:28] != _HEAD:
        raise ValueError("a leaf begins with version 1 and 27 zero bytes")
    number = int.from_bytes(data[28:32], "big")
    if number > day_number(date.max):
        raise ValueError(f"no day has the number {number}")
    return Leaf(date.fromordinal(number + _EPOCH), data[32:64], data[64:])


def _leaf(day: date, blinded: bytes) -> bytes:
    return _HEAD + day_number(day).to_bytes(4, "big") + blinded
