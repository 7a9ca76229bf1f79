"""Verify Ed25519 signatures: of a reporter's requests and of a root-signed directory.

This module verifies and never signs, seals or opens. Together with `hoeder.ledger.checkpoint`
it is the only server module that may import a cryptography library; the import linter checks it.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def verifies(*, key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` (64 bytes) by `key` (32 bytes) covers `message` (RFC 8032).

    A key or signature of the wrong length or encoding is answered with False, never an exception.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
