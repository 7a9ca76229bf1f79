"""Commitments from the owner's side: accept with a signature, decline with reasons, keep."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import keeping, owning, promising
from hoeder.protection.models import Commitment
from hoeder.protection.promising import ACCEPTABLE, CLAIMABLE, UNSETTLED, Promise
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem


@transaction.atomic
def accept(*, commitment: Commitment, statement: str, signature: str, by: Officer) -> Commitment:
    """Accept a commitment, with a signature over exactly this one (docs/spec/commitments.md §3)."""
    commitment = keeping.lock(commitment)
    keeping.must_own(commitment, by)
    if commitment.statement == statement and commitment.signature == signature:
        return commitment
    keeping.refuse_other_state(commitment, ACCEPTABLE)
    key = by.confirmed_key()
    if key is None:
        raise NotNow(_("Your keys are not confirmed yet."), kind="no-key")
    if not _says(commitment, statement, by) or not promising.is_signed(
        statement, signature=signature, key=key.verify
    ):
        raise NotValid(
            _("What was signed is not this commitment. Load it again, read it, and accept again."),
            kind="statement",
        )
    commitment.statement, commitment.signature = statement, signature
    commitment.signed_with, commitment.answered_on = key.verify, commitment.case.body.today()
    commitment.state = Promise.ACCEPTED
    commitment.save(update_fields=["statement", "signature", "signed_with", "answered_on", "state"])
    keeping.meet(commitment, ClockKind.ANSWER, by)
    ledger.append(
        kind="commitment.accepted",
        case=commitment.case_id,
        by=by,
        # The statement itself, so that a log that outlives the database proves what was accepted.
        detail=keeping.detail(commitment)
        | {"statement": digest(statement), "signature": signature, "signed_with": key.verify},
    )
    return commitment


@transaction.atomic
def decline(*, commitment: Commitment, item: NewItem, by: Officer) -> Commitment:
    """Decline, with sealed reasons. The day stays, and so does the record that it was promised."""
    commitment = keeping.lock(commitment)
    keeping.must_own(commitment, by)
    if keeping.written(commitment, item, by):
        return commitment
    keeping.refuse_other_state(commitment, [Promise.OFFERED])
    commitment.state, commitment.answered_on = Promise.DECLINED, commitment.case.body.today()
    commitment.save(update_fields=["state", "answered_on"])
    keeping.meet(commitment, ClockKind.ANSWER, by)
    ledger.append(
        kind="commitment.declined",
        case=commitment.case_id,
        by=by,
        detail=keeping.detail(commitment),
    )
    return commitment


@transaction.atomic
def claim(*, commitment: Commitment, item: NewItem, by: Officer) -> Commitment:
    """Say, as the owner, that it was kept, with sealed evidence. The reporter has the last word."""
    commitment = keeping.lock(commitment)
    keeping.must_own(commitment, by)
    if keeping.written(commitment, item, by):
        return commitment
    keeping.refuse_other_state(commitment, CLAIMABLE)
    commitment.state, commitment.claimed_on = Promise.CLAIMED, commitment.case.body.today()
    commitment.save(update_fields=["state", "claimed_on"])
    keeping.meet(commitment, ClockKind.PROMISE, by)
    ledger.append(
        kind="commitment.claimed",
        case=commitment.case_id,
        by=by,
        detail=keeping.detail(commitment),
    )
    return commitment


@transaction.atomic
def pass_on(
    *,
    commitment: Commitment,
    to: Officer,
    grants: Mapping[str, bytes],
    items: tuple[NewItem, ...] = (),
    by: Receipt | Officer,
) -> Commitment:
    """Ask somebody else to keep it, by the same day: the reporter does, or who looks after her.

    `grants` seals the room's key to the new owner; `items` says in the room that they are in. Also
    for one to whom it was passed on by itself, and who has no key yet.
    """
    commitment = keeping.lock(commitment)
    if isinstance(by, Receipt):
        keeping.must_be_reporter(commitment, by)
    elif not by.has(Power.PROTECT) or commitment.owner_id == by.pk:
        raise NotAllowed(_("Only the reporter, or who looks after her, can pass this on."))
    keeping.refuse_other_state(commitment, UNSETTLED)
    if grants.keys() != {to.label}:
        raise NotValid(_("The key goes to whoever keeps it from now on."), kind="holders")
    owning.refuse_unfit_owner(commitment.case, to)
    room = Room.objects.get(pk=commitment.pk)
    for item in items:
        rooms.add_item(room=room, item=item, by=by)
    rooms.grant_member(room=room, holder=to.label, sealed=grants[to.label], by=by)
    if commitment.owner_id != to.pk:
        _give(commitment, to, by)
    ledger.append(
        kind="commitment.passed-on",
        case=commitment.case_id,
        by=by,
        detail=keeping.detail(commitment),
    )
    return commitment


@transaction.atomic
def pass_on_abandoned(*, by: Actor = SYSTEM) -> int:
    """Give what an owner left behind to who follows, or to the level above; return how many.

    The day stays the same. The new owner sees at once that there is something, and reads it when
    the reporter, or who looks after her, has sealed the key to them. Run again, it finds none.
    """
    changed = 0
    for found in owning.without_owner():
        commitment = keeping.lock(found)
        to = owning.next_owner(commitment.case, commitment.owner)
        if to is None and commitment.owner is None:
            continue
        _give(commitment, to, by)
        changed += 1
        ledger.append(
            kind="commitment.abandoned",
            case=commitment.case_id,
            by=by,
            detail=keeping.detail(commitment),
        )
    for duty in owning.duties_without_owner():
        to = owning.next_owner(duty.case, duty.owner)
        if to is None and duty.owner is None:
            continue
        duty.owner = to
        duty.save(update_fields=["owner"])
        changed += 1
        if to is not None:
            notices.tell(holders=[to.label], kind="duty.given", by=by)
        ledger.append(
            kind="duty.abandoned",
            case=duty.case_id,
            by=by,
            detail={"duty": duty.pk.hex, "owner": to.label if to else ""},
        )
    return changed


def _give(commitment: Commitment, to: Officer | None, by: Actor) -> None:
    """Put another owner in the place of one who is gone, or who declined: what they signed ends."""
    before = commitment.owner
    commitment.owner, commitment.state = to, Promise.OFFERED
    commitment.statement = commitment.signature = commitment.signed_with = ""
    commitment.answered_on = None
    commitment.save(
        update_fields=["owner", "state", "statement", "signature", "signed_with", "answered_on"]
    )
    if before is not None:
        room = Room(pk=commitment.pk)
        rooms.end_memberships(room=room, holders=[before.label], by=by)
    keeping.await_answer(commitment, by)


def _says(commitment: Commitment, statement: str, by: Officer) -> bool:
    words = commitment.words()
    return words is not None and any(
        statement
        == promising.acceptance(
            organisation=commitment.case.body.organisation_id,
            commitment=commitment.pk,
            owner=by.pk,
            kind=commitment.kind,
            due_on=commitment.due_on,
            text=words,
            day=day,
        )
        for day in owning.days_of_signing()
    )
