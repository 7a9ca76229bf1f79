"""What the commission's work owes the journal (see `hoeder.ledger.records`)."""

from collections.abc import Callable

from hoeder.cases.models import Case
from hoeder.ledger.records import Rows, Table, begins, says
from hoeder.ledger.sayings import (
    ACTOR,
    CHAIN,
    DAY,
    EMPTY,
    Near,
    Said,
    Value,
    member,
    text,
    veiled,
)
from hoeder.oversight.models import (
    Breach,
    Escalation,
    Procedure,
    ProcedureReview,
    Recommendation,
    Review,
    YearlyReport,
)
from hoeder.oversight.rules import Finding

ESCALATION = {"id": member("escalation")}
REVIEW = {"id": member("review")}
BREACH = {"id": member("breach")}
RECOMMENDATION = {"id": member("recommendation")}
CLOSED = {"closed_on": DAY, "closed_by": ACTOR}


def _case(rows: Rows, said: Said) -> Value:
    """Give the case of a chain; that of an alarm without a report, or of a month, has none."""
    return said.chain if (said.chain,) in rows.tables[Case._meta.label].by_key else EMPTY


def _level(said: Said) -> Value:
    found = said.get("level")
    return EMPTY if found == "none" else found


def _happened(**columns: Value) -> Callable[[Rows, Said], None]:
    """Begin a row that is about a case, or about a chain without one."""

    def telling(rows: Rows, said: Said) -> None:
        rows.begin(
            said,
            **columns,
            id=said.get(rows.table.model.__name__.lower()),
            chain=said.chain,
            case_id=_case(rows, said),
            body_id=said.get("body"),
            level_id=_level(said),
            opened_on=Near(said.day),
            opened_by=said.actor,
            **{name: said.get(name) for name in OWN[rows.table.name]},
            **(_of_escalation(said) if rows.table.model is Escalation else {}),
            **({"incident_id": said.get("incident")} if rows.table.model is Breach else {}),
        )

    return telling


#: Where it happened is hers to say: officers of the case read that she pressed, and no more.
WHERE = veiled("unit")


def _of_escalation(said: Said) -> dict[str, Value]:
    return {"duty": text(said.get("duty")), "unit_id": WHERE(said)}


#: What the event that opens such a row says besides.
OWN = {
    Escalation._meta.label: ("cause", "side", "about", "told"),
    Review._meta.label: (),
    Breach._meta.label: ("kind", "actor", "happened_on"),
}
SHARED = ("chain", "case_id", "body_id", "level_id", "opened_on", "opened_by")


def _move_up(rows: Rows, said: Said) -> None:
    """The event names what was moved as the row names itself: `escalation:…`, `review:…`."""
    kind, _colon, key = text(said.get("what")).partition(":")
    if kind == rows.table.model.__name__.lower() and (key,) in rows.by_key:
        rows.set(said, (key,), level_id=_level(said))


def _close_all(rows: Rows, said: Said) -> None:
    """With a review, everything closes that brought the case to the commission."""
    for key, row in rows.of_chain(said.chain):
        if row.values["closed_on"] == EMPTY:
            rows.set(said, key, closed_on=Near(said.day), closed_by=said.actor)


def _hear(rows: Rows, said: Said) -> None:
    key = (text(said.get("review")),)
    if key in rows.by_key:
        rows.set(said, key, **{f"{text(said.get('party'))}_heard_on": Near(said.day)})


def _find(rows: Rows, said: Said) -> None:
    key, subject = (text(said.get("review")),), text(said.get("subject"))
    if key in rows.by_key:
        found = {subject: said.get("finding"), f"{subject}_on": Near(said.day)}
        rows.set(said, key, **found)


TABLES = [
    Table(
        Escalation,
        key=("id",),
        also=(*SHARED, *OWN[Escalation._meta.label], "duty"),
        tells={
            "escalation.opened": _happened(),
            "escalation.said-where": says(**ESCALATION, unit_id=WHERE),
            "escalation.moved-up": _move_up,
            "escalation.closed": says(**ESCALATION, **CLOSED),
            "review.closed": _close_all,
        },
    ),
    Table(
        Review,
        key=("id",),
        also=(
            *SHARED,
            *("protection", "protection_on", "care", "care_on"),
            *("reporter_heard_on", "body_heard_on"),
        ),
        tells={
            "review.opened": _happened(protection=str(Finding.NOT_YET), care=str(Finding.NOT_YET)),
            "escalation.moved-up": _move_up,
            "review.heard": _hear,
            "review.found": _find,
            "review.closed": says(**REVIEW, **CLOSED),
        },
    ),
    Table(
        Breach,
        key=("id",),
        also=(*SHARED, *OWN[Breach._meta.label], "incident_id"),
        tells={
            "breach.opened": _happened(),
            "breach.possible": _happened(),
            "escalation.moved-up": _move_up,
            "breach.decided": says(
                **BREACH,
                actor=member("actor"),
                decision=member("decision"),
                sanction=member("sanction"),
                ground=member("ground"),
                **CLOSED,
            ),
        },
    ),
    Table(
        Recommendation,
        key=("id",),
        tells={
            "recommendation.made": begins(
                **RECOMMENDATION,
                review_id=member("review"),
                owner_body_id=member("body"),
                owner_role=member("owner"),
                measure=member("measure"),
                due_on=member("due_on"),
                made_on=DAY,
                made_by=ACTOR,
            ),
            "recommendation.said-done": says(
                **RECOMMENDATION, said_done_on=DAY, said_done_by=ACTOR
            ),
            "recommendation.done": says(**RECOMMENDATION, done_on=DAY),
        },
    ),
    Table(
        YearlyReport,
        key=("body_id", "year"),
        tells={
            "report.published": begins(
                body_id=member("body"),
                year=member("year"),
                figures=member("figures"),
                published_on=DAY,
                published_by=ACTOR,
            )
        },
    ),
    Table(
        Procedure,
        key=("id",),
        tells={"procedure.owed": begins(id=CHAIN, body_id=member("body"))},
    ),
    Table(
        ProcedureReview,
        key=("id",),
        hashed=("changes",),
        tells={
            "procedure.reviewed": begins(
                id=member("review"),
                body_id=member("body"),
                reviewed_on=member("reviewed_on"),
                changes=member("changes"),
                recorded_on=DAY,
                recorded_by=ACTOR,
            )
        },
    ),
]
SAYS_NOTHING = {
    "oversight.YearlyReport.id": "a number by which the database finds the row",
    "oversight.Escalation.trace": "by what the same cause is known again: another one brings the"
    " same case to the same level once more",
}
