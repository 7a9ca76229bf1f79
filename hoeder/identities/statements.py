"""The texts that people sign, as docs/spec/identities.md writes them. Pure.

The server writes each text anew from what it knows and compares: what was signed can then be about
nothing but this box, this opening and this person.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from hoeder.identities.rules import NEED, OVERRIDE_NEED
from hoeder.organisations.canonical import Json, write
from hoeder.signatures import verifies

BOX: Final = b"hoeder-box-statement-v1\n"
CONSENT: Final = b"hoeder-consent-v1\n"
PLEDGE: Final = b"hoeder-pledge-v1\n"


class Person(NamedTuple):
    """An officer with the keys that the directory says."""

    officer: UUID
    recipient: str
    verify: str


def box(
    *,
    organisation: UUID,
    case: UUID,
    box: UUID,
    recipient: str,
    shares: Sequence[tuple[UUID, int, str]],
    authority: tuple[UUID, str],
    author: str,
) -> str:
    """Write what the reporter signs of her box; a share is (custodian, index, hash)."""
    listed: list[Json] = [
        {"custodian": custodian.hex, "index": index, "hash": hash_}
        for custodian, index, hash_ in shares
    ]
    return write(
        {
            "v": 1,
            "organisation": organisation.hex,
            "case": case.hex,
            "box": box.hex,
            "recipient": recipient,
            "of": len(shares),
            "need": NEED,
            "override_need": OVERRIDE_NEED,
            "shares": listed,
            "authority": {"id": authority[0].hex, "hash": authority[1]},
            "author": author,
        }
    )


def consent(
    *,
    organisation: UUID,
    case: UUID,
    box: UUID,
    opening: UUID,
    to: Person,
    purpose: str,
    not_after: str,
    day: str,
    author: str,
) -> str:
    """Write what the reporter signs when she agrees to one opening."""
    return write(
        {
            "v": 1,
            "organisation": organisation.hex,
            "case": case.hex,
            "box": box.hex,
            "opening": opening.hex,
            "to": {"officer": to.officer.hex, "recipient": to.recipient, "verify": to.verify},
            "purpose": purpose,
            "not_after": not_after,
            "day": day,
            "author": author,
        }
    )


def pledge(*, organisation: UUID, case: UUID, officer: UUID, text: str, day: str) -> str:
    """Write what an officer signs who promises secrecy; `text` is the hash of what was shown."""
    return write(
        {
            "v": 1,
            "organisation": organisation.hex,
            "case": case.hex,
            "officer": officer.hex,
            "text": text,
            "day": day,
        }
    )


def is_signed(context: bytes, statement: str, *, signature: str, key: str) -> bool:
    """Tell whether `key` signed this text in this context. All in hex but the text."""
    return verifies(
        key=bytes.fromhex(key),
        signature=bytes.fromhex(signature),
        message=context + statement.encode(),
    )
