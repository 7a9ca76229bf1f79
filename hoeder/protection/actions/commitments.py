"""Commitments from the reporter's side: proposed to her, offered by her, kept or not (RET-02)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import keeping
from hoeder.protection.keeping import Sealed, Terms
from hoeder.protection.models import Commitment
from hoeder.protection.promising import RESTORING, UNSETTLED, Promise
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind

#: In these rooms an officer proposes to the reporter what somebody should promise her.
PROPOSING = {
    RoomKind.DIALOGUE: Power.HANDLE_CASE,
    RoomKind.CARE: Power.PROTECT,
    RoomKind.COMMISSION: Power.OVERSEE,
}


@transaction.atomic
def propose(
    *, case: Case, commitment: UUID, terms: Terms, room: Room, item: NewItem, by: Officer
) -> Commitment:
    """Propose, as an officer, what somebody should promise. It waits for the reporter's yes.

    `item` says it to her in a room that both are in. Her browser makes the commitment of it, and
    nothing goes to the owner before.
    """
    case = guards.lock(case)
    power = PROPOSING.get(RoomKind(room.kind))
    if room.case != case.pk or power is None or not by.has(power):
        raise NotAllowed(_("This officer does not have a role that allows this."))
    if room.kind == RoomKind.DIALOGUE:
        guards.is_handler(case, by)
    guards.may_read(case.pk, by)
    before = Commitment.objects.filter(pk=commitment, case=case, proposed_by=by.label).first()
    if before is not None:
        return before
    made = keeping.create(case, commitment, terms, Promise.PROPOSED, by)
    rooms.add_item(room=room, item=item, by=by)
    ledger.append(kind="commitment.proposed", case=case.pk, by=by, detail=keeping.detail(made))
    return made


@transaction.atomic
def offer(*, commitment: UUID, terms: Terms, sealed: Sealed, by: Receipt) -> Commitment:
    """Ask somebody, as the reporter, to accept a promise: with a room for it, and two clocks.

    It may be new, also something that was said to her aloud, or what an officer proposed. The same
    one sent twice is one.
    """
    case = guards.lock(Case(pk=by.case))
    made = Commitment.objects.filter(pk=commitment, case=case).select_related("owner").first()
    if made is None:
        made = keeping.create(case, commitment, terms, Promise.OFFERED, by)
    elif made.state != Promise.PROPOSED:
        return made
    elif (made.kind, made.owner, made.due_on) != (terms.kind, terms.owner, terms.due_on):
        raise NotNow(_("What was proposed is something else. Load it again."), kind="changed")
    made.case, made.state, made.offered_on = case, Promise.OFFERED, case.body.today()
    made.save(update_fields=["state", "offered_on"])
    keeping.begin(made, sealed, by)
    ledger.append(kind="commitment.offered", case=case.pk, by=by, detail=keeping.detail(made))
    return made


@transaction.atomic
def refuse_proposal(*, commitment: Commitment, by: Receipt) -> Commitment:
    """Say, as the reporter, that she does not want what an officer proposed."""
    commitment = keeping.lock(commitment)
    keeping.must_be_reporter(commitment, by)
    if commitment.state == Promise.REFUSED:
        return commitment
    keeping.refuse_other_state(commitment, [Promise.PROPOSED])
    commitment.state, commitment.settled_on = Promise.REFUSED, commitment.case.body.today()
    commitment.save(update_fields=["state", "settled_on"])
    ledger.append(
        kind="commitment.refused",
        case=commitment.case_id,
        by=by,
        detail=keeping.detail(commitment),
    )
    return commitment


@transaction.atomic
def confirm(*, commitment: Commitment, by: Receipt) -> Commitment:
    """Say, as the reporter, that it was kept. Whoever was late stays on record as late."""
    commitment = keeping.lock(commitment)
    keeping.must_be_reporter(commitment, by)
    if commitment.state == Promise.KEPT:
        return commitment
    # Also of what the commission follows no longer: the last word is hers.
    keeping.refuse_other_state(commitment, UNSETTLED | {Promise.ENDED})
    commitment.state, commitment.settled_on = Promise.KEPT, commitment.case.body.today()
    commitment.save(update_fields=["state", "settled_on"])
    keeping.meet(commitment, ClockKind.ANSWER, by)
    keeping.meet(commitment, ClockKind.PROMISE, by)
    ledger.append(
        kind="commitment.kept", case=commitment.case_id, by=by, detail=keeping.detail(commitment)
    )
    return commitment


@transaction.atomic
def dispute(*, commitment: Commitment, item: NewItem, by: Receipt) -> Commitment:
    """Say, as the reporter, that it was not kept, whatever the owner says; why is sealed."""
    commitment = keeping.lock(commitment)
    keeping.must_be_reporter(commitment, by)
    if keeping.written(commitment, item, by):
        return commitment
    keeping.refuse_other_state(commitment, [Promise.CLAIMED])
    commitment.state = Promise.DISPUTED
    commitment.save(update_fields=["state"])
    if commitment.kind in RESTORING:
        # law.md RET-11: it is followed until she confirms, also after the case was closed.
        keeping.follow(commitment, by)
    keeping.tell_owner(commitment, "commitment.disputed", by)
    ledger.append(
        kind="commitment.disputed",
        case=commitment.case_id,
        by=by,
        detail=keeping.detail(commitment),
    )
    return commitment
