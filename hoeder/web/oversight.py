"""What the commission works with, as it goes over the line to the reporter and to officers."""

from collections.abc import Iterable

from hoeder.clocks.rules import ClockKind
from hoeder.organisations.rules import Role
from hoeder.oversight import models as oversight
from hoeder.oversight import rules
from hoeder.oversight.figures import Figure
from hoeder.web.json import Day, Id, Number, Text, form
from hoeder.web.shapes import Label


def one_of(values: Iterable[str]) -> Text:
    """Take one of these words and nothing else."""
    words = sorted(map(str, values))
    return Text(most=max(map(len, words)), pattern="|".join(words))


def words() -> dict[str, list[tuple[str, object]]]:
    """Give every closed list of the commission's work, with its labels, for the pages."""
    return {
        "cause": list(rules.Cause.choices),
        "side": list(rules.Side.choices),
        "clock": list(ClockKind.choices),
        "column": list(rules.Column.choices),
        "subject": list(rules.Subject.choices),
        "finding": list(rules.Finding.choices),
        "measure": list(rules.Measure.choices),
        "owner": [(one.value, one.label) for one in Role if one not in rules.NEVER_OWNERS],
        "breach": list(rules.BreachKind.choices),
        "actor": list(rules.Actor.choices),
        "decision": list(rules.Decision.choices),
        "sanction": list(rules.Sanction.choices),
        "basis": list(rules.Ground.choices),
        "figure": list(Figure.choices),
    }


@form
class Escalation:
    """That a case came to the level above, and why. It holds no content."""

    id: Id
    #: The case, or the id that stands in its place when she reported elsewhere.
    case: Id
    #: Its number in its body; null where there is no case.
    number: Number | None
    body: Id
    #: The body whose commission is asked; null where nobody above may look.
    level: Id | None
    cause: Label
    side: Label | None
    duty: Label | None
    unit: Id | None
    told: Number
    opened_on: Day
    closed_on: Day | None


@form
class Recommendation:
    """What the commission asked for, of whom, by when; and whether it was done."""

    id: Id
    #: Null for an owner, who sees nothing of the case.
    review: Id | None
    body: Id
    role: Label
    measure: Label
    due_on: Day
    made_on: Day
    said_done_on: Day | None
    done_on: Day | None


@form
class Breach:
    """A duty that was, or may have been, broken; names and reasons are sealed elsewhere."""

    id: Id
    case: Id
    number: Number | None
    body: Id
    kind: Label
    actor: Label
    happened_on: Day
    #: It came up by itself and nobody has decided.
    possible: bool
    opened_on: Day
    decision: Label | None
    sanction: Label | None
    ground: Label | None
    closed_on: Day | None


@form
class Review:
    """How one reporter was treated, as far as it was found. The reasons are sealed in her room."""

    id: Id
    case: Id
    number: Number | None
    body: Id
    opened_on: Day
    protection: Label
    protection_on: Day | None
    care: Label
    care_on: Day | None
    reporter_heard_on: Day | None
    body_heard_on: Day | None
    closed_on: Day | None
    recommendations: list[Recommendation]


@form
class Oversight:
    """What came to the level above of one case, and what became of it."""

    escalations: list[Escalation]
    reviews: list[Review]
    breaches: list[Breach]


def escalation(row: oversight.Escalation) -> Escalation:
    """Shape one escalation."""
    return Escalation(
        id=row.pk,
        case=row.chain,
        number=row.case.number if row.case else None,
        body=row.body_id,
        level=row.level_id,
        cause=row.cause,
        side=row.side or None,
        duty=row.duty or None,
        unit=row.unit_id,
        told=row.told,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def recommendation(row: oversight.Recommendation, *, sees_review: bool) -> Recommendation:
    """Shape one recommendation."""
    return Recommendation(
        id=row.pk,
        review=row.review_id if sees_review else None,
        body=row.owner_body_id,
        role=row.owner_role,
        measure=row.measure,
        due_on=row.due_on,
        made_on=row.made_on,
        said_done_on=row.said_done_on,
        done_on=row.done_on,
    )


def breach(row: oversight.Breach) -> Breach:
    """Shape one entry of the register."""
    return Breach(
        id=row.pk,
        case=row.chain,
        number=row.case.number if row.case else None,
        body=row.body_id,
        kind=row.kind,
        actor=row.actor,
        happened_on=row.happened_on,
        possible=row.incident_id is not None and row.closed_on is None,
        opened_on=row.opened_on,
        decision=row.decision or None,
        sanction=row.sanction or None,
        ground=row.ground or None,
        closed_on=row.closed_on,
    )


def review(row: oversight.Review) -> Review:
    """Shape one review."""
    return Review(
        id=row.pk,
        case=row.chain,
        number=row.case.number if row.case else None,
        body=row.body_id,
        opened_on=row.opened_on,
        protection=row.protection,
        protection_on=row.protection_on,
        care=row.care,
        care_on=row.care_on,
        reporter_heard_on=row.reporter_heard_on,
        body_heard_on=row.body_heard_on,
        closed_on=row.closed_on,
        recommendations=[
            recommendation(one, sees_review=True) for one in row.recommendations.all()
        ],
    )
