"""Several nodes sweep at once: each miss is noted once."""

import threading
import time
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction

from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Journal
from tests.rooms.sealing import new_id

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 60
NODES = 4


class Noor:
    label = "reporter"


def sweep() -> int:
    """Sweep; where the test's database in memory lets one in at a time, wait for one's turn."""
    while True:
        try:
            return len(clocks.sweep(by=SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC)))
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.01)


def test_four_nodes_that_sweep_at_once_note_each_miss_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """law.md CLK-06: rows are locked on PostgreSQL, the file on SQLite."""
    monkeypatch.setattr(clocks, "SWEEP", 7)
    cases = [new_id() for _ in range(CASES)]
    with transaction.atomic():
        for case in cases:
            ledger.adopt_case(case=case, key=bytes(32), by=Noor())
    Clock.objects.bulk_create(
        Clock(
            **new_clock(
                case=case,
                kind=ClockKind.FEEDBACK,
                due_on=date(2026, 2, 10),
                zone="Europe/Amsterdam",
            )
        )
        for case in cases
    )
    ready = threading.Barrier(NODES)

    def node() -> None:
        try:
            ready.wait(timeout=20)
            while sweep() > 0:
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=node) for _ in range(NODES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    # A node that found only rows held by others has ended; the next hour finds what is left.
    while sweep() > 0:
        pass
    missed = Journal.objects.filter(kind="clock.missed").values_list("chain", flat=True)
    assert Counter(missed) == Counter(cases)
    assert not Clock.objects.filter(missed_on=None).exists()
