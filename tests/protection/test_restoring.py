"""Return and restoration: followed until the reporter confirms them, also after closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.cases.rules import Outcome, OutcomeAnswer
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.protection import actions as protection
from hoeder.protection.models import Commitment
from hoeder.protection.promising import Promise, Standing, Thing
from tests.build import Cast
from tests.identities.world import Reported, a_report, events
from tests.protection.promises import accepted, an_item, with_commission
from tests.rooms.sealing import next_item


@pytest.fixture
def report(cast: Cast) -> Reported:
    """Noor's report was answered: its end is near."""
    made = a_report(cast)
    cases.declare(case=made.case, by=cast.officers["ada"])
    cases.acknowledge(case=made.case, item=next_item(made.case.dialogue()), by=cast.officers["ada"])
    Case.objects.filter(pk=made.case.pk).update(
        status="answered", protection_settled_on=made.case.received_on
    )
    made.case.refresh_from_db()
    return made


def told(report: Reported, by: Officer, *, goes_on: bool) -> Case:
    """Ada tells how the case ends."""
    return protection.tell_outcome(
        case=report.case,
        outcome=Outcome.OUT_OF_SCOPE,
        item=next_item(report.case.dialogue()),
        goes_on=goes_on,
        by=by,
    )


def closed(report: Reported, by: Officer) -> None:
    """Noor agrees, and the case is closed."""
    told(report, by, goes_on=True)
    cases.answer_outcome(
        case=report.case,
        answer=OutcomeAnswer.AGREES,
        item=next_item(report.case.dialogue()),
        by=report.noor,
    )


def sweep(days: int) -> None:
    """So many days go by, and what was missed reaches the level above."""
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=days))
    oversight.escalate_missed(by=SYSTEM)


def test_a_case_does_not_end_in_silence_about_a_return_that_was_promised(
    report: Reported, ada: Officer, smit: Officer
) -> None:
    """law.md RET-11: with a return open, nothing ends unless the reasons say how it goes on."""
    accepted(report, smit, kind=Thing.RETURN)
    with pytest.raises(NotNow) as refused:
        told(report, ada, goes_on=False)
    assert refused.value.kind == "restoration-open"
    assert refused.value.extras == {"open": 1}
    assert "case.outcome-told" not in events(report.case.pk)
    told(report, ada, goes_on=True)
    assert events(report.case.pk).count("restoration.goes-on") == 1


def test_what_restores_nothing_or_was_kept_holds_nothing_up(
    report: Reported, ada: Officer, smit: Officer
) -> None:
    accepted(report, smit, kind=Thing.TRAVEL)
    kept = accepted(report, smit, kind=Thing.PAY)
    protection.confirm(commitment=kept, by=report.noor)
    told(report, ada, goes_on=False)
    assert "restoration.goes-on" not in events(report.case.pk)


def test_after_closing_it_is_followed_until_she_confirms(
    report: Reported, ada: Officer, smit: Officer
) -> None:
    """law.md RET-11: overdue after closing, disputed with a new term, and done when she says so."""
    commitment = accepted(report, smit, kind=Thing.RETURN)
    closed(report, ada)
    sweep(9)
    assert list(Commitment.objects.overdue()) == [commitment]
    assert Escalation.objects.filter(about=commitment.pk, duty=ClockKind.PROMISE).count() == 1
    protection.claim(commitment=commitment, item=an_item(commitment), by=smit)
    disputed = protection.dispute(commitment=commitment, item=an_item(commitment), by=report.noor)
    running = commitment.clocks().running().get(kind=ClockKind.PROMISE)
    assert running.missed_on is None
    sweep(30)
    assert list(Commitment.objects.overdue()) == [commitment]
    # Said to be done again: only her word ends it.
    protection.claim(commitment=disputed, item=an_item(commitment), by=smit)
    assert Commitment.objects.restoring().filter(pk=commitment.pk).exists()
    protection.confirm(commitment=commitment, by=report.noor)
    assert not Commitment.objects.restoring().exists()
    assert not commitment.clocks().running().exists()


def test_only_the_commission_ends_the_following_with_reasons_to_her(
    report: Reported, ada: Officer, smit: Officer, mira: Officer
) -> None:
    """law.md RET-11: it ends by her word, or by the commission's with reasons that she reads."""
    commitment = accepted(report, smit, kind=Thing.HOME)
    with pytest.raises(NotAllowed):
        protection.end_restoration(
            commitment=commitment, item=next_item(report.case.dialogue()), by=mira
        )
    room = with_commission(report, mira)
    for wrong in (ada, smit):
        with pytest.raises(NotAllowed):
            protection.end_restoration(commitment=commitment, item=next_item(room), by=wrong)
    ended = protection.end_restoration(commitment=commitment, item=next_item(room), by=mira)
    assert ended.state == Promise.ENDED
    assert ended.standing(missed=False) == Standing.ENDED
    assert not commitment.clocks().running().exists()
    assert "commitment.ended" in events(report.case.pk)
    told(report, ada, goes_on=False)
    # The last word is hers all the same.
    assert protection.confirm(commitment=ended, by=report.noor).state == Promise.KEPT
