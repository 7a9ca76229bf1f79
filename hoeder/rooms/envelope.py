"""Read the outside of a sealed thing: the header of an age v1 file (docs/spec/envelope.md §2).

The server cannot look inside and does not try. It refuses, before anything is stored, what is not
sealed to exactly one post-quantum hybrid key: a file to a classic key could be opened by whoever
keeps it long enough, a file to nobody could never be opened, and a second stanza would be a reader
that nobody can see. Sizes are those of the size classes, so that length tells nothing.

Format: https://c2sp.org/age. Pure: no database, no settings, and nothing but NotValid is raised.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from hoeder.errors import NotValid

KIB: Final = 1024
#: Plaintext lengths, padding included (docs/spec/envelope.md §4).
SIZE_CLASSES: Final = (4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB, 4096 * KIB)
#: A grant holds one short text per epoch: 4 KiB is some thirty epochs, 16 KiB more than a hundred.
GRANT_CLASSES: Final = SIZE_CLASSES[:2]

_VERSION: Final = b"age-encryption.org/v1\n"
_STANZA: Final = b"-> mlkem768x25519 "
#: X-Wing encapsulation: 1 088 bytes of ML-KEM-768 and 32 of X25519, as unpadded base64.
_SHARE: Final = 1494
#: The file key, 16 bytes, and a tag of 16, as unpadded base64.
_BODY: Final = 43
#: HMAC-SHA-256 over the header.
_MAC: Final = 43
HEADER_SIZE: Final = len(_VERSION) + len(_STANZA) + _SHARE + 1 + _BODY + 1 + 4 + _MAC + 1
_NONCE: Final = 16
_CHUNK: Final = 64 * KIB
_TAG: Final = 16

# Unpadded base64 whose last character carries no stray bits: 1 120 bytes leave one byte over and
# 32 bytes leave two, so the last character is one of 4 or one of 16 (RFC 4648 §3.5, canonical).
_HEADER: Final = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"-> mlkem768x25519 [A-Za-z0-9+/]{1493}[AQgw]\n"
    rb"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\n"
    rb"--- [A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\n"
)
_STANZA_LINE: Final = re.compile(rb"^-> ([!-~]{1,64})", re.MULTILINE)
_RECIPIENT: Final = re.compile(r"age1pq1[ac-hj-np-z02-9]{1952}")
#: Only this much is looked at to find the words for a refusal.
_LOOK: Final = 8 * KIB


def sealed_size(plaintext: int) -> int:
    """Tell how long an age file with this much plaintext is: every 64 KiB chunk adds a tag."""
    chunks = max(1, -(-plaintext // _CHUNK))
    return HEADER_SIZE + _NONCE + plaintext + chunks * _TAG


_SEALED_ITEM: Final = frozenset(map(sealed_size, SIZE_CLASSES))
_SEALED_GRANT: Final = frozenset(map(sealed_size, GRANT_CLASSES))
SMALLEST: Final = sealed_size(0)
LARGEST_ITEM: Final = max(_SEALED_ITEM)


def check_item(sealed: bytes) -> None:
    """Refuse what is not one whole item: right header, length of a size class."""
    check_header(sealed)
    _check_size(sealed, _SEALED_ITEM)


def check_grant(sealed: bytes) -> None:
    """Refuse what is not one whole grant: right header, length of a grant's size class."""
    check_header(sealed)
    _check_size(sealed, _SEALED_GRANT)


def check_header(sealed: bytes) -> None:
    """Refuse what does not begin as an age file to exactly one post-quantum hybrid key.

    The first piece of an attachment is checked with this alone: its end has not arrived yet.
    """
    if not _HEADER.match(sealed):
        raise NotValid(_what_is_wrong(sealed[:_LOOK]), kind="envelope")
    if len(sealed) < SMALLEST:
        raise NotValid(_("The sealed file is cut off."), kind="envelope")


def check_recipient(recipient: str) -> None:
    """Refuse what is not the public half of a post-quantum hybrid key, `age1pq1…`."""
    if not _RECIPIENT.fullmatch(recipient):
        raise NotValid(_("This is not a post-quantum age key (age1pq1…)."), kind="recipient")


def _check_size(sealed: bytes, sizes: frozenset[int]) -> None:
    if len(sealed) in sizes:
        return
    if len(sealed) > max(sizes):
        raise NotValid(_("The sealed file is larger than allowed here."), kind="envelope")
    raise NotValid(
        _("The sealed file has a length that no size class gives: it is cut off or not padded."),
        kind="envelope",
    )


def _what_is_wrong(start: bytes) -> str:
    """Find the words for a header that was refused already; never decides anything."""
    if not start.startswith(_VERSION):
        return _("This is not a binary age file, version 1.")
    header = start.partition(b"\n--- ")[0]
    types = _STANZA_LINE.findall(header)
    if not types:
        return _("The file is sealed to nobody.")
    if any(kind != b"mlkem768x25519" for kind in types):
        return _("The file is sealed with a kind of key that is not post-quantum.")
    if len(types) > 1:
        return _("The file is sealed to more than one key.")
    return _("The header of the sealed file is malformed or cut off.")
