"""Reviews: findings on protection and on care apart, recommendations until they are done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.cases.models import Exclusion
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation, Recommendation, Review
from hoeder.oversight.rules import Finding, Measure, Party, Subject
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from tests.cases.world import Reported, World, an_officer, journal
from tests.oversight.conftest import Above
from tests.oversight.doing import let_in, pressed, reviewed, told
from tests.rooms.sealing import new_id, next_item


def found(
    review: Review,
    subject: Subject,
    finding: Finding,
    by: Officer,
    item: NewItem | None = None,
) -> Review:
    """The commission finds."""
    return oversight.find(review=review, subject=subject, finding=finding, item=item, by=by)


def recommended(
    review: Review,
    by: Officer,
    *,
    body: Body | None = None,
    role: Role = Role.HANDLER,
    days: int = 30,
    item: NewItem | None = None,
) -> Recommendation:
    """The commission asks for an answer within a month."""
    return oversight.recommend(
        recommendation=new_id(),
        review=review,
        owner_body=body or review.body,
        owner_role=role,
        measure=Measure.ANSWER,
        due_on=today() + timedelta(days=days),
        item=item,
        by=by,
    )


def test_a_review_is_opened_once_and_only_by_the_level_above(
    world: World, above: Above, report: Reported
) -> None:
    escalation = pressed(report)
    for officer in (world.ada, world.eve, world.omar):
        with pytest.raises(NotAllowed):
            oversight.open_review(escalation=escalation, by=officer)
    review = oversight.open_review(escalation=escalation, by=above.mira)
    assert oversight.open_review(escalation=escalation, by=above.sanne) == review
    assert list(Review.objects.visible_to(report.noor)) == [review]
    assert journal(report.case.pk).count("review.opened") == 1


def test_opening_a_review_opens_no_room(above: Above, report: Reported) -> None:
    reviewed(report, above.mira)
    assert not report.case.rooms().visible_to(above.mira).exists()


def test_protection_and_care_are_found_apart_with_sealed_reasons(
    world: World, above: Above, report: Reported
) -> None:
    review = reviewed(report, above.mira)
    room = let_in(report, above.mira, above.sanne)
    with pytest.raises(NotValid) as refused:
        found(review, Subject.CARE, Finding.ESTABLISHED, above.mira)
    assert refused.value.kind == "reasons-missing"
    item = next_item(room)
    review = found(review, Subject.CARE, Finding.ESTABLISHED, above.mira, item)
    assert (review.care, review.protection) == (Finding.ESTABLISHED, Finding.NOT_YET)
    again = found(review, Subject.CARE, Finding.ESTABLISHED, above.mira, item)
    assert again.care == Finding.ESTABLISHED, "sent twice it is one finding"
    room.refresh_from_db()
    review = found(review, Subject.PROTECTION, Finding.PARTLY, above.sanne, next_item(room))
    assert (review.care, review.protection) == (Finding.ESTABLISHED, Finding.PARTLY)
    assert journal(report.case.pk).count("review.found") == 2


def test_without_her_room_a_finding_stands_without_reasons(above: Above, report: Reported) -> None:
    review = reviewed(report, above.mira)
    review = found(review, Subject.PROTECTION, Finding.NOT_ESTABLISHED, above.mira)
    assert review.protection_on is not None
    with pytest.raises(NotValid):
        found(review, Subject.PROTECTION, Finding.NOT_YET, above.mira)


def test_a_finding_is_refused_to_all_but_the_impartial_of_that_level(
    world: World, above: Above, report: Reported
) -> None:
    review = reviewed(report, above.mira)
    Exclusion.objects.create(case=report.case, officer=above.tarik, by=world.ada, day=today())
    for officer in (world.ada, world.eve, above.tarik):
        with pytest.raises(NotAllowed):
            found(review, Subject.CARE, Finding.ESTABLISHED, officer)


def test_without_the_ledger_nothing_is_found(
    above: Above, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = reviewed(report, above.mira)

    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        found(review, Subject.CARE, Finding.ESTABLISHED, above.mira)
    review.refresh_from_db()
    assert review.care == Finding.NOT_YET


def test_who_was_heard_is_noted_once(above: Above, report: Reported) -> None:
    review = reviewed(report, above.mira)
    for party in (*Party, Party.BODY):
        review = oversight.note_heard(review=review, party=party, by=above.mira)
    assert review.reporter_heard_on == review.body_heard_on == today()
    assert journal(report.case.pk).count("review.heard") == 2


def test_a_review_closes_with_both_findings_and_closes_what_it_was_opened_for(
    above: Above, report: Reported
) -> None:
    review = reviewed(report, above.mira)
    escalation = Escalation.objects.get()
    with pytest.raises(NotNow):
        oversight.close_escalation(escalation=escalation, by=above.mira)
    found(review, Subject.PROTECTION, Finding.ESTABLISHED, above.mira)
    with pytest.raises(NotNow) as refused:
        oversight.close_review(review=review, by=above.mira)
    assert refused.value.kind == "findings-missing"
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(closed_on=today(), closed_by="x")
    found(review, Subject.CARE, Finding.NOT_ESTABLISHED, above.mira)
    oversight.close_review(review=review, by=above.mira)
    escalation.refresh_from_db()
    assert escalation.closed_by == above.mira.label
    with pytest.raises(NotNow):
        found(review, Subject.CARE, Finding.ESTABLISHED, above.mira)
    with pytest.raises(NotNow):
        oversight.open_review(escalation=escalation, by=above.mira)
    assert oversight.open_review(escalation=pressed(report), by=above.mira) != review


def test_a_recommendation_has_an_owner_a_date_and_a_clock(
    world: World, above: Above, report: Reported
) -> None:
    review = reviewed(report, above.mira)
    row = recommended(review, above.mira)
    clock = Clock.objects.get(case=report.case.pk, kind=ClockKind.REVIEW, about=row.pk)
    assert clock.due_on == row.due_on
    assert told("recommendation.made") == {world.ada.label, world.ruth.label}
    assert list(Recommendation.objects.visible_to(report.noor)) == [row]
    assert list(Recommendation.objects.visible_to(above.sanne)) == [row]
    assert list(Recommendation.objects.visible_to(world.ada)) == [row], "its owner"
    assert not Recommendation.objects.visible_to(world.eve).exists()


def test_a_recommendation_is_not_for_later_than_a_year_nor_for_whoever_oversees(
    world: World, above: Above, report: Reported
) -> None:
    review = reviewed(report, above.mira)
    for days in (0, -1, 400):
        with pytest.raises(NotValid) as refused:
            recommended(review, above.mira, days=days)
        assert refused.value.kind == "due-on"
    for role, body in (
        (Role.COMMISSION_MEMBER, world.ministry),
        (Role.WORKS_COUNCIL, world.kustdienst),
        (Role.HANDLER, world.havendienst),
    ):
        with pytest.raises(NotValid) as refused:
            recommended(review, above.mira, role=role, body=body)
        assert refused.value.kind == "owner"
    with pytest.raises(NotAllowed):
        recommended(review, world.ada)


def test_the_owner_says_done_and_the_commission_looks(
    world: World, above: Above, report: Reported
) -> None:
    row = recommended(reviewed(report, above.mira), above.mira)
    with pytest.raises(NotAllowed):
        oversight.say_done(recommendation=row, by=world.omar)
    oversight.say_done(recommendation=row, by=world.ada)
    said = oversight.say_done(recommendation=row, by=world.ruth)
    assert (said.said_done_by, said.done_on) == (world.ada.label, None)
    clock = Clock.objects.get(kind=ClockKind.REVIEW)
    assert clock.met_on is None, "the owner's word alone ends no clock"
    with pytest.raises(NotAllowed):
        oversight.confirm_done(recommendation=row, by=world.ada)
    oversight.confirm_done(recommendation=row, by=above.mira)
    clock.refresh_from_db()
    assert clock.met_on is not None
    with pytest.raises(NotNow):
        oversight.confirm_done(recommendation=row, by=above.mira)


def test_a_director_who_is_named_learns_of_no_recommendation(
    world: World, above: Above, report: Reported
) -> None:
    smit = an_officer(world.kustdienst, "Smit", Role.DIRECTOR)
    row = recommended(reviewed(report, above.mira), above.mira, role=Role.DIRECTOR)
    assert list(Recommendation.objects.visible_to(smit)) == [row]
    Exclusion.objects.create(case=report.case, officer=smit, by=world.ada, day=today())
    assert not Recommendation.objects.visible_to(smit).exists()
    later = recommended(Review.objects.get(), above.mira, role=Role.DIRECTOR, days=60)
    assert not Recommendation.objects.owned_by(smit).filter(pk=later.pk).exists()


def test_an_overdue_recommendation_goes_past_the_commission_that_let_it_pass(
    world: World, above: Above, report: Reported
) -> None:
    row = recommended(reviewed(report, above.mira), above.mira)
    clock = Clock.objects.get(about=row.pk)
    cases.sweep_clocks(by=SYSTEM, now=clock.due_at + timedelta(hours=1))
    oversight.escalate_missed(by=SYSTEM)
    late = Escalation.objects.get(duty=ClockKind.REVIEW)
    assert (late.about, late.level) == (row.pk, above.board)


def test_a_recommendation_sent_twice_is_one(above: Above, report: Reported) -> None:
    review, same = reviewed(report, above.mira), new_id()
    for _ in range(2):
        oversight.recommend(
            recommendation=same,
            review=review,
            owner_body=review.body,
            owner_role=Role.HANDLER,
            measure=Measure.PLAN,
            due_on=today() + timedelta(days=7),
            item=None,
            by=above.mira,
        )
    assert Recommendation.objects.count() == Clock.objects.filter(about=same).count() == 1
