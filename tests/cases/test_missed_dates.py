from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.notices.models import Notice
from hoeder.rooms.models import today
from tests.cases.steps import acknowledged
from tests.cases.world import Reported, World, journal

Break = Callable[[], None]


def test_a_missed_date_is_told_to_the_case_and_the_level_above_hears_it_once(
    world: World, report: Reported
) -> None:
    later = datetime.combine(today() + timedelta(days=9), datetime.min.time(), UTC)
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 1
    assert journal(report.case.pk)[-2:] == ["clock.missed", "case.default-noted"]
    # The level above the one in default is told by the escalation, and in no other way.
    assert not Notice.objects.filter(holder=world.mira.label).exists()
    assert Notice.objects.filter(holder=world.ada.label, kind="clock.missed").exists()
    assert not Notice.objects.filter(holder=world.eve.label).exists()
    before = journal()
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 0
    assert journal() == before


def test_a_late_acknowledgement_still_counts_as_missed(world: World, report: Reported) -> None:
    later = timezone.now() + timedelta(days=9)
    cases.sweep_clocks(by=SYSTEM, now=later)
    case = acknowledged(report, world.ada)
    clock = case.clocks().get(kind=ClockKind.ACKNOWLEDGEMENT)
    assert clock.missed_on is not None
    assert clock.met_on is not None


def test_no_ledger_entry_no_missed_date(report: Reported, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=9))
    assert not Clock.objects.exclude(missed_on=None).exists()


def test_the_sweeps_run_as_commands(report: Reported, capsys: "pytest.CaptureFixture[str]") -> None:
    Clock.objects.update(due_on=date(2026, 1, 1), due_at=datetime(2026, 1, 1, tzinfo=UTC))
    call_command("sweep_clocks")
    call_command("sweep_uploads")
    assert capsys.readouterr().out == "Missed: 2.\nRemoved: 0.\n"
