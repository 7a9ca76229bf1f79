"""Identity boxes and sealed letters over the line: the forms that audiences share."""

from dataclasses import dataclass
from typing import Annotated

from hoeder.identities.rules import CONTENT_PLAINTEXT, MOST_SHARES, SHARE_PLAINTEXT
from hoeder.identities.sealing import NewAuthority, NewBox, NewShare
from hoeder.rooms.envelope import sealed_size
from hoeder.web.json import Base64, Id, Key, Most, Recipient, Signature, Text, Whole

SealedPart = Annotated[bytes, Base64(sealed_size(SHARE_PLAINTEXT))]
SealedContent = Annotated[bytes, Base64(sealed_size(CONTENT_PLAINTEXT))]
#: Canonical JSON, as it was signed.
Statement = Annotated[str, Text(most=8_000)]
Index = Annotated[int, Whole(1, MOST_SHARES)]


@dataclass(frozen=True)
class SentShare:
    """A share of a box, sealed to one custodian, and the hashes by which it is tested."""

    custodian: Id
    index: Index
    hash: Key
    proof_hash: Key
    sealed: SealedPart


@dataclass(frozen=True)
class SentAuthority:
    """The part of a box that is sealed to the external authority."""

    officer: Id
    sealed: SealedPart
    hash: Key
    proof_hash: Key


@dataclass(frozen=True)
class SentBox:
    """An identity box (docs/spec/identities.md): always the same sizes, whatever is in it."""

    id: Id
    recipient: Recipient
    content: SealedContent
    statement: Statement
    signature: Signature
    shares: Annotated[list[SentShare], Most(MOST_SHARES)]
    authority: SentAuthority

    def as_box(self) -> NewBox:
        """Give the form that the actions take."""
        return NewBox(
            id=self.id,
            recipient=self.recipient,
            content=self.content,
            statement=self.statement,
            signature=self.signature,
            shares=[NewShare(**vars(share)) for share in self.shares],
            authority=NewAuthority(**vars(self.authority)),
        )
