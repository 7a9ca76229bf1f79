from collections.abc import Callable

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Recusal
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment
from hoeder.organisations.rules import Role
from hoeder.rooms.models import Member, Room
from tests.cases.steps import acknowledged, an_investigation, handed
from tests.cases.world import Reported, World, a_report, an_officer, journal
from tests.rooms.sealing import next_item, sealed

Break = Callable[[], None]


# Handing over


def test_handing_over_to_a_colleague_who_holds_the_case(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    handed(report, world.ruth, world.ada)
    report.case.refresh_from_db()
    assert report.case.handler == world.ruth
    assert journal(report.case.pk)[-1] == "case.handed-over"
    assert Notice.objects.filter(holder=world.ruth.label, kind="case.handed-over").exists()


def test_handing_over_with_a_grant_and_an_item(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = report.case.dialogue()
    with pytest.raises(NotValid) as refusal:
        handed(report, world.mira, world.ada)
    assert refusal.value.extras == {"rooms": [room.pk.hex]}
    cases.hand_over(
        case=report.case,
        to=world.mira,
        grants={room.pk: sealed()},
        items=[(room.pk, next_item(room))],
        by=world.ada,
    )
    assert Case.objects.visible_to(world.mira).get().handler == world.mira
    room.refresh_from_db()
    assert room.head_sequence == 3


@pytest.mark.parametrize("who", ["eve", "omar", "ilse", "jonas", "pim", "ada"])
def test_a_case_is_handed_only_to_a_fit_handler(world: World, report: Reported, who: str) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(Refusal):
        handed(report, getattr(world, who), world.ada, report.case.dialogue())


def test_an_adviser_with_another_role_still_never_handles(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    Appointment.objects.create(officer=world.ilse, role=Role.HANDLER, body=world.kustdienst)
    with pytest.raises(NotAllowed):
        handed(report, world.ilse, world.ada, report.case.dialogue())


def test_only_the_handler_hands_over_and_only_own_rooms(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        handed(report, world.mira, world.ruth, report.case.dialogue())
    with pytest.raises(NotAllowed):
        handed(report, world.ruth, world.ada, a_report(world, world.mira).case.dialogue())


def test_an_officer_without_a_key_cannot_take_over(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    sanne = an_officer(world.kustdienst, "Sanne", Role.HANDLER, key=False)
    with pytest.raises(NotNow) as refusal:
        handed(report, sanne, world.ada, report.case.dialogue())
    assert refusal.value.kind == "no-key"


def test_no_ledger_entry_no_hand_over(world: World, report: Reported, break_ledger: Break) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        handed(report, world.ruth, world.ada)
    report.case.refresh_from_db()
    assert report.case.handler == world.ada


# Stepping back


def test_who_steps_back_sees_nothing_any_more(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    an_investigation(world, report, world.ada, world.ruth)
    cases.recuse(case=report.case, by=world.ada)
    report.case.refresh_from_db()
    assert report.case.handler is None
    assert not Case.objects.visible_to(world.ada).exists()
    assert not Room.objects.visible_to(world.ada).exists()
    assert all(report.case.rooms().values_list("stale", flat=True))
    assert journal(report.case.pk)[-1] == "case.recused"
    assert Case.objects.visible_to(world.ruth).exists()


def test_who_stepped_back_cannot_be_brought_back(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    cases.recuse(case=report.case, by=world.ruth)
    with pytest.raises(NotAllowed):
        handed(report, world.ruth, world.ada, report.case.dialogue())
    with pytest.raises(NotAllowed):
        cases.add_member(
            room=report.case.dialogue(),
            holder=world.ruth.label,
            sealed=sealed(),
            until=None,
            by=world.ada,
        )
    # Not even when a membership comes to be in some other way.
    Member.objects.filter(holder=world.ruth.label).update(removed_on=None)
    assert not Case.objects.visible_to(world.ruth).exists()


def test_the_last_officer_hands_over_before_stepping_back(world: World) -> None:
    report = a_report(world, world.ada)
    with pytest.raises(NotNow) as refusal:
        cases.recuse(case=report.case, by=world.ada)
    assert refusal.value.kind == "last-officer"
    assert not Recusal.objects.exists()


def test_who_does_not_hold_a_case_cannot_step_back_from_it(world: World, report: Reported) -> None:
    with pytest.raises(NotAllowed):
        cases.recuse(case=report.case, by=world.eve)


def test_no_ledger_entry_no_recusal(world: World, report: Reported, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.recuse(case=report.case, by=world.ada)
    assert Case.objects.visible_to(world.ada).exists()
