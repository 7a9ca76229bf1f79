"""A case closes with the reporter's yes, or over her by two people; her line stays open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Closing, ClosingOver
from hoeder.cases.rules import FINDINGS, Outcome, OutcomeAnswer, Status
from hoeder.clocks.closing import outcome_answer_due
from hoeder.errors import NotAllowed, NotNow, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Grant, Member, today
from hoeder.rooms.opening import NewItem
from tests.cases.steps import acknowledged
from tests.cases.world import DONE, Reported, World, journal
from tests.rooms.sealing import next_item

Break = Callable[[], None]


@pytest.fixture
def answered(world: World, report: Reported) -> Reported:
    """Noor's report, acknowledged and with feedback by Ada, who promised more."""
    acknowledged(report, world.ada)
    promised = today() + timedelta(days=30)
    cases.give_feedback(
        case=report.case, item=next_(report), answer=DONE, next_on=promised, by=world.ada
    )
    return report


def next_(report: Reported) -> NewItem:
    return next_item(report.case.dialogue())


def tell(report: Reported, by: Officer, outcome: Outcome = Outcome.NOT_ESTABLISHED) -> None:
    cases.tell_outcome(case=report.case, outcome=outcome, item=next_(report), by=by)


def answer(report: Reported, said: OutcomeAnswer) -> None:
    cases.answer_outcome(case=report.case, answer=said, item=next_(report), by=report.noor)


def propose_over(report: Reported, by: Officer) -> None:
    cases.propose_closing_over(case=report.case, item=next_(report), by=by)


def confirm_over(report: Reported, by: Officer) -> None:
    cases.confirm_closing_over(case=report.case, item=next_(report), by=by)


def grow_silent() -> None:
    """Let the term for her answer pass."""
    Closing.objects.update(answer_by=today() - timedelta(days=1))


def status() -> str:
    return Case.objects.get().status


def test_the_reporter_hears_the_outcome_and_her_yes_closes(
    world: World, answered: Reported
) -> None:
    """law.md REG-08: a case closes with a typed reason, told to the reporter."""
    tell(answered, world.ada)
    closing = Closing.objects.get()
    assert closing.answer_by == outcome_answer_due("nl", today())
    assert status() == Status.ANSWERED
    assert not answered.case.clocks().filter(met_on=None, kind="next_feedback").exists()
    assert Case.objects.get().next_kind == ""
    Notice.objects.all().delete()
    answer(answered, OutcomeAnswer.AGREES)
    assert status() == Status.CLOSED
    assert Closing.objects.get().closed_on == today()
    told = set(Notice.objects.filter(kind="case.outcome-answered").values_list("holder", flat=True))
    assert told == {world.ada.label, world.ruth.label}
    assert journal(answered.case.pk)[-3:] == ["item.added", "case.outcome-answered", "case.closed"]


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - FINDINGS))
def test_every_way_to_end_is_told_and_kept(
    world: World, answered: Reported, outcome: Outcome
) -> None:
    """law.md REG-08: also what is outside the scope is neither kept nor dropped in silence."""
    tell(answered, world.ada, outcome)
    assert Closing.objects.get().outcome == outcome


def test_nothing_closes_before_feedback_was_given(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotNow) as refusal:
        tell(report, world.ada)
    assert refusal.value.kind == "case-moved-on"


def test_one_outcome_counts(world: World, answered: Reported) -> None:
    tell(answered, world.ada)
    with pytest.raises(NotNow) as refusal:
        tell(answered, world.ada, Outcome.ESTABLISHED)
    assert refusal.value.kind == "outcome-told"


def test_only_the_handler_tells_withdraws_and_reopens(world: World, answered: Reported) -> None:
    for somebody in (world.ruth, world.eve, world.mira):
        with pytest.raises(NotAllowed):
            tell(answered, somebody)
    tell(answered, world.ada)
    for act in (cases.withdraw_outcome, cases.propose_closing_over, cases.reopen):
        with pytest.raises(NotAllowed):
            act(case=answered.case, item=next_(answered), by=world.ruth)


def test_she_can_answer_until_it_is_closed_and_her_last_answer_counts(
    world: World, answered: Reported
) -> None:
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.OBJECTS)
    assert status() == Status.ANSWERED
    propose_over(answered, world.ada)
    answer(answered, OutcomeAnswer.AGREES)
    assert status() == Status.CLOSED
    # Nobody closed over her: the proposal fell with its cause, and was not confirmed.
    over = ClosingOver.objects.get()
    assert (over.confirmed, over.decided_on) == (False, today())
    with pytest.raises(NotNow) as refusal:
        answer(answered, OutcomeAnswer.OBJECTS)
    assert refusal.value.kind == "no-outcome"


def test_her_objection_is_closed_over_by_two_people_and_the_level_above_hears_it(
    world: World, answered: Reported
) -> None:
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.OBJECTS)
    propose_over(answered, world.ada)
    assert status() == Status.ANSWERED
    told = Notice.objects.filter(kind="case.closing-over-proposed").values_list("holder", flat=True)
    assert set(told) == {world.ruth.label}
    with pytest.raises(NotAllowed):
        confirm_over(answered, world.ada)
    confirm_over(answered, world.ruth)
    assert status() == Status.CLOSED
    above = Notice.objects.filter(kind="case.closed-over").values_list("holder", flat=True)
    assert list(above) == [world.mira.label]
    assert journal(answered.case.pk)[-2:] == ["case.closed", "case.closed-over"]


def test_nobody_closes_over_her_while_she_can_still_answer(
    world: World, answered: Reported
) -> None:
    tell(answered, world.ada)
    with pytest.raises(NotNow) as refusal:
        propose_over(answered, world.ada)
    assert refusal.value.kind == "answer-waits"
    grow_silent()
    propose_over(answered, world.ada)
    confirm_over(answered, world.ruth)
    assert status() == Status.CLOSED


def test_refused_or_withdrawn_the_case_stays_open(world: World, answered: Reported) -> None:
    tell(answered, world.ada)
    grow_silent()
    for who in (world.ruth, world.ada):
        propose_over(answered, world.ada)
        with pytest.raises(NotNow) as refusal:
            propose_over(answered, world.ada)
        assert refusal.value.kind == "proposal-waits"
        cases.refuse_closing_over(case=answered.case, item=next_(answered), by=who)
        assert status() == Status.ANSWERED
    with pytest.raises(NotNow) as refusal:
        confirm_over(answered, world.ruth)
    assert refusal.value.kind == "no-proposal"


def test_an_outcome_can_be_taken_back_and_another_one_told(
    world: World, answered: Reported
) -> None:
    tell(answered, world.ada)
    grow_silent()
    propose_over(answered, world.ada)
    cases.withdraw_outcome(case=answered.case, item=next_(answered), by=world.ada)
    assert Case.objects.get().closing() is None
    with pytest.raises(NotNow):
        confirm_over(answered, world.ruth)
    tell(answered, world.ada, Outcome.TOO_LITTLE)
    assert Closing.objects.count() == 2


def test_the_line_stays_open_after_closing(world: World, answered: Reported) -> None:
    """law.md EXT-06: a closed case is where it was; only its status says that it is closed."""

    def held() -> object:
        rows = Member.objects.order_by("pk").values_list("holder", "until", "removed_on")
        return list(rows), Grant.objects.count()

    before = held()
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.AGREES)
    assert held() == before
    rooms.add_item(room=answered.case.dialogue(), item=next_(answered), by=answered.noor)
    rooms.add_item(room=answered.case.dialogue(), item=next_(answered), by=world.ada)
    assert Case.objects.visible_to(world.ada).count() == 1
    assert Case.objects.visible_to(answered.noor).count() == 1


def test_what_she_tells_afterwards_may_open_it_again(world: World, answered: Reported) -> None:
    with pytest.raises(NotNow):
        cases.reopen(case=answered.case, item=next_(answered), by=world.ada)
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.AGREES)
    with pytest.raises(NotNow):
        cases.give_feedback(
            case=answered.case, item=next_(answered), answer=DONE, next_on=None, by=world.ada
        )
    cases.reopen(case=answered.case, item=next_(answered), by=world.ada)
    assert status() == Status.ANSWERED
    assert Case.objects.get().closing() is None
    tell(answered, world.ada)


def test_the_same_request_again_changes_nothing(world: World, answered: Reported) -> None:
    case, first = answered.case, next_(answered)
    for _again in range(2):
        cases.tell_outcome(case=case, outcome=Outcome.TOO_LITTLE, item=first, by=world.ada)
    second = next_(answered)
    for _again in range(2):
        cases.answer_outcome(case=case, answer=OutcomeAnswer.OBJECTS, item=second, by=answered.noor)
    for act, by in (
        (cases.propose_closing_over, world.ada),
        (cases.refuse_closing_over, world.ruth),
        (cases.propose_closing_over, world.ada),
        (cases.confirm_closing_over, world.ruth),
        (cases.reopen, world.ada),
    ):
        item = next_(answered)
        for _again in range(2):
            act(case=case, item=item, by=by)
    assert journal(case.pk).count("case.closed") == 1
    assert journal(case.pk).count("case.outcome-answered") == 1
    tell(answered, world.ada)
    third = next_(answered)
    for _again in range(2):
        cases.withdraw_outcome(case=case, item=third, by=world.ada)
    assert journal(case.pk).count("case.outcome-withdrawn") == 1


def test_a_proposal_to_close_over_her_falls_with_whoever_made_it(
    world: World, answered: Reported
) -> None:
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.OBJECTS)
    propose_over(answered, world.ada)
    cases.cut_off(case=answered.case, officers=[world.ada.pk], functions=[], by=world.ruth)
    over = ClosingOver.objects.get()
    assert (over.confirmed, over.decided_by) == (False, world.ruth)


def test_the_database_knows_that_two_people_decide(world: World, answered: Reported) -> None:
    tell(answered, world.ada)
    grow_silent()
    propose_over(answered, world.ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingOver.objects.update(decided_by=world.ada, decided_on=today(), confirmed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.update(answer="agrees")


def test_no_ledger_entry_no_step(world: World, answered: Reported, break_ledger: Break) -> None:
    tell(answered, world.ada)
    answer(answered, OutcomeAnswer.OBJECTS)
    propose_over(answered, world.ada)
    before = answered.case.dialogue().head_sequence
    item = next_(answered)
    break_ledger()
    for act, by in (
        (cases.confirm_closing_over, world.ruth),
        (cases.refuse_closing_over, world.ruth),
        (cases.withdraw_outcome, world.ada),
    ):
        with pytest.raises(RuntimeError):
            act(case=answered.case, item=item, by=by)
    assert status() == Status.ANSWERED
    assert answered.case.dialogue().head_sequence == before


def test_a_refusal_leaves_no_item_behind(world: World, answered: Reported) -> None:
    before = answered.case.dialogue().head_sequence
    for act in (cases.reopen, cases.withdraw_outcome, cases.propose_closing_over):
        with pytest.raises(Refusal):
            act(case=answered.case, item=next_(answered), by=world.ada)
    assert answered.case.dialogue().head_sequence == before
