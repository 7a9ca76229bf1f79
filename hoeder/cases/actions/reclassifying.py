"""Calling a case something else: with reasons, by two people, and without touching its clocks."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case, Reclassification
from hoeder.cases.rules import Classification
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind


@transaction.atomic
def propose_reclassification(*, case: Case, to: Classification, item: NewItem, by: Officer) -> Case:
    """Propose to call a case something else. `item` seals the reasons for the reporter to read."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    if to == case.classification:
        raise NotValid(_("The case is called that already."), kind="classification")
    if case.proposal() is not None:
        raise NotNow(
            _("A reclassification waits for a second person already."), kind="proposal-waits"
        )
    Reclassification.objects.create(case=case, to=to, proposed_by=by, proposed_on=today())
    others = set(readers.officers_in(case.dialogue())) - {by.label}
    notices.tell(holders=others, kind="case.reclassification-proposed", by=by)
    ledger.append(
        kind="case.reclassification-proposed", case=case.pk, by=by, detail={"to": str(to)}
    )
    return case


@transaction.atomic
def confirm_reclassification(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Agree, as a second officer of the dialogue. Status, clocks and protection stay as they are.

    A member of the commission above whom the handler let into the dialogue is such an officer.
    """
    case = guards.lock(case)
    guards.holds_dialogue(case, by)
    readers.refuse_unfit(case, by, RoomKind.DIALOGUE)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    proposal = _waiting(case)
    if proposal.proposed_by_id == by.pk:
        raise NotAllowed(_("A second person confirms this, not whoever proposed it."))
    before = case.classification
    case.classification = proposal.to
    case.save(update_fields=["classification"])
    _decide(proposal, confirmed=True, by=by)
    ledger.append(
        kind="case.reclassified", case=case.pk, by=by, detail={"before": before, "to": proposal.to}
    )
    return case


@transaction.atomic
def refuse_reclassification(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Disagree, or withdraw one's own proposal: the case stays what it was."""
    case = guards.lock(case)
    guards.holds_dialogue(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    proposal = _waiting(case)
    _decide(proposal, confirmed=False, by=by)
    ledger.append(
        kind="case.reclassification-refused", case=case.pk, by=by, detail={"to": proposal.to}
    )
    return case


def _waiting(case: Case) -> Reclassification:
    proposal = case.proposal()
    if proposal is None:
        raise NotNow(_("No reclassification waits for a second person."), kind="no-proposal")
    return proposal


def _decide(proposal: Reclassification, *, confirmed: bool, by: Officer) -> None:
    proposal.decided_by, proposal.decided_on, proposal.confirmed = by, today(), confirmed
    proposal.save(update_fields=["decided_by", "decided_on", "confirmed"])
