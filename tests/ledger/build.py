"""Brings the ledger to a state, and tampers with it as somebody who holds the database could."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import connection, transaction

from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Tile

BEGIN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    """Somebody as the ledger sees them."""

    label: str


NOOR = Person("reporter")
ADA = Person("officer:" + b"ada".hex().ljust(32, "0"))
SYSTEM = Person("system")
KEY = bytes(range(32))


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """Let it be a certain time."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


def a_case(key: bytes = KEY) -> UUID:
    """Noor's case, with its first event."""
    case = uuid4()
    with transaction.atomic():
        ledger.adopt_case(case=case, key=key, by=NOOR)
        ledger.append(kind="report.received", case=case, by=NOOR, detail={"size": 4096})
    return case


def some_events(case: UUID | None, count: int) -> None:
    """Ada does something, several times."""
    for number in range(count):
        with transaction.atomic():
            ledger.append(kind="example.done", case=case, by=ADA, detail={"number": number})


def a_log(batches: int = 3, days: int = 1) -> UUID:
    """A log of some batches, each with events in a case and without one, over some days."""
    with clock(BEGIN):
        case = a_case()
    for batch in range(batches):
        moment = BEGIN + batch * timedelta(days=days)
        with clock(moment):
            some_events(case, 2)
            some_events(None, 1)
            assert ledger.publish(by=SYSTEM) == (batch + 1) * 64
    return case


def tamper(statement: str, *values: int | str | bytes | None) -> None:
    """Change a row as somebody who holds the database could: the triggers do not stop them."""
    with connection.cursor() as cursor:
        drop_triggers()
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def drop_triggers() -> None:
    """Take away what keeps rows from being changed."""
    triggers = {
        "journal_is_written_once": "ledger_journal",
        "journal_is_not_removed": "ledger_journal",
        "checkpoint_is_written_once": "ledger_checkpoint",
        "stamp_is_written_once": "ledger_stamp",
        "release_is_written_once": "ledger_release",
        "cosignature_is_written_once": "ledger_cosignature",
    }
    with connection.cursor() as cursor:
        for trigger, table in triggers.items():
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{where}")


def flip(level: int, number: int, at: int) -> None:
    """Turn one bit of a tile."""
    tile = Tile.objects.get(level=level, number=number)
    data = bytearray(tile.data)
    data[at] ^= 1
    Tile.objects.filter(pk=tile.pk).update(data=bytes(data))
