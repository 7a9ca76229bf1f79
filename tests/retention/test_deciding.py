"""What is kept, why, until when: two people decide, or the law does."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.oversight.rules import Side
from hoeder.retention import actions as retention
from hoeder.retention.models import Category, Decision, Keeping, Record
from hoeder.retention.rules import (
    DESTROYED,
    STAYS,
    Action,
    Ground,
    RecordClass,
    decision_due,
    earliest,
    latest_by_term,
)
from hoeder.rooms.models import today
from tests.cases.world import journal
from tests.identities.world import Reported
from tests.retention.doing import close, decide, named, next_, pass_days, propose, record

IDENTITY, CONTENT, CIRCLE = RecordClass.IDENTITY, RecordClass.CONTENT, RecordClass.CIRCLE


@pytest.mark.parametrize(
    ("law", "closed_on", "destroyed_on"),
    [
        ("de", date(2026, 5, 1), date(2029, 5, 1)),
        ("de", date(2024, 2, 29), date(2027, 2, 28)),
        ("it", date(2026, 5, 1), date(2031, 5, 1)),
        ("nl", date(2026, 5, 1), None),
        ("fr", date(2026, 5, 1), None),
        ("be", date(2026, 5, 1), None),
        ("eu", date(2026, 5, 1), None),
    ],
)
def test_the_law_sets_the_day_or_gives_a_criterion(
    law: str, closed_on: date, destroyed_on: date | None
) -> None:
    """law.md REG-02: in Germany three years after closing, in Italy five; elsewhere a decision."""
    assert latest_by_term(law, closed_on) == destroyed_on


def test_each_class_has_a_term_of_its_own_and_none_outlasts_the_law() -> None:
    """law.md REG-03: who she is can go first; who knew is kept longest, but not beyond the law."""
    day = date(2026, 5, 1)
    floors = {one: earliest("nl", one, day) for one in DESTROYED}
    assert floors == {
        RecordClass.IDENTITY: date(2026, 8, 1),
        RecordClass.PROTECTION: date(2028, 5, 1),
        RecordClass.CONTENT: date(2028, 5, 1),
        RecordClass.CIRCLE: date(2031, 5, 1),
    }
    assert earliest("de", CIRCLE, day) == date(2029, 5, 1)


def test_a_decision_is_owed_after_closing(closed: Reported, ada: Officer) -> None:
    """law.md REG-02: a closed case without a reasoned decision is overdue after a month."""
    keeping = Keeping.objects.get()
    assert keeping.review_on == decision_due("nl", keeping.closed_on)
    clock = Clock.objects.running().get(kind=ClockKind.REVIEW)
    assert (clock.about, clock.due_on) == (keeping.pk, keeping.review_on)
    assert Notice.objects.filter(holder=ada.label, kind="retention.decision-owed").exists()
    assert not Record.objects.exclude(destroy_on=None).exists()
    assert retention.keep_track(by=SYSTEM) == 0


def test_no_decision_in_time_is_with_the_level_above(closed: Reported) -> None:
    """law.md REG-02: nothing is kept longer in silence; the handlers are in default."""
    late = today() - timedelta(days=1)
    Clock.objects.filter(kind=ClockKind.REVIEW).update(due_on=late, due_at=f"{late}T00:00:00+00:00")
    cases.sweep_clocks(by=SYSTEM)
    oversight.escalate_missed(by=SYSTEM)
    assert Escalation.objects.get(duty=ClockKind.REVIEW).side == Side.HANDLER


def test_two_people_decide_with_reasons(closed: Reported, ada: Officer, ruth: Officer) -> None:
    """law.md REG-02, REG-05: what goes is offered for as long as the table says."""
    named(closed.case)
    propose(closed.case, ada, IDENTITY)
    assert record(closed.case, IDENTITY).destroy_on is None
    with pytest.raises(NotAllowed):
        retention.confirm_decision(case=closed.case, item=next_(closed.case), by=ada)
    retention.confirm_decision(case=closed.case, item=next_(closed.case), by=ruth)
    going = record(closed.case, IDENTITY)
    assert going.ground == Ground.DECISION
    assert going.destroy_on == max(going.not_before, today() + timedelta(days=60))
    assert record(closed.case, CONTENT).destroy_on is None
    clock = Clock.objects.running().get(kind=ClockKind.REVIEW)
    assert clock.due_on == today() + timedelta(days=180)
    assert journal(closed.case.pk)[-1] == "retention.decided"


def test_the_day_of_review_never_moves_by_itself(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    before = Clock.objects.running().get(kind=ClockKind.REVIEW)
    propose(closed.case, ada)
    retention.refuse_decision(case=closed.case, item=next_(closed.case), by=ruth)
    assert retention.keep_track(by=SYSTEM) == 0
    assert Clock.objects.running().get(kind=ClockKind.REVIEW) == before
    assert Clock.objects.get(pk=before.pk).due_on == before.due_on
    for days in (0, 400):
        with pytest.raises(NotValid):
            propose(closed.case, ada, days=days)


def test_a_later_decision_can_keep_what_would_have_gone(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    named(closed.case)
    decide(closed.case, ada, ruth, IDENTITY)
    decide(closed.case, ruth, ada)
    assert record(closed.case, IDENTITY).destroy_on is None


def test_the_conversation_goes_last(closed: Reported, ada: Officer, ruth: Officer) -> None:
    named(closed.case)
    with pytest.raises(NotNow) as refusal:
        propose(closed.case, ada, CONTENT)
    assert refusal.value.kind == "content-last"
    decide(closed.case, ada, ruth, *DESTROYED)
    assert record(closed.case, CONTENT).destroy_on == record(closed.case, CIRCLE).destroy_on


def test_evidence_of_dates_and_the_register_stay(closed: Reported, ada: Officer) -> None:
    """law.md REG-03."""
    for kind in STAYS:
        with pytest.raises(NotValid):
            propose(closed.case, ada, kind)


def test_a_public_body_destroys_nothing_without_a_category(closed: Reported, ada: Officer) -> None:
    """law.md REG-07: each class has its category in the selectielijst, and what that says."""
    with pytest.raises(NotNow) as refusal:
        propose(closed.case, ada, IDENTITY)
    assert refusal.value.kind == "category-needed"
    named(closed.case, Action.KEEP)
    with pytest.raises(NotNow) as refusal:
        propose(closed.case, ada, IDENTITY)
    assert refusal.value.kind == "kept-for-good"


def test_a_case_that_is_opened_again_keeps_everything(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    named(closed.case)
    decide(closed.case, ada, ruth, IDENTITY)
    cases.reopen(case=closed.case, item=next_(closed.case), by=ada)
    assert retention.keep_track(by=SYSTEM) == 1
    pass_days(400)
    assert retention.offer_packs(by=SYSTEM) == 0
    assert not Clock.objects.running().filter(kind=ClockKind.REVIEW).exists()
    with pytest.raises(NotNow):
        propose(closed.case, ada, IDENTITY)


def test_a_fixed_term_needs_no_decision(report: Reported, ada: Officer) -> None:
    """law.md REG-02: under German law everything has its day from closing on."""
    body = report.case.body
    body.law = "de"
    body.save()
    report.case.body = body
    close(report.case, report.noor, ada)
    keeping = Keeping.objects.get()
    days = {one.record: one.destroy_on for one in keeping.records.all()}
    assert {days[one] for one in DESTROYED} == {latest_by_term("de", keeping.closed_on)}
    assert {days[one] for one in STAYS} == {None}
    assert not Clock.objects.running().filter(kind=ClockKind.REVIEW).exists()
    with pytest.raises(NotValid):
        propose(report.case, ada)


def test_the_database_knows_that_two_people_decide(closed: Reported, ada: Officer) -> None:
    propose(closed.case, ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(decided_by=ada, decided_on=today(), confirmed=True)


def test_the_administrator_names_categories_by_command(closed: Reported, ada: Officer) -> None:
    """law.md REG-07."""
    call_command("name_category", "kustdienst", "Rijk 2020 12.4")
    assert set(Category.objects.values_list("record", flat=True)) == set(RecordClass.values)
    call_command("name_category", "kustdienst", "B 3", "--record", "circle", "--action", "keep")
    assert Category.objects.get(record=CIRCLE).action == Action.KEEP
    propose(closed.case, ada, IDENTITY)
    for body, category in (("nergens", "1"), ("kustdienst", "Noor; zie dossier")):
        with pytest.raises(CommandError):
            call_command("name_category", body, category)
