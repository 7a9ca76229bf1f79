"""One body, one year, 300 cases: each date equals a calculation that shares no code with ours.

The calculation below uses `python-dateutil` and the standard library, and knows of the law only
what its sentences say: seven days, three months, midnight where the body is.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Body
from hoeder.reports.receiving import SENDER
from tests.cases.world import DONE, World, a_submission, a_world, declared, settled
from tests.rooms.sealing import next_item

pytestmark = pytest.mark.django_db
CASES = 300
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
#: Into 2028, whose February has 29 days, until every term has ended.
END = datetime(2028, 7, 1, tzinfo=UTC)
#: The server is down over these days; nothing is swept, and nobody can work.
DOWN = [
    (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 30, 8, tzinfo=UTC)),
    (datetime(2027, 10, 30, tzinfo=UTC), datetime(2027, 11, 2, tzinfo=UTC)),
    (datetime(2028, 2, 28, 20, tzinfo=UTC), datetime(2028, 3, 1, 6, tzinfo=UTC)),
]


class Step(Protocol):
    """Something that happens at a moment."""

    def __call__(self) -> object: ...


@dataclass
class Life:
    """What the calculation knows of one case: when things really happened."""

    received: datetime
    acknowledged: datetime | None = None
    answers: list[datetime] = field(default_factory=list)
    promised: list[date] = field(default_factory=list)

    def due(self) -> list[tuple[str, date]]:
        """Every date of this case, by the sentences of the law."""
        first = local(self.received) + timedelta(days=7)
        start = first
        if self.acknowledged is not None and local(self.acknowledged) < first:
            start = local(self.acknowledged)
        second = start + relativedelta(months=3)
        return [
            ("acknowledgement", first),
            ("feedback", second),
            *(("next_feedback", day) for day in self.promised),
        ]

    def missed(self) -> Counter[tuple[str, date]]:
        """Those of its dates by whose midnight nothing was done."""
        done = [self.acknowledged, *self.answers]
        late = []
        for place, (kind, day) in enumerate(self.due()):
            did = done[place] if place < len(done) else None
            # What nobody ever did counts as missed once a sweep has come by.
            if local(did) > day if did is not None else day < local(END):
                late.append((kind, day))
        return Counter(late)


def local(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def up(moment: datetime) -> datetime:
    """The first moment at which the server is up again."""
    return next((until for since, until in DOWN if since <= moment < until), moment)


class Year:
    """The clock of the world, and what happens in it."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world, self.patch = world, patch
        self.lives: dict[Case, Life] = {}
        self.chance = random.Random(20270101)  # noqa: S311
        self.steps: list[tuple[datetime, int, Step]] = []

    def at(self, moment: datetime, step: Step) -> None:
        self.steps.append((up(moment), len(self.steps), step))

    def run(self) -> None:
        """Carry out everything in order of time, and sweep at odd hours of each day."""
        while self.steps:
            self.steps.sort(key=lambda one: one[:2])
            moment, _number, step = self.steps.pop(0)
            self.now = moment
            self.patch.setattr("django.utils.timezone.now", lambda: self.now)
            step()

    def receive(self) -> None:
        received = cases.receive(submission=a_submission(self.world), by=SENDER)
        case = settled(Case.objects.get(pk=received.case))
        declared(case, self.world.ada)
        self.lives[case] = Life(self.now)
        wait = self.chance.choice([1, 3, 6, 7, 7, 8, 12, 30, None])
        if wait is not None:
            self.at(self.later(self.now, wait), partial(self.acknowledge, case))

    def acknowledge(self, case: Case) -> None:
        cases.acknowledge(case=case, item=next_item(case.dialogue()), by=self.world.ada)
        self.lives[case].acknowledged = self.now
        wait = self.chance.choice([20, 60, 85, 92, 93, 110, None])
        if wait is not None:
            self.at(self.later(self.now, wait), partial(self.answer, case))

    def answer(self, case: Case) -> None:
        more = self.chance.choice([None, 10, 30, 80])
        next_on = None if more is None else local(self.now) + timedelta(days=more)
        item = next_item(case.dialogue())
        cases.give_feedback(case=case, item=item, answer=DONE, next_on=next_on, by=self.world.ada)
        life = self.lives[case]
        life.answers.append(self.now)
        if next_on is not None:
            life.promised.append(next_on)
            wait = self.chance.choice([5, 30, 81, None])
            if wait is not None:
                self.at(self.later(self.now, wait), partial(self.answer, case))

    def later(self, moment: datetime, days: int) -> datetime:
        """Some days later, often within minutes of midnight."""
        day = local(moment) + timedelta(days=days)
        hour, minute = self.chance.choice([(0, 1), (9, 30), (23, 58), (14, 0)])
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.once
def test_a_year_of_one_body_has_the_dates_of_the_law_and_each_miss_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """law.md CLK-01, CLK-02, CLK-06: each date, and each miss, of 300 cases."""
    year = Year(a_world(), monkeypatch)
    Body.objects.update(time_zone=str(AMSTERDAM))
    for _ in range(CASES):
        minutes = year.chance.randrange(365 * 24 * 60)
        year.at(BEGIN + timedelta(minutes=minutes), year.receive)
    moment = BEGIN
    while moment < END:
        year.at(moment, lambda: cases.sweep_clocks(by=SYSTEM))
        moment += timedelta(hours=year.chance.choice([6, 11, 20]))
    year.at(END, lambda: cases.sweep_clocks(by=SYSTEM))
    year.run()
    assert len(year.lives) == CASES

    logged = misses_in_the_ledger()
    for case, life in year.lives.items():
        found = Clock.objects.filter(case=case.pk)
        assert Counter(found.values_list("kind", "due_on")) == Counter(life.due())
        missed = found.missed().values_list("kind", "due_on", "missed_on")
        assert Counter((kind, due) for kind, due, _day in missed) == life.missed()
        assert all(day == due + timedelta(days=1) for _kind, due, day in missed)
        assert logged[case.pk] == life.missed()
    assert sum(sum(one.values()) for one in logged.values()) > CASES / 2


def misses_in_the_ledger() -> dict[object, Counter[tuple[str, date]]]:
    """What the journal says was missed, read from its events alone."""
    import json

    found: dict[object, Counter[tuple[str, date]]] = {}
    rows = Journal.objects.values_list("chain", "kind", "event")
    for chain, kind, event in rows:
        counted = found.setdefault(chain, Counter())
        if kind == "clock.missed":
            detail = json.loads(event)["detail"]
            counted[detail["kind"], date.fromisoformat(detail["due_on"])] += 1
    return found
