"""Make things that look sealed from outside: right header, right length, random inside.

The server cannot tell them from real ones; that is the point of it.
"""

import base64
import secrets
from hashlib import sha256
from uuid import UUID

from hoeder.identities.rules import SHARE_PLAINTEXT
from hoeder.rooms.envelope import SIZE_CLASSES, sealed_size
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import PIECE_SIZE

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
#: A letter for each byte.
LETTERS = (BECH32 * 8).encode()


def new_id() -> UUID:
    """Make an id as a client does: 16 random bytes."""
    return UUID(bytes=secrets.token_bytes(16))


def a_recipient() -> str:
    """Make what looks like the public half of a post-quantum key."""
    return "age1pq1" + secrets.token_bytes(1952).translate(LETTERS).decode()


def unpadded(size: int) -> bytes:
    """Make random bytes in unpadded base64."""
    return base64.b64encode(secrets.token_bytes(size)).rstrip(b"=")


def a_header() -> bytes:
    """Make a header with one post-quantum stanza."""
    return (
        b"age-encryption.org/v1\n-> mlkem768x25519 "
        + unpadded(1120)
        + b"\n"
        + unpadded(32)
        + b"\n--- "
        + unpadded(32)
        + b"\n"
    )


def sealed(plaintext: int = SIZE_CLASSES[0]) -> bytes:
    """Make a sealed item of a size class."""
    header = a_header()
    return header + secrets.token_bytes(sealed_size(plaintext) - len(header))


def part() -> bytes:
    """Make a sealed part of an identity box: a share, a half, an approval."""
    return sealed(SHARE_PLAINTEXT)


def a_file(plaintext: int) -> list[bytes]:
    """Make the pieces of a sealed attachment."""
    whole = sealed(plaintext)
    return [whole[start : start + PIECE_SIZE] for start in range(0, len(whole), PIECE_SIZE)]


def next_item(room: Room, *, epoch: int | None = None, plaintext: int = SIZE_CLASSES[0]) -> NewItem:
    """Make the item that goes behind the newest one of a room."""
    room.refresh_from_db()
    return NewItem(
        id=new_id(),
        sequence=room.head_sequence + 1,
        previous=room.head_hash,
        epoch=room.epoch if epoch is None else epoch,
        sealed=sealed(plaintext),
    )


def hash_of(data: bytes) -> str:
    """Give the hash of an item or a piece."""
    return sha256(data).hexdigest()
