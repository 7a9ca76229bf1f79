"""What clocks owe the journal (see `hoeder.ledger.records`)."""

from datetime import date, timedelta
from uuid import UUID

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.ledger.records import Table, begins, says
from hoeder.ledger.sayings import (
    CHAIN,
    DAY,
    UNSAID,
    Committed,
    Said,
    Source,
    Value,
    always,
    day_in,
    member,
)

OF = {"case": CHAIN, "kind": member("kind"), "about": member("about")}


def _missed(said: Said) -> Value:
    found = said.get("due_on")
    return (
        (date.fromisoformat(found) + timedelta(days=1)).isoformat()
        if isinstance(found, str)
        else UNSAID
    )


def _due_at(said: Said) -> Value:
    """Take the moment of a term in hours; of another its day, of which it is the last second."""
    commit = said.get("due_at")
    if isinstance(commit, str):
        return Committed(UUID(hex=said.chain), "due_at", commit)
    return day_in("due_on")(said)


def _of_report(kind: ClockKind, name: str) -> "dict[str, Source]":
    return {
        "case": CHAIN,
        "kind": always(kind),
        "about": always(None),
        "due_on": member(name),
        "due_at": day_in(name),
    }


TABLES = [
    Table(
        Clock,
        key=("case", "kind", "about"),
        numbered=True,
        tells={
            "case.received": [
                begins(**_of_report(ClockKind.ACKNOWLEDGEMENT, "acknowledge_by")),
                begins(**_of_report(ClockKind.FEEDBACK, "feedback_by")),
            ],
            "clock.started": begins(**OF, due_on=member("due_on"), due_at=_due_at),
            "clock.brought-forward": says(**OF, due_on=member("due_on"), due_at=_due_at),
            "clock.met": says(**OF, met_on=member("met_on")),
            "clock.missed": says(**OF, missed_on=_missed),
            "clock.warned": says(**OF, warned_on=DAY),
            "clock.ended": says(**OF, ended_on=DAY),
        },
    )
]
SAYS_NOTHING = {"clocks.Clock.id": "a number by which the database finds the row"}
