"""The procedure for reports is reviewed every three years; doing nothing shows by itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.clocks.law.lookup import REGIMES
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind, due_after, end_of_day, legal_day
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.board import board, duties
from hoeder.oversight.models import Escalation, Procedure, ProcedureReview
from hoeder.oversight.procedures import Standing, last_on_record, standings
from hoeder.oversight.rules import LONGEST_CHANGES, Cause, Column, Side
from hoeder.reports.receiving import SENDER
from hoeder.web.yearly import as_pdf
from tests.cases.world import World, a_submission, an_officer, journal
from tests.oversight.conftest import Above
from tests.oversight.doing import told

CHANGES = "Two people now acknowledge receipt; the form asks less."


@pytest.fixture
def smit(world: World) -> Officer:
    """Director of the Kustdienst."""
    return an_officer(world.kustdienst, "Smit", Role.DIRECTOR)


def legal_today(body: Body) -> date:
    """Which day it is there."""
    return legal_day(timezone.now(), body.time_zone)


def recorded(by: Officer, on: date | None = None, changes: str = CHANGES) -> ProcedureReview:
    """Smit puts on record that the procedure was reviewed."""
    return oversight.record_procedure_review(
        review=uuid4(),
        body=by.body,
        reviewed_on=on or legal_today(by.body),
        changes=changes,
        by=by,
    )


def chain_of(body: Body) -> UUID:
    """The chain in which its term runs."""
    return Procedure.objects.get(body=body).pk


def running(body: Body) -> Clock:
    """The one term of a body that runs."""
    return Clock.objects.running().get(case=chain_of(body), kind=ClockKind.PROCEDURE)


def of(officer: Officer, body: Body) -> Standing:
    """How the procedure of a body stands, as this officer sees it."""
    return next(one for one in standings(officer) if one.body == body)


def at(day: date) -> AbstractContextManager[object]:
    """It is noon of that day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return mock.patch("django.utils.timezone.now", return_value=moment)


@pytest.mark.parametrize("law", sorted(REGIMES))
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 27), date(2029, 11, 27)),
        (date(2026, 8, 31), date(2029, 8, 31)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_term_is_36_months_and_ends_on_the_same_day_of_the_month(
    law: str, start: date, due: date
) -> None:
    """law.md STA-04 (Directive (EU) 2019/1937, art. 14): at least every three years."""
    assert due_after(law, ClockKind.PROCEDURE, start) == due


def test_a_service_owes_a_review_from_the_day_on_which_it_was_set_up(world: World) -> None:
    """law.md STA-04: a task at 36 months. The commission and the authority owe none here."""
    assert oversight.owe_procedure_reviews(by=SYSTEM) == 2
    assert oversight.owe_procedure_reviews(by=SYSTEM) == 0, "once for each"
    due = due_after("nl", ClockKind.PROCEDURE, legal_today(world.kustdienst))
    assert [running(body).due_on for body in (world.kustdienst, world.havendienst)] == [due, due]
    assert not Procedure.objects.filter(body=world.ministry).exists()
    assert journal(chain_of(world.kustdienst)) == ["clock.started", "procedure.owed"]


def test_what_is_not_reviewed_is_missed_on_the_day_after_and_noted_once(
    world: World, above: Above, smit: Officer
) -> None:
    """law.md STA-04: overdue is written by itself, once, and comes to the level above."""
    oversight.owe_procedure_reviews(by=SYSTEM)
    due_on = running(world.kustdienst).due_on
    last = end_of_day(due_on, world.kustdienst.time_zone)
    cases.sweep_clocks(by=SYSTEM, now=last)
    assert oversight.escalate_missed(by=SYSTEM) == 0, "the last day is a day on which to do it"
    for _again in range(2):
        cases.sweep_clocks(by=SYSTEM, now=last + timedelta(seconds=1))
        oversight.escalate_missed(by=SYSTEM)
    assert journal(chain_of(world.kustdienst)).count("clock.missed") == 1
    found = Escalation.objects.get(body=world.kustdienst)
    assert (found.case, found.level) == (None, world.ministry)
    assert found.chain == chain_of(world.kustdienst)
    assert (found.cause, found.side, found.duty) == (
        Cause.MISSED,
        Side.EMPLOYER,
        ClockKind.PROCEDURE,
    )
    assert {above.mira.label, above.sanne.label} <= told("escalation.opened")
    assert smit.label not in told("escalation.opened")
    row = {one.body: one for one in board(world.mira)}[world.kustdienst]
    assert (row.counts, row.oldest) == ({Column.PROCEDURE: 1}, due_on)
    (duty,) = duties(world.mira, world.kustdienst)
    assert (duty.number, duty.kind, duty.due_on) == (None, ClockKind.PROCEDURE, due_on)
    with pytest.raises(NotNow, match="no reporter"):
        oversight.open_review(escalation=found, by=world.mira)
    assert oversight.close_escalation(escalation=found, by=world.mira).closed_on


def test_once_on_record_the_next_term_runs_from_the_day_of_the_review(
    world: World, smit: Officer
) -> None:
    oversight.owe_procedure_reviews(by=SYSTEM)
    on = legal_today(world.kustdienst) - timedelta(days=40)
    first = recorded(smit, on)
    assert running(world.kustdienst).due_on == due_after("nl", ClockKind.PROCEDURE, on)
    again = recorded(smit)
    stands = of(smit, world.kustdienst)
    assert (stands.last, stands.overdue, stands.mine) == (again, False, True)
    assert stands.due_on == due_after("nl", ClockKind.PROCEDURE, again.reviewed_on)
    assert set(ProcedureReview.objects.visible_to(world.mira)) == {first, again}
    assert journal(chain_of(world.kustdienst))[2:] == [
        *("clock.met", "clock.started", "procedure.reviewed"),
        *("clock.met", "clock.started", "procedure.reviewed"),
    ]


def test_a_late_review_stays_late_on_record(world: World, smit: Officer) -> None:
    oversight.owe_procedure_reviews(by=SYSTEM)
    late = running(world.kustdienst)
    with at(late.due_on + timedelta(days=3)):
        assert of(world.mira, world.kustdienst).overdue
        recorded(smit)
        assert not of(world.mira, world.kustdienst).overdue
    late.refresh_from_db()
    assert late.missed_on == late.due_on + timedelta(days=1)
    assert late.met_on == late.due_on + timedelta(days=3)


def test_it_may_be_on_record_before_the_first_hour_has_passed(world: World, smit: Officer) -> None:
    assert of(smit, world.kustdienst).due_on is None
    row = recorded(smit)
    assert of(smit, world.kustdienst).last == row
    assert oversight.owe_procedure_reviews(by=SYSTEM) == 0, "each has one"
    assert journal(chain_of(world.kustdienst)) == [
        *("clock.started", "procedure.owed"),
        *("clock.met", "clock.started", "procedure.reviewed"),
    ]


def test_nobody_who_makes_up_ids_comes_upon_its_chain(world: World) -> None:
    """Ids of bodies are public: a report under one must not reach what that body owes."""
    oversight.owe_procedure_reviews(by=SYSTEM)
    made_up = a_submission(world, case=world.kustdienst.pk)
    case = cases.receive(submission=made_up, by=SENDER).case
    assert "procedure.owed" not in journal(case)
    assert running(world.kustdienst).case != case


def test_sent_twice_it_is_one_review(world: World, smit: Officer) -> None:
    first = recorded(smit)
    again = oversight.record_procedure_review(
        review=first.pk, body=smit.body, reviewed_on=first.reviewed_on, changes="Else.", by=smit
    )
    assert (again, again.changes) == (first, CHANGES)
    other = an_officer(world.havendienst, "Bos", Role.DIRECTOR)
    with pytest.raises(NotNow):
        oversight.record_procedure_review(
            review=first.pk,
            body=other.body,
            reviewed_on=first.reviewed_on,
            changes=CHANGES,
            by=other,
        )


@pytest.mark.parametrize("who", ["mira", "ada", "omar", "pim", "eve"])
def test_nobody_but_a_director_of_the_body_puts_it_on_record(world: World, who: str) -> None:
    officer: Officer = getattr(world, who)
    with pytest.raises(NotAllowed):
        oversight.record_procedure_review(
            review=uuid4(),
            body=world.kustdienst,
            reviewed_on=legal_today(world.kustdienst),
            changes=CHANGES,
            by=officer,
        )
    assert not ProcedureReview.objects.exists()


def test_a_director_elsewhere_neither_sees_nor_records_it(world: World, smit: Officer) -> None:
    recorded(smit)
    other = an_officer(world.havendienst, "Bos", Role.DIRECTOR)
    assert [one.body for one in standings(other)] == [world.havendienst]
    assert not ProcedureReview.objects.visible_to(other).exists()
    assert standings(world.pim) == [], "nor does the administrator"
    with pytest.raises(NotAllowed):
        oversight.record_procedure_review(
            review=uuid4(),
            body=world.kustdienst,
            reviewed_on=legal_today(world.kustdienst),
            changes=CHANGES,
            by=other,
        )


@pytest.mark.parametrize(
    ("on", "changes", "kind"),
    [
        (lambda day: day + timedelta(days=1), CHANGES, "reviewed-on"),
        (lambda day: day - timedelta(days=8), CHANGES, "reviewed-on"),
        (lambda day: day, "  \n ", "changes"),
        (lambda day: day, "x" * (LONGEST_CHANGES + 1), "changes"),
    ],
    ids=["a day to come", "before the last one", "nothing said", "too much said"],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    smit: Officer, on: Callable[[date], date], changes: str, kind: str
) -> None:
    day = legal_today(smit.body)
    recorded(smit, day - timedelta(days=7))
    with pytest.raises(NotValid) as refused:
        recorded(smit, on(day), changes)
    assert refused.value.kind == kind
    assert ProcedureReview.objects.count() == 1


def test_a_review_of_more_than_three_years_ago_counts_for_nothing(smit: Officer) -> None:
    with at(date(2029, 11, 28)):
        with pytest.raises(NotValid, match="term has passed"):
            recorded(smit, date(2026, 11, 27))
        recorded(smit, date(2026, 11, 28))
    assert running(smit.body).due_on == date(2029, 11, 28)


def test_it_is_recalled_once_and_in_time(world: World, smit: Officer) -> None:
    """The directors are told; where there are none, the level above."""
    oversight.owe_procedure_reviews(by=SYSTEM)
    due_at = running(world.kustdienst).due_at
    assert oversight.remind_of_procedures(by=SYSTEM, now=due_at - timedelta(days=91)) == 0
    soon = due_at - timedelta(days=89)
    assert [oversight.remind_of_procedures(by=SYSTEM, now=soon) for _ in range(2)] == [2, 0]
    assert told("procedure.due-soon") == {smit.label, world.mira.label}
    assert journal(chain_of(world.kustdienst))[-2:] == ["clock.warned", "procedure.recalled"]


def test_the_yearly_report_says_when_it_was_last_reviewed(world: World, smit: Officer) -> None:
    """As it was on the day of publication: what is published is never changed."""
    report = oversight.publish_report(
        body=world.kustdienst, year=legal_today(world.kustdienst).year - 1, by=world.mira
    )
    assert last_on_record(report.body, report.published_on) is None
    row = recorded(smit)
    assert last_on_record(report.body, report.published_on) == row
    assert last_on_record(report.body, report.published_on - timedelta(days=1)) is None
    assert as_pdf(report).startswith(b"%PDF")


def test_the_hour_begins_the_terms_by_itself(world: World) -> None:
    for _ in range(2):
        call_command("tick", verbosity=0)
    assert Clock.objects.filter(kind=ClockKind.PROCEDURE).count() == 2
    assert not Notice.objects.filter(kind="procedure.due-soon").exists()


def test_no_entry_in_the_ledger_no_review(
    world: World, smit: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise OSError("the disk is full")

    oversight.owe_procedure_reviews(by=SYSTEM)
    before = running(world.kustdienst).due_on
    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="disk"):
        recorded(smit)
    assert not ProcedureReview.objects.exists()
    assert running(world.kustdienst).due_on == before


def test_what_is_on_record_stays_as_it_was(smit: Officer) -> None:
    row = recorded(smit)
    row.changes = "Nothing."
    for change in (
        row.save,
        row.delete,
        ProcedureReview.objects.all().delete,
        lambda: ProcedureReview.objects.update(changes="Nothing."),
    ):
        with pytest.raises(TypeError):
            change()
    assert str(row) == f"procedure-review:{row.pk.hex}"
