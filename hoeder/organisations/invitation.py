"""The one-time link with which an officer sets a password.

The link carries the officer's id under our signature. It also covers the stored password, which is
a fresh random one for somebody who was just invited: setting a password, or inviting again, makes
every earlier link worthless. Nothing has to be stored for it.
"""

import hashlib
from uuid import UUID

from django.core import signing

from hoeder.organisations.rules import INVITATION_DAYS

SALT = "hoeder/invitation/v1"


def write(officer: UUID, password: str) -> str:
    """Write the token for an officer whose stored password field is `password`."""
    return signing.TimestampSigner(salt=SALT, sep=".").sign(f"{officer.hex}-{_digest(password)}")


def whose(token: str) -> UUID | None:
    """Tell whom a token is for, if it is ours and not too old."""
    parts = _read(token)
    return None if parts is None else UUID(hex=parts[0])


def still_counts(token: str, password: str) -> bool:
    """Tell whether the token was written for this very stored password field."""
    parts = _read(token)
    return parts is not None and parts[1] == _digest(password)


def _read(token: str) -> tuple[str, str] | None:
    signer = signing.TimestampSigner(salt=SALT, sep=".")
    try:
        officer, _, digest = signer.unsign(token, max_age=INVITATION_DAYS * 86_400).partition("-")
    except signing.BadSignature:
        return None
    return officer, digest


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()[:32]
