"""A legal hold stops destroying, and changes nothing of who may read."""

import pytest

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.identities.models import Box
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.retention import actions as retention
from hoeder.retention import carrying
from hoeder.retention.models import Hold
from hoeder.retention.rules import RecordClass
from hoeder.rooms.models import Attachment, Grant, Room
from tests.build import Cast
from tests.identities.world import Reported
from tests.retention.doing import decide, named, next_, pass_days, record

IDENTITY = RecordClass.IDENTITY


def held(report: Reported, by: object) -> Hold:
    case = report.case
    retention.hold(case=case, room=case.dialogue(), item=next_(case), by=by)  # type: ignore[arg-type]
    return Hold.objects.latest("since")


def reach(cast: Cast, report: Reported) -> dict[str, object]:
    """Everything that each actor can get at, by everything that pages ask."""
    who: list[Officer | Receipt] = [*cast.officers.values(), report.noor]
    return {
        f"{one.label} {place}": (
            set(Case.objects.visible_to(one).values_list("pk", flat=True)),
            set(Room.objects.visible_to(one).values_list("pk", flat=True)),
            set(Attachment.objects.visible_to(one).values_list("pk", flat=True)),
            set(Box.objects.visible_to(one).values_list("pk", flat=True)),
            sorted(Grant.objects.filter(holder=one.label).values_list("pk", flat=True)),
        )
        for place, one in enumerate(who)
    }


def test_the_reach_of_every_actor_is_the_same_before_during_and_after(
    cast: Cast, closed: Reported, ada: Officer, ruth: Officer
) -> None:
    """law.md REG-04: a hold freezes evidence and never widens who may read it."""
    before = reach(cast, closed)
    hold = held(closed, ada)
    assert reach(cast, closed) == before
    room = closed.case.dialogue()
    retention.confirm_hold(hold=hold, room=room, item=next_(closed.case), by=ruth)
    assert reach(cast, closed) == before
    retention.ask_lifting(hold=hold, room=room, item=next_(closed.case), by=ada)
    retention.lift(hold=hold, room=room, item=next_(closed.case), by=ruth)
    assert reach(cast, closed) == before


def test_nothing_is_destroyed_while_it_stands(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    """law.md REG-04, and the issue: erasing during a legal hold is refused."""
    named(closed.case)
    decide(closed.case, ada, ruth, IDENTITY)
    pass_days(400)
    retention.offer_packs(by=SYSTEM)
    pass_days(400)
    hold = held(closed, closed.noor)
    assert carrying.destroy_due(by=SYSTEM) == 0
    with pytest.raises(NotNow) as refusal:
        decide(closed.case, ada, ruth, IDENTITY)
    assert refusal.value.kind == "held"
    assert record(closed.case, IDENTITY).begun_on is None
    room = closed.case.dialogue()
    retention.lift(hold=hold, room=room, item=next_(closed.case), by=closed.noor)
    assert carrying.destroy_due(by=SYSTEM) == 1


def test_it_stops_from_the_first_word_and_takes_two_to_confirm_and_to_lift(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    """law.md REG-04: a reason, an owner, a day on which it is looked at again."""
    hold = held(closed, ada)
    room, case = closed.case.dialogue(), closed.case
    assert Hold.objects.standing().exists()
    assert Clock.objects.running().get(about=hold.pk).kind == ClockKind.REVIEW
    with pytest.raises(NotAllowed):
        retention.confirm_hold(hold=hold, room=room, item=next_(case), by=ada)
    retention.confirm_hold(hold=hold, room=room, item=next_(case), by=ruth)
    with pytest.raises(NotNow):
        retention.lift(hold=hold, room=room, item=next_(case), by=ruth)
    retention.ask_lifting(hold=hold, room=room, item=next_(case), by=ruth)
    with pytest.raises(NotAllowed):
        retention.lift(hold=hold, room=room, item=next_(case), by=ruth)
    retention.keep_holding(hold=hold, room=room, item=next_(case), by=ada)
    with pytest.raises(NotNow):
        retention.lift(hold=hold, room=room, item=next_(case), by=ada)
    retention.ask_lifting(hold=hold, room=room, item=next_(case), by=ruth)
    retention.lift(hold=hold, room=room, item=next_(case), by=ada)
    assert not Hold.objects.standing().exists()
    assert not Clock.objects.running().filter(about=hold.pk).exists()


def test_she_may_hold_before_the_case_is_closed_and_others_do_not_lift_it_alone(
    report: Reported, ada: Officer
) -> None:
    hold = held(report, report.noor)
    with pytest.raises(NotNow):
        held(report, report.noor)
    room = report.case.dialogue()
    with pytest.raises(NotNow):
        retention.lift(hold=hold, room=room, item=next_(report.case), by=ada)


def test_nobody_outside_the_case_can_hold_it(cast: Cast, report: Reported) -> None:
    for name in ("eve", "pim", "van_dalen", "mira"):
        with pytest.raises((NotAllowed, NotNow)):
            held(report, cast.officers[name])
    assert not Hold.objects.exists()


def test_it_comes_too_late_once_destroying_has_begun(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    named(closed.case)
    decide(closed.case, ada, ruth, IDENTITY)
    pass_days(400)
    retention.offer_packs(by=SYSTEM)
    pass_days(400)
    retention.begin_destroying(record=record(closed.case, IDENTITY), by=SYSTEM)
    with pytest.raises(NotNow) as refusal:
        held(closed, ada)
    assert refusal.value.kind == "erased"
