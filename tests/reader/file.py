"""What items of a reporter's own file say (docs/spec/rooms.md §8.1)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reader import canonical
from tests.reader.envelope import read_manifest
from tests.reader.problems import Refused, tampered

ARTICLE_19 = tuple("abcdefghijklmno")
FURTHER = (
    "threat",
    "attempt",
    "omission_withheld_care",
    "identity_revealed",
    "vexatious_proceedings",
    "denied_return_or_property",
    "other",
)
ACTORS = ("manager", "director", "hr", "colleagues", "other", "unknown")
CLASSES = ("legal", "travel", "housing", "income", "health", "belongings", "other")
MOST_CENTS = 100_000_000_000

Form = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _filled(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _hash(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _entry(value: Any) -> bool:
    return value is None or _hash(value)


def _day(value: Any, pattern: str, rest: str) -> bool:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        return False
    try:
        date.fromisoformat(value + rest)
    except ValueError:
        return False
    return True


def _when(value: Any) -> bool:
    if not isinstance(value, dict) or not canonical.exactly(value, "precision", "date"):
        return False
    day = value["date"]
    if value["precision"] == "day":
        return _day(day, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "")
    if value["precision"] == "month":
        return _day(day, r"[0-9]{4}-[0-9]{2}", "-01")
    return value["precision"] == "unknown" and day is None


def _files(value: Any) -> bool:
    return isinstance(value, list) and all(_is_manifest(one) for one in value)


def _is_manifest(value: Any) -> bool:
    try:
        read_manifest(value)
    except Refused:
        return False
    return True


def _one(*known: str) -> Form:
    return lambda value: isinstance(value, str) and value in known


def _cents(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MOST_CENTS


def _texts(*names: str) -> dict[str, Form]:
    return dict.fromkeys(names, _text)


_BODIES: dict[str, dict[str, Form]] = {
    "baseline": {
        **_texts("duties", "post", "rating", "pay", "leave", "tools", "workplace", "promised"),
        **{"when": _when, "files": _files},
    },
    "entry": {
        **_texts("other", "who", "before", "after", "witnesses"),
        **{"form": _one(*ARTICLE_19, *FURTHER), "actor": _one(*ACTORS)},
        **{"what": _filled, "when": _when, "files": _files},
    },
    "decision": {
        **_texts("who", "reference", "grounds"),
        **{"what": _filled, "when": _when, "grounds_when": _when, "files": _files},
    },
    "cost": {
        **{"class": _one(*CLASSES), "what": _filled, "cents": _cents, "currency": _one("EUR")},
        **{"when": _when, "entry": _entry, "files": _files},
    },
    "note": {"text": _filled, "entry": _entry, "files": _files},
    "attachment": {
        **{"text": _text, "entry": _entry},
        "files": lambda value: _files(value) and len(value) > 0,
    },
}


def read_body(kind: str, body: Any) -> Any:
    """Check what an item of a file says."""
    if kind == "correction":
        return _read_correction(body)
    forms = _BODIES.get(kind)
    if forms is None or not isinstance(body, dict) or not canonical.exactly(body, *forms):
        raise tampered("body")
    if not all(form(body[name]) for name, form in forms.items()):
        raise tampered("body")
    if kind == "entry" and body["form"] == "other" and not _filled(body["other"]):
        raise tampered("body")
    return body


def _read_correction(body: Any) -> Any:
    if not isinstance(body, dict) or not canonical.exactly(body, "of", "why", "kind", "body"):
        raise tampered("body")
    of = body["of"]
    if not isinstance(of, dict) or not canonical.exactly(of, "sequence", "hash"):
        raise tampered("body")
    if type(of["sequence"]) is not int or of["sequence"] < 2 or not _hash(of["hash"]):
        raise tampered("body")
    if not _filled(body["why"]) or body["kind"] not in _BODIES:
        raise tampered("body")
    if body["body"] is not None:
        read_body(body["kind"], body["body"])
    return body


def totals(items: list[tuple[int, str, str, Any]]) -> dict[str, int]:
    """Add up the costs that hold, per class: items as (sequence, hash, kind, body)."""
    costs = {digest: (sequence, body) for sequence, digest, kind, body in items if kind == "cost"}
    holding = {digest: body for digest, (_sequence, body) in costs.items()}
    for _sequence, _digest, kind, body in sorted(items, key=lambda one: one[0]):
        if kind != "correction" or body["kind"] != "cost":
            continue
        of = body["of"]
        if of["hash"] in costs and costs[of["hash"]][0] == of["sequence"]:
            holding[of["hash"]] = body["body"]
    sums: dict[str, int] = {}
    for body in holding.values():
        if body is not None:
            sums[body["class"]] = sums.get(body["class"], 0) + body["cents"]
    return sums
