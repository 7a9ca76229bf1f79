"""Whether a case may leave assessment: what is owed to the reporter first is settled, or not."""

from django.db import transaction

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor


@transaction.atomic
def settle_protection(*, case: Case, ground: str, by: Actor) -> Case:
    """Let a case leave assessment: a plan was agreed, or why there is none is on record.

    On what grounds is decided in `hoeder.protection`. Settled again, the first day stays.
    """
    case = guards.lock(case)
    if case.protection_settled_on is None:
        case.protection_settled_on = case.body.today()
        case.save(update_fields=["protection_settled_on"])
    ledger.append(
        kind="case.protection-settled", case=case.pk, by=by, detail={"ground": str(ground)}
    )
    return case


@transaction.atomic
def unsettle_protection(*, case: Case, by: Actor) -> Case:
    """Keep a case in assessment again: what was agreed does not fit what is known of her now."""
    case = guards.lock(case)
    if case.protection_settled_on is not None:
        case.protection_settled_on = None
        case.save(update_fields=["protection_settled_on"])
        ledger.append(kind="case.protection-unsettled", case=case.pk, by=by)
    return case
