"""Canonical JSON (docs/spec/envelope.md §3)."""

import json
import re
from typing import Any

_DEEPEST = 32
_LARGEST = 2**53 - 1
_SHORT = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


def write(value: Any, depth: int = 0) -> str:
    """Write a value in its one spelling; ValueError for what has none."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError("not a safe integer")
        return str(value)
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, list):
        return f"[{','.join(write(one, depth + 1) for one in value)}]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        members = (f"{_quote(name)}:{write(value[name], depth + 1)}" for name in names)
        return f"{{{','.join(members)}}}"
    raise ValueError("not JSON")


def _quote(text: str) -> str:
    text.encode()  # Half a character raises UnicodeEncodeError, a ValueError.
    return '"' + re.sub(r'[\x00-\x1f"\\]', _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0], f"\\u{ord(match[0]):04x}")


def read(octets: bytes) -> Any:
    """Read a value and refuse every spelling but the canonical one."""
    try:
        text = octets.decode()
        value = json.loads(text)
        if write(value) != text:
            raise ValueError("not canonical")
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def exactly(value: Any, *names: str) -> bool:
    """Tell whether a value is an object with these members and no other."""
    return isinstance(value, dict) and set(value) == set(names)
