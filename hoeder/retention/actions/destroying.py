"""Offering her pack, and destroying in two steps, so that half of it is never the end of it."""

from django.db import transaction

from hoeder.cases import guards, readers
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind
from hoeder.erasable.keys import Part
from hoeder.identities import erasing as identities
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.protection.models import AccountLetter
from hoeder.retention import asking
from hoeder.retention.models import Keeping, Record
from hoeder.retention.rules import DESTROYED, RecordClass, offer_over
from hoeder.rooms import erasing as rooms


@transaction.atomic
def offer_packs(*, by: Actor) -> int:
    """Offer reporters what will be destroyed, before it is (law.md REG-05); return how many.

    She has no address: the offer stands on her own page from this day. Officers are told by mail
    at the usual hours that there is something to read.
    """
    offered = 0
    waiting = Record.objects.filter(destroy_on__isnull=False, offered_on=None, begun_on=None)
    for record in waiting.select_related("keeping__case__body"):
        keeping = record.keeping
        case = keeping.case
        day = case.body.today()
        last = offer_over(case.body.law, day)
        if keeping.suspended_on or record.destroy_on is None or record.destroy_on > last:
            continue
        record.offered_on = day
        record.save(update_fields=["offered_on"])
        notices.tell(holders=readers.officers_of(case.pk), kind="retention.offered", by=by)
        ledger.append(
            kind="retention.offered", case=case.pk, by=by, detail={"record": record.record}
        )
        offered += 1
    return offered


@transaction.atomic
def begin_destroying(*, record: Record, by: Actor) -> Record | None:
    """Begin, where nothing stands in the way today. None where something does.

    From here a hold comes too late, and whatever breaks, the next run goes on.
    """
    case = guards.lock(record.keeping.case)
    record = Record.objects.select_related("keeping").get(pk=record.pk)
    record.keeping.case = case
    day = case.body.today()
    if not asking.may_begin(record.keeping, record, day):
        return None
    category = asking.category_of(case, RecordClass(record.record))
    record.begun_on, record.category = day, category.category if category else ""
    record.save(update_fields=["begun_on", "category"])
    ledger.append(
        kind="retention.destroying",
        case=case.pk,
        by=by,
        detail={"record": record.record, "category": record.category},
    )
    return record


@transaction.atomic
def finish_destroying(*, record: Record, by: Actor) -> Record:
    """Delete what is left of a class whose key was destroyed, and declare it (law.md REG-05)."""
    case = guards.lock(record.keeping.case)
    record = Record.objects.select_related("keeping").get(pk=record.pk)
    if record.begun_on is None or record.destroyed_on is not None:
        return record
    record.count = _erase(record)
    record.destroyed_on = case.body.today()
    record.save(update_fields=["count", "destroyed_on"])
    detail: dict[str, str | int] = {
        "record": record.record,
        "ground": record.ground,
        "count": record.count,
    }
    if record.category:
        detail["category"] = record.category
    _end_review(record.keeping, by)
    notices.tell(holders=readers.officers_of(case.pk), kind="retention.destroyed", by=by)
    ledger.append(kind="retention.destroyed", case=case.pk, by=by, detail=detail)
    return record


def _erase(record: Record) -> int:
    case = record.keeping.case_id
    kind = RecordClass(record.record)
    if kind == RecordClass.IDENTITY:
        return identities.erase_box(case)
    if kind == RecordClass.CIRCLE:
        return identities.erase_circle(case)
    if kind == RecordClass.CONTENT:
        return rooms.erase(case, Part.CONTENT)
    letters, _each = AccountLetter.objects.filter(account__incident__chain=case).delete()
    return letters + rooms.erase(case, Part.PROTECTION)


def _end_review(keeping: Keeping, by: Actor) -> None:
    """Look again no more when there is nothing left to look at."""
    if not keeping.records.filter(record__in=DESTROYED, destroyed_on=None).exists():
        clocks.end(case=keeping.case_id, kind=ClockKind.REVIEW, about=keeping.pk, by=by)
