"""The register of broken duties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases.models import Exclusion
from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Breach
from hoeder.oversight.rules import Actor, BreachKind, Decision, Ground, Sanction
from hoeder.protection import actions as protection
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from tests.cases.world import Reported, World, journal
from tests.oversight.conftest import Above
from tests.oversight.doing import let_in, told
from tests.rooms.sealing import new_id, next_item


def a_breach(
    report: Reported,
    by: Officer,
    kind: BreachKind = BreachKind.RETALIATION,
    actor: Actor = Actor.MANAGER,
    item: NewItem | None = None,
) -> Breach:
    """A manager took revenge, last week."""
    return oversight.open_breach(
        breach=new_id(),
        chain=report.case.pk,
        body=report.case.body,
        kind=kind,
        actor=actor,
        happened_on=today() - timedelta(days=7),
        item=item,
        by=by,
    )


def decided(
    breach: Breach,
    by: Officer,
    decision: Decision = Decision.ESTABLISHED,
    sanction: Sanction = Sanction.NONE,
    actor: Actor = Actor.MANAGER,
) -> Breach:
    """The commission decides, by what documents show."""
    return oversight.decide_breach(
        breach=breach,
        actor=actor,
        decision=decision,
        sanction=sanction,
        ground=Ground.DOCUMENTS,
        item=None,
        by=by,
    )


def test_the_four_kinds_of_the_directive_are_there(above: Above, report: Reported) -> None:
    """law.md DTY-01: hindering, retaliation, vexatious proceedings, revealing the identity."""
    assert set(BreachKind.values) == {"hindering", "retaliation", "vexatious", "revealing"}
    for kind in BreachKind:
        a_breach(report, above.mira, kind)
    assert journal(report.case.pk).count("breach.opened") == 4


def test_a_breach_closes_with_a_decision_and_in_no_other_way(
    above: Above, report: Reported
) -> None:
    """law.md DTY-01: close without decision refused."""
    breach = a_breach(report, above.mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(closed_on=today(), closed_by="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(
            closed_on=today(), closed_by="x", decision=Decision.ESTABLISHED, sanction="none"
        )
    with pytest.raises(NotValid):
        decided(breach, above.mira, Decision.NOT_ESTABLISHED, Sanction.WARNING)
    done = decided(breach, above.sanne, Decision.ESTABLISHED, Sanction.WARNING)
    assert (done.sanction, done.ground) == (Sanction.WARNING, Ground.DOCUMENTS)
    with pytest.raises(NotNow):
        decided(breach, above.mira)


def test_it_bypasses_the_line_of_the_actor(world: World, above: Above, report: Reported) -> None:
    """law.md DTY-03: nobody in the line is told or sees it; a commission never judges its own."""
    Exclusion.objects.create(case=report.case, officer=above.tarik, by=world.ada, day=today())
    breach = a_breach(report, above.mira)
    assert told("breach.opened") == {above.sanne.label}
    for officer in (world.ada, world.omar, world.pim, above.tarik):
        assert not Breach.objects.visible_to(officer).exists()
    own = a_breach(report, above.mira, actor=Actor.COMMISSION)
    assert own.level == above.board
    assert not Breach.objects.visible_to(above.mira).filter(pk=own.pk).exists()
    with pytest.raises(NotAllowed):
        decided(own, above.mira)
    decided(own, above.eva, actor=Actor.COMMISSION)
    with pytest.raises(NotAllowed):
        decided(breach, above.mira, actor=Actor.COMMISSION)


def test_where_nobody_is_above_it_says_where_to_go(world: World, report: Reported) -> None:
    with pytest.raises(NotNow) as refused:
        a_breach(report, world.mira, actor=Actor.COMMISSION)
    assert refused.value.kind == "nobody-above"


def test_names_and_reasons_are_sealed_where_she_let_them_in(above: Above, report: Reported) -> None:
    room = let_in(report, above.mira)
    with pytest.raises(NotValid) as refused:
        a_breach(report, above.mira)
    assert refused.value.kind == "reasons-missing"
    a_breach(report, above.mira, item=next_item(room))
    room.refresh_from_db()
    with pytest.raises(NotAllowed):
        a_breach(report, above.sanne, item=next_item(room))


def test_what_happened_today_can_be_opened_past_midnight(
    above: Above, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour past midnight in Amsterdam; in UTC that day is still to come."""
    report.case.body.time_zone = "Europe/Amsterdam"
    night = datetime(2027, 3, 9, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    row = oversight.open_breach(
        breach=new_id(),
        chain=report.case.pk,
        body=report.case.body,
        kind=BreachKind.RETALIATION,
        actor=Actor.MANAGER,
        happened_on=date(2027, 3, 10),
        item=None,
        by=above.sanne,
    )
    assert row.opened_on == date(2027, 3, 10)


def test_a_day_in_the_future_is_refused_and_twice_is_once(above: Above, report: Reported) -> None:
    same = new_id()
    sent = {
        "breach": same,
        "chain": report.case.pk,
        "body": report.case.body,
        "kind": BreachKind.HINDERING,
        "actor": Actor.UNKNOWN,
        "item": None,
        "by": above.mira,
    }
    with pytest.raises(NotValid):
        oversight.open_breach(**sent, happened_on=today() + timedelta(days=1))  # type: ignore[arg-type]
    for _ in range(2):
        oversight.open_breach(**sent, happened_on=today())  # type: ignore[arg-type]
    assert Breach.objects.count() == 1


def test_the_reporter_sees_what_was_decided(above: Above, report: Reported) -> None:
    breach = a_breach(report, above.mira)
    assert list(Breach.objects.visible_to(report.noor)) == [breach]


def test_a_possible_breach_is_decided_like_any_other(above: Above, report: Reported) -> None:
    """law.md DTY-02: what was tried again and again is in the register until somebody decides."""
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    oversight.note_possible_breaches(by=SYSTEM)
    possible = Breach.objects.visible_to(above.mira).get()
    assert possible.closed_on is None
    done = decided(possible, above.mira, Decision.NOT_ESTABLISHED, actor=Actor.UNKNOWN)
    assert done.closed_on == today()


def test_without_the_ledger_there_is_no_decision(
    above: Above, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    breach = a_breach(report, above.mira)

    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        decided(breach, above.mira)
    breach.refresh_from_db()
    assert breach.decision == ""
