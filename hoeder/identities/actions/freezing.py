"""Freezing a box: while an alarm is looked into, nobody comes to know a name."""

from uuid import UUID

from django.db import transaction

from hoeder.identities import asking
from hoeder.identities.models import Box
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.rooms.models import today


@transaction.atomic
def freeze(*, case: UUID, by: Actor) -> None:
    """Pause every opening of the box of a case, by consent or not. Twice is once.

    Refusing and withdrawing stay possible, since they only ever make fewer people know. Last days
    are not put off: a consent that ends while the box is frozen has ended.
    """
    box = Box.objects.filter(case=case).first()
    if box is None:
        return
    box = asking.lock(box)
    if box.frozen_on is None:
        box.frozen_on = today()
        box.save(update_fields=["frozen_on"])
        ledger.append(kind="box.frozen", case=case, by=by)


@transaction.atomic
def thaw(*, case: UUID, by: Actor) -> None:
    """Let openings go on where they were. Who may do so is decided in `hoeder.protection`."""
    box = Box.objects.filter(case=case).first()
    if box is None:
        return
    box = asking.lock(box)
    if box.frozen_on is not None:
        box.frozen_on = None
        box.save(update_fields=["frozen_on"])
        ledger.append(kind="box.thawed", case=case, by=by)
