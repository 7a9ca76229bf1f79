"""Calling a case something else takes reasons and two people, and touches nothing else."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Reclassification
from hoeder.cases.rules import Classification
from hoeder.clocks.models import Clock
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from tests.cases.steps import acknowledged
from tests.cases.world import DONE, Reported, World, declared, journal
from tests.rooms.sealing import next_item, sealed

Break = Callable[[], None]


@pytest.fixture
def handled(world: World, report: Reported) -> Reported:
    """Noor's report, acknowledged by Ada."""
    acknowledged(report, world.ada)
    return report


def next_(report: Reported) -> NewItem:
    return next_item(report.case.dialogue())


def propose(report: Reported, by: Officer, to: Classification = Classification.SIGNAL) -> None:
    cases.propose_reclassification(case=report.case, to=to, item=next_(report), by=by)


def confirm(report: Reported, by: Officer) -> None:
    cases.confirm_reclassification(case=report.case, item=next_(report), by=by)


def test_two_people_call_a_case_something_else(world: World, handled: Reported) -> None:
    propose(handled, world.ada)
    assert Case.objects.get().classification == Classification.REPORT
    told = set(
        Notice.objects.filter(kind="case.reclassification-proposed").values_list(
            "holder", flat=True
        )
    )
    assert told == {world.ruth.label}
    confirm(handled, world.ruth)
    case = Case.objects.get()
    assert case.classification == Classification.SIGNAL
    assert case.proposal() is None
    assert journal(case.pk)[-4:] == [
        "item.added",
        "case.reclassification-proposed",
        "item.added",
        "case.reclassified",
    ]


def test_clocks_status_and_members_stay_as_they_are(world: World, handled: Reported) -> None:
    def state() -> object:
        case = Case.objects.get()
        return (
            list(Clock.objects.order_by("pk").values()),
            (case.status, case.handler, case.next_kind, case.next_due_on, case.acknowledged_on),
            sorted(handled.case.dialogue().members.values_list("holder", "until", "removed_on")),
        )

    before = state()
    propose(handled, world.ada, Classification.PERSONNEL_MATTER)
    confirm(handled, world.ruth)
    assert state() == before
    item = next_(handled)
    answered = cases.give_feedback(
        case=handled.case, item=item, answer=DONE, next_on=None, by=world.ada
    )
    assert answered.clocks().filter(met_on=None).count() == 0


def test_nobody_confirms_their_own_proposal(world: World, handled: Reported) -> None:
    propose(handled, world.ada)
    with pytest.raises(NotAllowed):
        confirm(handled, world.ada)
    assert Case.objects.get().classification == Classification.REPORT
    assert Case.objects.get().proposal() is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reclassification.objects.update(decided_by=world.ada, decided_on=today(), confirmed=True)


def test_only_the_handler_proposes(world: World, handled: Reported) -> None:
    for somebody in (world.ruth, world.eve, world.mira):
        with pytest.raises(NotAllowed):
            propose(handled, somebody)


def test_only_an_officer_of_the_dialogue_confirms(world: World, handled: Reported) -> None:
    propose(handled, world.ada)
    for somebody in (world.mira, world.eve, world.jonas, world.omar):
        with pytest.raises(NotAllowed):
            confirm(handled, somebody)


def test_a_member_of_the_commission_who_was_let_in_may_confirm(
    world: World, handled: Reported
) -> None:
    propose(handled, world.ada)
    cases.add_member(
        room=handled.case.dialogue(),
        holder=world.mira.label,
        sealed=sealed(),
        until=None,
        by=world.ada,
    )
    with pytest.raises(NotNow) as refusal:
        confirm(handled, world.mira)
    assert refusal.value.kind == "declaration-needed"
    declared(handled.case, world.mira)
    confirm(handled, world.mira)
    assert Case.objects.get().classification == Classification.SIGNAL


@pytest.mark.parametrize("who", ["ada", "ruth"])
def test_refused_or_withdrawn_the_case_stays_what_it_was(
    world: World, handled: Reported, who: str
) -> None:
    propose(handled, world.ada)
    cases.refuse_reclassification(case=handled.case, item=next_(handled), by=getattr(world, who))
    assert Case.objects.get().classification == Classification.REPORT
    assert journal(handled.case.pk)[-1] == "case.reclassification-refused"
    with pytest.raises(NotNow) as refusal:
        confirm(handled, world.ruth)
    assert refusal.value.kind == "no-proposal"
    propose(handled, world.ada)


def test_one_proposal_waits_and_it_says_something_new(world: World, handled: Reported) -> None:
    with pytest.raises(NotValid):
        propose(handled, world.ada, Classification.REPORT)
    propose(handled, world.ada)
    with pytest.raises(NotNow) as refusal:
        propose(handled, world.ada, Classification.COMPLAINT)
    assert refusal.value.kind == "proposal-waits"


def test_the_same_request_again_changes_nothing(world: World, handled: Reported) -> None:
    to, first = Classification.SIGNAL, next_(handled)
    for _again in range(2):
        cases.propose_reclassification(case=handled.case, to=to, item=first, by=world.ada)
    second = next_(handled)
    for _again in range(2):
        cases.confirm_reclassification(case=handled.case, item=second, by=world.ruth)
    assert journal(handled.case.pk).count("case.reclassified") == 1


def test_a_proposal_falls_with_whoever_made_it(world: World, handled: Reported) -> None:
    propose(handled, world.ada)
    cases.cut_off(case=handled.case, officers=[world.ada.pk], functions=[], by=world.ruth)
    assert Case.objects.get().proposal() is None
    assert Case.objects.get().classification == Classification.REPORT


def test_no_ledger_entry_no_reclassification(
    world: World, handled: Reported, break_ledger: Break
) -> None:
    propose(handled, world.ada)
    item = next_(handled)
    break_ledger()
    for act in (cases.confirm_reclassification, cases.refuse_reclassification):
        with pytest.raises(RuntimeError):
            act(case=handled.case, item=item, by=world.ruth)
    assert Case.objects.get().proposal() is not None


def test_a_refusal_leaves_no_item_behind(world: World, handled: Reported) -> None:
    before = handled.case.dialogue().head_sequence
    with pytest.raises(Refusal):
        confirm(handled, world.ruth)
    assert handled.case.dialogue().head_sequence == before
