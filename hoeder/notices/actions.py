"""Everything that changes notices."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.storing import store

from .models import Notice, Round, Told


@transaction.atomic(savepoint=False)
def tell(*, holders: Collection[str], kind: str, by: Actor, due_on: date | None = None) -> None:
    """Note that each holder (`officer:<hex>`) has something to read, on `due_on` or from today.

    Telling somebody twice of the same thing before the mail has gone makes one notice. It is part
    of the action that tells, which writes itself in the ledger; so nothing is appended here.
    """
    day = due_on or timezone.now().date()
    rows: list[dict[str, object]] = [
        {"holder": holder, "kind": kind, "due_on": day, "sent_on": None, "seen_on": None}
        for holder in sorted(set(holders))
    ]
    store(Notice, rows, unless_there=True)


@transaction.atomic
def begin_round(*, day: date, hour: int, by: Actor) -> bool:
    """Begin the mail of one hour, and tell whether nobody else began it.

    Two nodes that wake in the same hour send one mail; so does one node that wakes twice in it.
    """
    Round.objects.filter(day__lt=day).delete()
    _round, begun = Round.objects.get_or_create(day=day, hour=hour)
    return begun


@transaction.atomic
def handed_over(*, holder: str, up_to: date, by: Actor) -> None:
    """Note that the mail server took the mail to this holder, of all that was due up to a day.

    One mail, one transaction: when the server fails on the next one, this one is not sent again.
    """
    waiting = Notice.objects.filter(holder=holder, due_on__lte=up_to, sent_on__isnull=True)
    waiting.update(sent_on=up_to)


@transaction.atomic
def end_round(*, told: int, failed: int, by: Actor) -> None:
    """Write down how many were told, and how many could not be and still wait."""
    if told or failed:
        ledger.append(kind="notices.sent", by=by, detail={"holders": told, "failed": failed})


@transaction.atomic
def seen(*, kinds: Collection[str], by: Told) -> None:
    """Note that an officer saw on the desk what there was, of these kinds.

    Mail about it that still waits goes out all the same: whether it goes must not depend on this.
    """
    Notice.objects.visible_to(by).filter(kind__in=kinds).update(seen_on=timezone.now().date())
