"""The custodian's desk: shares to test, requests to answer, drills to pass."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404

from hoeder.identities import actions as identities
from hoeder.identities import reading
from hoeder.organisations.models import Officer
from hoeder.web import boxes
from hoeder.web.interface import operation
from hoeder.web.officer import opening_forms as forms
from hoeder.web.people import colleagues

CHANGES = ("not-allowed", "not-now")


@operation("officer", gives=forms.MyCustody)
def see_custody(officer: Officer) -> forms.MyCustody:
    """See the shares that one keeps, what waits for one, and who passed a drill when."""
    return forms.MyCustody(
        custodies=[
            forms.Custody(
                kept.body.pk,
                kept.ready_on,
                [forms.Keeper(one.officer.pk, one.place, one.passed_on) for one in kept.keepers],
            )
            for kept in reading.custodies_of(officer)
        ],
        shares=[
            forms.OwnShare(
                id=share.pk,
                body=share.box.body_id,
                case=share.box.case,
                box=share.box_id,
                index=share.index,
                hash=share.hash,
                waiting=share.waiting,
                sealed_on=share.sealed_on,
                tested_on=share.tested_on,
            )
            for share in reading.shares_of(officer)
        ],
        requests=[
            forms.Request(
                opening=boxes.opening(one.seen),
                share=one.share.pk,
                index=one.share.index,
                box=boxes.Signed(one.share.box.statement, one.share.box.signature),
            )
            for one in reading.requests_to(officer)
        ],
        drills=[
            forms.OwnDrill(
                id=part.drill_id,
                body=part.drill.custody.body_id,
                day=part.drill.day,
                index=part.index,
                hash=part.hash,
                sealed=bytes(part.sealed or b""),
                statement=part.drill.statement,
                signature=part.drill.signature,
            )
            for part in reading.drills_of(officer)
        ],
    )


@operation("officer", gives=forms.FetchedShare, problems=("not-allowed",))
def fetch_share(officer: Officer, share: UUID) -> forms.FetchedShare:
    """Fetch one's own sealed share. It stands in the journal first."""
    found = reading.my_share(share, officer)
    if found is None:
        raise Http404
    fetched = identities.fetch_share(share=found, by=officer)
    return forms.FetchedShare(
        id=fetched.pk,
        body=found.box.body_id,
        case=found.box.case,
        box=found.box_id,
        index=fetched.index,
        hash=fetched.hash,
        author=found.box.author_key,
        sealed=bytes(fetched.sealed),
        statement=found.box.statement,
        signature=found.box.signature,
    )


@operation("officer", takes=boxes.SentProof, problems=CHANGES)
def prove_share(officer: Officer, sent: boxes.SentProof, share: UUID) -> None:
    """Prove that one can open a share; one that was handed over counts from now on."""
    found = reading.my_share(share, officer)
    if found is None:
        raise Http404
    identities.prove_share(share=found, proof=bytes.fromhex(sent.proof), by=officer)


@operation("officer", takes=forms.SentShareHandover, problems=CHANGES)
def hand_over_share(officer: Officer, sent: forms.SentShareHandover, share: UUID) -> None:
    """Seal one's share to a deputy. One's own counts until the deputy has tested theirs."""
    found = reading.my_share(share, officer)
    to = colleagues(officer).filter(pk=sent.to).first()
    if found is None or to is None:
        raise Http404
    identities.hand_over_share(share=found, to=to, sealed=sent.sealed, by=officer)


@operation("officer", takes=forms.SentApproval, problems=CHANGES)
def approve(officer: Officer, sent: forms.SentApproval, opening: UUID) -> None:
    """Release one's share to the one person. The same again changes nothing."""
    found = reading.opening_to_answer(opening, officer)
    if found is None:
        raise Http404
    identities.approve(
        opening=found,
        sealed=sent.sealed,
        letters=boxes.by_holder(sent.letters),
        by=officer,
    )


@operation("officer", takes=boxes.Reasons, problems=CHANGES)
def decline(officer: Officer, sent: boxes.Reasons, opening: UUID) -> None:
    """Refuse to release one's share, with or without reasons."""
    found = reading.opening_to_answer(opening, officer)
    if found is None:
        raise Http404
    identities.decline(opening=found, letters=boxes.by_holder(sent.letters), by=officer)


@operation(
    "officer",
    takes=forms.SentDrill,
    gives=forms.DrillState,
    status=HTTPStatus.CREATED,
    problems=CHANGES,
)
def start_drill(officer: Officer, sent: forms.SentDrill) -> forms.DrillState:
    """Hand everybody who keeps a part of a body's keys a part of a box with nothing in it."""
    kept = {one.body.pk: one.body for one in reading.custodies_of(officer)}
    body = kept.get(sent.body)
    if body is None:
        raise Http404
    identities.start_drill(
        body=body, case=sent.case, author=sent.author, box=sent.box.as_box(), by=officer
    )
    return forms.DrillState(finished=False)


@operation("officer", takes=boxes.SentProof, gives=forms.DrillState, problems=CHANGES)
def prove_drill(officer: Officer, sent: boxes.SentProof, drill: UUID) -> forms.DrillState:
    """Prove that one can open one's part of a drill."""
    found = reading.drill_of(drill, officer)
    if found is None:
        raise Http404
    finished = identities.prove_drill(drill=found, proof=bytes.fromhex(sent.proof), by=officer)
    return forms.DrillState(finished)
