"""What keeping and destroying owe the journal (see `hoeder.ledger.records`)."""

from hoeder.ledger.records import Rows, Table, begins, says
from hoeder.ledger.sayings import ACTOR, BY, CHAIN, DAY, EMPTY, NOTHING, Said, Value, always, member
from hoeder.retention.models import Category, Decision, Hold, Keeping, Record
from hoeder.retention.rules import Ground, RecordClass

HOLD = {"id": member("hold")}
OF_CASE = {"keeping__case_id": CHAIN}
A_RECORD = {**OF_CASE, "record": member("record")}
DECIDED = {"decided_by_id": BY, "decided_on": DAY}


def _begin(rows: Rows, said: Said) -> None:
    """Closed again, a class gets new days; what was destroyed before stays so."""
    for kind in RecordClass:
        key = (said.chain, str(kind))
        before = rows.by_key.get(key)
        if before is not None and before.values["begun_on"] != EMPTY:
            continue
        # What a class was called when its key went stays too; it has no such name yet.
        rows.begin(said, keeping__case_id=said.chain, record=str(kind), **_days(said, kind))


def _decide(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        days = _days(said, key[1])
        offered = row.values["offered_on"]
        if row.values["ground"] == Ground.DECISION and days["ground"] != Ground.DECISION:
            # What would have gone by an earlier decision is kept, so nothing is offered.
            offered = EMPTY
        rows.set(said, key, **days, offered_on=offered)


def _days(said: Said, kind: str) -> dict[str, Value]:
    return {
        "not_before": said.get(f"{kind}_from"),
        "destroy_on": said.get(f"{kind}_until"),
        "ground": said.get(f"{kind}_ground"),
    }


def _suspend(rows: Rows, said: Said) -> None:
    """A proposal that waits goes when the case is opened again."""
    for key, row in rows.of_chain(said.chain):
        if row.values["decided_on"] == EMPTY:
            rows.end(key)
            rows.newest[key[:-1]] -= 1


TABLES = [
    Table(
        Hold,
        key=("id",),
        tells={
            "hold.set": begins(
                **HOLD, case_id=CHAIN, by=ACTOR, since=DAY, review_on=member("review_on")
            ),
            "hold.confirmed": says(**HOLD, confirmed_by=ACTOR, confirmed_on=DAY),
            "hold.lifting-asked": says(**HOLD, lift_by=ACTOR, lift_on=DAY),
            "hold.kept": says(**HOLD, lift_by=NOTHING, lift_on=NOTHING),
            "hold.lifted": says(**HOLD, ended_by=ACTOR, ended_on=DAY),
        },
    ),
    Table(
        Keeping,
        key=("case_id",),
        tells={
            "retention.begun": begins(
                case_id=CHAIN, closed_on=member("closed_on"), review_on=member("again_on")
            ),
            "retention.decided": says(case_id=CHAIN, review_on=member("again_on")),
            "retention.suspended": says(case_id=CHAIN, suspended_on=DAY),
        },
    ),
    Table(
        Record,
        key=("keeping__case_id", "record"),
        also=("not_before", "destroy_on", "ground"),
        tells={
            "retention.begun": _begin,
            "retention.decided": _decide,
            "retention.offered": says(**A_RECORD, offered_on=DAY),
            "retention.destroying": says(**A_RECORD, begun_on=DAY, category=member("category")),
            "retention.destroyed": says(**A_RECORD, destroyed_on=DAY, count=member("count")),
        },
    ),
    Table(
        Decision,
        key=("keeping__case_id",),
        numbered=True,
        tells={
            "retention.proposed": begins(
                **OF_CASE,
                destroy=member("destroy"),
                review_on=member("review_on"),
                proposed_by_id=BY,
                proposed_on=DAY,
            ),
            "retention.decided": says(**OF_CASE, **DECIDED, confirmed=always(True)),
            "retention.refused": says(**OF_CASE, **DECIDED),
            "retention.suspended": _suspend,
        },
    ),
    Table(
        Category,
        key=("body_id", "record"),
        tells={
            "retention.category-named": begins(
                body_id=member("body"),
                record=member("record"),
                category=member("category"),
                action=member("action"),
            )
        },
    ),
]
ID = "a number by which the database finds the row"
SAYS_NOTHING = {
    "retention.Keeping.id": ID,
    "retention.Record.keeping_id": "what is kept of a case, which is held, reached by it",
    "retention.Decision.keeping_id": "what is kept of a case, which is held, reached by it",
    "retention.Record.id": ID,
    "retention.Decision.id": ID,
    "retention.Category.id": ID,
}
