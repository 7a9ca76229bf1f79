"""An officer's inbox with 10 000 cases: time and queries of its first page."""

from bench import Row
from bench.apart import apart, milliseconds, queries, ready

CASES = 10_000
TIMES = 15


def measure() -> list[Row]:
    """Measure in a process of its own."""
    took, asked = apart("inbox")
    return [
        Row(
            f"inbox of {CASES} cases, first page, on the server",
            "≤ 150 ms",
            f"{float(took):.0f} ms (median of {TIMES})",
            float(took) <= 150,
        ),
        Row("queries for it", "≤ 10", asked, int(asked) <= 10),
    ]


def main() -> None:
    """Fill, ask, print milliseconds and queries."""
    ready()
    from tests import build
    from tests.web.asking import Desk

    cast = build.the_cast()
    fill(cast)
    desk = Desk(cast.officers["ada"])
    answer = desk.get("/api/desk/cases")
    if answer.status_code != 200 or answer.json()["total"] != CASES:
        raise SystemExit(f"the inbox answered {answer.status_code}")
    print(
        milliseconds(lambda: desk.get("/api/desk/cases"), TIMES),
        queries(lambda: desk.get("/api/desk/cases")),
    )


def fill(cast: "object") -> None:
    """Make the cases as rows: each with a dialogue that Ada and Ruth are in."""
    import datetime
    import uuid

    from hoeder.cases.models import Case
    from hoeder.rooms.models import Member, Room
    from tests.build import Cast

    assert isinstance(cast, Cast)
    today = datetime.datetime.now(datetime.UTC).date()
    cases, rooms, members = [], [], []
    for number in range(1, CASES + 1):
        case = Case(
            id=uuid.uuid4(),
            body=cast.coast_guard,
            number=number,
            received_on=today - datetime.timedelta(days=number % 400),
            next_kind="acknowledgement",
            next_due_on=today + datetime.timedelta(days=number % 90),
        )
        room = Room(id=uuid.uuid4(), kind="dialogue", case=case.pk, head_sequence=3, head_on=today)
        cases.append(case)
        rooms.append(room)
        for name in ("ada", "ruth"):
            members.append(Member(room=room, holder=cast.officers[name].label))
    Case.objects.bulk_create(cases, batch_size=500)
    Room.objects.bulk_create(rooms, batch_size=500)
    Member.objects.bulk_create(members, batch_size=500)


if __name__ == "__main__":
    main()
