"""Check the outside of an officer's wrapped keys (docs/spec/rooms.md §6).

A wrap is JSON: the passphrase stretched by Argon2id opens an age file that holds the private keys.
The server cannot open it. It refuses a wrap that is stretched too little, since whoever steals the
database could then guess the passphrase.
"""

import binascii
import re
from collections.abc import Mapping

from hoeder.organisations import canonical

STRETCHING: dict[str, canonical.Json] = {"v": 1, "kdf": "argon2id", "t": 3, "m": 65536, "p": 1}
MEMBERS = {*STRETCHING, "salt", "sealed"}
LONGEST = 16_384
AGE_MAGIC = b"age-encryption.org/v1\n"


def is_wrap(text: str) -> bool:
    """Tell whether `text` is a well-formed wrap with the stretching that we ask for."""
    if len(text) > LONGEST:
        return False
    try:
        wrap = canonical.parse(text)
    except canonical.NotCanonicalError:
        return False
    return (
        isinstance(wrap, Mapping)
        and set(wrap) == MEMBERS
        and canonical.write({name: wrap[name] for name in STRETCHING})
        == canonical.write(STRETCHING)
        and isinstance(wrap["salt"], str)
        and re.fullmatch("[0-9a-f]{32}", wrap["salt"]) is not None
        and isinstance(wrap["sealed"], str)
        and _is_age_file(wrap["sealed"])
    )


def _is_age_file(sealed: str) -> bool:
    try:
        return binascii.a2b_base64(sealed, strict_mode=True).startswith(AGE_MAGIC)
    except ValueError:
        return False
