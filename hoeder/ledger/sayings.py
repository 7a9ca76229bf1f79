"""What an event says of a column, and a column's value as an event would write it.

Used by the `records.py` of each domain (see `hoeder.ledger.records`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID

from .leaves import veil
from .models import NO_CASE
from .reading import commitment

EMPTY: Final = ""


class Unsaid:
    """What an event does not say: an older one had no such member yet."""


@dataclass(frozen=True, slots=True)
class Near:
    """A day that may be the one before or after."""

    day: date

    def is_met(self, value: str) -> bool:
        """Tell whether a value of a column begins with this day, or with one beside it."""
        try:
            found = date.fromisoformat(value[:10])
        except ValueError:
            return False
        return abs(found - self.day) <= timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Committed:
    """A value of which the event holds a commitment, by the key of its chain, and nothing more."""

    chain: UUID
    before: str
    commit: str

    def is_met(self, value: str) -> bool:
        """Tell whether a value is the one that was committed to."""
        message = f"{self.before}\n{value}".encode()
        return compare_digest(commitment(self.chain, message), self.commit)


@dataclass(frozen=True, slots=True)
class Veiled:
    """A value of which the event holds a commitment by this server's own key."""

    key: bytes
    chain: UUID
    n: int
    name: str
    commit: str

    def is_met(self, value: str) -> bool:
        """Tell whether a value is the one that was committed to."""
        return compare_digest(veil(self.key, self.chain, self.n, self.name, value), self.commit)


UNSAID: Final = Unsaid()
Value = str | Near | Committed | Veiled | Unsaid


@dataclass(frozen=True, slots=True)
class Said:
    """One event of the journal."""

    chain: str
    n: int
    kind: str
    actor: str
    day: date
    detail: Mapping[str, object]
    #: The key of the chain without a case: what is veiled is held by it.
    key: bytes = b""

    def __str__(self) -> str:
        of = "the chain without a case" if self.chain == NO_CASE.hex else f"case {self.chain}"
        return f"event {self.n} of {of} ({self.kind})"

    def get(self, name: str) -> str | Unsaid:
        """Give a member of the detail as a column would have it."""
        return str(self.detail[name]) if name in self.detail else UNSAID

    def each(self, prefix: str) -> Iterator["Said"]:
        """Give this event once for each of its numbered members, as `each` and `place`."""
        for name, value in self.detail.items():
            place = name.removeprefix(prefix)
            if place != name and place.isdigit():
                yield replace(self, detail={**self.detail, "each": value, "place": place})


def plain(value: Any) -> str:
    """Write the value of a column as an event does; nothing, “no” and an empty text are alike."""
    if value is None or value is False:
        return EMPTY
    if isinstance(value, str):
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return digest(value)
    if isinstance(value, dict | list):
        return digest(json.dumps(value, separators=(",", ":"), sort_keys=True))
    return str(int(value)) if isinstance(value, bool) else str(value)


def digest(value: Any) -> str:
    """Give the SHA-256 of bytes or of a text, in hex; of nothing, nothing."""
    if isinstance(value, UUID):
        value = value.hex
    data = value.encode() if isinstance(value, str) else bytes(value or b"")
    return sha256(data).hexdigest() if data else EMPTY


def digest_of(values: Iterable[str]) -> str:
    """Give the SHA-256 of several values, one below the other."""
    return digest("\n".join(values))


def digest_of_set(rows: Iterable[Iterable[str]]) -> str:
    """Give the SHA-256 of several rows in whatever order; of no rows, nothing."""
    return digest_of(sorted(map(digest_of, rows)))


def text(value: Value) -> str:
    """Give a value of a key; an event that does not say it names no row."""
    return value if isinstance(value, str) else EMPTY


def fits(value: str, wanted: Value) -> bool:
    """Tell whether a value is what an event says, in so far as it says it."""
    if isinstance(wanted, Near | Committed | Veiled):
        return wanted.is_met(value)
    return isinstance(wanted, Unsaid) or value == wanted


def shown(wanted: Value) -> str:
    """Write what an event says."""
    return wanted.day.isoformat() if isinstance(wanted, Near) else text(wanted)


Source = Callable[[Said], Value]


def member(name: str) -> Source:
    """Take what an event says under a name."""
    return lambda said: said.get(name)


def veiled(name: str) -> Source:
    """Take the commitment to what nobody may try out; in `for_each`, with `{place}` in its name."""

    def source(said: Said) -> Value:
        called = name.format_map(said.detail)
        commit = said.get(called)
        if isinstance(commit, Unsaid):
            return commit
        return Veiled(said.key, UUID(hex=said.chain), said.n, called, commit)

    return source


def officer(name: str) -> Source:
    """Take the id out of the label of an officer."""
    return lambda said: bare(said.get(name))


def day_in(name: str) -> Source:
    """Take a day that is a moment in the database: it may be that of its neighbour."""

    def source(said: Said) -> Value:
        found = said.get(name)
        return Near(date.fromisoformat(found)) if isinstance(found, str) and found else found

    return source


def EXACT_DAY(said: Said) -> Value:  # noqa: N802
    """Take the day of the event where it is part of a key."""
    return said.day.isoformat()


def always(value: object) -> Source:
    """Say the same whatever the event holds."""
    text = plain(value)
    return lambda _said: text


def CHAIN(said: Said) -> Value:  # noqa: N802
    """Take the chain: the id of the case, mostly."""
    return said.chain


def ACTOR(said: Said) -> Value:  # noqa: N802
    """Take the label of whoever did it."""
    return said.actor


def BY(said: Said) -> Value:  # noqa: N802
    """Take the id of the officer who did it."""
    return bare(said.actor)


def DAY(said: Said) -> Value:  # noqa: N802
    """Take the day of the event."""
    return Near(said.day)


def UNKNOWN(_said: Said) -> Value:  # noqa: N802
    """Say nothing of a column from here on."""
    return UNSAID


NOTHING: Final = always(None)


def bare(label: str | Unsaid) -> str | Unsaid:
    """Take the id out of the label of an officer; of anybody else there is none."""
    if isinstance(label, Unsaid):
        return label
    return label.removeprefix("officer:") if label.startswith("officer:") else EMPTY


def saying(name: str, *values: str) -> Callable[[Said], bool]:
    """Tell whether an event says one of these values under a name."""
    return lambda said: said.get(name) in values
