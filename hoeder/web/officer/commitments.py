"""Commitments on the desk: what one keeps oneself, and what was promised in a case."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.keeping import Terms
from hoeder.protection.models import Commitment, Duty, Emergency
from hoeder.protection.promising import RefusalGround, Thing
from hoeder.rooms.models import Room
from hoeder.web import commitments as forms
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.people import colleagues

CREATED = HTTPStatus.CREATED
CHANGES = ("not-allowed", "not-now")
WRITES = (*shapes.WRITING, "declaration-needed")


def _colleague(officer: Officer, other: UUID) -> Officer:
    found = colleagues(officer).filter(pk=other).first()
    if found is None:
        raise Http404
    return found


@operation("officer", gives=forms.OwnCommitments)
def list_own_commitments(officer: Officer) -> forms.OwnCommitments:
    """List what this officer has to keep and to do. No case can be told from it."""
    return forms.owned(
        Commitment.objects.visible_to(officer).owned_by(officer),
        Duty.objects.visible_to(officer).filter(owner=officer),
        officer,
    )


@operation("officer", takes=forms.SentAcceptance, problems=CHANGES)
def accept_commitment(officer: Officer, sent: forms.SentAcceptance, commitment: UUID) -> None:
    """Accept a commitment, signed."""
    found = get_object_or_404(Commitment.objects.visible_to(officer), pk=commitment)
    protection.accept(
        commitment=found, statement=sent.statement, signature=sent.signature, by=officer
    )


@operation("officer", takes=forms.SentWords, problems=shapes.WRITING)
def decline_commitment(officer: Officer, sent: forms.SentWords, commitment: UUID) -> None:
    """Decline a commitment, with reasons that the reporter reads."""
    found = get_object_or_404(Commitment.objects.visible_to(officer), pk=commitment)
    protection.decline(commitment=found, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentWords, problems=WRITES)
def end_restoration(officer: Officer, sent: forms.SentWords, commitment: UUID) -> None:
    """End the following of what restores the reporter, with reasons that she reads: commission."""
    found = get_object_or_404(Commitment.objects.visible_to(officer), pk=commitment)
    protection.end_restoration(commitment=found, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentWords, problems=shapes.WRITING)
def claim_commitment(officer: Officer, sent: forms.SentWords, commitment: UUID) -> None:
    """Say that a commitment was kept, with evidence. The reporter has the last word."""
    found = get_object_or_404(Commitment.objects.visible_to(officer), pk=commitment)
    protection.claim(commitment=found, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentOwner, problems=shapes.WRITING)
def pass_on_commitment(officer: Officer, sent: forms.SentOwner, commitment: UUID) -> None:
    """Ask somebody else to keep it, or hand the key to who took over: her protection officer."""
    found = get_object_or_404(Commitment.objects.visible_to(officer), pk=commitment)
    to = _colleague(officer, sent.to)
    protection.pass_on(
        commitment=found,
        to=to,
        grants={to.label: sent.sealed},
        items=tuple(item.as_item() for item in sent.items),
        by=officer,
    )


@operation("officer", takes=forms.SentDone, problems=CHANGES)
def account_for_duty(officer: Officer, sent: forms.SentDone, duty: UUID) -> None:
    """Say what was done about a task of the employer."""
    found = get_object_or_404(Duty.objects.visible_to(officer), pk=duty)
    protection.account_for_duty(duty=found, sealed=sent.sealed(), by=officer)


@operation("officer", gives=forms.Commitments)
def see_commitments(officer: Officer, case: UUID) -> forms.Commitments:
    """See what was promised, asked for and ordered in a case: states and dates, no words."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    return forms.of_case(
        Commitment.objects.visible_to(officer).filter(case=found),
        Emergency.objects.visible_to(officer).filter(case=found),
        Duty.objects.visible_to(officer).filter(case=found),
    )


@operation(
    "officer",
    takes=forms.SentProposal,
    gives=forms.Commitment,
    status=CREATED,
    problems=WRITES,
)
def propose_commitment(officer: Officer, sent: forms.SentProposal, case: UUID) -> forms.Commitment:
    """Propose to the reporter what somebody should promise her."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    room = get_object_or_404(Room.objects.visible_to(officer), pk=sent.room, case=case)
    made = protection.propose(
        case=found,
        commitment=sent.id,
        terms=Terms(
            Thing(sent.kind), _colleague(officer, sent.owner), sent.due_on, sent.promised_on
        ),
        room=room,
        item=sent.item.as_item(),
        by=officer,
    )
    return forms.commitment(made)


@operation(
    "officer",
    takes=forms.SentGranted,
    gives=forms.Commitment,
    status=CREATED,
    problems=WRITES,
)
def grant_emergency(
    officer: Officer, sent: forms.SentGranted, case: UUID, emergency: UUID
) -> forms.Commitment:
    """Grant what was asked for in an emergency: by whom and by when. Only the level above."""
    found = get_object_or_404(Emergency.objects.visible_to(officer), pk=emergency, case=case)
    made = protection.grant_in_emergency(
        emergency=found,
        terms=Terms(Thing(found.kind), _colleague(officer, sent.owner), sent.due_on),
        sealed=sent.sealed(),
        answer=sent.item.as_item(),
        by=officer,
    )
    return forms.commitment(made)


@operation("officer", takes=forms.SentRefused, problems=WRITES)
def refuse_emergency(
    officer: Officer, sent: forms.SentRefused, case: UUID, emergency: UUID
) -> None:
    """Refuse what was asked for in an emergency, on a ground. Only the level above."""
    found = get_object_or_404(Emergency.objects.visible_to(officer), pk=emergency, case=case)
    protection.refuse_in_emergency(
        emergency=found,
        ground=RefusalGround(sent.ground),
        answer=sent.item.as_item(),
        by=officer,
    )
