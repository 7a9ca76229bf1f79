"""Canonical JSON, written and read (docs/spec/envelope.md §3).

RFC 8785 restricted to objects, arrays, strings, booleans, null and whole numbers |n| ≤ 2^53-1:
UTF-8, no white space, the names of an object sorted by UTF-16 code units. There is one text per
value, so a signature over the text is a signature over the value.
"""

import json
import re
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

LARGEST_NUMBER = 2**53 - 1
DEEPEST = 32

# RFC 8785 §3.2.2.2: these and no other characters are escaped, and so.
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
} | {chr(code): f"\\u{code:04x}" for code in range(0x20) if chr(code) not in "\b\t\n\f\r"}
_ESCAPED = re.compile('["\\\\\x00-\x1f]')


class NotCanonicalError(ValueError):
    """A value or text has no place in canonical JSON. The message says why, and quotes nothing."""


def write(value: Json) -> str:
    """Write `value` as canonical JSON, or raise NotCanonicalError."""
    return _write(value, 0)


def parse(text: str) -> Json:
    """Read canonical JSON. Whatever would be written differently raises NotCanonicalError."""
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except (ValueError, RecursionError) as fault:
        reason = str(fault) if isinstance(fault, NotCanonicalError) else "it is not JSON"
        raise NotCanonicalError(reason) from None
    if write(value) != text:
        raise NotCanonicalError("it is not written in the one canonical way")
    return value


def _write(value: Json, depth: int) -> str:
    if depth > DEEPEST:
        raise NotCanonicalError("it is nested too deep")
    # A bool is an int in Python, so it goes first.
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise NotCanonicalError("a number is too large")
        return str(value)
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, Mapping):
        return _write_object(value, depth)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return f"[{','.join(_write(item, depth + 1) for item in value)}]"
    raise NotCanonicalError("it holds something that is not JSON, or a fraction")


def _write_object(value: Mapping[str, Json], depth: int) -> str:
    if not all(isinstance(name, str) for name in value):
        raise NotCanonicalError("a name is not text")
    names = sorted(value, key=_in_utf16)
    return (
        "{"
        + ",".join(f"{_write_text(name)}:{_write(value[name], depth + 1)}" for name in names)
        + "}"
    )


def _write_text(text: str) -> str:
    _in_utf16(text)
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) + '"'


def _in_utf16(text: str) -> bytes:
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError:
        raise NotCanonicalError("a text holds half a character") from None


def _without_doubles(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonicalError("a name stands twice in one object")
    return found


def _no_fraction(_text: str) -> Json:
    raise NotCanonicalError("a number has a fraction")
