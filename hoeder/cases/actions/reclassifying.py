"""Calling a case something else: with reasons, by two people, and without touching its clocks."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import deciding, guards
from hoeder.cases.models import Case, Reclassification
from hoeder.cases.rules import Classification
from hoeder.errors import NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.rooms.opening import NewItem


@transaction.atomic
def propose_reclassification(*, case: Case, to: Classification, item: NewItem, by: Officer) -> Case:
    """Propose to call a case something else. `item` seals the reasons for the reporter to read."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    if not deciding.propose(case, item, by):
        return case
    if to == case.classification:
        raise NotValid(_("The case is called that already."), kind="classification")
    deciding.refuse_second(case.proposal())
    Reclassification.objects.create(case=case, to=to, proposed_by=by, proposed_on=case.body.today())
    deciding.tell_the_others(case, "case.reclassification-proposed", by)
    ledger.append(
        kind="case.reclassification-proposed", case=case.pk, by=by, detail={"to": str(to)}
    )
    return case


@transaction.atomic
def confirm_reclassification(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Agree, as a second officer of the dialogue. Status, clocks and protection stay."""
    case = guards.lock(case)
    proposal = deciding.confirm(case, Case.proposal, item, by)
    if proposal is None:
        return case
    before, case.classification = case.classification, proposal.to
    case.save(update_fields=["classification"])
    ledger.append(
        kind="case.reclassified", case=case.pk, by=by, detail={"before": before, "to": proposal.to}
    )
    return case


@transaction.atomic
def refuse_reclassification(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Disagree, or withdraw one's own proposal: the case stays what it was."""
    case = guards.lock(case)
    proposal = deciding.refuse(case, Case.proposal, item, by)
    if proposal is None:
        return case
    ledger.append(
        kind="case.reclassification-refused", case=case.pk, by=by, detail={"to": proposal.to}
    )
    return case
