"""The commission's work on one case: escalations, reviews, recommendations, breaches."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power, Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Breach, Escalation, Recommendation, Review
from hoeder.oversight.rules import (
    Actor,
    BreachKind,
    Decision,
    Finding,
    Ground,
    Measure,
    Party,
    Sanction,
    Subject,
)
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from hoeder.web import oversight as shapes
from hoeder.web.interface import operation
from hoeder.web.json import Day, Id, form
from hoeder.web.oversight import one_of
from hoeder.web.shapes import WRITING, Nothing, SentItem

PROBLEMS = ("not-allowed", "not-now")


@form
class Escalations:
    """What came to this officer's level, the oldest first."""

    escalations: list[shapes.Escalation]


@form
class Reviews:
    """Reviews of this officer's level, the oldest first."""

    reviews: list[shapes.Review]


@form
class OpenedReview:
    """A review with what it was opened for, and whether this officer was let into a room."""

    review: shapes.Review
    escalations: list[shapes.Escalation]
    breaches: list[shapes.Breach]
    holds_case: bool
    in_room: bool


@form
class Breaches:
    """The register of broken duties, as far as this officer may see it."""

    breaches: list[shapes.Breach]


@form
class Recommendations:
    """What this officer must do, or asked others to do."""

    owned: list[shapes.Recommendation]
    made: list[shapes.Recommendation]


@form
class SentHeard:
    """Which side was heard."""

    party: Annotated[str, one_of(Party.values)]


@form
class SentFinding:
    """What was found on one subject; the reasons are sealed, where there is a room."""

    subject: Annotated[str, one_of(Subject.values)]
    finding: Annotated[str, one_of(Finding.values)]
    item: SentItem | None


@form
class SentRecommendation:
    """What is asked of whom by when; what exactly is sealed, where there is a room."""

    id: Id
    body: Id
    role: Annotated[str, one_of(Role.values)]
    measure: Annotated[str, one_of(Measure.values)]
    due_on: Day
    item: SentItem | None


@form
class SentBreach:
    """A duty that was broken; who it was is sealed, where there is a room."""

    id: Id
    kind: Annotated[str, one_of(BreachKind.values)]
    actor: Annotated[str, one_of(Actor.values)]
    happened_on: Day
    item: SentItem | None


@form
class SentDecision:
    """What was decided about a breach, and on what it rests."""

    actor: Annotated[str, one_of(Actor.values)]
    decision: Annotated[str, one_of(Decision.values)]
    sanction: Annotated[str, one_of(Sanction.values)]
    ground: Annotated[str, one_of(Ground.values)]
    item: SentItem | None


@operation("officer", gives=Escalations)
def list_escalations(officer: Officer) -> Escalations:
    """List what came to this officer's level."""
    rows = Escalation.objects.visible_to(officer).select_related("case")
    return Escalations([shapes.escalation(row) for row in rows])


@operation("officer", takes=Nothing, problems=PROBLEMS)
def close_escalation(officer: Officer, sent: Nothing, escalation: UUID) -> None:
    """Say that something was looked at without a review."""
    found = get_object_or_404(Escalation.objects.visible_to(officer), pk=escalation)
    oversight.close_escalation(escalation=found, by=officer)


@operation(
    "officer",
    takes=Nothing,
    gives=shapes.Review,
    status=HTTPStatus.CREATED,
    problems=PROBLEMS,
)
def open_review(officer: Officer, sent: Nothing, escalation: UUID) -> shapes.Review:
    """Look into how the reporter was treated. It opens no content."""
    found = get_object_or_404(Escalation.objects.visible_to(officer), pk=escalation)
    return shapes.review(oversight.open_review(escalation=found, by=officer))


@operation("officer", gives=Reviews)
def list_reviews(officer: Officer) -> Reviews:
    """List the reviews of this officer's level."""
    rows = Review.objects.visible_to(officer).select_related("case")
    return Reviews([shapes.review(row) for row in rows.prefetch_related("recommendations")])


@operation("officer", gives=OpenedReview)
def see_review(officer: Officer, review: UUID) -> OpenedReview:
    """See one review, with what it was opened for and the breaches of its case."""
    row = get_object_or_404(
        Review.objects.visible_to(officer)
        .select_related("case")
        .prefetch_related("recommendations"),
        pk=review,
    )
    found = Escalation.objects.visible_to(officer).filter(chain=row.chain)
    broken = Breach.objects.visible_to(officer).filter(chain=row.chain)
    rooms = Room.objects.visible_to(officer).filter(case=row.chain, kind=RoomKind.COMMISSION)
    return OpenedReview(
        shapes.review(row),
        [shapes.escalation(one) for one in found.select_related("case")],
        [shapes.breach(one) for one in broken.select_related("case")],
        Case.objects.visible_to(officer).filter(pk=row.chain).exists(),
        rooms.exists(),
    )


@operation("officer", takes=SentHeard, problems=PROBLEMS)
def note_heard(officer: Officer, sent: SentHeard, review: UUID) -> None:
    """Note that the reporter, or the body, was heard."""
    found = get_object_or_404(Review.objects.visible_to(officer), pk=review)
    oversight.note_heard(review=found, party=Party(sent.party), by=officer)


@operation("officer", takes=SentFinding, problems=WRITING)
def find(officer: Officer, sent: SentFinding, review: UUID) -> None:
    """Find on protection or on care; the two are found apart."""
    found = get_object_or_404(Review.objects.visible_to(officer), pk=review)
    oversight.find(
        review=found,
        subject=Subject(sent.subject),
        finding=Finding(sent.finding),
        item=sent.item.as_item() if sent.item else None,
        by=officer,
    )


@operation("officer", takes=SentRecommendation, problems=WRITING)
def recommend(officer: Officer, sent: SentRecommendation, review: UUID) -> None:
    """Recommend something to somebody by a day."""
    found = get_object_or_404(Review.objects.visible_to(officer), pk=review)
    oversight.recommend(
        recommendation=sent.id,
        review=found,
        owner_body=get_object_or_404(Body.objects.visible_to(officer, Power.OVERSEE), pk=sent.body),
        owner_role=Role(sent.role),
        measure=Measure(sent.measure),
        due_on=sent.due_on,
        item=sent.item.as_item() if sent.item else None,
        by=officer,
    )


@operation("officer", takes=Nothing, problems=PROBLEMS)
def close_review(officer: Officer, sent: Nothing, review: UUID) -> None:
    """Close a review with both findings."""
    found = get_object_or_404(Review.objects.visible_to(officer), pk=review)
    oversight.close_review(review=found, by=officer)


@operation("officer", takes=SentBreach, problems=WRITING)
def open_breach(officer: Officer, sent: SentBreach, review: UUID) -> None:
    """Put a broken duty in the register."""
    found = get_object_or_404(Review.objects.visible_to(officer).select_related("body"), pk=review)
    oversight.open_breach(
        breach=sent.id,
        chain=found.chain,
        body=found.body,
        kind=BreachKind(sent.kind),
        actor=Actor(sent.actor),
        happened_on=sent.happened_on,
        item=sent.item.as_item() if sent.item else None,
        by=officer,
    )


@operation("officer", gives=Breaches)
def list_breaches(officer: Officer) -> Breaches:
    """List the register of broken duties of this officer's level."""
    rows = Breach.objects.visible_to(officer).select_related("case")
    return Breaches([shapes.breach(row) for row in rows])


@operation("officer", takes=SentDecision, problems=WRITING)
def decide_breach(officer: Officer, sent: SentDecision, breach: UUID) -> None:
    """Decide about a breach. There is no other way to close one."""
    found = get_object_or_404(Breach.objects.visible_to(officer), pk=breach)
    oversight.decide_breach(
        breach=found,
        actor=Actor(sent.actor),
        decision=Decision(sent.decision),
        sanction=Sanction(sent.sanction),
        ground=Ground(sent.ground),
        item=sent.item.as_item() if sent.item else None,
        by=officer,
    )


@operation("officer", gives=Recommendations)
def list_recommendations(officer: Officer) -> Recommendations:
    """List what this officer must do, and what was asked of others."""
    owned = Recommendation.objects.visible_to(officer).owned_by(officer)
    reviews = Review.objects.visible_to(officer).values("pk")
    made = Recommendation.objects.visible_to(officer).filter(review__in=reviews)
    return Recommendations(
        [shapes.recommendation(row, sees_review=False) for row in owned],
        [shapes.recommendation(row, sees_review=True) for row in made],
    )


@operation("officer", takes=Nothing, problems=PROBLEMS)
def say_done(officer: Officer, sent: Nothing, recommendation: UUID) -> None:
    """Say, as the owner, that it was done."""
    found = get_object_or_404(Recommendation.objects.visible_to(officer), pk=recommendation)
    oversight.say_done(recommendation=found, by=officer)


@operation("officer", takes=Nothing, problems=PROBLEMS)
def confirm_done(officer: Officer, sent: Nothing, recommendation: UUID) -> None:
    """Agree, as the commission, that it was done."""
    found = get_object_or_404(Recommendation.objects.visible_to(officer), pk=recommendation)
    oversight.confirm_done(recommendation=found, by=officer)
