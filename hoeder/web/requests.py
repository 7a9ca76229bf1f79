"""Requests signed with a receipt's key: a fixed profile of RFC 9421 (docs/spec/api.md §3).

A reporter has no account and no cookie. Each request names the look-up id of her receipt and is
signed with the request key that this receipt gives. The profile allows one form of each header
and nothing else, so that there is nothing to negotiate and nothing to get wrong.

A wrong signature and an unknown receipt are one answer after the same work: otherwise a stranger
could try which look-up ids exist.
"""

import re
import time
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hoeder.errors import NotValid, Refusal
from hoeder.signatures import verifies

#: How far the clock of a device may be off, in seconds.
WINDOW: Final = 300
#: What every signature covers, in this order.
COVERED: Final = '("@method" "@path" "@query" "content-digest")'

_INPUT: Final = re.compile(
    r'hoeder=(?P<params>\("@method" "@path" "@query" "content-digest"\)'
    r';created=(?P<created>[1-9][0-9]{0,11});keyid="(?P<keyid>[0-9a-f]{64})";alg="ed25519")'
)
# The last digit before the padding carries only so many bits (RFC 4648 §3.5, canonical).
_SIGNATURE: Final = re.compile(r"hoeder=:(?P<value>[A-Za-z0-9+/]{85}[AQgw]==):")
_DIGEST: Final = re.compile(r"sha-256=:(?P<value>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=):")

#: A public key whose private half nobody has: an unknown receipt is checked against it and so
#: takes as long as a known one. It is SHA-256 of "Nobody holds this key. 0", which happens to be
#: a point of the curve (one hash in two is).
NOBODY: Final = bytes.fromhex("d66086147778d3b0ed68555643134ddd319068cb0643b36c472104944071e0ac")


class NotProven(Refusal):
    """The request does not prove that it comes from the holder of a receipt."""

    kind = "unknown-receipt"

    def __init__(self) -> None:
        super().__init__(
            _("No report belongs to these words. Please check each word and its place.")
        )


@dataclass(frozen=True)
class Signed:
    """What a signed request says of itself. Nothing of it is proven before `prove`."""

    lookup: str
    #: SHA-256 of the body, in hex.
    fingerprint: str
    base: bytes
    signature: bytes

    def prove(self, key: str | None) -> None:
        """Refuse unless the request is signed with `key` (hex); None for an unknown receipt."""
        signer = NOBODY if key is None else bytes.fromhex(key)
        proven = verifies(key=signer, signature=self.signature, message=self.base)
        if key is None or not proven:
            raise NotProven

    def prove_own(self, lookup: str, key: str) -> None:
        """Refuse unless signed with the key that the body itself brings for this receipt."""
        self.prove(key if compare_digest(lookup, self.lookup) else None)


def check_digest(request: HttpRequest, body: bytes) -> bytes:
    """Refuse a body that is not the one that Content-Digest (RFC 9530) names; return its hash."""
    found = _DIGEST.fullmatch(request.headers.get("Content-Digest", ""))
    if found is None:
        raise NotValid(
            _("The header Content-Digest must stand as sha-256=:base64: and nothing else."),
            kind="digest",
        )
    digest = sha256(body).digest()
    if not compare_digest(b64decode(found["value"]), digest):
        raise NotValid(_("What arrived is not what was sent. Please send it again."), kind="digest")
    return digest


def read_signature(request: HttpRequest, body: bytes) -> Signed:
    """Read the signature headers, and refuse what is not of the profile or not of now."""
    said = _INPUT.fullmatch(request.headers.get("Signature-Input", ""))
    signature = _SIGNATURE.fullmatch(request.headers.get("Signature", ""))
    if said is None or signature is None:
        raise Refusal(
            _("This request must be signed with the key of a receipt."), kind="signature-needed"
        )
    digest = check_digest(request, body)
    if abs(time.time() - int(said["created"])) > WINDOW:
        raise Refusal(
            _("The time of this request is more than five minutes from ours."), kind="clock"
        )
    return Signed(
        lookup=said["keyid"],
        fingerprint=digest.hex(),
        base=signature_base(request, said["params"]),
        signature=b64decode(signature["value"]),
    )


def signature_base(request: HttpRequest, params: str) -> bytes:
    """Write what was signed (RFC 9421 §2.5).

    Our paths hold nothing that could be percent-encoded, so the decoded path is the sent one.
    """
    return "\n".join(
        (
            f'"@method": {request.method}',
            f'"@path": {request.path}',
            f'"@query": ?{request.META.get("QUERY_STRING", "")}',
            f'"content-digest": {request.headers["Content-Digest"]}',
            f'"@signature-params": {params}',
        )
    ).encode()
