"""The steps that actions on commitments share: lock, refuse, begin, meet a clock, tell the owner.

Each is part of the transaction of the action that calls it, which writes itself in the ledger.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.protection import owning
from hoeder.protection.models import Commitment
from hoeder.protection.promising import Promise, Thing
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import REPORTER, Holder, RoomKind


@dataclass(frozen=True, slots=True)
class Terms:
    """What the server knows of a promise; the words are sealed."""

    kind: Thing
    owner: Officer
    due_on: date
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A new room with its first item, in which the words stand."""

    recipient: str
    grants: Mapping[str, bytes]
    item: NewItem


def create(case: Case, commitment: UUID, terms: Terms, state: Promise, by: Holder) -> Commitment:
    """Store a new commitment, proposed or offered."""
    if Commitment.objects.filter(pk=commitment).exists() or _is_taken(commitment):
        raise NotNow(_("An id in this report is used already."), kind="id-taken")
    owning.refuse_unfit_owner(case, terms.owner)
    owning.refuse_unfit_days(case.body, due_on=terms.due_on, promised_on=terms.promised_on)
    day = case.body.today()
    return Commitment.objects.create(
        id=commitment,
        case=case,
        kind=terms.kind,
        owner=terms.owner,
        due_on=terms.due_on,
        promised_on=terms.promised_on,
        state=state,
        proposed_by=by.label,
        proposed_on=day,
        offered_on=None if state == Promise.PROPOSED else day,
    )


def _is_taken(room: UUID) -> bool:
    return Room.objects.filter(pk=room).exists()


def begin(commitment: Commitment, sealed: Sealed, by: Receipt | Officer) -> None:
    """Open the room of a commitment that is offered now, and start its clocks."""
    case = commitment.case
    if commitment.owner is None or REPORTER not in sealed.grants:
        raise NotAllowed(_("The reporter reads what is promised to her, and so does its owner."))
    owning.refuse_other_holders(case, commitment.owner, sealed.grants)
    opened = rooms.open_room(
        room=commitment.pk,
        kind=RoomKind.COMMITMENT,
        case=case.pk,
        recipient=sealed.recipient,
        grants=sealed.grants,
        by=by,
    )
    rooms.add_item(room=opened, item=sealed.item, by=by)
    clocks.start(
        case=case.pk,
        kind=ClockKind.PROMISE,
        due_on=commitment.due_on,
        zone=case.body.time_zone,
        by=by,
        about=commitment.pk,
    )
    await_answer(commitment, by)


def await_answer(commitment: Commitment, by: Actor) -> None:
    """Start the owner's term to answer, and tell them that there is something to read."""
    body = commitment.case.body
    now = body.today()
    clocks.end(case=commitment.case_id, kind=ClockKind.ANSWER, by=by, about=commitment.pk)
    clocks.start(
        case=commitment.case_id,
        kind=ClockKind.ANSWER,
        due_on=due_after(body.law, ClockKind.ANSWER, now),
        zone=body.time_zone,
        by=by,
        about=commitment.pk,
    )
    tell_owner(commitment, "commitment.offered", by)


def follow(commitment: Commitment, by: Actor) -> None:
    """Give the owner of what she disputes a new term: nothing that restores her is let go of."""
    if commitment.clocks().running().filter(kind=ClockKind.PROMISE).exists():
        return
    body = commitment.case.body
    now = body.today()
    clocks.start(
        case=commitment.case_id,
        kind=ClockKind.PROMISE,
        due_on=due_after(body.law, ClockKind.DUTY, now),
        zone=body.time_zone,
        by=by,
        about=commitment.pk,
    )


def tell_owner(commitment: Commitment, kind: str, by: Actor) -> None:
    """Tell the owner that there is something to read, where there is one."""
    if commitment.owner is not None:
        notices.tell(holders=[commitment.owner.label], kind=kind, by=by)


def lock(commitment: Commitment) -> Commitment:
    """Lock the case first, then the commitment: two actions never wait for each other."""
    guards.lock(Case(pk=commitment.case_id))
    return (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("case__body", "owner")
        .get(pk=commitment.pk)
    )


def must_be_reporter(commitment: Commitment, by: Receipt) -> None:
    """Refuse everybody but the reporter to whom it was promised."""
    if by.case != commitment.case_id:
        raise NotAllowed(_("Only the reporter herself can do this."))


def must_own(commitment: Commitment, by: Officer) -> None:
    """Refuse everybody but the owner."""
    if commitment.owner_id != by.pk:
        raise NotAllowed(_("Only whoever is asked to keep this can do this."))


def refuse_other_state(commitment: Commitment, fits: Collection[Promise]) -> None:
    """Refuse a step that does not follow from where the commitment is."""
    if commitment.state not in fits:
        raise NotNow(
            _("This cannot follow: the commitment is at “%(state)s”.")
            % {"state": Promise(commitment.state).label},
            kind="commitment-moved-on",
            extras={"state": commitment.state},
        )


def written(commitment: Commitment, item: NewItem, by: Holder) -> bool:
    """Put an item in the commitment's room; tell whether it stood there already."""
    return rooms.add_item(room=Room(pk=commitment.pk), item=item, by=by).repeated


def meet(commitment: Commitment, kind: ClockKind, by: Actor) -> None:
    """Meet a clock of this commitment, where one of that kind runs."""
    if commitment.clocks().running().filter(kind=kind).exists():
        on = commitment.case.body.today()
        clocks.meet(case=commitment.case_id, kind=kind, on=on, by=by, about=commitment.pk)


def detail(commitment: Commitment) -> dict[str, str | int]:
    """Say in the ledger which commitment it is: kind, day and owner, and no word of it."""
    said: dict[str, str | int] = {
        "commitment": commitment.pk.hex,
        "kind": str(commitment.kind),
        "due_on": commitment.due_on.isoformat(),
        "promised_on": commitment.promised_on.isoformat() if commitment.promised_on else "",
    }
    if commitment.owner is not None:
        said["owner"] = commitment.owner.label
    return said
