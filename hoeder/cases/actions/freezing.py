"""Freezing a case: nobody is let in until the commission has looked."""

from django.db import transaction

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.identities import actions as identities
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor


@transaction.atomic
def freeze(*, case: Case, by: Actor) -> Case:
    """Let nobody new into the case, nor to the name, until it is thawed. Twice is once.

    Whoever is in stays in: the reporter is not cut off from those who help her. Leaving, removing
    somebody and starting a new key stay possible, since they only ever make fewer people know.
    """
    case = guards.lock(case)
    if case.frozen_on is None:
        case.frozen_on = case.body.today()
        case.save(update_fields=["frozen_on"])
        ledger.append(kind="case.frozen", case=case.pk, by=by)
    identities.freeze(case=case.pk, by=by)
    return case


@transaction.atomic
def thaw(*, case: Case, by: Actor) -> Case:
    """End the freeze. Who may do so is decided in `hoeder.protection`."""
    case = guards.lock(case)
    if case.frozen_on is not None:
        case.frozen_on = None
        case.save(update_fields=["frozen_on"])
        ledger.append(kind="case.thawed", case=case.pk, by=by)
    identities.thaw(case=case.pk, by=by)
    return case
