"""Boxes that look sealed from outside, with statements that are really signed.

What is inside is random: the server cannot tell, and that is the point of it.
"""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoeder.identities import statements
from hoeder.identities.rules import CONTENT_PLAINTEXT
from hoeder.identities.sealing import NewAuthority, NewBox, NewShare
from tests.rooms.sealing import a_recipient, new_id, part, sealed


def verify_key(author: Ed25519PrivateKey) -> str:
    """The public half in hex."""
    return author.public_key().public_bytes_raw().hex()


def proof_of(hash_: str) -> str:
    """The proof that stands inside the share with this hash: derived, so that tests know it."""
    return sha256(f"proof of {hash_}".encode()).hexdigest()


def _hashes() -> dict[str, str]:
    hash_ = secrets.token_hex(32)
    proof_hash = sha256(bytes.fromhex(proof_of(hash_))).hexdigest()
    return {"hash": hash_, "proof_hash": proof_hash}


def a_box(
    organisation: UUID,
    case: UUID,
    author: Ed25519PrivateKey,
    custodians: Sequence[UUID],
    authority: UUID,
    **changed: Any,
) -> NewBox:
    """Make a box with a share for each of these custodians; `changed` before it is signed."""
    box = NewBox(
        id=new_id(),
        recipient=a_recipient(),
        content=sealed(CONTENT_PLAINTEXT),
        statement="",
        signature="",
        shares=[
            NewShare(custodian=one, index=index, sealed=part(), **_hashes())
            for index, one in enumerate(custodians, 1)
        ],
        authority=NewAuthority(officer=authority, sealed=part(), **_hashes()),
    )
    return signed(replace(box, **changed), organisation, case, author)


def signed(box: NewBox, organisation: UUID, case: UUID, author: Ed25519PrivateKey) -> NewBox:
    """Write and sign the statement of a box anew."""
    statement = statements.box(
        organisation=organisation,
        case=case,
        box=box.id,
        recipient=box.recipient,
        shares=[(share.custodian, share.index, share.hash) for share in box.shares],
        authority=(box.authority.officer, box.authority.hash),
        author=verify_key(author),
    )
    signature = author.sign(statements.BOX + statement.encode()).hex()
    return replace(box, statement=statement, signature=signature)


def as_sent(box: NewBox) -> dict[str, Any]:
    """Write a box as JSON."""
    return {
        "id": box.id.hex,
        "recipient": box.recipient,
        "content": _text(box.content),
        "statement": box.statement,
        "signature": box.signature,
        "shares": [
            {
                "custodian": share.custodian.hex,
                "index": share.index,
                "hash": share.hash,
                "proof_hash": share.proof_hash,
                "sealed": _text(share.sealed),
            }
            for share in box.shares
        ],
        "authority": {
            "officer": box.authority.officer.hex,
            "sealed": _text(box.authority.sealed),
            "hash": box.authority.hash,
            "proof_hash": box.authority.proof_hash,
        },
    }


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def a_letter() -> bytes:
    """Make a sealed letter of the smaller class."""
    return sealed()
