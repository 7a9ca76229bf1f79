"""A million clocks run and a thousand are due: how long one sweep takes, and the next one."""

import time

from bench import Row
from bench.apart import apart, ready
from bench.crowd import crowd

OPEN = 1_000_000
#: Of the cases of which nothing is due.
EACH = 10
DUE = 1_000


def measure() -> list[Row]:
    """Measure in a process of its own."""
    first, second, written = apart("clocks")
    return [
        Row(
            f"sweep of {OPEN} open clocks of which {DUE} are due, with what it tells and writes",
            "≤ 2 s",
            f"{float(first):.2f} s",
            float(first) <= 2,
        ),
        Row(
            "the same again, when nothing is due",
            "writes nothing",
            f"{float(second) * 1000:.1f} ms, {written} rows written",
            int(written) == 0,
        ),
    ]


def main() -> None:
    """Fill, sweep twice, print seconds and how many rows the second sweep wrote."""
    ready()
    from hoeder.cases import actions as cases
    from hoeder.clocks.rules import SYSTEM
    from hoeder.ledger.models import Journal
    from hoeder.notices.models import Notice

    fill()
    began = time.perf_counter()
    found = cases.sweep_clocks(by=SYSTEM)
    first = time.perf_counter() - began
    if found != DUE:
        raise SystemExit(f"the sweep found {found}")
    rows = Journal.objects.count() + Notice.objects.count()
    began = time.perf_counter()
    if cases.sweep_clocks(by=SYSTEM) != 0:
        raise SystemExit("the second sweep found some")
    second = time.perf_counter() - began
    print(first, second, Journal.objects.count() + Notice.objects.count() - rows)


def fill() -> None:
    """Make a thousand cases whose date has passed, each with two readers, and a crowd of clocks."""
    import datetime
    import uuid

    from hoeder.cases.models import Case
    from hoeder.clocks.models import Clock, new_clock
    from hoeder.clocks.rules import ClockKind
    from hoeder.ledger.models import Chain
    from hoeder.rooms.models import Member, Room
    from tests import build

    cast = build.the_cast()
    today = datetime.datetime.now(datetime.UTC).date()
    zone = "Europe/Amsterdam"
    cases, rooms, members, chains, clocks = [], [], [], [], []
    for number in range(1, DUE + 1):
        key = uuid.uuid4()
        day = today - datetime.timedelta(days=2)
        row = new_clock(case=key, kind=ClockKind.ACKNOWLEDGEMENT, due_on=day, zone=zone)
        cases.append(Case(id=key, body=cast.coast_guard, number=number, received_on=day))
        rooms.append(Room(id=uuid.uuid4(), kind="dialogue", case=key))
        members += [
            Member(room=rooms[-1], holder=cast.officers[name].label) for name in ("ada", "ruth")
        ]
        chains.append(Chain(case=key, key=bytes(32), length=0))
        clocks.append(Clock(**row))
    Case.objects.bulk_create(cases, batch_size=500)
    Room.objects.bulk_create(rooms, batch_size=500)
    Member.objects.bulk_create(members, batch_size=500)
    Chain.objects.bulk_create(chains, batch_size=500)
    Clock.objects.bulk_create(clocks, batch_size=500)
    crowd((uuid.uuid4() for _ in range(DUE, OPEN, EACH)), each=EACH, today=today)


if __name__ == "__main__":
    main()
