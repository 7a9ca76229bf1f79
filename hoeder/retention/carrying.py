"""Destroying what is due, step by step; whatever breaks in between, the next run goes on.

1. The class is marked as begun, in the database and the ledger.
2. Its key is destroyed. From here no copy of the database can be read, with any backup of it.
3. Bytes of attachments are removed.
4. Rows are deleted, and the declaration is made.
"""

from hoeder.erasable import keys
from hoeder.ledger.actions import Actor
from hoeder.retention.actions import begin_destroying, finish_destroying
from hoeder.retention.models import Record
from hoeder.retention.rules import PARTS, RecordClass
from hoeder.rooms import erasing as rooms


def destroy_due(*, by: Actor) -> int:
    """Destroy every class that is due, and finish what was begun; return how many."""
    waiting = Record.objects.filter(destroyed_on=None, destroy_on__isnull=False)
    # The conversation of a case after all else of it.
    order = [str(one) for one in RecordClass]
    rows = sorted(
        waiting.select_related("keeping__case__body"), key=lambda row: order.index(row.record)
    )
    done = 0
    for row in rows:
        begun = row if row.begun_on else begin_destroying(record=row, by=by)
        if begun is not None:
            _go_on(begun, by)
            done += 1
    return done


def destroy_again() -> None:
    """Destroy the keys of all that was ever destroyed: a restored file of keys may have them."""
    gone = Record.objects.filter(destroyed_on__isnull=False, record__in=PARTS)
    keys.destroy(
        (case, PARTS[RecordClass(record)])
        for case, record in gone.values_list("keeping__case", "record")
    )


def _go_on(record: Record, by: Actor) -> None:
    part = PARTS.get(RecordClass(record.record))
    if part is not None:
        case = record.keeping.case_id
        keys.destroy([(case, part)])
        rooms.forget_files(case, part)
    finish_destroying(record=record, by=by)
