"""The commission's board: 500 bodies, 1 000 000 clocks, 10 000 of them overdue."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import Row
from bench.crowd import crowd

ROOT = Path(__file__).resolve().parents[1]
BODIES = 500
CASES_EACH = 20
CLOCKS_EACH = 100
TIMES = 9


def measure() -> list[Row]:
    """Measure in a process of its own, which has a database of its own."""
    with tempfile.TemporaryDirectory(prefix="hoeder-board-") as folder:
        environment = {**os.environ, "DATA_DIR": folder}
        command = [sys.executable, "-m", "bench.board"]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
    milliseconds, queries = done.stdout.split()
    return [
        Row(
            f"the commission's board, {BODIES} bodies, {BODIES * CASES_EACH} overdue duties",
            "≤ 200 ms",
            f"{float(milliseconds):.0f} ms (median of {TIMES})",
            float(milliseconds) <= 200,
        ),
        Row("queries for it", "≤ 12", queries, int(queries) <= 12),
    ]


def main() -> None:
    """Fill, draw up the board, print milliseconds and queries."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoeder.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from hoeder.oversight.board import board
    from tests import build

    cast = build.the_cast()
    fill(cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    mira = cast.officers["mira"]
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        rows = board(mira)
        took.append(time.perf_counter() - began)
    if sum(row.total for row in rows) != BODIES * CASES_EACH:
        raise SystemExit("the board does not add up")
    with CaptureQueriesContext(connection) as queries:
        board(mira)
    print(median(took) * 1000, len(queries))


def fill(cast: "object") -> None:
    """Make bodies, cases and clocks as rows: of each case one clock is overdue."""
    import datetime
    import uuid

    from hoeder.cases.models import Case
    from hoeder.clocks.models import Clock
    from hoeder.oversight.rules import COLUMNS
    from tests import build
    from tests.build import Cast

    assert isinstance(cast, Cast)
    today = datetime.datetime.now(datetime.UTC).date()
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    late = noon - datetime.timedelta(days=3)
    kinds = list(COLUMNS)
    for number in range(BODIES):
        body = build.a_body(cast.ministry, f"dienst-{number}", above=cast.commission)
        cases = [
            Case(id=uuid.uuid4(), body=body, number=n, received_on=today)
            for n in range(1, CASES_EACH + 1)
        ]
        Case.objects.bulk_create(cases)
        Clock.objects.bulk_create(
            Clock(
                case=case.pk,
                kind=kinds[number % len(kinds)],
                due_on=late.date(),
                due_at=late,
                missed_on=today,
            )
            for case in cases
        )
    everybody = Case.objects.values_list("pk", flat=True)
    crowd(everybody, each=CLOCKS_EACH - 1, today=today)


if __name__ == "__main__":
    main()
