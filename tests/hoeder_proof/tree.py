"""RFC 6962 as it stands in the RFC: recursive, slow, and nothing of ours in it."""

import hashlib


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def root(hashes: list[bytes]) -> bytes:
    """MTH of section 2.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    k = _split(len(hashes))
    return hashlib.sha256(b"\1" + root(hashes[:k]) + root(hashes[k:])).digest()


def path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(hashes) == 1:
        return []
    k = _split(len(hashes))
    if m < k:
        return [*path(m, hashes[:k]), root(hashes[k:])]
    return [*path(m - k, hashes[k:]), root(hashes[:k])]


def proof(m: int, hashes: list[bytes], whole: bool = True) -> list[bytes]:
    """PROOF of section 2.1.2."""
    if m == len(hashes):
        return [] if whole else [root(hashes)]
    k = _split(len(hashes))
    if m <= k:
        return [*proof(m, hashes[:k], whole), root(hashes[k:])]
    return [*proof(m - k, hashes[k:], False), root(hashes[:k])]
