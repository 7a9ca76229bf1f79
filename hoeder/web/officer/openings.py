"""Asking who a reporter is, promising secrecy, and seeing what was opened to oneself."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.identities import actions as identities
from hoeder.identities import asking, reading
from hoeder.identities.rules import Ground, How, Purpose
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.web import boxes
from hoeder.web.interface import Repeated, operation
from hoeder.web.officer import opening_forms as forms
from hoeder.web.people import colleagues

CREATED = HTTPStatus.CREATED
CHANGES = ("not-allowed", "not-now")


@operation(
    "officer", takes=forms.SentRequest, gives=boxes.Opening, status=CREATED, problems=CHANGES
)
def request_opening(
    officer: Officer, sent: forms.SentRequest, case: UUID
) -> boxes.Opening | Repeated:
    """Ask the reporter to let one person know who she is. Two requests for one person are one."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    to = colleagues(officer).filter(pk=sent.to).first()
    if to is None:
        raise Http404
    asked = identities.request_opening(
        box=asking.box_of(found.pk),
        opening=sent.id,
        to=to,
        purpose=Purpose(sent.purpose),
        not_after=sent.not_after,
        letters=boxes.by_holder(sent.letters),
        by=officer,
    )
    return _answer(asked, officer)


@operation(
    "officer", takes=forms.SentOverride, gives=boxes.Opening, status=CREATED, problems=CHANGES
)
def request_override(
    officer: Officer, sent: forms.SentOverride, case: UUID
) -> boxes.Opening | Repeated:
    """Announce an opening that the law demands, with reasons to everybody whom it concerns."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    asked = identities.request_override(
        box=asking.box_of(found.pk),
        opening=sent.id,
        ground=Ground(sent.ground),
        authority_name=sent.authority_name,
        legal_basis=sent.legal_basis,
        letters=boxes.by_holder(sent.letters),
        deferred_until=sent.deferred_until,
        deferral=boxes.by_holder(sent.deferral),
        by=officer,
    )
    return _answer(asked, officer)


def _answer(asked: identities.Asked, officer: Officer) -> boxes.Opening | Repeated:
    shown = boxes.opening(reading.as_seen_by(asked.opening, officer))
    return Repeated(shown) if asked.repeated else shown


@operation("officer", gives=forms.CaseOpenings)
def see_openings(officer: Officer, case: UUID) -> forms.CaseOpenings:
    """See the openings of a case; whoever does not hold it, those in which they have a part."""
    holds = Case.objects.visible_to(officer).filter(pk=case).exists()
    found = reading.openings_in(case, officer, holds=holds)
    if found is None:
        raise Http404
    return forms.CaseOpenings(
        openings=[boxes.opening(one) for one in found],
        told_of_override=reading.told_of_override(case) if holds else [],
    )


@operation("officer", gives=boxes.Openings)
def list_openings(officer: Officer) -> boxes.Openings:
    """List the openings to oneself, and those about which somebody wrote to one."""
    return boxes.openings(reading.openings_for(officer))


@operation("officer", takes=forms.SentPledge, problems=CHANGES)
def pledge(officer: Officer, sent: forms.SentPledge, case: UUID) -> None:
    """Promise secrecy about one case, signed. Before that, no box is handed out."""
    holds = Case.objects.visible_to(officer).filter(pk=case).exists()
    if not holds and not reading.has_opening(case, officer):
        raise Http404
    identities.pledge(case=case, statement=sent.statement, signature=sent.signature, by=officer)


@operation("officer", gives=forms.OpenedBox, problems=CHANGES)
def fetch_box(officer: Officer, opening: UUID) -> forms.OpenedBox:
    """Fetch a box that is open to oneself. It stands in the journal and the circle first."""
    found = reading.opening_to(opening, officer)
    if found is None:
        raise Http404
    opened = protection.see_name(opening=found.pk, by=officer)
    box, one = opened.box, opened.opening
    by_consent = one.half is not None
    return forms.OpenedBox(
        opening=one.pk,
        kind=one.kind,
        not_after=one.not_after,
        box=box.pk,
        case=box.case,
        body=box.body_id,
        recipient=box.recipient,
        version=box.version,
        content=bytes(box.content),
        statement=box.statement,
        signature=box.signature,
        author=box.author_key,
        half=bytes(one.half) if one.half is not None else None,
        consent=boxes.Signed(one.consent, one.consent_signature) if by_consent else None,
        authority=None if by_consent else bytes(box.authority_sealed),
        approvals=[
            forms.Released(each.custodian_id, each.index, bytes(each.sealed))
            for each in opened.approvals
            if each.sealed is not None
        ],
    )


@operation(
    "officer",
    takes=forms.SentKnowledge,
    gives=boxes.CircleRow,
    status=CREATED,
    problems=CHANGES,
)
def declare_knowledge(officer: Officer, sent: forms.SentKnowledge, case: UUID) -> boxes.CircleRow:
    """Say that one knows who the reporter is: “I was told in the corridor.”"""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    row = identities.declare(case=found.pk, how=How(sent.how), since=sent.since, by=officer)
    return boxes.circle_row(row)


@operation("officer", gives=forms.Circle, problems=("not-allowed",))
def see_circle(officer: Officer, case: UUID) -> forms.Circle:
    """See who knows: for the reporter's protection officer and the commission."""
    found = get_object_or_404(Case.objects.visible_to(officer).select_related("body"), pk=case)
    asking.must_see_circle(found.pk, found.body, officer)
    return forms.Circle(rows=boxes.circle(found.pk), pledges=boxes.pledges(found.pk))
