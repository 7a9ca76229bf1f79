"""The person concerned is heard before a finding, and cleared when there is none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Closing, Hearing, Postponement, Unheard
from hoeder.cases.rules import FINDINGS, Outcome, OutcomeAnswer
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Room, today
from hoeder.rooms.opening import NewItem
from tests.cases.steps import acknowledged, an_investigation
from tests.cases.world import DONE, Reported, World, journal
from tests.rooms.sealing import next_item

Break = Callable[[], None]


@pytest.fixture
def studied(world: World, report: Reported) -> Reported:
    """Noor's report with an investigation of Ada and Ruth, and with feedback."""
    acknowledged(report, world.ada)
    an_investigation(world, report, world.ada, world.ruth)
    item = next_item(report.case.dialogue())
    cases.give_feedback(case=report.case, item=item, answer=DONE, next_on=None, by=world.ada)
    return report


def next_(report: Reported) -> NewItem:
    return next_item(Room.objects.get(case=report.case.pk, kind="investigation"))


def show(report: Reported, by: Officer) -> Hearing:
    before = list(Hearing.objects.values_list("pk", flat=True))
    cases.show_view(case=report.case, item=next_(report), by=by)
    return Hearing.objects.exclude(pk__in=before).get()


def hear(report: Reported, hearing: Hearing, by: Officer) -> None:
    cases.hear(case=report.case, hearing=hearing, item=next_(report), by=by)


def tell(report: Reported, outcome: Outcome, by: Officer) -> None:
    item = next_item(report.case.dialogue())
    cases.tell_outcome(case=report.case, outcome=outcome, item=item, by=by)


def close(report: Reported) -> None:
    item = next_item(report.case.dialogue())
    cases.answer_outcome(case=report.case, answer=OutcomeAnswer.AGREES, item=item, by=report.noor)


@pytest.mark.parametrize("outcome", sorted(FINDINGS))
def test_no_finding_before_everybody_concerned_was_heard(
    world: World, studied: Reported, outcome: Outcome
) -> None:
    """law.md ACC-02: being heard is a recorded step before a finding."""
    with pytest.raises(NotNow) as refusal:
        tell(studied, outcome, world.ada)
    assert refusal.value.kind == "hearing-needed"
    first = show(studied, world.ada)
    second = show(studied, world.ada)
    hear(studied, first, world.ada)
    with pytest.raises(NotNow):
        tell(studied, outcome, world.ada)
    hear(studied, second, world.ada)
    tell(studied, outcome, world.ada)
    assert Closing.objects.get().outcome == outcome


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - FINDINGS))
def test_what_finds_nothing_needs_no_hearing(
    world: World, studied: Reported, outcome: Outcome
) -> None:
    tell(studied, outcome, world.ada)


def test_a_finding_without_a_hearing_takes_reasons_and_two_people(
    world: World, studied: Reported
) -> None:
    """law.md ACC-02: or a reasoned exception."""
    cases.propose_unheard(case=studied.case, item=next_(studied), by=world.ada)
    with pytest.raises(NotAllowed):
        cases.confirm_unheard(case=studied.case, item=next_(studied), by=world.ada)
    with pytest.raises(NotNow):
        tell(studied, Outcome.ESTABLISHED, world.ada)
    cases.refuse_unheard(case=studied.case, item=next_(studied), by=world.ruth)
    with pytest.raises(NotNow):
        tell(studied, Outcome.ESTABLISHED, world.ada)
    cases.propose_unheard(case=studied.case, item=next_(studied), by=world.ada)
    cases.confirm_unheard(case=studied.case, item=next_(studied), by=world.ruth)
    tell(studied, Outcome.ESTABLISHED, world.ada)
    assert journal(studied.case.pk).count("case.unheard-confirmed") == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Unheard.objects.update(decided_by=world.ada, confirmed=True)


def test_all_of_it_is_kept_where_the_reporter_does_not_read(
    world: World, studied: Reported
) -> None:
    before = studied.case.dialogue().head_sequence
    hearing = show(studied, world.ada)
    hear(studied, hearing, world.ada)
    assert studied.case.dialogue().head_sequence == before
    kept = "".join(Journal.objects.values_list("event", flat=True))
    assert "case.heard" in kept
    assert hearing.pk.hex not in kept


def test_without_an_investigation_room_there_is_nowhere_to_keep_it(
    world: World, report: Reported
) -> None:
    acknowledged(report, world.ada)
    item = next_item(report.case.dialogue())
    with pytest.raises(NotNow) as refusal:
        cases.show_view(case=report.case, item=item, by=world.ada)
    assert refusal.value.kind == "no-investigation"


def test_only_the_handler_notes_steps_and_each_step_once(world: World, studied: Reported) -> None:
    with pytest.raises(NotAllowed):
        show(studied, world.ruth)
    hearing = show(studied, world.ada)
    hear(studied, hearing, world.ada)
    with pytest.raises(NotNow) as refusal:
        hear(studied, hearing, world.ada)
    assert refusal.value.kind == "heard"
    item = next_(studied)
    for _again in range(2):
        cases.show_view(case=studied.case, item=item, by=world.ada)
    assert Hearing.objects.count() == 2
    assert journal(studied.case.pk).count("case.view-shown") == 2


def test_informing_is_put_off_with_a_day_and_a_miss_is_on_the_record(
    world: World, studied: Reported
) -> None:
    """law.md ACC-04: no postponement without reasons and expiry; at expiry it is due again."""
    for days in (0, -1, 120):
        with pytest.raises(NotValid):
            cases.postpone_informing(
                case=studied.case,
                until=today() + timedelta(days=days),
                item=next_(studied),
                by=world.ada,
            )
    until = today() + timedelta(days=40)
    cases.postpone_informing(case=studied.case, until=until, item=next_(studied), by=world.ada)
    clock = Clock.objects.get(about=Postponement.objects.get().pk)
    assert (clock.kind, clock.due_on) == ("review", until)
    cases.sweep_clocks(by=SYSTEM, now=clock.due_at + timedelta(days=1))
    clock.refresh_from_db()
    assert clock.missed_on is not None
    show(studied, world.ada)
    clock.refresh_from_db()
    assert clock.met_on is not None
    assert Postponement.objects.get().ended_on == today()


def test_put_off_again_the_reasons_were_looked_at_again(world: World, studied: Reported) -> None:
    for days in (20, 50):
        until = today() + timedelta(days=days)
        cases.postpone_informing(case=studied.case, until=until, item=next_(studied), by=world.ada)
    assert Postponement.objects.filter(ended_on=None).count() == 1
    assert Clock.objects.running().filter(kind="review").count() == 1


def test_whoever_was_drawn_in_without_a_finding_is_cleared(world: World, studied: Reported) -> None:
    """law.md ACC-07: "not established" ends in a statement for the person concerned."""
    hearing = show(studied, world.ada)
    with pytest.raises(NotNow) as refusal:
        cases.clear(case=studied.case, hearing=hearing, item=next_(studied), by=world.ada)
    assert refusal.value.kind == "found"
    tell(studied, Outcome.NOT_ESTABLISHED, world.ada)
    close(studied)
    cases.clear(case=studied.case, hearing=hearing, item=next_(studied), by=world.ada)
    assert Hearing.objects.get().cleared_on == today()
    with pytest.raises(NotNow) as refusal:
        cases.clear(case=studied.case, hearing=hearing, item=next_(studied), by=world.ada)
    assert refusal.value.kind == "cleared"


def test_no_ledger_entry_no_hearing(world: World, studied: Reported, break_ledger: Break) -> None:
    hearing = show(studied, world.ada)
    item = next_(studied)
    break_ledger()
    for act in (cases.show_view, cases.propose_unheard):
        with pytest.raises(RuntimeError):
            act(case=studied.case, item=item, by=world.ada)
    with pytest.raises(RuntimeError):
        cases.hear(case=studied.case, hearing=hearing, item=item, by=world.ada)
    assert Hearing.objects.get().heard_on is None
    assert Case.objects.get().waiting_unheard() is None
