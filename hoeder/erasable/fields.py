"""Masked heads: how a sealed file is stored (docs/spec/erasure.md §3).

Every sealed file begins with a header of one length, which holds the key of that file wrapped to
its one reader. Without these bytes nothing opens the rest, so they alone are masked: it costs the
same few microseconds for a grant and for an item of 4 MiB.
"""

from __future__ import annotations

import secrets
from hashlib import shake_256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext as _

from hoeder.erasable import keys
from hoeder.erasable.keys import Part
from hoeder.erasable.tree import NAME_SIZE
from hoeder.errors import NotNow

#: The header of an age file to one post-quantum hybrid key, and the nonce after it.
#: A test compares it with `hoeder.rooms.envelope`, which refuses every other header.
HEAD_SIZE: Final = 1643
_VERSION: Final = b"\x01"
_INDEX_SIZE: Final = 11
_NONCE_SIZE: Final = 16
_BEFORE: Final = len(_VERSION) + NAME_SIZE + _INDEX_SIZE + _NONCE_SIZE
_MASK: Final = b"hoeder-mask-v1\n"

if TYPE_CHECKING:
    _BinaryField = models.BinaryField[bytes, bytes]
else:
    _BinaryField = models.BinaryField


class Masked(bytes):
    """A sealed file with a masked head: the only thing that an `ErasableField` stores."""


def mask(sealed: bytes, case: UUID, part: Part) -> Masked:
    """Mask the head of a sealed file with the key of a part of a case.

    Where that key was destroyed nothing can be stored any more: what is left is for no one to read.
    """
    index = keys.index_of(case, part)
    kept = keys.current()
    key = kept.key(index)
    if key is None:
        raise NotNow(_("This was erased. Nothing can be added to it."), kind="erased")
    nonce = secrets.token_bytes(_NONCE_SIZE)
    before = _VERSION + kept.name + index.to_bytes(_INDEX_SIZE, "big") + nonce
    return Masked(before + _masked(sealed, key, nonce))


def unmask(stored: bytes) -> bytes:
    """Give a sealed file as it came in; empty when its key was destroyed."""
    if not stored:
        return b""
    kept, place = keys.current(), 1 + NAME_SIZE
    if stored[:1] != _VERSION or stored[1:place] != kept.name:
        raise ImproperlyConfigured(
            "What is stored was masked with other keys: put the file of keys back that belongs "
            "to this database."
        )
    key = kept.key(int.from_bytes(stored[place : place + _INDEX_SIZE], "big"))
    if key is None:
        return b""
    return _masked(stored[_BEFORE:], key, stored[place + _INDEX_SIZE : _BEFORE])


def _masked(sealed: bytes, key: bytes, nonce: bytes) -> bytes:
    head = sealed[:HEAD_SIZE]
    stream = shake_256(_MASK + key + nonce).digest(len(head))
    mixed = int.from_bytes(head, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(head), "big") + sealed[HEAD_SIZE:]


class ErasableField(_BinaryField):
    """Sealed bytes, masked in the database and as they came in everywhere else.

    The key hangs on the case, which a column does not know: whoever stores says `mask(…)` first,
    and what is not masked is refused. Reading needs nothing.
    """

    def from_db_value(self, value: Any, *_more: object) -> bytes | None:
        """Unmask what is read."""
        return None if value is None else unmask(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse to store what is not masked; nothing at all is stored as nothing."""
        if value is not None and len(value) and not isinstance(value, Masked):
            raise TypeError(f"{self.name} is stored masked: hoeder.erasable.fields.mask.")
        return super().get_db_prep_value(value, connection, prepared)
