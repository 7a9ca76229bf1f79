"""Reads what stands in a sealed item: header, body, and the author's signature.

docs/spec/envelope.md §4 and §5. The place of an item is the caller's to compare.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hoeder.organisations.canonical import Json, parse
from hoeder.signatures import verifies

_MAGIC = b"hoeder-envelope-v1\n"
_CLASSES = {1024 << 2 * n for n in range(1, 7)}


@dataclass(frozen=True)
class Item:
    """What stood in an envelope, with a signature that holds."""

    header: Mapping[str, Json]
    body: Json


def read_item(plaintext: bytes) -> Item:
    """Take an opened item apart, or raise ValueError saying what is wrong."""
    if len(plaintext) not in _CLASSES or not plaintext.startswith(_MAGIC):
        raise ValueError("it is not an envelope")
    head, at = _part(plaintext, len(_MAGIC))
    body, end = _part(plaintext, at)
    header = parse(head.decode())
    if not isinstance(header, dict) or any(plaintext[end + 64 :]):
        raise ValueError("it is not an envelope")
    author = bytes.fromhex(str(header.get("author")))
    if not verifies(key=author, signature=plaintext[end : end + 64], message=plaintext[:end]):
        raise ValueError("its author's signature does not hold")
    return Item(header, parse(body.decode()))


def _part(plaintext: bytes, at: int) -> tuple[bytes, int]:
    end = at + 4 + int.from_bytes(plaintext[at : at + 4], "big")
    if end + 64 > len(plaintext):
        raise ValueError("a part of it is too long")
    return plaintext[at + 4 : end], end
