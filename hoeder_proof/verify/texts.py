"""Reads texts that others wrote: strictly, bounded, and never with a traceback."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hoeder.organisations.canonical import Json, parse

#: The last second that a calendar knows.
_LAST = 253402300799


def decoded(data: bytes) -> str:
    """Read UTF-8, or raise ValueError."""
    return data.decode("utf-8")


def read_object(data: bytes) -> Mapping[str, Json]:
    """Read one canonical JSON object, or raise ValueError."""
    value = parse(decoded(data))
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")
    return value


def shown_time(seconds: int) -> str:
    """Write a moment for people."""
    return datetime.fromtimestamp(min(seconds, _LAST), UTC).strftime("%Y-%m-%d %H:%M UTC")
