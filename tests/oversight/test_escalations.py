"""Escalations: by one press, or by itself; always to somebody above whoever is in default."""

import pytest
from django.core.management import call_command

from hoeder.cases import actions as cases
from hoeder.cases.models import Exclusion
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import ChannelReader
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Breach, Escalation
from hoeder.oversight.rules import COLUMNS, OWED_BY, Cause, Side
from hoeder.protection import actions as protection
from hoeder.rooms.models import today
from tests.cases.world import DONE, Reported, World, a_report, an_officer, journal
from tests.oversight.conftest import Above
from tests.oversight.doing import passed, pressed, told
from tests.rooms.sealing import next_item


def test_every_kind_of_clock_has_somebody_who_owes_it_and_a_column_of_the_board() -> None:
    assert set(OWED_BY) == set(ClockKind)
    assert set(COLUMNS) == set(ClockKind)


def test_a_missed_date_goes_to_the_level_above_and_not_to_whoever_missed_it(
    world: World, report: Reported
) -> None:
    """law.md CLK-06: nobody had to report it, and the one in default is not the one told."""
    passed(report)
    assert oversight.escalate_missed(by=SYSTEM) == 1
    found = Escalation.objects.get()
    assert (found.cause, found.duty) == (Cause.MISSED, ClockKind.ACKNOWLEDGEMENT)
    assert (found.side, found.body, found.level) == (Side.HANDLER, world.kustdienst, world.ministry)
    assert told("escalation.opened") == {world.mira.label}
    assert found.told == 1
    assert "escalation.opened" in journal(report.case.pk)


def test_a_second_node_does_nothing_and_closing_does_not_bring_it_back(
    world: World, report: Reported
) -> None:
    passed(report)
    oversight.escalate_missed(by=SYSTEM)
    assert oversight.escalate_missed(by=SYSTEM) == 0
    oversight.close_escalation(escalation=Escalation.objects.get(), by=world.mira)
    assert oversight.escalate_missed(by=SYSTEM) == 0
    assert Escalation.objects.count() == 1
    assert journal(report.case.pk).count("escalation.opened") == 1


def test_the_same_trace_is_one_escalation_also_when_it_is_found_at_the_same_instant(
    report: Reported,
) -> None:
    clock = passed(report)
    twice = [
        oversight.escalate(
            chain=report.case.pk,
            body=report.case.body,
            cause=Cause.MISSED,
            side=Side.HANDLER,
            duty=ClockKind.ACKNOWLEDGEMENT,
            trace=f"clock:{clock.pk}",
            by=SYSTEM,
        )
        for _ in range(2)
    ]
    assert twice[0] == twice[1]


def test_what_the_commission_missed_goes_past_the_commission(
    world: World, above: Above, report: Reported
) -> None:
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    oversight.escalate_missed(by=SYSTEM)
    assert told("escalation.opened") == {above.mira.label, above.sanne.label, above.tarik.label}
    passed(report, ClockKind.BREACH_NOTICE)
    oversight.escalate_missed(by=SYSTEM)
    missed = Escalation.objects.filter(cause=Cause.MISSED, side=Side.COMMISSION)
    assert {one.level for one in missed} == {above.board}
    for member in (above.mira, above.sanne, above.tarik):
        assert not missed.visible_to(member).exists(), "nobody judges their own default"
    assert missed.visible_to(above.eva).count() == missed.count() > 0


def test_where_nobody_is_above_the_reporter_is_told_so(world: World, report: Reported) -> None:
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    passed(report, ClockKind.BREACH_MEASURES)
    oversight.escalate_missed(by=SYSTEM)
    found = Escalation.objects.visible_to(report.noor).get(duty=ClockKind.BREACH_MEASURES)
    assert (found.level, found.told) == (None, 0)


def test_one_press_is_enough_in_every_state_and_twice_is_once(
    world: World, report: Reported
) -> None:
    """law.md EXT-06: one step by the reporter, at any state."""
    first = pressed(report)
    assert pressed(report) == first
    assert (first.cause, first.level, first.opened_by) == (Cause.ASKED, world.ministry, "reporter")
    cases.acknowledge(case=report.case, item=next_item(report.case.dialogue()), by=world.ada)
    cases.give_feedback(
        case=report.case,
        item=next_item(report.case.dialogue()),
        answer=DONE,
        next_on=None,
        by=world.ada,
    )
    assert pressed(report) == first
    oversight.close_escalation(escalation=first, by=world.mira)
    assert pressed(report) != first, "closed is no end: she can come back"


def test_without_the_ledger_there_is_no_escalation(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        pressed(report)
    assert not Escalation.objects.exists()


def test_whoever_handles_or_is_named_or_is_of_another_body_sees_nothing_of_it(
    world: World, above: Above, report: Reported
) -> None:
    found = pressed(report)
    Exclusion.objects.create(case=report.case, officer=above.tarik, by=world.ada, day=today())
    assert list(Escalation.objects.visible_to(above.mira)) == [found]
    assert list(Escalation.objects.visible_to(report.noor)) == [found]
    for officer in (world.ada, world.ruth, world.eve, world.pim, world.omar, above.tarik):
        assert not Escalation.objects.visible_to(officer).exists(), officer
    with pytest.raises(NotAllowed):
        oversight.close_escalation(escalation=found, by=above.tarik)
    with pytest.raises(NotAllowed):
        oversight.close_escalation(escalation=found, by=world.ada)
    other = a_report(world)
    assert not Escalation.objects.visible_to(other.noor).exists()


def test_a_member_of_the_commission_who_handles_the_case_does_not_judge_it(
    world: World, above: Above
) -> None:
    ChannelReader.objects.create(channel=world.above, officer=above.tarik)
    report = a_report(world, world.ada, above.tarik)
    found = pressed(report)
    assert told("escalation.opened") == {above.mira.label, above.sanne.label}
    assert not Escalation.objects.visible_to(above.tarik).filter(pk=found.pk).exists()


def test_when_the_last_one_is_cut_off_it_goes_to_the_level_above(
    world: World, above: Above, report: Reported
) -> None:
    """law.md RTE-03: a commission member is named; the others go on, the last one hands it up."""
    found = pressed(report)
    for member in (above.mira, above.sanne):
        Exclusion.objects.create(case=report.case, officer=member, by=world.ada, day=today())
    assert oversight.move_up(by=SYSTEM) == 0
    assert list(Escalation.objects.visible_to(above.tarik)) == [found]
    Exclusion.objects.create(case=report.case, officer=above.tarik, by=world.ada, day=today())
    assert oversight.move_up(by=SYSTEM) == 1
    assert oversight.move_up(by=SYSTEM) == 0
    found.refresh_from_db()
    assert found.level == above.board
    assert above.eva.label in told("escalation.opened")
    assert "escalation.moved-up" in journal(report.case.pk)


def test_an_alarm_and_repeated_tries_go_to_the_commission_and_in_the_register(
    world: World, report: Reported
) -> None:
    """law.md DTY-02: what was tried in vain appears as a possible breach."""
    incident = protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    oversight.escalate_missed(by=SYSTEM)
    assert oversight.note_possible_breaches(by=SYSTEM) == 1
    assert oversight.note_possible_breaches(by=SYSTEM) == 0
    assert Escalation.objects.get().cause == Cause.ALARM
    possible = Breach.objects.get()
    assert (possible.kind, possible.incident, possible.decision) == ("revealing", incident, "")
    assert "breach.possible" in journal(report.case.pk)


def test_a_closed_escalation_stays_closed(world: World, report: Reported) -> None:
    found = oversight.close_escalation(escalation=pressed(report), by=world.mira)
    assert found.closed_by == world.mira.label
    with pytest.raises(NotNow):
        oversight.close_escalation(escalation=found, by=world.mira)


def test_the_hour_brings_it_up_by_itself(world: World, report: Reported) -> None:
    passed(report)
    for _ in range(2):
        call_command("tick")
    assert Escalation.objects.count() == 1


def test_whoever_joins_the_commission_later_sees_what_is_open(
    world: World, report: Reported
) -> None:
    found = pressed(report)
    eva = an_officer(world.ministry, "Eva", Role.COMMISSION_MEMBER)
    assert list(Escalation.objects.visible_to(eva)) == [found]
