"""What an owner signs who accepts a commitment (docs/spec/commitments.md §4)."""

import re
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.reader import canonical
from tests.reader.problems import tampered

_HEX16, _HEX32 = "[0-9a-f]{32}", "[0-9a-f]{64}"
FORM = {
    "organisation": _HEX16,
    "commitment": _HEX16,
    "owner": _HEX16,
    "kind": "[a-z][a-z_-]{0,31}",
    "due_on": r"\d{4}-\d{2}-\d{2}",
    "text": _HEX32,
    "day": r"\d{4}-\d{2}-\d{2}",
}


def read_acceptance(
    statement: str, signature: str, key: str, expected: dict[str, str]
) -> dict[str, Any]:
    """Check form, signature and members, in that order."""
    try:
        value = canonical.read(statement.encode())
    except ValueError as error:
        raise tampered("body") from error
    if not isinstance(value, dict) or set(value) != {"v", *FORM} or value["v"] != 1:
        raise tampered("body")
    for name, pattern in FORM.items():
        if not isinstance(value[name], str) or not re.fullmatch(pattern, value[name], re.ASCII):
            raise tampered("body")
    if not re.fullmatch("[0-9a-f]{128}", signature):
        raise tampered("signature")
    message = b"hoeder-acceptance-v1\n" + statement.encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError) as error:
        raise tampered("signature") from error
    for name in ("organisation", "commitment", "owner", "kind", "due_on", "text"):
        if value[name] != expected[name]:
            raise tampered(name)
    return value
