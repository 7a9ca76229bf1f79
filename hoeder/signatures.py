"""Verify signatures: of a reporter's requests, of a root-signed directory, of witnesses.

This module verifies and never signs, seals or opens. With `hoeder.ledger.checkpoint` and
`hoeder.ledger.stamping` it is one of three server modules that may import a cryptography library;
the import linter checks it.
"""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey


class CannotCheck(ValueError):
    """This computer lacks what it takes to check a signature: that says nothing about it."""


def verifies(*, key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` (64 bytes) by `key` (32 bytes) covers `message` (RFC 8032).

    A key or signature of the wrong length or encoding is answered with False, never an exception.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verifies_ml_dsa_44(*, key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` (2420 bytes) by `key` (1312 bytes) covers `message` (FIPS 204).

    Without a context, as C2SP tlog-cosignature signs. Raise CannotCheck where this computer's
    cryptography has no ML-DSA: an unchecked signature is neither good nor bad.
    """
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, message)
    except UnsupportedAlgorithm as error:
        raise CannotCheck(
            "The cryptography of this computer cannot check ML-DSA-44: install a newer one."
        ) from error
    except (InvalidSignature, ValueError):
        return False
    return True
