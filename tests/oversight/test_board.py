"""The board: bodies and overdue duties, and what repeats; never content."""

import json
import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Exclusion
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Unit
from hoeder.oversight import actions as oversight
from hoeder.oversight.board import board, duties
from hoeder.oversight.patterns import Repeats, patterns
from hoeder.oversight.rules import COLUMNS, Cause, Column, Side
from hoeder.protection import actions as protection
from hoeder.rooms.models import today
from tests.cases.world import Reported, World, a_report
from tests.oversight.conftest import Above
from tests.oversight.doing import passed, told
from tests.rooms.sealing import next_item


def test_it_shows_what_nobody_reported_on_the_day_after(world: World, report: Reported) -> None:
    rows = {row.body: row for row in board(world.mira)}
    assert rows[world.kustdienst].total == 0
    clock = passed(report)
    row = {row.body: row for row in board(world.mira)}[world.kustdienst]
    assert row.counts == {Column.ACKNOWLEDGEMENT: 1}
    assert row.oldest == clock.due_on
    assert board(world.mira)[0] == row, "most overdue first"
    cases.acknowledge(case=report.case, item=next_item(report.case.dialogue()), by=world.ada)
    assert all(row.total == 0 for row in board(world.mira)), "done late is not overdue any more"


def test_only_the_commission_has_a_board_and_it_leaves_out_what_is_not_for_one(
    world: World, above: Above, report: Reported
) -> None:
    passed(report)
    for officer in (world.ada, world.omar, world.pim, world.eve):
        assert board(officer) == []
    Exclusion.objects.create(case=report.case, officer=above.tarik, by=world.ada, day=today())
    assert sum(row.total for row in board(above.tarik)) == 0
    assert duties(above.tarik, world.kustdienst) == []
    assert sum(row.total for row in board(above.sanne)) == 1


def test_a_click_leads_to_numbers_kinds_days_and_sides(world: World, report: Reported) -> None:
    clock = passed(report)
    (duty,) = duties(world.mira, world.kustdienst)
    assert (duty.number, duty.kind, duty.due_on, duty.side) == (
        report.case.number,
        ClockKind.ACKNOWLEDGEMENT,
        clock.due_on,
        Side.HANDLER,
    )
    assert duties(world.mira, world.havendienst) == []


def test_its_sums_equal_the_journals(world: World) -> None:
    """STA-01: what the board counts follows from the journal alone, body by body."""
    chance = random.Random(4)  # noqa: S311
    reports = [a_report(world) for _ in range(12)]
    for one in reports:
        if chance.random() < 0.5:
            cases.acknowledge(case=one.case, item=next_item(one.case.dialogue()), by=world.ada)
        if chance.random() < 0.4:
            protection.raise_alarm(chain=one.case.pk, body=world.kustdienst, by=one.noor)
    for days in (2, 9, 100):
        cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=days))
        for clock in Clock.objects.running().missed():
            if chance.random() < 0.3:
                clocks.meet(
                    case=clock.case, kind=ClockKind(clock.kind), on=today(), about=clock.about,
                    by=SYSTEM,
                )  # fmt: skip
    overdue: Counter[tuple[str, Column]] = Counter()
    bodies = dict(Case.objects.values_list("pk", "body__slug"))
    for chain, kind, event in Journal.objects.filter(kind__startswith="clock.").values_list(
        "chain", "kind", "event"
    ):
        detail = json.loads(event)["detail"]
        place = bodies[chain], COLUMNS[ClockKind(detail["kind"])]
        if kind == "clock.missed":
            overdue[place] += 1
        elif kind == "clock.met" and _was_missed(chain, detail):
            overdue[place] -= 1
    shown = {
        (row.body.slug, column): count
        for row in board(world.mira)
        for column, count in row.counts.items()
    }
    assert shown == {place: count for place, count in overdue.items() if count}
    assert sum(shown.values()) == len(duties(world.mira, world.kustdienst)) > 5


def _was_missed(chain: UUID, detail: dict[str, str]) -> bool:
    """Whether the journal says that this very date was missed."""
    return any(
        json.loads(event)["detail"]["kind"] == detail["kind"]
        and json.loads(event)["detail"]["due_on"] == detail["due_on"]
        for event in Journal.objects.filter(chain=chain, kind="clock.missed").values_list(
            "event", flat=True
        )
    )


@pytest.mark.parametrize("cases_more", [0, 15])
def test_it_takes_the_same_questions_whatever_there_is(
    world: World, cases_more: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reports = [a_report(world) for _ in range(1 + cases_more)]
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=9))
    with django_assert_max_num_queries(12):
        rows = board(world.mira)
    assert sum(row.total for row in rows) == len(reports)


def said_unit(report: Reported, unit: Unit) -> None:
    """Noor goes to the commission, and her browser says which unit it is about."""
    oversight.escalate(
        chain=report.case.pk, body=report.case.body, cause=Cause.ASKED, unit=unit, by=report.noor
    )


def test_three_cases_of_one_unit_are_a_signal_to_the_commission_and_to_nobody_else(
    world: World, above: Above
) -> None:
    """law.md STA-03: 3 cases of the same unit: a signal to level+1, not to the unit."""
    outposts = Unit.objects.create(
        body=world.kustdienst, name_nl="Buitenposten", name_en="Outposts"
    )
    reports = [a_report(world) for _ in range(3)]
    for one in reports[:2]:
        said_unit(one, outposts)
    assert patterns(world.mira) == []
    said_unit(reports[2], outposts)
    (pattern,) = patterns(world.mira)
    assert (pattern.repeats, pattern.unit, pattern.cases) == (Repeats.UNIT, outposts, 3)
    for officer in (world.ada, world.ruth, world.omar, world.eve, world.pim):
        assert patterns(officer) == []
        assert officer.label not in told("escalation.opened")
    Exclusion.objects.create(case=reports[0].case, officer=above.tarik, by=world.ada, day=today())
    assert patterns(above.tarik) == [], "what is not for one is not counted either"


def test_leaks_that_repeat_are_a_pattern(world: World) -> None:
    for _ in range(3):
        one = a_report(world)
        protection.raise_alarm(chain=one.case.pk, body=one.case.body, by=one.noor)
    (pattern,) = patterns(world.mira)
    assert (pattern.repeats, pattern.unit, pattern.cases) == (Repeats.LEAK, None, 3)
    assert patterns(world.mira, on=today() + timedelta(days=366 * 4)) == []
