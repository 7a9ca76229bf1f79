"""What goes to the level above by itself, besides missed dates and alarms."""

from hoeder.clocks.rules import SYSTEM
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.oversight.rules import Cause, Side
from hoeder.protection.models import Care, CheckInAnswer, Commitment, Emergency
from hoeder.protection.promising import Decision, Promise, RefusalGround, Thing
from hoeder.rooms.models import today
from tests.cases.world import Reported, World
from tests.oversight.conftest import Above
from tests.rooms.sealing import new_id


def test_that_it_has_begun_goes_up_at_once_and_once(
    world: World, above: Above, report: Reported
) -> None:
    """law.md RET-04: an alarm answer escalates."""
    care, _made = Care.objects.get_or_create(case=report.case, defaults={"since": today()})
    answer = CheckInAnswer.objects.create(
        care=care, answer="begun", by="reporter", item=new_id(), day=today(), number=99
    )
    assert oversight.escalate_missed(by=SYSTEM) == 1
    assert oversight.escalate_missed(by=SYSTEM) == 0
    found = Escalation.objects.get()
    assert (found.cause, found.about, found.level) == (Cause.CHECK_IN, answer.pk, world.ministry)


def test_a_refused_emergency_goes_past_whoever_refused_it(
    world: World, above: Above, report: Reported
) -> None:
    """law.md RET-10: a refusal is seen by the level above."""
    Emergency.objects.create(
        id=new_id(),
        case=report.case,
        kind=Thing.values[0],
        asked_on=today(),
        decision=Decision.REFUSED,
        ground=RefusalGround.values[0],
        decided_by=above.mira,
        decided_on=today(),
    )
    oversight.escalate_missed(by=SYSTEM)
    found = Escalation.objects.get()
    assert (found.cause, found.side, found.level) == (
        Cause.EMERGENCY,
        Side.COMMISSION,
        above.board,
    )


def test_a_promise_that_was_declined_goes_to_the_commission(
    world: World, above: Above, report: Reported
) -> None:
    """law.md RET-02: escalated above whoever did not keep it."""
    Commitment.objects.create(
        id=new_id(),
        case=report.case,
        kind=Thing.values[0],
        owner=world.omar,
        due_on=today(),
        state=Promise.DECLINED,
        proposed_by=world.omar.label,
        proposed_on=today(),
        offered_on=today(),
    )
    oversight.escalate_missed(by=SYSTEM)
    found = Escalation.objects.get()
    assert (found.cause, found.side, found.level) == (Cause.PROMISE, Side.OWNER, world.ministry)
