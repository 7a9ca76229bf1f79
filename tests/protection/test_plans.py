"""The protection plan: owed, proposed, answered, and what a case waits for."""

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.rules import Status
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment
from hoeder.organisations.rules import Role
from hoeder.protection import actions as protection
from hoeder.protection import caring
from hoeder.protection.models import Care, Plan
from hoeder.protection.rules import PlanState, Settled
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from tests.build import Cast
from tests.cases.world import Reported, World, a_report, declared, journal
from tests.identities import world as identities
from tests.protection.care import (
    acknowledged,
    approved,
    feedback,
    later,
    on,
    opened,
    proposed,
)
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed


@pytest.fixture
def report(world: World) -> Reported:
    """Noor has reported, and nothing of her protection is settled."""
    return a_report(world, settle=False)


@pytest.fixture
def room(world: World, report: Reported) -> Room:
    """Ada acknowledged; Noor chose Omar to protect her."""
    acknowledged(world, report)
    return opened(report, world.omar)


def plan_due(report: Reported) -> Clock | None:
    """The clock of the plan that Omar owes."""
    return caring.plan_clock(Care.objects.get(case=report.case))


def test_a_case_does_not_leave_assessment_without_a_plan(world: World, report: Reported) -> None:
    """law.md RET-01: no investigation and no feedback before a plan or her refusal of one."""
    case = acknowledged(world, report)
    with pytest.raises(NotNow) as refused:
        feedback(world, report)
    assert refused.value.kind == "plan-needed"
    with pytest.raises(NotNow) as refused:
        cases.open_investigation(
            case=case,
            room=new_id(),
            recipient=a_recipient(),
            grants={world.ada.label: sealed(), world.ruth.label: sealed()},
            by=world.ada,
        )
    assert refused.value.kind == "plan-needed"


def test_acknowledging_is_never_held_up(world: World, report: Reported) -> None:
    assert acknowledged(world, report).status == Status.ACKNOWLEDGED


def test_opening_a_care_room_starts_the_clock_of_the_plan(
    world: World, report: Reported, room: Room
) -> None:
    clock = plan_due(report)
    assert clock is not None
    assert clock.due_on == later(14)
    assert caring.owed(report.case, Care.objects.get()).turn == "officer"
    # Sent twice it is one room, and one clock.
    protection.open_own_room(
        room=room.pk,
        kind=RoomKind.CARE,
        recipient=a_recipient(),
        grants={"reporter": sealed(), world.omar.label: sealed()},
        by=report.noor,
    )
    assert Clock.objects.filter(kind=ClockKind.DUTY, about=clock.about).count() == 1


def test_a_plan_comes_after_the_risk_was_assessed(
    world: World, report: Reported, room: Room
) -> None:
    """law.md RET-01: the assessment is made together with the reporter, and comes first."""
    with pytest.raises(NotNow) as refused:
        protection.propose_plan(case=report.case, item=next_item(room), by=world.omar)
    assert refused.value.kind == "assess-first"
    assert proposed(report, room, world.omar).state == PlanState.PROPOSED
    assert plan_due(report) is None


def test_her_approval_lets_the_case_go_on(world: World, report: Reported, room: Room) -> None:
    """law.md RET-01: she approves, and the plan that she approved is named by its hash."""
    care = approved(report, room, world.omar)
    assert (care.state, care.settled) == (PlanState.APPROVED, Settled.APPROVED)
    plan = Plan.objects.get()
    assert plan.approved is True
    assert "care.approved" in journal(report.case.pk)
    assert feedback(world, report).status == Status.ANSWERED


def test_a_plan_that_she_refuses_is_owed_again(world: World, report: Reported, room: Room) -> None:
    proposed(report, room, world.omar)
    care = protection.answer_plan(
        case=report.case, plan=1, approved=False, item=next_item(room), by=report.noor
    )
    assert care.state == PlanState.REFUSED
    assert plan_due(report) is not None
    with pytest.raises(NotNow):
        feedback(world, report)
    care = approved(report, room, world.omar)
    assert [one.approved for one in care.plans.all()] == [False, True]


def test_she_answers_only_the_plan_that_lies_before_her(
    world: World, report: Reported, room: Room
) -> None:
    proposed(report, room, world.omar)
    proposed(report, room, world.omar)
    with pytest.raises(NotNow) as refused:
        protection.answer_plan(
            case=report.case, plan=1, approved=True, item=next_item(room), by=report.noor
        )
    assert refused.value.kind == "plan-moved-on"
    item = next_item(room)
    for _twice in range(2):
        care = protection.answer_plan(
            case=report.case, plan=2, approved=True, item=item, by=report.noor
        )
    assert care.state == PlanState.APPROVED
    assert journal(report.case.pk).count("care.approved") == 1


def test_she_can_want_no_plan_without_choosing_anybody(world: World, report: Reported) -> None:
    """law.md RET-01: her documented refusal lets the case go on too."""
    acknowledged(world, report)
    care = protection.decline_plan(
        case=report.case, item=next_item(report.case.dialogue()), by=report.noor
    )
    assert (care.state, care.settled) == (PlanState.DECLINED, Settled.DECLINED)
    assert feedback(world, report).status == Status.ANSWERED


def test_whoever_wanted_no_plan_can_ask_for_one_later(
    world: World, report: Reported, room: Room
) -> None:
    protection.decline_plan(case=report.case, item=next_item(room), by=report.noor)
    assert plan_due(report) is None
    with pytest.raises(NotNow) as refused:
        protection.propose_plan(case=report.case, item=next_item(room), by=world.omar)
    assert refused.value.kind == "no-plan-wanted"
    care = protection.assess(case=report.case, item=next_item(room), by=report.noor)
    assert care.state == PlanState.NEEDED
    assert plan_due(report) is not None


def test_a_reporter_who_never_comes_back_does_not_stop_the_handling(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-01: she was asked and did not answer; the level above is told of it."""
    acknowledged(world, report)
    dialogue = report.case.dialogue()
    with pytest.raises(NotNow) as refused:
        protection.go_on_without(case=report.case, item=next_item(dialogue), by=world.ada)
    assert refused.value.kind == "too-early"
    assert refused.value.extras == {"from": later(14).isoformat()}
    on(monkeypatch, later(14))
    with pytest.raises(NotAllowed):
        protection.go_on_without(case=report.case, item=next_item(dialogue), by=world.ruth)
    care = protection.go_on_without(case=report.case, item=next_item(dialogue), by=world.ada)
    assert care.settled == Settled.NO_ANSWER
    assert list(Care.objects.gone_without()) == [care]
    assert world.mira.label in set(
        Notice.objects.filter(kind="care.without").values_list("holder", flat=True)
    )
    assert feedback(world, report).status == Status.ANSWERED


def test_a_plan_that_lies_before_her_unanswered_is_no_answer(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, later(3))
    proposed(report, room, world.omar)
    on(monkeypatch, later(16))
    item = next_item(report.case.dialogue())
    with pytest.raises(NotNow):
        protection.go_on_without(case=report.case, item=item, by=world.ada)
    on(monkeypatch, later(17))
    care = protection.go_on_without(case=report.case, item=item, by=world.ada)
    assert care.settled == Settled.NO_ANSWER


def test_a_plan_that_nobody_makes_is_a_default_and_not_her_silence(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-01: when Omar owes and does nothing, his default is the ground."""
    on(monkeypatch, later(14))
    item = next_item(report.case.dialogue())
    with pytest.raises(NotNow):
        protection.go_on_without(case=report.case, item=item, by=world.ada)
    on(monkeypatch, later(15))
    cases.sweep_clocks(by=SYSTEM)
    clock = plan_due(report)
    assert clock is not None
    assert clock.missed_on is not None
    care = protection.go_on_without(case=report.case, item=item, by=world.ada)
    assert care.settled == Settled.NO_PLAN
    # It is owed as before.
    assert plan_due(report) is not None


def test_the_laws_date_goes_before_our_own_rule(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md CLK-02: in the week before feedback is due, a plan that is open holds nothing up."""
    due = report.case.due_on(ClockKind.FEEDBACK)
    on(monkeypatch, due)
    proposed(report, room, world.omar)
    item = next_item(report.case.dialogue())
    care = protection.go_on_without(case=report.case, item=item, by=world.ada)
    assert care.settled == Settled.NO_ANSWER
    assert feedback(world, report).status == Status.ANSWERED


def test_nothing_is_documented_about_a_case_that_does_not_wait(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(report, room, world.omar)
    on(monkeypatch, later(60))
    with pytest.raises(NotNow) as refused:
        protection.go_on_without(
            case=report.case, item=next_item(report.case.dialogue()), by=world.ada
        )
    assert refused.value.kind == "nothing-to-settle"


def test_without_a_protection_officer_the_level_above_is_asked(
    world: World, report: Reported
) -> None:
    """law.md RET-01: where the body has nobody, or only people who are named, somebody above."""
    Appointment.objects.filter(role=Role.PROTECTION_OFFICER).delete()
    acknowledged(world, report)
    with pytest.raises(NotAllowed):
        opened(report, world.omar)
    room = opened(report, world.mira)
    assert approved(report, room, world.mira).state == PlanState.APPROVED


def test_only_whoever_is_in_the_care_room_assesses_and_proposes(
    world: World, report: Reported, room: Room
) -> None:
    declared(report.case, world.mira)
    for officer in (world.ada, world.mira, world.eve):
        with pytest.raises((NotAllowed, NotNow)):
            protection.assess(case=report.case, item=next_item(room), by=officer)
        with pytest.raises((NotAllowed, NotNow)):
            protection.propose_plan(case=report.case, item=next_item(room), by=officer)
    assert not Plan.objects.exists()


def test_an_opening_of_her_name_makes_the_plan_out_of_date(cast: Cast) -> None:
    """law.md RET-01, RET-08: after each disclosure risk and plan are looked at anew."""
    noors = identities.a_report(cast)
    omar = noors.officer("omar")
    room = opened(noors, omar)
    approved(noors, room, omar)
    opening = identities.opened(noors, identities.asked(noors, to="omar"))
    identities.pledged(noors, "omar")
    protection.see_name(opening=opening.pk, by=omar)
    care = Care.objects.get(case=noors.case)
    assert (care.state, care.assessed_on, care.settled) == (PlanState.OUTDATED, None, "")
    noors.case.refresh_from_db()
    assert noors.case.protection_settled_on is None
    clock = caring.plan_clock(care)
    assert clock is not None
    # Looking again opens nothing new.
    approved(noors, room, omar)
    protection.see_name(opening=opening.pk, by=omar)
    assert Care.objects.get().state == PlanState.APPROVED


def test_an_alarm_makes_even_a_declined_plan_out_of_date(
    world: World, report: Reported, room: Room
) -> None:
    """law.md RET-08: late identification creates a plan, also where she wanted none before."""
    protection.decline_plan(case=report.case, item=next_item(room), by=report.noor)
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    care = Care.objects.get()
    assert care.state == PlanState.OUTDATED
    assert plan_due(report) is not None


def test_without_the_ledger_nothing_is_proposed(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    protection.assess(case=report.case, item=next_item(room), by=report.noor)

    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        protection.propose_plan(case=report.case, item=next_item(room), by=world.omar)
    assert not Plan.objects.exists()
