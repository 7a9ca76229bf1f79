"""What the commission has on its desk in the table of who may do what, and right bodies for it."""

from datetime import timedelta
from uuid import UUID

from hoeder.cases.models import Case
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.rules import Actor, BreachKind, Cause, Measure
from hoeder.reports.models import Receipt
from hoeder.rooms.models import today
from tests.rooms.sealing import new_id


def bodies(of: Body) -> dict[str, object]:
    """Write right bodies about reviews. Noor let nobody of the commission in, so none is sealed."""
    day = today()
    soon = (day + timedelta(days=30)).isoformat()
    body = of.pk.hex
    broken = {"actor": "manager", "item": None}
    return {
        "go_to_commission": {"unit": None},
        "record_review": {
            "id": new_id().hex,
            "body": body,
            "reviewed_on": day.isoformat(),
            "changes": "Nothing: everybody who works by it was asked.",
        },
        "publish_report": {"body": body, "year": day.year - 2},
        "close_escalation": {},
        "open_review": {},
        "note_heard": {"party": "body"},
        "find": {"subject": "care", "finding": "established", "item": None},
        "recommend": {
            "id": new_id().hex,
            "body": body,
            "role": "director",
            "measure": "stop",
            "due_on": soon,
            "item": None,
        },
        "open_breach": {
            "id": new_id().hex,
            "kind": "hindering",
            "happened_on": day.isoformat(),
            **broken,
        },
        "close_review": {},
        "decide_breach": {
            "decision": "established",
            "sanction": "warning",
            "ground": "log",
            **broken,
        },
        "say_done": {},
        "confirm_done": {},
    }


def begun(case: Case, noor: Receipt, mira: Officer) -> dict[str, UUID]:
    """Noor went to the commission; Mira reviews, and put a breach in the register."""
    chain, body = case.pk, case.body
    escalation = oversight.escalate(chain=chain, body=body, cause=Cause.ASKED, by=noor)
    review = oversight.open_review(escalation=escalation, by=mira)
    recommendation = oversight.recommend(
        recommendation=new_id(),
        review=review,
        owner_body=body,
        owner_role=Role.HANDLER,
        measure=Measure.ANSWER,
        due_on=today() + timedelta(days=30),
        item=None,
        by=mira,
    )
    breach = oversight.open_breach(
        breach=new_id(),
        chain=chain,
        body=body,
        kind=BreachKind.REVEALING,
        actor=Actor.MANAGER,
        happened_on=today(),
        item=None,
        by=mira,
    )
    report = oversight.publish_report(body=body, year=today().year - 1, by=mira)
    return {
        "escalation": escalation.pk,
        "review": review.pk,
        "recommendation": recommendation.pk,
        "breach": breach.pk,
        "report": report.pk,
    }
