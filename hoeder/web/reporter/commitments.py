"""What was promised to a reporter, and what she asks for when it cannot wait."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import Commitment, Duty, Emergency
from hoeder.protection.promising import Thing
from hoeder.reports.models import Receipt
from hoeder.web import commitments as forms
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.people import in_organisation

CREATED = HTTPStatus.CREATED
CHANGES = ("not-allowed", "not-now")
WRITES = shapes.WRITING


def _officer(receipt: Receipt, officer: UUID) -> Officer:
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    found = in_organisation(case.body.organisation_id).filter(pk=officer).first()
    if found is None:
        raise Http404
    return found


@operation("reporter", gives=forms.Commitments)
def my_commitments(receipt: Receipt) -> forms.Commitments:
    """See what was promised, asked for in an emergency, and ordered to the employer."""
    return forms.of_case(
        Commitment.objects.visible_to(receipt),
        Emergency.objects.visible_to(receipt),
        Duty.objects.visible_to(receipt),
    )


@operation(
    "reporter",
    takes=forms.SentCommitment,
    gives=forms.Commitment,
    status=CREATED,
    problems=CHANGES,
)
def offer_commitment(receipt: Receipt, sent: forms.SentCommitment) -> forms.Commitment:
    """Ask somebody to accept a promise; also one that was said aloud, or that was proposed."""
    made = protection.offer(
        commitment=sent.room.id,
        terms=sent.terms(_officer(receipt, sent.owner)),
        sealed=sent.sealed(),
        by=receipt,
    )
    return forms.commitment(made)


@operation("reporter", takes=shapes.Nothing, problems=CHANGES)
def refuse_proposal(receipt: Receipt, sent: shapes.Nothing, commitment: UUID) -> None:
    """Say that she does not want what an officer proposed."""
    found = get_object_or_404(Commitment.objects.visible_to(receipt), pk=commitment)
    protection.refuse_proposal(commitment=found, by=receipt)


@operation("reporter", takes=shapes.Nothing, problems=CHANGES)
def confirm_commitment(receipt: Receipt, sent: shapes.Nothing, commitment: UUID) -> None:
    """Say that it was kept."""
    found = get_object_or_404(Commitment.objects.visible_to(receipt), pk=commitment)
    protection.confirm(commitment=found, by=receipt)


@operation("reporter", takes=forms.SentWords, problems=WRITES)
def dispute_commitment(receipt: Receipt, sent: forms.SentWords, commitment: UUID) -> None:
    """Say that it was not kept, whatever its owner says."""
    found = get_object_or_404(Commitment.objects.visible_to(receipt), pk=commitment)
    protection.dispute(commitment=found, item=sent.item.as_item(), by=receipt)


@operation("reporter", takes=forms.SentOwner, problems=WRITES)
def pass_on_commitment(receipt: Receipt, sent: forms.SentOwner, commitment: UUID) -> None:
    """Ask somebody else to keep it, by the same day; also hand the key to who took over."""
    found = get_object_or_404(Commitment.objects.visible_to(receipt), pk=commitment)
    to = _officer(receipt, sent.to)
    protection.pass_on(
        commitment=found,
        to=to,
        grants={to.label: sent.sealed},
        items=tuple(item.as_item() for item in sent.items),
        by=receipt,
    )


@operation(
    "reporter",
    takes=forms.SentEmergency,
    gives=forms.Emergency,
    status=CREATED,
    problems=WRITES,
)
def ask_in_emergency(receipt: Receipt, sent: forms.SentEmergency) -> forms.Emergency:
    """Ask the level above for something practical that cannot wait."""
    get_object_or_404(Case.objects.visible_to(receipt))
    asked = protection.ask_in_emergency(
        emergency=sent.id, kind=Thing(sent.kind), item=sent.item.as_item(), by=receipt
    )
    return forms.emergency(asked)


@operation("reporter", takes=forms.ReaderKeys, problems=CHANGES)
def read_duty(receipt: Receipt, sent: forms.ReaderKeys, duty: UUID) -> None:
    """Give the keys with which she reads, herself, what was done about a task."""
    found = get_object_or_404(Duty.objects.visible_to(receipt), pk=duty)
    protection.name_reader(duty=found, recipient=sent.recipient, verify=sent.verify, by=receipt)
