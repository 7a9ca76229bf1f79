"""Whoever keeps a promise: who may, what they see, and who takes over from them."""

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Exclusion
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Appointment, Officer
from hoeder.organisations.rules import Role
from hoeder.protection import actions as protection
from hoeder.protection import asking
from hoeder.protection.models import Commitment
from hoeder.protection.promising import (
    Promise,
)
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from tests import build
from tests.build import OPERATOR, Cast
from tests.identities.world import Reported, a_report
from tests.protection.promises import (
    accepted,
    an_item,
    answered,
    in_days,
    promised,
    room_of,
    sweep,
    terms,
    words,
)
from tests.rooms.sealing import new_id, sealed


@pytest.fixture
def report(cast: Cast) -> Reported:
    return answered(cast)


def test_the_owner_sees_the_promise_and_nothing_else_of_the_case(
    report: Reported, smit: Officer
) -> None:
    commitment = promised(report, smit)
    room = room_of(commitment.pk)
    assert list(Commitment.objects.visible_to(smit)) == [commitment]
    assert list(Room.objects.visible_to(smit)) == [room]
    assert not Case.objects.visible_to(smit).exists()
    # Also the id under which members know the room says nothing of the case.
    assert room.shown_case == room.pk != report.case.pk
    # Nobody asks them to account after an alarm: the question would name the case.
    assert smit.label not in asking.could_know(report.case)


def test_an_owner_who_is_named_is_refused_and_the_level_above_is_asked(
    report: Reported, smit: Officer, ada: Officer, mira: Officer
) -> None:
    """law.md RET-02: the promise of a director who is a subject is recorded one level up."""
    cases.cut_off(case=report.case, officers=[smit.pk], functions=[], by=ada)
    with pytest.raises(NotNow) as refused:
        promised(report, smit)
    assert refused.value.kind == "owner-in-line"
    commitment = promised(report, mira, promised_on=in_days(-3))
    assert commitment.owner == mira


def test_who_handles_the_report_does_not_keep_its_promises(
    cast: Cast, report: Reported, ada: Officer, omar: Officer, eve: Officer
) -> None:
    for other in (ada, omar, eve):
        with pytest.raises(NotAllowed):
            promised(report, other)
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER, with_key=False)
    with pytest.raises(NotNow) as refused:
        promised(report, lotte)
    assert refused.value.kind == "no-key"
    mira = cast.officers["mira"]
    room = report.case.dialogue()
    rooms.grant_member(room=room, holder=mira.label, sealed=sealed(), by=ada)
    with pytest.raises(NotNow) as refused:
        promised(report, mira)
    assert refused.value.kind == "owner-handles"


def test_the_room_is_for_the_owner_and_who_looks_after_her(
    report: Reported, smit: Officer, omar: Officer, ilse: Officer
) -> None:
    def offer(*holders: str) -> Commitment:
        return protection.offer(
            commitment=new_id(), terms=terms(smit), sealed=words(*holders), by=report.noor
        )

    assert room_of(offer("reporter", smit.label, omar.label).pk).has_member(omar)
    for holders in (
        ("reporter", omar.label),
        ("reporter", smit.label, ilse.label),
        ("reporter", smit.label, f"officer:{new_id().hex}"),
        (smit.label, omar.label),
    ):
        with pytest.raises(Refusal):
            offer(*holders)


def test_an_owner_who_leaves_hands_on_the_same_day(
    cast: Cast, report: Reported, smit: Officer, mira: Officer
) -> None:
    """law.md RET-02: a promise is not forgotten because whoever made it has gone."""
    commitment = accepted(report, smit)
    assert protection.pass_on_abandoned(by=SYSTEM) == 0
    organisations.deactivate_officer(officer=smit, by=OPERATOR)
    assert protection.pass_on_abandoned(by=SYSTEM) == 1
    assert protection.pass_on_abandoned(by=SYSTEM) == 0
    commitment.refresh_from_db()
    after = commitment.owner
    assert after is not None
    assert Role.COMMISSION_MEMBER in after.roles()
    assert (commitment.state, commitment.due_on) == (Promise.OFFERED, in_days(7))
    assert commitment.statement == ""
    assert not room_of(commitment.pk).has_member(smit)
    assert Notice.objects.filter(kind="commitment.offered", holder=after.label).exists()
    # The promise still runs, by the same clock; the new owner gets a term of their own to answer.
    running = {one.kind: one.due_on for one in commitment.clocks().running()}
    assert running[ClockKind.PROMISE] == in_days(7)
    assert ClockKind.ANSWER in running
    sweep(9)
    assert list(Commitment.objects.overdue()) == [commitment]


def test_a_new_director_takes_over_before_the_level_above(
    cast: Cast, report: Reported, smit: Officer
) -> None:
    commitment = accepted(report, smit)
    follows = build.an_officer("de_wit", cast.coast_guard, Role.DIRECTOR)
    Appointment.objects.filter(officer=smit, role=Role.DIRECTOR).update(ended_on=in_days(-1))
    protection.pass_on_abandoned(by=SYSTEM)
    commitment.refresh_from_db()
    assert commitment.owner == follows
    # The new owner reads it when the reporter has sealed the key to them.
    assert not room_of(commitment.pk).has_member(follows)
    protection.pass_on(
        commitment=commitment, to=follows, grants={follows.label: sealed()}, by=report.noor
    )
    assert room_of(commitment.pk).has_member(follows)
    assert Exclusion.objects.count() == 0


def test_nobody_of_the_body_takes_over_from_one_who_was_cut_off(
    cast: Cast, report: Reported, smit: Officer, ada: Officer
) -> None:
    commitment = accepted(report, smit)
    build.an_officer("de_wit", cast.coast_guard, Role.DIRECTOR)
    cases.cut_off(case=report.case, officers=[smit.pk], functions=[], by=ada)
    assert not room_of(commitment.pk).has_member(smit)
    protection.pass_on_abandoned(by=SYSTEM)
    commitment.refresh_from_db()
    assert commitment.owner is not None
    assert commitment.owner.body == cast.commission


def test_where_nobody_is_left_it_waits_without_an_owner_and_runs_on(
    cast: Cast, report: Reported, smit: Officer
) -> None:
    commitment = accepted(report, smit)
    Appointment.objects.filter(
        role__in=[Role.DIRECTOR, Role.COMMISSION_MEMBER, Role.OWNER]
    ).delete()
    assert protection.pass_on_abandoned(by=SYSTEM) == 1
    assert protection.pass_on_abandoned(by=SYSTEM) == 0
    commitment.refresh_from_db()
    assert commitment.owner is None
    sweep(9)
    assert list(Commitment.objects.overdue()) == [commitment]


def test_the_reporter_asks_somebody_else_after_a_no(
    cast: Cast, report: Reported, smit: Officer
) -> None:
    commitment = promised(report, smit)
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER)
    protection.decline(commitment=commitment, item=an_item(commitment), by=smit)
    with pytest.raises(NotValid):
        protection.pass_on(
            commitment=commitment, to=lotte, grants={smit.label: sealed()}, by=report.noor
        )
    protection.pass_on(
        commitment=commitment,
        to=lotte,
        grants={lotte.label: sealed()},
        items=(an_item(commitment),),
        by=report.noor,
    )
    commitment.refresh_from_db()
    assert (commitment.owner, commitment.state) == (lotte, Promise.OFFERED)
    assert not room_of(commitment.pk).has_member(smit)
    assert not Commitment.objects.visible_to(smit).exists()


def test_only_she_and_who_looks_after_her_pass_it_on(
    cast: Cast, report: Reported, smit: Officer, omar: Officer, ada: Officer
) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER)
    commitment = protection.offer(
        commitment=new_id(),
        terms=terms(smit),
        sealed=words("reporter", smit.label, omar.label),
        by=report.noor,
    )
    grants = {lotte.label: sealed()}
    outsiders: list[Officer | Receipt] = [ada, smit, a_report(cast).noor]
    for by in outsiders:
        with pytest.raises(NotAllowed):
            protection.pass_on(commitment=commitment, to=lotte, grants=grants, by=by)
    protection.pass_on(commitment=commitment, to=lotte, grants=grants, by=omar)
    commitment.refresh_from_db()
    assert commitment.owner == lotte
