"""The commission's board: 500 bodies, 1 000 000 clocks, 10 000 of them overdue."""

from bench import Row
from bench.apart import apart, milliseconds, queries, ready
from bench.crowd import crowd

BODIES = 500
CASES_EACH = 20
CLOCKS_EACH = 100
TIMES = 9


def measure() -> list[Row]:
    """Measure in a process of its own."""
    took, asked = apart("board")
    return [
        Row(
            f"the commission's board, {BODIES} bodies, {BODIES * CASES_EACH} overdue duties",
            "≤ 200 ms",
            f"{float(took):.0f} ms (median of {TIMES})",
            float(took) <= 200,
        ),
        Row("queries for it", "≤ 12", asked, int(asked) <= 12),
    ]


def main() -> None:
    """Fill, draw up the board, print milliseconds and queries."""
    ready()
    from django.db import connection

    from hoeder.oversight.board import board
    from tests import build

    cast = build.the_cast()
    fill(cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    mira = cast.officers["mira"]
    if sum(row.total for row in board(mira)) != BODIES * CASES_EACH:
        raise SystemExit("the board does not add up")
    print(milliseconds(lambda: board(mira), TIMES), queries(lambda: board(mira)))


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
