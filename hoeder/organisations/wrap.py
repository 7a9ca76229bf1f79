"""Check the outside of an officer's wrapped keys (docs/spec/keys.md).

A wrap is JSON: the passphrase stretched by Argon2id opens an age file that holds the private keys.
The server cannot open it. It refuses a wrap that is stretched too little, since whoever steals the
database could then guess the passphrase.
"""

import binascii
import json
import re

STRETCHING = {"v": 1, "kdf": "argon2id", "t": 3, "m": 65536, "p": 1}
MEMBERS = {*STRETCHING, "salt", "sealed"}
LONGEST = 16_384
AGE_MAGIC = b"age-encryption.org/v1\n"


def is_wrap(text: str) -> bool:
    """Tell whether `text` is a well-formed wrap with the stretching that we ask for."""
    if len(text) > LONGEST:
        return False
    try:
        wrap = json.loads(text, object_pairs_hook=_without_doubles)
        if not isinstance(wrap, dict) or set(wrap) != MEMBERS:
            return False
        sealed = binascii.a2b_base64(wrap["sealed"], strict_mode=True)
    except (ValueError, TypeError, RecursionError):
        return False
    return (
        all(
            wrap[name] == value and type(wrap[name]) is type(value)
            for name, value in STRETCHING.items()
        )
        and isinstance(wrap["salt"], str)
        and re.fullmatch("[0-9a-f]{32}", wrap["salt"]) is not None
        and sealed.startswith(AGE_MAGIC)
    )


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found
