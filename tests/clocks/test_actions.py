from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from tests.cases.world import journal
from tests.rooms.sealing import new_id

pytestmark = pytest.mark.django_db
ZONE = "Europe/Amsterdam"
ACK = ClockKind.ACKNOWLEDGEMENT
PROMISE = ClockKind.PROMISE


class Noor:
    label = "reporter"


@pytest.fixture
def case() -> UUID:
    case = new_id()
    ledger.adopt_case(case=case, key=bytes(32), by=Noor())
    return case


@pytest.fixture
def broken_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)


def a_clock(case: UUID, due_on: date = date(2026, 2, 10), kind: ClockKind = ACK) -> Clock:
    return clocks.start(case=case, kind=kind, due_on=due_on, zone=ZONE, by=SYSTEM)


def test_a_clock_starts_and_is_in_the_ledger(case: UUID) -> None:
    clock = a_clock(case)
    assert clock.due_at == datetime(2026, 2, 10, 22, 59, 59, tzinfo=UTC)
    assert journal(case) == ["clock.started"]


def test_one_clock_of_a_kind_runs_at_a_time(case: UUID) -> None:
    a_clock(case)
    with pytest.raises(NotNow):
        a_clock(case, date(2026, 3, 1))


def test_each_cause_has_a_clock_of_its_own(case: UUID) -> None:
    """One case, two promises and the case itself: three clocks of a kind, each met alone."""
    day, first, second = date(2026, 2, 10), new_id(), new_id()
    for about in (None, first, second):
        clocks.start(case=case, kind=PROMISE, due_on=day, zone=ZONE, about=about, by=SYSTEM)
        with pytest.raises(NotNow):
            clocks.start(case=case, kind=PROMISE, due_on=day, zone=ZONE, about=about, by=SYSTEM)
    clocks.meet(case=case, kind=PROMISE, on=day, about=first, by=SYSTEM)
    assert {clock.about for clock in Clock.objects.running()} == {None, second}
    assert f'"about":"{first.hex}"' in reading.events(case)[-1].text


def test_hours_end_at_a_moment(case: UUID) -> None:
    at = datetime(2026, 2, 10, 12, 30, tzinfo=UTC)
    cause = new_id()
    clocks.start_hours(case=case, kind=PROMISE, due_at=at, zone=ZONE, about=cause, by=SYSTEM)
    assert Clock.objects.get(about=cause).due_at == at
    assert clocks.sweep(by=SYSTEM, now=at) == []
    assert len(clocks.sweep(by=SYSTEM, now=at + timedelta(seconds=1))) == 1


def test_a_clock_whose_cause_has_gone_ends_and_says_so(case: UUID) -> None:
    cause = new_id()
    for _again in range(2):
        clocks.start(
            case=case, kind=PROMISE, due_on=date(2026, 2, 10), zone=ZONE, about=cause, by=SYSTEM
        )
        assert clocks.end(case=case, kind=PROMISE, about=cause, by=SYSTEM) is not None
    assert clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC)) == []
    assert journal(case) == ["clock.started", "clock.ended"] * 2
    with pytest.raises(NotNow):
        clocks.meet(case=case, kind=PROMISE, on=date(2026, 2, 9), about=cause, by=SYSTEM)


def test_ending_what_does_not_run_writes_nothing(case: UUID) -> None:
    assert clocks.end(case=case, kind=PROMISE, about=new_id(), by=SYSTEM) is None
    assert journal(case) == []


def test_a_miss_stays_when_the_cause_goes_afterwards(case: UUID) -> None:
    a_clock(case, kind=PROMISE)
    clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC))
    clocks.end(case=case, kind=PROMISE, by=SYSTEM)
    assert Clock.objects.missed().get().missed_on == date(2026, 2, 11)
    assert not Clock.objects.running().exists()


def test_a_clock_is_not_met_and_ended(case: UUID) -> None:
    a_clock(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(met_on=date(2026, 2, 4), ended_on=date(2026, 2, 4))


@pytest.mark.usefixtures("broken_ledger")
def test_no_ledger_entry_no_clock() -> None:
    with pytest.raises(RuntimeError):
        a_clock(new_id())
    assert not Clock.objects.exists()


def test_meeting_a_clock_is_in_the_ledger(case: UUID) -> None:
    a_clock(case)
    clocks.meet(case=case, kind=ACK, on=date(2026, 2, 4), by=SYSTEM)
    assert Clock.objects.get().met_on == date(2026, 2, 4)
    assert journal(case)[-1] == "clock.met"


def test_what_is_met_cannot_be_met_again(case: UUID) -> None:
    a_clock(case)
    clocks.meet(case=case, kind=ACK, on=date(2026, 2, 4), by=SYSTEM)
    with pytest.raises(NotNow):
        clocks.meet(case=case, kind=ACK, on=date(2026, 2, 4), by=SYSTEM)


def test_a_missed_clock_can_be_met_late_and_stays_missed(case: UUID) -> None:
    a_clock(case)
    clocks.sweep(by=SYSTEM, now=datetime(2026, 2, 11, tzinfo=UTC))
    clocks.meet(case=case, kind=ACK, on=date(2026, 2, 20), by=SYSTEM)
    clock = Clock.objects.get()
    assert (clock.missed_on, clock.met_on) == (date(2026, 2, 11), date(2026, 2, 20))


def test_a_clock_is_brought_forward_and_never_put_off(case: UUID) -> None:
    a_clock(case)
    for day in (date(2026, 2, 8), date(2026, 3, 1)):
        clocks.bring_forward(case=case, kind=ACK, due_on=day, zone=ZONE, by=SYSTEM)
    assert Clock.objects.get().due_on == date(2026, 2, 8)
    assert journal(case) == ["clock.started", "clock.brought-forward"]


def test_what_does_not_run_cannot_be_brought_forward(case: UUID) -> None:
    with pytest.raises(NotNow):
        clocks.bring_forward(case=case, kind=ACK, due_on=date(2026, 2, 8), zone=ZONE, by=SYSTEM)


def test_a_clock_is_missed_from_the_first_second_after_its_day(case: UUID) -> None:
    """law.md CLK-06: written by itself, in the ledger of the case."""
    a_clock(case)
    assert clocks.sweep(by=SYSTEM, now=datetime(2026, 2, 10, 22, 59, 59, tzinfo=UTC)) == []
    missed = clocks.sweep(by=SYSTEM, now=datetime(2026, 2, 10, 23, 0, 0, tzinfo=UTC))
    assert [clock.missed_on for clock in missed] == [date(2026, 2, 11)]
    assert journal(case)[-1] == "clock.missed"


def test_a_server_that_was_down_notes_the_day_on_which_it_was_missed(case: UUID) -> None:
    """law.md CLK-06: down for three weeks over the due date."""
    a_clock(case)
    (missed,) = clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert missed.missed_on == date(2026, 2, 11)


def test_a_clock_that_is_set_back_undoes_nothing(case: UUID) -> None:
    """law.md CLK-06: what was missed stays, and is not noted again."""
    a_clock(case)
    clocks.sweep(by=SYSTEM, now=datetime(2026, 2, 11, tzinfo=UTC))
    before = journal()
    for now in (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 12, tzinfo=UTC)):
        assert clocks.sweep(by=SYSTEM, now=now) == []
    assert Clock.objects.get().missed_on == date(2026, 2, 11)
    assert journal() == before


def test_what_is_done_late_before_a_sweep_came_by_was_missed_too(
    case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md CLK-06: half an hour after the day, and half an hour before the hourly sweep."""
    a_clock(case)
    late = datetime(2026, 2, 10, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    clocks.meet(case=case, kind=ACK, on=date(2026, 2, 11), by=SYSTEM)
    assert journal(case) == ["clock.started", "clock.missed", "clock.met"]
    assert clocks.sweep(by=SYSTEM) == []


def test_a_second_sweep_does_nothing(case: UUID) -> None:
    a_clock(case)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert len(clocks.sweep(by=SYSTEM, now=now)) == 1
    before = journal()
    assert clocks.sweep(by=SYSTEM, now=now) == []
    assert journal() == before


def test_no_ledger_entry_no_missed_clock(case: UUID, request: pytest.FixtureRequest) -> None:
    a_clock(case)
    request.getfixturevalue("broken_ledger")
    with pytest.raises(RuntimeError):
        clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC))
    assert Clock.objects.get().missed_on is None


def test_a_sweep_without_anything_due_is_one_question_whatever_runs(case: UUID) -> None:
    Clock.objects.bulk_create(
        Clock(**new_clock(case=new_id(), kind=ACK, due_on=date(2030, 1, 1), zone=ZONE))
        for _ in range(50)
    )
    with CaptureQueriesContext(connection) as queries:
        clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC))
    assert len([q for q in queries.captured_queries if "SELECT" in q["sql"]]) == 1
