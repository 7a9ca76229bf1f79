"""Conflicts of interest: who leaves a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case, Recusal
from hoeder.errors import NotAllowed
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import today


@transaction.atomic
def recuse(*, case: Case, by: Officer) -> None:
    """Step back from a case at once and for good; its rooms need a new key before the next item."""
    case = guards.lock(case)
    held = list(case.rooms().visible_to(by).order_by("kind"))
    if not held:
        raise NotAllowed(_("You do not hold this case."))
    for room in held:
        rooms.leave(room=room, by=by)
    Recusal.objects.create(case=case, officer=by, day=today())
    if case.handler_id == by.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    notices.tell(holders=readers.officers_of(case.pk), kind="case.recused", by=by)
    ledger.append(kind="case.recused", case=case.pk, by=by)
