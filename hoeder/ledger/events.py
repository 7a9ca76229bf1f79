"""The canonical text of an event: what a leaf commits to. See `docs/spec/ledger.md` §2.

Canonical JSON is RFC 8785 restricted to what events need: objects, strings and whole numbers.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

KIND = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
ACTOR = re.compile(r"[a-z][a-z0-9_:.-]{0,63}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
LONGEST_DETAIL = 200
LARGEST_NUMBER = 2**53 - 1


def is_reporter(actor: str) -> bool:
    """Tell whether a label stands for a reporter, whose hour is never kept."""
    return actor.startswith("reporter")


def event_text(
    *,
    kind: str,
    actor: str,
    case: UUID | None,
    n: int,
    at: datetime,
    detail: Mapping[str, str | int],
) -> str:
    """Write an event as canonical JSON, or raise ValueError where it could hold content."""
    if not KIND.fullmatch(kind) or not ACTOR.fullmatch(actor):
        raise ValueError(f"Not the label of an event or an actor: {kind!r} by {actor!r}.")
    for name, value in detail.items():
        _check_detail(name, value)
    moment = at.astimezone(UTC)
    event: dict[str, object] = {
        "actor": actor,
        "day": moment.strftime("%Y-%m-%d"),
        "detail": dict(detail),
        "kind": kind,
        "n": n,
        "v": 1,
    }
    if case is not None:
        event["case"] = case.hex
    if not is_reporter(actor):
        event["at"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    # Every name is plain ASCII, so Python's order of code points is RFC 8785's order too.
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def detail_in(event: str) -> dict[str, object]:
    """Read the detail of an event's text; empty where the text is not that of an event any more.

    Whoever verifies the ledger names a damaged event by its leaf, and goes on.
    """
    try:
        detail = json.loads(event)["detail"]
    except (ValueError, KeyError, TypeError):
        return {}
    return detail if isinstance(detail, dict) else {}


def _check_detail(name: str, value: object) -> None:
    if not NAME.fullmatch(name):
        raise ValueError(f"Not the name of a detail: {name!r}.")
    if isinstance(value, str):
        # Labels, ids and days are short; a longer text would be content.
        if len(value) > LONGEST_DETAIL or not value.isprintable():
            raise ValueError(f"The detail {name!r} is too long for a label.")
    elif isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_NUMBER:
        raise ValueError(f"The detail {name!r} is neither a label nor a whole number.")
