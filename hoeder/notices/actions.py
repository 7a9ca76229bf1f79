"""Everything that changes notices."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.storing import store

from .models import Notice


@transaction.atomic(savepoint=False)
def tell(*, holders: Collection[str], kind: str, by: Actor, due_on: date | None = None) -> None:
    """Note that each holder (`officer:<hex>`) has something to read, on `due_on` or from today.

    Telling somebody twice of the same thing before the mail has gone makes one notice. It is part
    of the action that tells, which writes itself in the ledger; so nothing is appended here.
    """
    day = due_on or timezone.now().date()
    rows: list[dict[str, object]] = [
        {"holder": holder, "kind": kind, "due_on": day, "sent_on": None}
        for holder in sorted(set(holders))
    ]
    store(Notice, rows, unless_there=True)


@transaction.atomic
def sent(*, holders: Collection[str], up_to: date, by: Actor) -> None:
    """Note that these holders were told of everything that was due up to a day."""
    told = Notice.objects.filter(
        holder__in=list(holders), due_on__lte=up_to, sent_on__isnull=True
    ).update(sent_on=up_to)
    if told:
        ledger.append(kind="notices.sent", by=by, detail={"holders": len(holders)})
